"""What a model was measured to be worth, as it is shown: the numbers of its own bundle in words."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from clairscore.api.models import Answered
from clairscore.decision.bundle import Bundle
from clairscore.decision.group_names import criterion_name, group_name
from clairscore.decision.wording import describe
from clairscore.i18n import Lang, sentence, t
from clairscore.metrics import Interval, wilson

FIGURES = ("auc", "gini", "ks", "pr_auc", "brier", "cost_per_1000", "granted_share")
FEATURES = 20
"""Features told by name; shares are of all."""
_INTERVAL: TypeAdapter[Interval] = TypeAdapter(Interval)


class ShownInterval(Answered):
    """An estimate and the ends of its interval."""

    value: float = Field(examples=[0.782])
    low: float = Field(examples=[0.7697])
    high: float = Field(examples=[0.7945])
    level: float = Field(examples=[0.95])


class JudgedClients(Answered):
    """On how many clients it was trained and tested, and how many of them had difficulties."""

    training: int = Field(examples=[17_000])
    training_difficulties: int = Field(examples=[1_363])
    test: int = Field(examples=[3_000])
    test_difficulties: int = Field(examples=[240])


class JudgedFigure(Answered):
    """One figure, out of fold and on the untouched test."""

    name: str = Field(examples=["auc"])
    label: str = Field(examples=["AUC"])
    out_of_fold: ShownInterval
    test: ShownInterval


class CurvePoint(Answered):
    """A point of a curve of shares at a cut-off."""

    cut_off: float = Field(examples=[0.0909])
    x: float = Field(examples=[0.24])
    y: float = Field(examples=[0.61])


class Confusion(Answered):
    """Clients granted and refused at the limit, by what became of them."""

    part: str = Field(examples=["out_of_fold"])
    granted_repaid: int = Field(examples=[11_800])
    granted_difficulties: int = Field(examples=[432])
    refused_repaid: int = Field(examples=[3_837])
    refused_difficulties: int = Field(examples=[931])


class CalibrationPoint(Answered):
    """Clients of about one probability: what was announced and what was observed."""

    clients: int = Field(examples=[150])
    predicted: float = Field(examples=[0.0092])
    observed: ShownInterval


class CostAt(Answered):
    """Cost per 1,000 applications and share granted at a cut-off."""

    cut_off: float = Field(examples=[0.09])
    cost_per_1000: float = Field(examples=[494.1])
    granted_share: float = Field(examples=[0.72])


class GroupFigures(Answered):
    """What the model does to a group; a share is null where nobody has that outcome."""

    base_rate: ShownInterval
    granted: ShownInterval
    difficulties_refused: ShownInterval | None
    repaid_refused: ShownInterval | None


class ShownGroup(Answered):
    """A group in words; of fewer than 20 people only their number is told."""

    criterion: str = Field(examples=["Âge"])
    name: str = Field(examples=["30 à 39 ans"])
    clients: int = Field(examples=[4_210])
    figures: GroupFigures | None


class ShownWeight(Answered):
    """A theme or a feature, and its share of the mean absolute contribution of all."""

    name: str = Field(examples=["external_scores"])
    label: str = Field(examples=["Évaluations d'organismes extérieurs"])
    share: float = Field(examples=[0.31])


class Performance(Answered):
    """What training measured; a list is empty where the bundle's card does not hold it."""

    bundle: str = Field(examples=["3f9c2b7a1d4e"])
    cut_off: float = Field(examples=[0.0909])
    clients: JudgedClients | None
    figures: list[JudgedFigure]
    roc: list[CurvePoint] = Field(
        description="x: share of repaid loans refused; y: of difficulties. Out of fold."
    )
    precision_recall: list[CurvePoint] = Field(
        description="x: share of difficulties refused; y: theirs of the refused. Out of fold."
    )
    confusion: list[Confusion]
    calibration: list[CalibrationPoint] = Field(description="On the untouched test.")
    slope: ShownInterval | None = Field(description="Of the calibration on the untouched test.")
    intercept: ShownInterval | None
    cost_curve: list[CostAt] = Field(description="Out of fold.")
    optimum: ShownInterval | None = Field(description="The cheapest cut-off.")
    groups: list[ShownGroup] = Field(description="Out of fold.")
    themes: list[ShownWeight] = Field(description="Strongest first.")
    features: list[ShownWeight] = Field(description="The twenty strongest.")
    warnings: list[str] = Field(examples=[[]])


