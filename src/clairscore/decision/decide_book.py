"""The same decisions for a whole book, as columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.contract import Consultation, Effect
from clairscore.data.schema import APPLICATION, CLIENT_KEY
from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.bundle.record import Bundle
from clairscore.decision.decide import ABSENCE, AGE, UNCERTAIN, age_decides, prepared
from clairscore.decision.facts import PRODUCT, facts_of_book
from clairscore.decision.logistic import probability
from clairscore.decision.policy import Policy
from clairscore.decision.referral import within_capacity, worth_a_review
from clairscore.decision.rules import NUMBERS_READ, Flags, fired
from clairscore.features.compute import book

Capacity = Literal["stored", "book"]
REVIEWED: Mapping[Capacity, Callable[[Floats, Policy], Flags]] = {
    "stored": worth_a_review,
    "book": within_capacity,
}

EXPLAINED_AT_ONCE = 32_768
"""Rows whose contributions are held in memory together: 80 MB at 300 features."""


@dataclass(frozen=True, eq=False)
class Book:
    """Applicants (n,) by rising SK_ID_CURR, and their features (n, features) for one bundle."""

    clients: NDArray[np.int64]
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class CauseShare:
    """How often a rule or cause fires, as a share of applications; `alert` beyond its limit."""

    code: str
    share: float
    alert: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many applications have each outcome, and how many each rule or cause concerns."""

    outcomes: Mapping[str, int]
    fired: Mapping[str, int]

    @property
    def applications(self) -> int:
        return sum(self.outcomes.values())

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            dict(Counter(self.outcomes) + Counter(other.outcomes)),
            dict(Counter(self.fired) + Counter(other.fired)),
        )


NOBODY = Tally({}, {})


def decide_book(
    bundle: Bundle,
    tables: Mapping[str, pl.LazyFrame],
    *,
    as_of: date | None = None,
    consultations: Mapping[int, Consultation] | None = None,
    capacity: Capacity = "stored",
    computed: Book | None = None,
) -> pl.DataFrame:
    """One row an application, sorted by SK_ID_CURR, equal to `decide` one by one.

    `capacity` "stored" reviews what passes the policy's threshold, as `decide` does; "book" exactly
    the applications of this book that are worth it most, up to the policy's capacity. `computed`
    are the features, where `features_of_book` has them already.

    Columns: SK_ID_CURR, probability, log_odds, distance, verdict, outcome, decided_by, and the
    codes of rules and causes, parted by spaces.
    """
    policy = bundle.policy
    computed = computed or features_of_book(bundle, tables)
    matrix = computed.matrix
    log_odds = bundle.scorer.log_odds(matrix)
    pd = probability(log_odds)
    facts = facts_of_book(tables, policy, as_of=as_of, consultations=consultations)
    rules = fired(facts, prepared(bundle).context)
    refused_by_rule = _any(rules, policy, "refuse", len(pd))
    causes = {
        **_by_rule(rules, policy),
        ABSENCE: bundle.scorer.misreads(matrix),
        UNCERTAIN: REVIEWED[capacity](pd, policy),
        AGE: _age(bundle, matrix, ~refused_by_rule & ~policy.grants(pd)),
    }
    causes = {code: flag & ~refused_by_rule for code, flag in causes.items()}
    granted = policy.grants(pd)
    return pl.DataFrame(
        {
            CLIENT_KEY: computed.clients,
            "probability": pd,
            "log_odds": log_odds,
            "distance": pd - policy.cut_off,
            "verdict": np.where(granted, "granted", "refused"),
            "outcome": _outcome(granted, refused_by_rule, causes),
            "decided_by": np.where(_fires(rules, len(pd)), "rule", "score"),
            "rules": _codes(rules, len(pd)),
            "causes": _codes(causes, len(pd)),
        }
    )


def features_of_book(bundle: Bundle, tables: Mapping[str, pl.LazyFrame]) -> Book:
    """The features that a bundle reads, of every application of the tables."""
    frame = book(tables, bundle.catalogue, bundle.fitted)
    matrix = frame.select(bundle.features).to_numpy().astype(np.float32, copy=False)
    return Book(frame[CLIENT_KEY].to_numpy(), matrix)


def explain_book(bundle: Bundle, computed: Book) -> Iterator[pl.DataFrame]:
    """What each theme and each feature gives to the log-odds, some thousand applicants at a time.

    Columns: SK_ID_CURR, log_odds, base, each theme as `theme.<name>`, each feature; contributions
    as Float32, each row's sum checked in Float64 before. InexactExplanation names the client whose
    contributions do not sum to his log-odds.
    """
    layout = prepared(bundle).layout
    for rows in _chunks(np.arange(len(computed.clients))):
        clients = computed.clients[rows]
        found = bundle.scorer.explain_part(computed.matrix[rows], clients)
        themes = layout.by_theme(found.contributions)
        named = {f"theme.{name}": themes[:, at] for at, name in enumerate(layout.themes)}
        named |= {name: found.contributions[:, at] for at, name in enumerate(layout.names)}
        yield pl.DataFrame({CLIENT_KEY: clients, "log_odds": found.log_odds}).with_columns(
            pl.lit(found.base).alias("base"),
            *(pl.Series(name, values.astype(np.float32)) for name, values in named.items()),
        )


