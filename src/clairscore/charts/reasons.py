"""What raises one application's estimated risk and what lowers it, as parts of a hundred.

A theme's weight is its contribution over the sum of all contributions without their signs: the
same measure as a theme's importance in the model, so that both can stand side by side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from clairscore.charts.figure import Figure, Table
from clairscore.charts.marks import Drawn, Key, Row, end_of, layered, mark, number_of, words_of
from clairscore.charts.stacked import BAR, Stack
from clairscore.charts.theme import HIGHER, INK, LOWER, LOWER_TINT
from clairscore.charts.wording import heads
from clairscore.i18n import NARROW, Lang, number, t

Kind = Literal["reasons", "reasons_within"]

SIDES: tuple[Literal["raises", "lowers"], ...] = ("raises", "lowers")


@dataclass(frozen=True, slots=True)
class Bar:
    """A theme or a feature in words, and what it adds to the risk (log-odds); positive: more."""

    label: str
    contribution: float


def weights(bars: Sequence[Bar]) -> list[float]:
    """Each bar's part of a hundred, signed; the parts without their signs add up to a hundred."""
    whole = math.fsum(abs(bar.contribution) for bar in bars)
    return [100 * bar.contribution / whole if whole else 0.0 for bar in bars]


def reasons(themes: Sequence[Bar], lang: Lang) -> Figure:
    """Every theme of one application, what raises the risk first, strongest first."""
    return _signed("reasons", themes, "", lang)


def reasons_within(theme: str, features: Sequence[Bar], lang: Lang) -> Figure:
    """The features of one theme that weigh most, as parts of all those given."""
    return _signed("reasons_within", features, theme, lang)


def _signed(kind: Kind, bars: Sequence[Bar], theme: str, lang: Lang) -> Figure:
    order = sorted(bars, key=lambda bar: -bar.contribution)
    parts = weights(order)
    raising = sum(part for part in parts if part > 0)
    lowering = -sum(part for part in parts if part < 0)
    side = "more" if raising > lowering else "less"
    of: dict[str, str] = {"theme": theme} if kind == "reasons_within" else {}
    strongest = max(order, key=lambda bar: abs(bar.contribution)).label
    return Figure(
        kind=kind,
        lang=lang,
        chart=_drawn(order, parts, lang),
        title=t(f"chart.{kind}.title_{side}", lang, **of),
        conclusion=t(
            f"chart.{kind}.conclusion",
            lang,
            raising=number(raising, lang),
            lowering=number(lowering, lang),
            strongest=strongest,
        ),
        table=Table(
            heads(lang, "theme" if kind == "reasons" else "fact", "direction", "weight"),
            tuple(_row(bar, part, lang) for bar, part in zip(order, parts, strict=True)),
        ),
    )


def _row(bar: Bar, part: float, lang: Lang) -> tuple[str, str, str]:
    return bar.label, t(f"chart.reasons.{_direction(part)}", lang), number(abs(part), lang, 1)


def _direction(part: float) -> Literal["raises", "lowers", "neither"]:
    return "raises" if part > 0 else "lowers" if part < 0 else "neither"


def told_part(part: float, lang: Lang) -> str:
    """A signed part of a hundred: + 24, - 7; under one half it is told as less than one."""
    if round(abs(part)) == 0:
        return "< 1" if part else "0"
    return f"{'+' if part > 0 else '−'}{NARROW}{number(abs(part), lang)}"


def _drawn(bars: Sequence[Bar], parts: Sequence[float], lang: Lang) -> Drawn:
    stack = Stack([bar.label for bar in bars])
    sides = {side: t(f"chart.reasons.{side}", lang) for side in SIDES}
    reach = 1.35 * max(4.0, *(abs(part) for part in parts))
    place = {"x": number_of("weight", (-reach, reach)), "y": stack.y("place")}
    rows: list[Row] = [
        {
            "place": stack.bar(at),
            "weight": part,
            "told": told_part(part, lang),
            "side": sides["raises" if part > 0 else "lowers"],
        }
        for at, part in enumerate(parts)
    ]
    # filled dark against pale with an outline: apart without hue too
    key = Key("side", list(sides.values()), symbol="square")
    colours = {"color": key.of(HIGHER, LOWER_TINT), "stroke": key.of(HIGHER, LOWER)}
    bar: Drawn = {"type": "bar", "orient": "horizontal", "height": BAR, "strokeWidth": 1.5}
    layers = [
        stack.words(),
        mark(bar, rows, {**place, "x2": {"datum": 0}, **colours}, "bars"),
        _ends([row for row in rows if float(row["weight"]) >= 0], place, "left", 6),
        _ends([row for row in rows if float(row["weight"]) < 0], place, "right", -6),
        _zero(stack, place),
    ]
    return layered(layers, stack.height)


def _zero(stack: Stack, place: dict[str, Drawn]) -> Drawn:
    """The line from which each bar starts."""
    half = BAR / 2 + 2
    rows = [
        {"weight": 0, "place": stack.bar(at) - half, "end": stack.bar(at) + half}
        for at in range(len(stack.labels))
    ]
    return mark({"type": "rule", "color": INK}, rows, {**place, "y2": end_of("end")})


def _ends(
    rows: Sequence[Row], place: dict[str, Drawn], align: Literal["left", "right"], gap: int
) -> Drawn:
    """The figure at a bar's end, outside it."""
    style: Drawn = {"type": "text", "align": align, "dx": gap, "fontSize": 13}
    return mark(style, rows, {**place, "text": words_of("told")})
