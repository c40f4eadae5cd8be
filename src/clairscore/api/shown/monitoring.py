"""Reports, signals, alerts and groups as they are shown: aggregates only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import Field

from clairscore.api.models import Answered
from clairscore.decision.logistic import probability
from clairscore.i18n import Lang, known, t
from clairscore.monitoring.alerts import Raised
from clairscore.monitoring.fairness.naming import criterion_name, group_name
from clairscore.store.alerts import Alert, State
from clairscore.store.reports import KeptReport, KeptSignal, Kind, Level, Light

SHOWN_FEATURES = 20
SIDES = ("reference", "current")
Content = Mapping[str, Any]


class Range(Answered):
    """An estimate between the ends of its interval at 95 %."""

    value: float = Field(examples=[0.746])
    low: float = Field(examples=[0.741])
    high: float = Field(examples=[0.751])


class ShownReport(Answered):
    """A report in short; `light` unjudged: too few applications."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-0000000000a1"])
    kind: Kind = Field(examples=["window"])
    bundle: str = Field(examples=["3f9c2b7a1d4e"])
    begins: str | None = Field(examples=["2026-10-24"])
    ends: str | None = Field(examples=["2026-11-21"])
    applications: int = Field(examples=[4211])
    light: Light = Field(examples=["watch"])
    created: str = Field(examples=["2026-11-21T04:00:00.000000Z"])


class ShownSignal(Answered):
    """One thing that was judged, and the limits from which it is watched or acted upon."""

    signal: str = Field(examples=["approvals"])
    name: str = Field(examples=["part accordée par le score"])
    level: Level = Field(examples=["watch"])
    level_name: str = Field(examples=["à suivre"])
    value: float | None = Field(examples=[-0.031])
    watch: float = Field(examples=[0.02])
    act: float = Field(examples=[0.05])


class ShownShift(Answered):
    """A feature: its share of the model's importance, its PSI beside what chance gives, and the
    change of its missing values."""

    feature: str = Field(examples=["EXT_SOURCE_2"])
    name: str = Field(examples=["Deuxième évaluation extérieure"])
    importance: float = Field(examples=[0.083])
    psi: float = Field(examples=[0.14])
    usual: float = Field(examples=[0.02])
    missing_change: float = Field(examples=[0.01])
    level: Level = Field(examples=["watch"])


class ShownEffect(Answered):
    """A figure of the reference and of now, and the difference with its interval."""

    figure: str = Field(examples=["approvals"])
    name: str = Field(examples=["part accordée par le score"])
    reference: float = Field(examples=[0.72])
    current: float = Field(examples=[0.69])
    difference: Range


class ShownEstimate(Answered):
    """AUC, share of difficulties and cost per 1,000 by one method; not usable: too uncertain."""

    method: str = Field(examples=["confidence"])
    name: str = Field(examples=["d'après les probabilités annoncées"])
    usable: bool = Field(examples=[True])
    auc: Range
    rate: Range
    cost: Range


class ShownSlice(Answered):
    """A class of the score: probabilities between its ends, and both sides' shares in it."""

    low: float = Field(examples=[0.04])
    high: float = Field(examples=[0.05])
    reference: float = Field(examples=[0.11])
    current: float = Field(examples=[0.09])


class ShownScore(Answered):
    """The score's PSI beside what chance gives, and both sides' spread."""

    psi: float = Field(examples=[0.04])
    usual: float = Field(examples=[0.01])
    level: Level = Field(examples=["calm"])
    slices: list[ShownSlice]


class FullReport(ShownReport):
    """A report of a window with its conclusion, what is proposed, and what it rests on."""

    conclusion: list[str] = Field(examples=[["À suivre. Certains signaux ont changé."]])
    actions: list[str] = Field(examples=[["Vérifier la source des données."]])
    cut_off: float = Field(examples=[0.0909])
    compared: int = Field(examples=[187], description="Features that were compared.")
    moved: int = Field(examples=[6], description="Of those, beyond what chance gives.")
    score: ShownScore
    signals: list[ShownSignal]
    effects: list[ShownEffect]
    features: list[ShownShift]
    estimates: list[ShownEstimate]