class _Kept(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Calibration(_Kept):
    class Transfer(_Kept):
        slope: Interval
        intercept: Interval

    class Bin(_Kept):
        clients: int
        predicted: float
        observed: float

    transfer: Transfer
    bins: tuple[Bin, ...]


class _CutOff(_Kept):
    optimum: Interval


class _Strength(_Kept):
    feature: str
    theme: str
    strength: float


class _GroupFigures(_Kept):
    base_rate: Interval
    granted: Interval
    difficulties_refused: Interval | None
    repaid_refused: Interval | None


class _Group(_Kept):
    group: str
    clients: int
    figures: _GroupFigures | None


class _Card(_Kept):
    """A bundle's card as far as it is shown; an earlier version's holds less."""

    clients: JudgedClients | None = None
    out_of_fold: dict[str, object] = {}
    test: dict[str, object] = {}
    roc: tuple[tuple[float, float, float], ...] = ()
    precision_recall: tuple[tuple[float, float, float], ...] = ()
    confusion: dict[str, dict[str, int]] = {}
    calibration: _Calibration | None = None
    cut_off: _CutOff | None = None
    cost_curve: tuple[CostAt, ...] = ()
    groups: dict[str, tuple[_Group, ...]] = {}
    importance: tuple[_Strength, ...] = ()
    warnings: tuple[str, ...] = ()


def performance_of(bundle: Bundle, lang: Lang) -> Performance:
    """What the bundle's card holds, in words."""
    card = _Card.model_validate(dict(bundle.card))
    fitted, limit = card.calibration, card.cut_off
    return Performance(
        bundle=bundle.id,
        cut_off=bundle.policy.cut_off,
        clients=card.clients,
        figures=_figures(card, lang),
        roc=_points(card.roc),
        precision_recall=_points(card.precision_recall),
        confusion=[Confusion(part=part, **fields) for part, fields in card.confusion.items()],
        calibration=[_bin(each) for each in fitted.bins] if fitted else [],
        slope=interval_shown(fitted.transfer.slope) if fitted else None,
        intercept=interval_shown(fitted.transfer.intercept) if fitted else None,
        cost_curve=list(card.cost_curve),
        optimum=interval_shown(limit.optimum) if limit else None,
        groups=_groups(card.groups, lang),
        themes=_themes(card.importance, lang),
        features=_features(card.importance, bundle, lang),
        warnings=list(card.warnings),
    )


def interval_shown(found: Interval) -> ShownInterval:
    """The interval as a caller sees it."""
    return ShownInterval(value=found.value, low=found.low, high=found.high, level=found.level)


def _figures(card: _Card, lang: Lang) -> list[JudgedFigure]:
    known = [name for name in FIGURES if name in card.out_of_fold and name in card.test]
    return [
        JudgedFigure(
            name=name,
            label=t(f"performance.{name}", lang),
            out_of_fold=_interval(card.out_of_fold[name]),
            test=_interval(card.test[name]),
        )
        for name in known
    ]


def _interval(stored: object) -> ShownInterval:
    return interval_shown(_INTERVAL.validate_python(stored))


def _points(points: tuple[tuple[float, float, float], ...]) -> list[CurvePoint]:
    return [CurvePoint(cut_off=cut_off, x=x, y=y) for cut_off, x, y in points]


def _bin(each: _Calibration.Bin) -> CalibrationPoint:
    observed = wilson(each.observed * each.clients, each.clients)
    return CalibrationPoint(
        clients=each.clients, predicted=each.predicted, observed=interval_shown(observed)
    )


def _groups(groups: Mapping[str, tuple[_Group, ...]], lang: Lang) -> list[ShownGroup]:
    return [
        ShownGroup(
            criterion=criterion_name(criterion, lang),
            name=group_name(criterion, each.group, lang),
            clients=each.clients,
            figures=_group_figures(each.figures) if each.figures else None,
        )
        for criterion, those in groups.items()
        for each in those
    ]


def _group_figures(found: _GroupFigures) -> GroupFigures:
    bad, good = found.difficulties_refused, found.repaid_refused
    return GroupFigures(
        base_rate=interval_shown(found.base_rate),
        granted=interval_shown(found.granted),
        difficulties_refused=interval_shown(bad) if bad else None,
        repaid_refused=interval_shown(good) if good else None,
    )


def _themes(strengths: tuple[_Strength, ...], lang: Lang) -> list[ShownWeight]:
    by_theme: dict[str, float] = {}
    for each in strengths:
        by_theme[each.theme] = by_theme.get(each.theme, 0.0) + each.strength
    total = sum(by_theme.values()) or 1.0
    return [
        ShownWeight(name=name, label=t(f"document.theme.{name}", lang), share=strength / total)
        for name, strength in sorted(by_theme.items(), key=lambda pair: -pair[1])
    ]


def _features(strengths: tuple[_Strength, ...], bundle: Bundle, lang: Lang) -> list[ShownWeight]:
    total = sum(each.strength for each in strengths) or 1.0
    served = bundle.catalogue
    return [
        ShownWeight(
            name=each.feature,
            label=sentence(describe(served[each.feature], lang)),
            share=each.strength / total,
        )
        for each in strengths[:FEATURES]
    ]
