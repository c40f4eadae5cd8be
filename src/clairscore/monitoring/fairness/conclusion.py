"""What the audit means, in a few sentences of French or English, from its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from clairscore.i18n import Lang, listed, number, percent, t
from clairscore.metrics import Interval
from clairscore.monitoring.fairness.groups import GroupFigures, Treated
from clairscore.monitoring.fairness.naming import criterion_name, group_name
from clairscore.monitoring.fairness.report import Fairness

FOUR_FIFTHS = 0.8
"""The ratio below which United States employment practice looks closer; no law of credit."""
MOST_NAMED = 5


def conclusion(found: Fairness, lang: Lang) -> tuple[str, ...]:
    """Sentences: shares, the widest ratio of each criterion, what a ratio means, calibration,
    errors, small groups, exclusions, limits."""
    told = [
        t(
            f"fairness.people.{found.source}",
            lang,
            people=number(found.people, lang),
            known=number(found.known, lang),
            granted=percent(found.granted.value, lang),
        )
    ]
    told += [_widest(name, groups, lang) for name, groups in found.criteria.items()]
    told.append(t("fairness.meaning", lang, limit=number(FOUR_FIFTHS, lang, 2)))
    told.append(_miscalibrated(found, lang))
    told.append(t("fairness.errors.known" if found.errors else "fairness.errors.unknown", lang))
    masked = sum(each.people is None for groups in found.criteria.values() for each in groups)
    if masked:
        told.append(t("fairness.masked", lang, groups=number(masked, lang)))
    told += _exclusions(found, lang)
    return (*told, t("fairness.limits", lang))


def widest(groups: tuple[Treated, ...]) -> tuple[Treated, GroupFigures, Interval] | None:
    """The group of 20 or more with the lowest adverse impact ratio; None without a comparison."""
    ratios = [
        (each, each.figures, each.figures.impact)
        for each in groups
        if each.figures is not None and each.figures.impact is not None
    ]
    return min(ratios, key=lambda each: each[2].value) if ratios else None


def compared_to(groups: tuple[Treated, ...]) -> Treated | None:
    """The group that the others are compared to: granted most often among the large ones."""
    some = any(each.figures and each.figures.impact for each in groups)
    for each in groups:
        if some and each.figures is not None and each.figures.impact is None:
            return each
    return None


def _widest(criterion: str, groups: tuple[Treated, ...], lang: Lang) -> str:
    found, best = widest(groups), compared_to(groups)
    if found is None or best is None:
        return t("fairness.none", lang, criterion=criterion_name(criterion, lang))
    group, _, ratio = found
    side = "below" if ratio.high < FOUR_FIFTHS else "around" if ratio.low < FOUR_FIFTHS else "above"
    told = t(
        "fairness.ratio.told",
        lang,
        criterion=criterion_name(criterion, lang),
        group=group_name(criterion, group.group, lang),
        best=group_name(criterion, best.group, lang),
        ratio=number(ratio.value, lang, 2),
        low=number(ratio.low, lang, 2),
        high=number(ratio.high, lang, 2),
    )
    limit = number(FOUR_FIFTHS, lang, 2)
    return told if side == "above" else f"{told} {t(f'fairness.ratio.{side}', lang, limit=limit)}"


def _miscalibrated(found: Fairness, lang: Lang) -> str:
    """Groups whose observed rate leaves what the model expects, and in which direction."""
    each = list(_calibrations(found))
    if not each:
        return t("fairness.calibration.unknown", lang)
    higher = [name for name, gap in _named(each, lang) if gap.low > 0]
    lower = [name for name, gap in _named(each, lang) if gap.high < 0]
    if not higher and not lower:
        return t("fairness.calibration.holds", lang, groups=number(len(each), lang))
    told = [
        t(f"fairness.calibration.{side}", lang, names=listed(names[:MOST_NAMED], lang))
        for side, names in (("higher", higher), ("lower", lower))
        if names
    ]
    expected = number(len(each) / 20, lang, 1)
    by_chance = t("fairness.calibration.chance", lang, groups=str(len(each)), expected=expected)
    return " ".join([*told, by_chance])


def _calibrations(found: Fairness) -> Iterator[tuple[str, str, Interval]]:
    for criterion, groups in found.criteria.items():
        for each in groups:
            if each.figures is not None and each.figures.calibration is not None:
                yield criterion, each.group, each.figures.calibration


def _named(each: list[tuple[str, str, Interval]], lang: Lang) -> Iterator[tuple[str, Interval]]:
    for criterion, group, gap in each:
        name = t(
            "document.group_line",
            lang,
            criterion=criterion_name(criterion, lang),
            group=group_name(criterion, group, lang),
        )
        yield name, gap


def _exclusions(found: Fairness, lang: Lang) -> list[str]:
    if not found.exclusions:
        return [t("fairness.exclusions.none", lang)]
    priced = [each for each in found.exclusions if not each.auc.holds(0)]
    dearest = max(found.exclusions, key=lambda each: each.auc.value)
    return [
        t(
            "fairness.exclusions.some",
            lang,
            count=number(len(found.exclusions), lang),
            priced=number(len(priced), lang),
            item=t(f"cli.exclusions.item.{dearest.item}", lang),
            auc=number(dearest.auc.value, lang, 4),
            low=number(dearest.auc.low, lang, 4),
            high=number(dearest.auc.high, lang, 4),
        )
    ]