class ShownAlert(Answered):
    """An alert: one for each signal until it is gone, and who took note of it."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-0000000000b1"])
    signal: str = Field(examples=["approvals"])
    name: str = Field(examples=["part accordée par le score"])
    bundle: str = Field(examples=["3f9c2b7a1d4e"])
    level: Raised = Field(examples=["act"])
    level_name: str = Field(examples=["agir"])
    state: State = Field(examples=["open"])
    state_name: str = Field(examples=["ouverte"])
    value: float | None = Field(examples=[-0.062])
    report: str = Field(examples=["019a7c3e-5b1d-7f00-8000-0000000000a1"])
    opened: str = Field(examples=["2026-11-21T04:00:00.000000Z"])
    worsened: str | None = Field(examples=[None])
    acknowledged: str | None = Field(examples=[None])
    acknowledged_by: str | None = Field(examples=[None])
    note: str | None = Field(examples=[None])
    closed: str | None = Field(examples=[None])


class TreatedGroup(Answered):
    """A group; fewer than 20 people are not shown: all figures are null."""

    criterion: str = Field(examples=["sex"])
    criterion_name: str = Field(examples=["Sexe"])
    group: str = Field(examples=["F"])
    name: str = Field(examples=["femme"])
    people: int | None = Field(examples=[2764])
    granted: Range | None
    impact: Range | None = Field(
        description="Share granted over that of the group granted most often; null for that group."
    )
    calibration: Range | None = Field(description="Observed minus predicted.")


class FairnessSummary(Answered):
    """The newest audit that was kept; `report` null: none was."""

    report: ShownReport | None
    source: str | None = Field(examples=["decisions"])
    people: int = Field(examples=[4211])
    known: int = Field(examples=[812])
    conclusion: list[str] = Field(examples=[["4 211 décisions prises."]])
    groups: list[TreatedGroup]


def report_shown(kept: KeptReport) -> ShownReport:
    """A report in short."""
    told = {name: getattr(kept.told, name) for name in type(kept.told).__slots__}
    return ShownReport(id=kept.id, created=kept.created, **told)


def full_report(
    kept: KeptReport, content: Content, signals: Sequence[KeptSignal], lang: Lang
) -> FullReport:
    """A report of a window, as it was kept."""
    short = report_shown(kept).model_dump()
    names = content["described"][lang]
    return FullReport(
        **short,
        conclusion=content["conclusion"][lang],
        actions=content["proposed"][lang],
        cut_off=content["cut_off"],
        compared=sum(each["compared"] for each in content["features"]),
        moved=sum(each["compared"] and each["moved"] for each in content["features"]),
        score=_score(content["score"]),
        signals=[signal_shown(each, lang) for each in signals],
        effects=[
            ShownEffect(
                figure=figure,
                name=t(f"alert.effect.{figure}", lang),
                reference=change["reference"],
                current=change["current"],
                difference=_range(change["difference"]),
            )
            for figure, change in content["effect"].items()
            if figure in ("approvals", "expected", "expected_granted", "cost")
        ],
        features=[
            ShownShift(
                feature=each["name"],
                name=names.get(each["name"], each["name"]),
                importance=each["importance"],
                psi=each["stability"]["psi"],
                usual=each["stability"]["usual"],
                missing_change=each["missing_current"] - each["missing_reference"],
                level=each["level"],
            )
            for each in content["features"][:SHOWN_FEATURES]
        ],
        estimates=[
            ShownEstimate(
                method=each["method"],
                name=t(f"watching.method.{each['method']}", lang),
                usable=each["usable"],
                **{name: _range(each[name]) for name in ("auc", "rate", "cost")},
            )
            for each in content["estimates"]
            if each["auc"]["value"] is not None
        ],
    )


def signal_shown(found: KeptSignal, lang: Lang) -> ShownSignal:
    """A signal in words."""
    return ShownSignal(
        signal=found.name,
        name=signal_name(found.name, lang),
        level=found.level,
        level_name=t(f"watching.level.{found.level}", lang),
        value=found.value,
        watch=found.watch,
        act=found.act,
    )


def alert_shown(found: Alert, lang: Lang) -> ShownAlert:
    """An alert in words."""
    columns = {name: getattr(found, name) for name in Alert.__slots__ if name != "revision"}
    return ShownAlert(
        **columns,
        name=signal_name(found.signal, lang),
        level_name=t(f"watching.level.{found.level}", lang),
        state_name=t(f"alert.state.{found.state}", lang),
    )


def fairness_shown(kept: KeptReport | None, content: Content, lang: Lang) -> FairnessSummary:
    """The audit's criteria, group by group."""
    if kept is None:
        return FairnessSummary(
            report=None, source=None, people=0, known=0, conclusion=[], groups=[]
        )
    return FairnessSummary(
        report=report_shown(kept),
        source=content["source"],
        people=content["people"],
        known=content["known"],
        conclusion=content["conclusion"][lang],
        groups=[
            _group(criterion, each, lang)
            for criterion, groups in content["criteria"].items()
            for each in groups
        ],
    )


def signal_name(signal: str, lang: Lang) -> str:
    """A signal in words."""
    key = f"watching.signal.{signal}"
    return t(key, lang) if known(key, lang) else signal


def _score(found: Content) -> ShownScore:
    """The two open classes are shown as wide as their neighbours, on the logarithmic scale."""
    edges = [float(each) for each in probability(np.array(found["edges"], dtype=np.float64))]
    single = len(edges) < 2
    first = edges[0] / 2 if single else edges[0] ** 2 / edges[1]
    last = min(2 * edges[-1] if single else edges[-1] ** 2 / edges[-2], 0.99)
    bounds = [first, *edges, max(last, min(edges[-1] * 1.01, 1.0))]
    sides = ([each / max(sum(found[side]), 1) for each in found[side]] for side in SIDES)
    return ShownScore(
        psi=found["stability"]["psi"],
        usual=found["stability"]["usual"],
        level=found["level"],
        slices=[
            ShownSlice(low=low, high=high, reference=before, current=now)
            for low, high, before, now in zip(bounds[:-1], bounds[1:], *sides, strict=True)
        ],
    )


def _group(criterion: str, found: Content, lang: Lang) -> TreatedGroup:
    figures = found["figures"] or {}
    return TreatedGroup(
        criterion=criterion,
        criterion_name=criterion_name(criterion, lang),
        group=found["group"],
        name=group_name(criterion, found["group"], lang),
        people=found["people"],
        **{name: _maybe(figures.get(name)) for name in ("granted", "impact", "calibration")},
    )


def _maybe(found: Content | None) -> Range | None:
    """None where there is no interval."""
    return None if found is None else _range(found)


def _range(found: Content) -> Range:
    """Its three numbers; an end that does not exist is the value itself."""
    value = found["value"]
    low, high = (value if found[end] is None else found[end] for end in ("low", "high"))
    return Range(value=value, low=low, high=high)