def columns_read(bundle: Bundle) -> dict[str, frozenset[str]]:
    """The source columns by table that deciding with a bundle reads: of features, and of rules."""
    facts = {*NUMBERS_READ, PRODUCT, *bundle.policy.mandatory}
    reads: dict[str, frozenset[str]] = {"bureau": frozenset(), "previous_application": frozenset()}
    reads |= bundle.catalogue.reads
    return reads | {APPLICATION: reads[APPLICATION] | facts}


def tally(decided: pl.DataFrame) -> Tally:
    """The counts of a decided book, or of a part of one."""
    codes = pl.concat_list(pl.col("rules", "causes").str.split(" ")).list.unique()
    fired = decided.select(code=codes).explode("code")["code"].value_counts()
    counts = dict(fired.drop_nulls().iter_rows())
    outcomes = dict(decided["outcome"].value_counts().iter_rows())
    return Tally(outcomes, {code: count for code, count in counts.items() if code})


def cause_shares(counted: Tally, policy: Policy) -> tuple[CauseShare, ...]:
    """How often each rule in force and each cause fires in a decided book.

    A cause of referral alerts beyond the policy's alert share; `uncertain`, which has a capacity of
    its own, beyond that.
    """
    referring = [rule.code for rule in policy.rules if rule.effect != "refuse"]
    refusing = [rule.code for rule in policy.rules if rule.effect == "refuse"]
    limits = dict.fromkeys((*referring, ABSENCE, AGE), policy.referral.alert_share)
    limits |= dict.fromkeys(refusing, policy.referral.alert_share)
    limits[UNCERTAIN] = max(policy.referral.capacity, policy.referral.alert_share)
    return tuple(_share(counted, code, limit) for code, limit in limits.items())


def _share(counted: Tally, code: str, limit: float) -> CauseShare:
    share = counted.fired.get(code, 0) / max(counted.applications, 1)
    return CauseShare(code, share, share > limit)


def _by_rule(rules: Mapping[str, Flags], policy: Policy) -> dict[str, Flags]:
    """The rules that leave the file to a person."""
    return {rule.code: rules[rule.code] for rule in policy.rules if rule.effect != "refuse"}


def _age(bundle: Bundle, matrix: Matrix, refused: Flags) -> Flags:
    """Among the refused, those whose refusal the age theme leads or turns."""
    found = np.zeros(len(matrix), dtype=np.bool_)
    shared = prepared(bundle)
    if shared.age is not None:
        for rows in _chunks(np.flatnonzero(refused)):
            explanation = bundle.scorer.explain(matrix[rows])
            by_theme = shared.layout.by_theme(explanation.contributions)
            found[rows] = age_decides(shared, by_theme, explanation.log_odds)
    return found


def _chunks(rows: np.ndarray) -> Iterator[np.ndarray]:
    """The rows in pieces, at least one, which may be empty."""
    for start in range(0, max(len(rows), 1), EXPLAINED_AT_ONCE):
        yield rows[start : start + EXPLAINED_AT_ONCE]


def _any(rules: Mapping[str, Flags], policy: Policy, effect: Effect, length: int) -> Flags:
    chosen: dict[str, Flags] = {
        rule.code: rules[rule.code] for rule in policy.rules if rule.effect == effect
    }
    return _fires(chosen, length)


def _fires(flags: Mapping[str, Flags], length: int) -> Flags:
    found = np.zeros(length, dtype=np.bool_)
    for flag in flags.values():
        found |= flag
    return found


def _outcome(granted: Flags, refused_by_rule: Flags, causes: Mapping[str, Flags]) -> np.ndarray:
    by_score = np.where(granted, "granted", "refused")
    open_ = np.where(_fires(causes, len(granted)), "referred", by_score)
    return np.where(refused_by_rule, "refused", open_)


def _codes(flags: Mapping[str, Flags], length: int) -> pl.Series:
    """The codes that hold for each row, in order, parted by spaces."""
    frame = pl.DataFrame({**flags, "": np.zeros(length, dtype=np.bool_)})
    told = [pl.when(pl.col(code)).then(pl.lit(code)) for code in frame.columns]
    return frame.select(pl.concat_str(told, separator=" ", ignore_nulls=True)).to_series()
