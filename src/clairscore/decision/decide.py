"""From a credit file to a proposal: rules, then score, then referral. Pure.

Whoever calls it, batch, API or notebook, the rules and the verdict are the same code over columns:
one applicant is a book of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from clairscore.contract import (
    Consultation,
    CreditFile,
    Effect,
    Outcome,
    Proposal,
    RuleHit,
    Verdict,
)
from clairscore.decision import reasons as told
from clairscore.decision.booster import Explanation, Floats
from clairscore.decision.bundle.record import Bundle
from clairscore.decision.facts import FactsRead, facts_of
from clairscore.decision.logistic import probability
from clairscore.decision.policy import Policy
from clairscore.decision.referral import worth_a_review
from clairscore.decision.rules import MONEY_READ, Context, hits

AGAINST, FOR = 1, -1
ABSENCE, UNCERTAIN, AGE = "absence_never_met", "uncertain", "age"
"""Causes of a referral beside the rules, in the order in which they are told."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """What a bundle's decisions share, worked out once."""

    layout: told.Layout
    context: Context
    facts_read: FactsRead
    age: int | None


@lru_cache(maxsize=4)
def prepared(bundle: Bundle) -> Prepared:
    """The layout of themes, the training ranges and the facts read of a bundle."""
    policy = bundle.policy
    layout = told.Layout.of(bundle.catalogue, policy.themes)
    age = policy.themes.index(policy.age_theme) if policy.age_theme in policy.themes else None
    return Prepared(
        layout=layout,
        context=Context(policy, training_ranges(bundle)),
        facts_read=FactsRead.of(bundle.catalogue.pairs),
        age=age if age in layout.theme_of else None,
    )


def training_ranges(bundle: Bundle) -> Mapping[str, tuple[float, float]]:
    """Range of each money column of the application in training, where the model reads it."""
    ranges = {}
    for feature in bundle.catalogue:
        seen = bundle.reference.features[feature.name]
        own = (feature.source, feature.statistic) == ("application", "value")
        if own and feature.column in MONEY_READ and seen.low is not None and seen.high is not None:
            ranges[feature.column] = (seen.low, seen.high)
    return ranges


def decide(
    bundle: Bundle,
    credit_file: CreditFile,
    *,
    as_of: date | None = None,
    consultation: Consultation | None = None,
) -> Proposal:
    """The proposal for one application; InexactExplanation where its reasons would not add up.

    `as_of` is day 0 of the file, `consultation` what the credit register answered.
    """
    shared = prepared(bundle)
    values = bundle.features_of(credit_file)
    matrix = values[None, :]
    facts = facts_of(credit_file, bundle.policy, as_of=as_of, consultation=consultation)
    return _proposal(
        bundle,
        shared,
        values=values.astype(np.float64),
        explanation=bundle.scorer.explain(matrix),
        misread=bool(bundle.scorer.misreads(matrix)[0]),
        rules=hits(facts, shared.context),
        facts_used=shared.facts_read.held_by(credit_file),
        as_of=as_of,
    )


def _proposal(
    bundle: Bundle,
    shared: Prepared,
    *,
    values: Floats,
    explanation: Explanation,
    misread: bool,
    rules: tuple[RuleHit, ...],
    facts_used: int,
    as_of: date | None,
) -> Proposal:
    policy, layout = bundle.policy, shared.layout
    contributions, log_odds = explanation.contributions[0], float(explanation.log_odds[0])
    pd = probability(explanation.log_odds)
    by_theme = layout.by_theme(contributions)
    verdict = _verdict(pd, policy)
    causes = _causes(shared, rules, verdict, pd, by_theme, log_odds, misread=misread)
    outcome = _outcome(rules, causes, verdict)
    themes = told.theme_contributions(layout, by_theme)
    against = told.reasons(layout, by_theme, values, contributions, policy, AGAINST)
    distance = log_odds - policy.cut_off_log_odds
    return Proposal(
        probability=float(pd[0]),
        log_odds=log_odds,
        cut_off=policy.cut_off,
        distance=float(pd[0]) - policy.cut_off,
        log_odds_distance=distance,
        verdict=verdict,
        outcome=outcome,
        decided_by="rule" if rules else "score",
        automatic=_automatic(outcome, policy),
        rules=rules,
        causes=causes,
        reasons_for=told.reasons(layout, by_theme, values, contributions, policy, FOR),
        reasons_against=against,
        beyond_scores=told.beyond_scores(against, distance, policy),
        themes=themes,
        features=layout.names,
        values=tuple(None if value != value else value for value in values.tolist()),
        contributions=tuple(contributions.tolist()),
        base=explanation.base,
        residual=log_odds - explanation.base - sum(theme.shown for theme in themes),
        facts_used=facts_used,
        facts_read=shared.facts_read.total,
        bundle=bundle.id,
        features_version=bundle.features_version,
        policy=policy.digest,
        as_of=as_of,
    )


def _verdict(pd: Floats, policy: Policy) -> Verdict:
    return "granted" if policy.grants(pd)[0] else "refused"


def _causes(
    shared: Prepared,
    rules: tuple[RuleHit, ...],
    verdict: Verdict,
    pd: Floats,
    by_theme: Floats,
    log_odds: float,
    *,
    misread: bool,
) -> tuple[str, ...]:
    """Why a person studies the file; empty where a rule refuses it."""
    if _has(rules, "refuse"):
        return ()
    policy = shared.context.policy
    causes = [rule.code for rule in rules]
    if misread:
        causes.append(ABSENCE)
    if worth_a_review(pd, policy)[0]:
        causes.append(UNCERTAIN)
    if verdict == "refused" and age_decides(shared, by_theme[None, :], np.array([log_odds]))[0]:
        causes.append(AGE)
    return tuple(causes)


def age_decides(shared: Prepared, by_theme: Floats, log_odds: Floats) -> np.ndarray:
    """Among refused applicants (n,), those whose refusal the age theme leads, or turns if removed.

    `by_theme` is (n, themes).
    """
    if shared.age is None:
        return np.zeros(len(log_odds), dtype=np.bool_)
    shown = told.rounded(by_theme)
    leads = (shown.argmax(axis=1) == shared.age) & (shown[:, shared.age] > 0)
    turns = log_odds - by_theme[:, shared.age] < shared.context.policy.cut_off_log_odds
    return np.asarray(leads | turns)


def _outcome(rules: tuple[RuleHit, ...], causes: tuple[str, ...], verdict: Verdict) -> Outcome:
    if _has(rules, "refuse"):
        return "refused"
    return "referred" if causes else verdict


def _has(rules: tuple[RuleHit, ...], effect: Effect) -> bool:
    return any(rule.effect == effect for rule in rules)


def _automatic(outcome: Outcome, policy: Policy) -> bool:
    return {
        "granted": policy.automatic_grant,
        "refused": policy.automatic_refusal,
        "referred": False,
    }[outcome]
