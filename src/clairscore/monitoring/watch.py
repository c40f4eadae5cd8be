"""The report: both sides compared, judged by the policy of the bundle."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl

from clairscore.data.schema import APPLICATION, TABLES
from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.bundle import Bundle
from clairscore.monitoring.effect import effect
from clairscore.monitoring.estimate import estimates
from clairscore.monitoring.realised import realised
from clairscore.monitoring.report import Crowd, Report, ToldApart, UnknownWords
from clairscore.monitoring.shifts import feature_shifts, importance, score_shift
from clairscore.monitoring.sides import Applicants, Rows, Yardstick
from clairscore.monitoring.telling_apart import apart, evenly, told_apart
from clairscore.monitoring.verdict import Findings, actions, chance_of_each, light, signals

WORDS = 5
"""New words that are named for each column."""


def watch(
    bundle: Bundle,
    yardstick: Yardstick,
    applicants: Applicants,
    *,
    kind: Literal["files", "window"],
    start: str | None = None,
    end: str | None = None,
    unit_value: float | None = None,
    seed: int = 20,
) -> Report:
    """Current applicants against the yardstick; the same sides and seed give the same report."""
    policy, watching = bundle.policy, bundle.policy.watching
    level = chance_of_each(watching)
    log_odds, matrix = applicants.log_odds, applicants.matrix
    found = Findings(
        effect=effect(yardstick, log_odds, applicants.proposals, policy, unit_value),
        score=score_shift(yardstick, log_odds, watching.score, level),
        features=feature_shifts(bundle, yardstick, matrix, watching, level),
        unknown_words=unknown_words(
            bundle, applicants.reference_applications, applicants.applications
        ),
        told_apart=_told_apart(bundle, yardstick.rows, matrix, seed),
        realised=None
        if applicants.loans is None
        else realised(yardstick, applicants.loans, policy, seed),
    )
    judged = signals(found, watching) if len(log_odds) >= watching.fewest else ()
    weights = _importances(bundle)
    return Report(
        kind=kind,
        bundle=bundle.id,
        policy=policy.digest,
        cut_off=policy.cut_off,
        cost_ratio=policy.cost_ratio,
        feature_limit=watching.feature.watch,
        start=start,
        end=end,
        reference=_reference(yardstick),
        current=Crowd(len(log_odds), len(matrix), applicants.source, applicants.left_out),
        light=light(len(log_odds), judged, watching),
        signals=judged,
        actions=actions(judged, found.features) if judged else (),
        effect=found.effect,
        score=found.score,
        features=found.features,
        unknown_words=found.unknown_words,
        told_apart=found.told_apart,
        estimates=estimates(yardstick, applicants, policy, weights, seed),
        realised=found.realised,
    )


def unknown_words(
    bundle: Bundle, reference: pl.DataFrame | None, current: pl.DataFrame | None
) -> tuple[UnknownWords, ...]:
    """Columns of the raw applications with words never met in the reference, most frequent first.

    Excluded columns are left out.
    """
    if reference is None or current is None or not len(current):
        return ()
    barred = {column for table, column in bundle.policy.excluded_columns if table == APPLICATION}
    texts = [
        column.name
        for column in TABLES[APPLICATION].columns
        if column.is_text and column.name not in barred and column.name in current.columns
    ]
    found = [_new_words(name, reference[name], current[name]) for name in texts]
    new = [each for each in found if each.share > 0]
    return tuple(sorted(new, key=lambda each: (-each.share, each.column)))


def _new_words(name: str, reference: pl.Series, current: pl.Series) -> UnknownWords:
    met = set(reference.drop_nulls().unique().to_list())
    strange = current.filter(current.is_not_null() & ~current.is_in(list(met)))
    counts = strange.value_counts(sort=True).iter_rows()
    words = tuple(str(word) for word, _ in counts)[:WORDS]
    return UnknownWords(name, len(strange) / len(current), words)


def _told_apart(bundle: Bundle, rows: Rows | None, matrix: Matrix, seed: int) -> ToldApart | None:
    """By the columns that do not betray who was learnt from; None without reference rows."""
    if rows is None or not len(matrix):
        return None
    reference, current = rows.matrix[evenly(len(rows.y))], matrix[evenly(len(matrix))]
    names = [name for name, honest in zip(bundle.features, rows.honest, strict=True) if honest]
    return told_apart(apart(reference[:, rows.honest], current[:, rows.honest], seed), names)


def _importances(bundle: Bundle) -> Floats:
    weights = importance(bundle.card)
    return np.array([weights.get(name, 0.0) for name in bundle.features])


def _reference(yardstick: Yardstick) -> Crowd:
    read = 0 if yardstick.rows is None else len(yardstick.rows.y)
    return Crowd(yardstick.clients, read, yardstick.source, {})
