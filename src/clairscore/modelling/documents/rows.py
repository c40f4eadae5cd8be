"""Rows of the documents' tables, and the names of what they are about, in words."""

from __future__ import annotations

from dataclasses import dataclass

from clairscore.charts import Weight
from clairscore.decision.group_names import criterion_name, group_name
from clairscore.decision.wording import describe
from clairscore.i18n import Lang, sentence, t
from clairscore.modelling.documents.evidence import GroupFigures, PartEvidence
from clairscore.modelling.documents.records import Records
from clairscore.modelling.documents.worth import Rung
from clairscore.monitoring.conclusion import conclusion

SHOWN, TOLD = 10, 3
"""Features in the figure of the strongest ones, and named for each theme."""


def feature_weights(records: Records, lang: Lang) -> list[Weight]:
    """The strongest features in words, with their share of all features' contribution."""
    served = records.bundle.catalogue
    return [
        Weight(sentence(describe(served[name], lang)), share)
        for name, _, share in shares(records)[:SHOWN]
    ]


def shares(records: Records) -> list[tuple[str, str, float]]:
    """Feature, theme and share, strongest first: of the evidence, or else of the card."""
    if records.evidence:
        found = records.evidence.importance.features
        return [(each.name, each.theme, each.share) for each in found]
    total = sum(each.strength for each in records.card.importance) or 1.0
    return [(e.feature, e.theme, e.strength / total) for e in records.card.importance]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with the number of its served features, its share, and its strongest features."""

    name: str
    features: int
    share: float
    strongest: tuple[str, ...]


def theme_rows(records: Records, lang: Lang) -> list[ThemeRow]:
    """Every theme of the served features, strongest first."""
    served, members = records.bundle.catalogue, dict[str, list[str]]()
    for name, theme, _ in shares(records):
        members.setdefault(theme, []).append(name)
    whole = theme_shares(records)
    rows = [
        ThemeRow(
            name=theme_name(theme, lang),
            features=len(those),
            share=whole[theme],
            strongest=tuple(describe(served[name], lang) for name in those[:TOLD]),
        )
        for theme, those in members.items()
    ]
    return sorted(rows, key=lambda row: -row.share)


def theme_shares(records: Records) -> dict[str, float]:
    """Share of each theme; the evidence adds up its contributions client by client."""
    if records.evidence:
        return {each.name: each.share for each in records.evidence.importance.themes}
    found: dict[str, float] = {}
    for _, theme, share in shares(records):
        found[theme] = found.get(theme, 0.0) + share
    return found


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group that is large enough to be judged, in words, with what the model does to it."""

    criterion: str
    name: str
    label: str
    clients: int
    figures: GroupFigures


def group_rows(part: PartEvidence, lang: Lang) -> list[GroupRow]:
    """Every group with figures, by criterion."""
    return [
        _group(criterion, each.group, each.clients, each.figures, lang)
        for criterion, those in part.groups.items()
        for each in those
        if each.figures is not None
    ]


def _group(criterion: str, group: str, clients: int, figures: GroupFigures, lang: Lang) -> GroupRow:
    told, name = criterion_name(criterion, lang), group_name(criterion, group, lang)
    label = t("document.group_line", lang, criterion=told, group=name)
    return GroupRow(told, name, label, clients, figures)


def rung_name(rung: Rung, lang: Lang) -> str:
    """A step of the ladder, what it is measured against, and on which rows."""
    steps = {
        end: t(f"document.step.{name.replace('-', '_')}", lang)
        for end, name in (("step", rung.step or ""), ("against", rung.against or ""))
    }
    rows = t(f"document.rows.{rung.rows}", lang)
    return t("document.rung", lang, step=steps["step"], against=steps["against"], rows=rows)


def candidate_name(candidate: str, lang: Lang) -> str:
    """A candidate's name in words."""
    return t(f"document.candidate.{candidate}", lang)


def theme_name(theme: str, lang: Lang) -> str:
    """A theme as an analyst calls it."""
    return t(f"document.theme.{theme}", lang)


def telling(records: Records, lang: Lang) -> list[tuple[str, float]]:
    """Features that tell the training population from the test one, and their share of the gain."""
    drift = records.evidence.leaks.adversarial if records.evidence else None
    served = records.bundle.catalogue
    found = drift.features[:TOLD] if drift else ()
    return [(describe(served[each.feature], lang), each.share) for each in found]


def drift_told(records: Records, lang: Lang) -> tuple[str, ...]:
    """The conclusion of Evidently's report, in sentences; none without a report."""
    if records.drift is None:
        return ()
    seen = records.evidence.leaks.adversarial if records.evidence else None
    return conclusion(
        records.drift,
        seen.auc if seen else None,
        [name for name, _ in telling(records, lang)],
        lang,
    )
