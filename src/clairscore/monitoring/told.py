"""The report in sentences, in French or English, every number from its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from clairscore.decision.bundle import Bundle
from clairscore.decision.watching import SignalName
from clairscore.decision.wording import describe
from clairscore.i18n import Lang, fixed, listed, money, number, percent, sentence, signed, spaced, t
from clairscore.metrics import Interval
from clairscore.monitoring.report import (
    Action,
    Change,
    Estimate,
    FeatureShift,
    Region,
    Report,
    Signal,
)

NAMED = 5
IN_AUC: tuple[SignalName, ...] = ("score", "told_apart", "ranking")
"""Signals whose values are told as numbers, not as percentages."""

Describe = Callable[[str], str]
"""A feature or column by name, in words."""


def describer(bundle: Bundle, lang: Lang) -> Describe:
    """Features in the words of the catalogue; another name as it stands."""
    known = {feature.name: feature for feature in bundle.catalogue}

    def said(name: str) -> str:
        return sentence(describe(known[name], lang)) if name in known else name

    return said


def conclusion(
    report: Report, said: Describe, lang: Lang, currency: str | None = None
) -> tuple[str, ...]:
    """What is to be read first: verdict, effect, what moved, what the model is worth, limits."""
    return (
        headline(report, lang),
        people(report, lang),
        *effect(report, lang, currency),
        score(report, lang),
        *features(report, said, lang),
        *told_apart(report, said, lang),
        estimated(report, lang),
        *realised(report, lang),
        t("watching.limits", lang),
    )


def headline(report: Report, lang: Lang) -> str:
    """The light in words and what it means."""
    light = t(f"watching.light.{report.light}", lang)
    return f"{light}. {t(f'watching.light_means.{report.light}', lang)}"


def people(report: Report, lang: Lang) -> str:
    """How many are compared, and how many of them were read."""
    current, reference = report.current, report.reference
    told = t(
        "watching.people",
        lang,
        current=number(current.applications, lang),
        reference=number(reference.applications, lang),
    )
    if current.read == current.applications:
        return told
    return f"{told} {t('watching.read', lang, read=number(current.read, lang))}"


def effect(report: Report, lang: Lang, currency: str | None) -> Iterator[str]:
    """Approvals, expected difficulties, cost, money; nothing where nobody applied."""
    found = report.effect
    if not report.current.applications:
        return
    yield _changed("approvals", found.approvals, lang, lambda value: percent(value, lang))
    yield t(
        "watching.effect.expected",
        lang,
        current=number(100 * found.expected.current, lang, 1),
        reference=number(100 * found.expected.reference, lang, 1),
        granted_current=number(100 * found.expected_granted.current, lang, 1),
        granted_reference=number(100 * found.expected_granted.reference, lang, 1),
    )
    yield _changed("cost", found.cost, lang, lambda value: number(value, lang))
    if found.money is not None:
        amount = money(abs(found.money), lang, currency or t("currency.default", lang))
        yield t("watching.effect.money", lang, money=amount)
    outcomes = found.outcomes
    yield t(
        "watching.effect.outcomes",
        lang,
        granted=percent(outcomes["granted"], lang),
        referred=percent(outcomes["referred"], lang),
        by_rule=percent(outcomes["refused_by_rule"], lang),
        by_score=percent(outcomes["refused_by_score"], lang),
    )


def score(report: Report, lang: Lang) -> str:
    """Whether the score has moved beyond chance."""
    found = report.score.stability
    state = "still" if not report.score.moved else "small"
    return t(
        f"watching.score.{state if report.score.level == 'calm' else 'moved'}",
        lang,
        psi=number(found.psi, lang, 3),
        usual=number(found.usual, lang, 3),
    )


def features(report: Report, said: Describe, lang: Lang) -> Iterator[str]:
    """How many features moved, which, and what of missing, strange and unknown values."""
    moved = [each for each in report.features if each.moved]
    loud = [each for each in moved if each.level != "calm"]
    count = sum(each.compared for each in report.features)
    if moved:
        yield _moved(report, moved, loud, count, lang)
        yield t("watching.features.heaviest", lang, names=_named(moved, said, lang))
    else:
        yield t("watching.features.none", lang, count=number(count, lang))
    for each in (each for each in moved[:NAMED] if each.scaled is not None):
        yield t(
            "watching.features.scaled",
            lang,
            name=said(each.name),
            times=number(each.scaled or 0.0, lang, 1),
        )
    for name in ("missing", "outside", "unknown"):
        signal = report.signal(name)
        if signal is not None and signal.subjects:
            told = _listed(signal.subjects, said, lang)
            yield t(f"watching.features.{name}", lang, names=told)
    left_out = len(report.features) - count
    if left_out:
        yield t("watching.features.incomparable", lang, count=number(left_out, lang))


def told_apart(report: Report, said: Describe, lang: Lang) -> Iterator[str]:
    """How well a model recognises the current applications."""
    found = report.told_apart
    if found is None:
        yield t("watching.told_apart.open", lang)
        return
    yield t("watching.told_apart.told", lang, **_auc(found.auc, lang))
    if found.auc.low > 0.55:  # below, what it leans on is noise
        names = [each.feature for each in found.features]
        yield t("watching.told_apart.reads", lang, names=_listed(names, said, lang))


def estimated(report: Report, lang: Lang) -> str:
    """The reference's figures, then each method's estimate."""
    reference, *others = report.estimates
    told = [t("watching.estimate.intro", lang, line=estimate_line(reference, lang))]
    for each in others:
        line = estimate_line(each, lang)
        if not each.usable:
            line = t("watching.estimate.unusable", lang)
        colon = spaced(" : ") if lang == "fr" else ": "
        told.append(f"{t(f'watching.method.{each.method}', lang)}{colon}{line}.")
    return " ".join(told)


def estimate_line(found: Estimate, lang: Lang) -> str:
    """AUC and cost with their intervals."""
    return t(
        "watching.estimate.line",
        lang,
        auc=fixed(found.auc.value, lang, 3),
        auc_low=fixed(found.auc.low, lang, 3),
        auc_high=fixed(found.auc.high, lang, 3),
        cost=number(found.cost.value, lang),
        cost_low=number(found.cost.low, lang),
        cost_high=number(found.cost.high, lang),
    )


def realised(report: Report, lang: Lang) -> Iterator[str]:
    """What became of mature loans, those above the limit apart."""
    found = report.realised
    if found is None or not found.granted.loans:
        if report.kind == "window":
            yield t("watching.realised.none", lang)
        return
    granted = found.granted
    reference = percent(found.reference_rate, lang)
    yield t(
        "watching.realised.granted",
        lang,
        loans=number(granted.loans, lang),
        low=percent(granted.observed.low, lang),
        high=percent(granted.observed.high, lang),
        reference=reference,
        **_gap(granted, lang),
    )
    if granted.ranking is not None and granted.expected_ranking is not None:
        announced = granted.expected_ranking
        yield t(
            "watching.realised.ranking",
            lang,
            **_auc(granted.ranking, lang),
            expected=fixed(announced.value, lang, 3),
            expected_low=fixed(announced.low, lang, 3),
            expected_high=fixed(announced.high, lang, 3),
            reference=fixed(found.reference_ranking, lang, 3),
        )
    if found.manual.loans:
        loans = number(found.manual.loans, lang)
        yield t("watching.realised.manual", lang, loans=loans, **_gap(found.manual, lang))


def action(found: Action, said: Describe, lang: Lang) -> str:
    """What to do, why, and about what."""
    name = t(f"watching.action.{found.code}", lang)
    told = [f"{name}. {t(f'watching.action_means.{found.code}', lang)}"]
    if found.because:
        signals = listed([t(f"watching.signal.{each}", lang) for each in found.because], lang)
        told.append(t("watching.because.line", lang, signals=signals))
    if found.subjects:
        names = _listed(found.subjects, said, lang)
        told.append(t("watching.because.subjects", lang, names=names))
    return " ".join(told)


def signal_value(signal: Signal, value: float, lang: Lang) -> str:
    """A value of a signal in its unit."""
    if signal.name in IN_AUC:
        return number(value, lang, 3)
    return percent(value, lang)


def _changed(name: str, change: Change, lang: Lang, write: Callable[[float], str]) -> str:
    gap = change.difference
    unit = 100 if name == "approvals" else 1
    value, low, high = (signed(unit * end, lang, 1) for end in (gap.value, gap.low, gap.high))
    return t(
        f"watching.effect.{name}",
        lang,
        current=write(change.current),
        reference=write(change.reference),
        difference=t("watching.difference", lang, value=value, low=low, high=high),
    )


def _moved(
    report: Report,
    moved: Sequence[FeatureShift],
    loud: Sequence[FeatureShift],
    count: int,
    lang: Lang,
) -> str:
    signal = report.signal("features")
    return t(
        "watching.features.some",
        lang,
        moved=number(len(moved), lang),
        count=number(count, lang),
        loud=number(len(loud), lang),
        limit=number(report.feature_limit, lang, 2),
        share=percent(signal.value if signal else 0.0, lang),
    )


def _named(shifts: Sequence[FeatureShift], said: Describe, lang: Lang) -> str:
    return _listed([each.name for each in shifts], said, lang)


def _listed(names: Sequence[str], said: Describe, lang: Lang) -> str:
    apart = spaced(" ; ") if lang == "fr" else "; "
    told = apart.join(said(name) for name in names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return told
    return t("watching.names_more", lang, names=told, more=number(more, lang))


def _auc(interval: Interval, lang: Lang) -> dict[str, str]:
    names = {"auc": interval.value, "low": interval.low, "high": interval.high}
    return {name: fixed(value, lang, 3) for name, value in names.items()}


def _gap(found: Region, lang: Lang) -> dict[str, str]:
    return {
        "observed": percent(found.observed.value, lang),
        "expected": percent(found.expected, lang),
    }
