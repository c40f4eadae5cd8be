"""The figures of the documents, from the records that are there."""

from __future__ import annotations

from collections.abc import Iterator

from clairscore.charts import (
    Bin,
    Candidate,
    Change,
    Curve,
    Decile,
    Figure,
    OutcomeBin,
    Part,
    Pull,
    Treatment,
    Weight,
    calibration,
    candidates,
    changes,
    contributions,
    cost_curve,
    distribution,
    gain,
    groups,
    importance_by_feature,
    importance_by_theme,
    precision_recall,
    reviews,
    roc,
    treatments,
)
from clairscore.charts.figure import Kind
from clairscore.contract import Proposal
from clairscore.data.credit_file import parse
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.i18n import Lang, t
from clairscore.metrics import CalibrationBin, wilson
from clairscore.modelling.documents.comparison import Comparison
from clairscore.modelling.documents.evidence import Evidence, PartEvidence
from clairscore.modelling.documents.records import Records
from clairscore.modelling.documents.rows import (
    candidate_name,
    feature_weights,
    group_rows,
    rung_name,
    theme_name,
    theme_rows,
)
from clairscore.modelling.documents.worth import Exclusions, Ladder

SERVED = "served"
"""The candidate that `train` fits."""


def pictures(records: Records, lang: Lang) -> dict[Kind, Figure]:
    """Every figure that these records can draw, by its kind."""
    return {figure.kind: figure for figure in _all(records, lang)}


def example(bundle: Bundle) -> Proposal:
    """The proposal for the applicant of the bundle's exam just above the cut-off: invented people.

    Just below it where nobody is above.
    """
    above = bundle.exam.probabilities - bundle.policy.cut_off
    nearest = min(range(len(above)), key=lambda at: (above[at] < 0, abs(above[at])))
    return decide(bundle, parse(bundle.exam.credit_files[nearest]))


def _all(records: Records, lang: Lang) -> Iterator[Figure]:
    card = records.card
    yield cost_curve(
        card.cost_curve,
        card.cut_off.value,
        card.cut_off.optimum,
        card.out_of_fold.cost_per_1000,
        lang,
    )
    yield importance_by_theme(
        [Weight(row.name, row.share) for row in theme_rows(records, lang)], lang
    )
    yield importance_by_feature(feature_weights(records, lang), lang)
    yield _local(records.bundle, lang)
    if records.evidence is None:
        yield calibration([_bin(each) for each in card.calibration.bins], lang)
    else:
        yield from _evidence(records.evidence, card.cut_off.value, lang)
    if records.comparison is not None:
        yield from _comparison(records.comparison, lang)
    if records.exclusions is not None:
        yield changes("exclusions", _exclusions(records.exclusions, lang), lang)
    if records.ladder is not None and records.ladder.gains:
        yield changes("ladder", _ladder(records.ladder, lang), lang)


def _evidence(evidence: Evidence, cut_off: float, lang: Lang) -> Iterator[Figure]:
    """Figures over the clients out of fold; the calibration over the untouched ones."""
    known = evidence.out_of_fold
    served = known.way("served")
    refused = (served.difficulties_refused.value, served.repaid_refused.value)
    yield roc(_roc(known, refused), lang)
    yield precision_recall(_precision_recall(known), _rate(known), lang)
    yield gain([Decile(each.clients, each.difficulties) for each in known.tenths], lang)
    bars = [OutcomeBin(b.low, b.high, b.repaid, b.difficulties) for b in known.distribution]
    yield distribution(bars, cut_off, refused, lang)
    bins = evidence.test.reliability.bins
    yield calibration([Bin(each.clients, each.predicted, each.observed) for each in bins], lang)
    yield reviews(known.reviews, lang)
    rows = group_rows(known, lang)
    parts = [Part(row.criterion, row.name, row.clients, row.figures.granted) for row in rows]
    yield groups(parts, known.figures.granted_share, lang)


def _comparison(comparison: Comparison, lang: Lang) -> Iterator[Figure]:
    yield candidates(
        [
            Candidate(
                candidate_name(each.candidate, lang),
                each.figures.auc,
                each.figures.cost_per_1000,
                each.candidate == SERVED,
            )
            for each in comparison.learners()
        ],
        lang,
    )
    treated = [each for each in comparison.imbalance if each.learner == "lightgbm"]
    if treated:
        yield treatments(
            [
                Treatment(
                    t(f"document.treatment.{each.treatment}", lang),
                    each.before.predicted,
                    each.after.predicted,
                    each.before.slope.value,
                )
                for each in treated
            ],
            treated[0].before.observed,
            lang,
        )


def _exclusions(exclusions: Exclusions, lang: Lang) -> list[Change]:
    return [
        Change(
            t(f"document.exclusion.{each.item}", lang),
            each.difference.auc,
            each.difference.cost_per_1000,
        )
        for each in exclusions.items
    ]


def _ladder(ladder: Ladder, lang: Lang) -> list[Change]:
    """The conservative interval, over folds and seeds."""
    return [
        Change(rung_name(each, lang), each.gain.auc_over_folds, each.gain.cost_per_1000)
        for each in ladder.gains
        if each.gain is not None
    ]


def _roc(part: PartEvidence, refused: tuple[float, float]) -> Curve:
    points = [(each.false_positive.value, each.true_positive.value) for each in part.roc]
    return Curve(points, part.figures.auc, (refused[1], refused[0]))


def _precision_recall(part: PartEvidence) -> Curve:
    """The served point lies on the curve's points of the nearest cut-off, by its own counts."""
    served, figures = part.way("served"), part.figures
    found = served.difficulties_refused.value * figures.difficulties
    wrong = served.repaid_refused.value * (figures.clients - figures.difficulties)
    points = [(each.recall.value, each.precision.value) for each in part.precision_recall]
    here = (served.difficulties_refused.value, found / (found + wrong))
    return Curve(points, figures.pr_auc, here)


def _rate(part: PartEvidence) -> float:
    return part.figures.difficulties / part.figures.clients


def _bin(each: CalibrationBin) -> Bin:
    return Bin(each.clients, each.predicted, wilson(each.observed * each.clients, each.clients))


def _local(bundle: Bundle, lang: Lang) -> Figure:
    proposal = example(bundle)
    pulls = [Pull(theme_name(each.theme, lang), each.contribution) for each in proposal.themes]
    return contributions(pulls, proposal.probability, proposal.cut_off, lang)
