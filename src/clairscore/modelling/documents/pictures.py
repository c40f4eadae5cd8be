"""The figures of the documents, from the records that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

from clairscore.charts import (
    Bin,
    Figure,
    Pull,
    Weight,
    calibration,
    contributions,
    cost_curve,
    importance_by_feature,
    importance_by_theme,
)
from clairscore.charts.figure import Kind
from clairscore.contract import Proposal
from clairscore.data.credit_file import parse
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.wording import describe
from clairscore.i18n import Lang, sentence, t
from clairscore.metrics import CalibrationBin, Interval
from clairscore.modelling.documents.records import Records, Strength

SHOWN, TOLD = 15, 3
"""Features in the figure of the strongest ones, and named for each theme."""


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


def feature_weights(records: Records, lang: Lang) -> list[Weight]:
    """The strongest features in words, with their share of all features' contribution."""
    total = sum(each.strength for each in records.card.importance) or 1.0
    served = records.bundle.catalogue
    return [
        Weight(sentence(describe(served[each.feature], lang)), each.strength / total)
        for each in records.card.importance[:SHOWN]
    ]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with the number of its served features, its share, and its strongest features."""

    name: str
    features: int
    share: float
    strongest: tuple[str, ...]


def theme_rows(records: Records, lang: Lang) -> list[ThemeRow]:
    """Every theme of the served features, strongest first."""
    served, total = records.bundle.catalogue, sum(e.strength for e in records.card.importance)
    members: dict[str, list[Strength]] = {}
    for each in records.card.importance:
        members.setdefault(each.theme, []).append(each)
    rows = [
        ThemeRow(
            name=theme_name(theme, lang),
            features=len(those),
            share=sum(each.strength for each in those) / (total or 1.0),
            strongest=tuple(describe(served[each.feature], lang) for each in those[:TOLD]),
        )
        for theme, those in members.items()
    ]
    return sorted(rows, key=lambda row: -row.share)


def theme_name(theme: str, lang: Lang) -> str:
    """A theme as an analyst calls it."""
    return t(f"document.theme.{theme}", lang)


def _all(records: Records, lang: Lang) -> Iterator[Figure]:
    card = records.card
    yield calibration([_bin(each) for each in card.calibration.bins], lang)
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


def _bin(each: CalibrationBin) -> Bin:
    return Bin(each.clients, each.predicted, _wilson(each.observed, each.clients))


def _wilson(share: float, clients: int) -> Interval:
    """A share of clients between its ends at 95 %, right at 0 and 1 too (Wilson 1927)."""
    z = NormalDist().inv_cdf(0.975)
    weight = z * z / clients
    middle = (share + weight / 2) / (1 + weight)
    half = z * ((share * (1 - share) + weight / 4) / clients) ** 0.5 / (1 + weight)
    return Interval(share, middle - half, middle + half, "Wilson over clients")


def _local(bundle: Bundle, lang: Lang) -> Figure:
    proposal = example(bundle)
    pulls = [Pull(theme_name(each.theme, lang), each.contribution) for each in proposal.themes]
    return contributions(pulls, proposal.probability, proposal.cut_off, lang)
