"""The verdict of the gates in French or English."""

from __future__ import annotations

from clairscore.i18n import Lang, listed, number, percent, signed, t
from clairscore.metrics import Interval
from clairscore.monitoring.fairness.naming import criterion_name, group_name
from clairscore.monitoring.gates import Gate, GateVerdict


def told(verdict: GateVerdict, lang: Lang) -> tuple[str, ...]:
    """Sentences: the verdict, then each gate with what was measured."""
    shut = [t(f"gate.name.{gate.name}", lang) for gate in verdict.gates if not gate.passed]
    head = t("gate.open", lang) if not shut else t("gate.shut", lang, names=listed(shut, lang))
    return (head, *(gate_told(verdict, gate, lang) for gate in verdict.gates))


def gate_told(verdict: GateVerdict, gate: Gate, lang: Lang) -> str:
    """One gate in a sentence."""
    state = t("gate.passed" if gate.passed else "gate.failed", lang)
    return t(
        "gate.line",
        lang,
        state=state,
        name=t(f"gate.name.{gate.name}", lang),
        found=_found(verdict, gate, lang),
    )


def _found(verdict: GateVerdict, gate: Gate, lang: Lang) -> str:
    found = verdict.compared
    match gate.name:
        case "exam":
            return t(f"gate.exam.{'passed' if gate.passed else 'failed'}", lang)
        case "data":
            if gate.passed:
                return t("gate.data.new", lang)
            return t("gate.data.seen", lang, names=", ".join(found.seen))
        case "people":
            return t(
                "gate.people",
                lang,
                people=number(found.people, lang),
                difficulties=number(found.difficulties, lang),
                limit=number(gate.limit, lang),
            )
        case "auc":
            change = _ranged(found.auc_change, lang, 4)
            return t("gate.auc", lang, change=change, limit=number(-gate.limit, lang, 4))
        case "calibration":
            gap = _ranged(_hundredfold(found.calibration), lang, 2)
            return t("gate.calibration", lang, gap=gap, limit=number(100 * gate.limit, lang, 2))
        case "cost":
            change = _ranged(found.cost_change, lang, 1)
            limit = percent(gate.limit, lang)
            return t("gate.cost", lang, change=change, rise=percent(gate.value, lang), limit=limit)
        case "impact":
            return _impact(gate, lang)
        case "swapped":
            return t(
                "gate.swapped",
                lang,
                refused=percent(found.newly_refused.value, lang),
                granted=percent(found.newly_granted.value, lang),
                limit=percent(gate.limit, lang),
            )


def _impact(gate: Gate, lang: Lang) -> str:
    if gate.passed:
        return t("gate.impact.passed", lang, least=number(gate.value, lang, 2))
    groups = [
        t(
            "document.group_line",
            lang,
            criterion=criterion_name(criterion, lang),
            group=group_name(criterion, group, lang),
        )
        for criterion, _, group in (name.partition(":") for name in gate.subjects)
    ]
    limit = number(gate.limit, lang, 2)
    return t("gate.impact.failed", lang, names=listed(groups, lang), limit=limit)


def _hundredfold(interval: Interval) -> Interval:
    return Interval(100 * interval.value, 100 * interval.low, 100 * interval.high, interval.method)


def _ranged(interval: Interval, lang: Lang, digits: int) -> str:
    value, low, high = (
        signed(each, lang, digits) for each in (interval.value, interval.low, interval.high)
    )
    return t("gate.range", lang, value=value, low=low, high=high)
