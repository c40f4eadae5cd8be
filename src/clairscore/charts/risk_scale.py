"""One application on the scale of risk: the limit, and a mark that never leaves its side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from clairscore.charts.figure import Figure, Table
from clairscore.charts.marks import Drawn, end_of, layered, mark, number_of, pixels, words_of
from clairscore.charts.theme import HIGHER, HIGHER_TINT, INK, LOWER, LOWER_TINT, MUTED
from clairscore.charts.wording import heads
from clairscore.decision.sentences import digits_apart, distance_sentence
from clairscore.i18n import Lang, number, t

Align = Literal["left", "center", "right"]

TICKS: Mapping[float, tuple[float, ...]] = {
    30.0: (0, 10, 20, 30),
    60.0: (0, 20, 40, 60),
    100.0: (0, 25, 50, 75, 100),
}
TOPS = tuple(TICKS)
"""Ends of the scale in applications of a hundred; few, so that two files are read alike."""
BAND = (44, 76)
"""Top and bottom of the band in pixels; the client's mark stands above it, the limit's below."""
HEIGHT = 106
ROOM = 0.2
"""Least share of the width that holds a word."""


def risk_scale(probability: float, cut_off: float, lang: Lang) -> Figure:
    """Where the application stands, and the limit between granted and refused."""
    risk, limit = told_of_hundred(probability, cut_off, lang)
    distance = number(100 * (probability - cut_off), lang, 1)
    return Figure(
        kind="risk_scale",
        lang=lang,
        chart=_drawn(probability, cut_off, (risk, limit), lang),
        title=distance_sentence(probability - cut_off, lang).rstrip("."),
        conclusion=t("chart.risk_scale.conclusion", lang, risk=risk, limit=limit),
        table=Table(
            heads(lang, "of_hundred", "count"),
            (
                (t("chart.risk_scale.row_file", lang), risk),
                (t("chart.risk_scale.row_limit", lang), limit),
                (t("chart.risk_scale.row_distance", lang), distance),
            ),
        ),
    )


def told_of_hundred(probability: float, cut_off: float, lang: Lang) -> tuple[str, str]:
    """Risk and limit of a hundred, with the fewest decimals that keep each on its side."""
    if probability < 0.01 <= cut_off:
        return t("chart.risk_scale.under_one", lang), number(100 * cut_off, lang)
    digits = digits_apart(probability, cut_off)
    return number(100 * probability, lang, digits), number(100 * cut_off, lang, digits)


def top_of(probability: float, cut_off: float) -> float:
    """The end of the scale, of a hundred: the first that leaves room right of both marks."""
    wanted = 100 * max(1.05 * probability, 2 * cut_off)
    return next((top for top in TOPS if top >= wanted), TOPS[-1])


def aligned(share: float) -> Align:
    """How a label hangs on its mark so that it stays inside: to the inner side near an end."""
    return "left" if share < 1 / 3 else "right" if share > 2 / 3 else "center"


def _drawn(probability: float, cut_off: float, told: tuple[str, str], lang: Lang) -> Drawn:
    top = top_of(probability, cut_off)
    axis: Drawn = {"values": list(TICKS[top]), "format": ".0f", "grid": False}
    x = number_of("at", (0, top), axis, t("chart.risk_scale.x", lang))
    layers = [
        _zone("granted", 0, 100 * cut_off, x, LOWER_TINT),
        _zone("refused", 100 * cut_off, top, x, HIGHER_TINT),
        *_limit(100 * cut_off, top, told[1], x, lang),
        *_file(100 * probability, top, told[0], x, lang, refused=probability >= cut_off),
        *_words(cut_off, top, x, lang),
    ]
    return layered(layers, HEIGHT)


def _zone(name: str, start: float, end: float, x: Drawn, colour: str) -> Drawn:
    place = {"x": x, "x2": end_of("end"), "y": pixels(BAND[0]), "y2": pixels(BAND[1])}
    return mark({"type": "rect", "color": colour}, [{"at": start, "end": end}], place, name)


def _words(cut_off: float, top: float, x: Drawn, lang: Lang) -> list[Drawn]:
    """Beside the limit, what each zone is; a zone too narrow for its word is told by the other.
    A rim in the zone's colour keeps a word readable where the file's mark stands."""
    share = 100 * cut_off / top
    sides: list[tuple[Literal["granted", "refused"], float, Align, int, str]] = [
        ("granted", share, "right", -8, LOWER_TINT),
        ("refused", 1 - share, "left", 8, HIGHER_TINT),
    ]
    return [
        _text(t(f"chart.risk_scale.{side}", lang), 100 * cut_off, x, align, gap, 60, rim=rim)
        for side, room, align, gap, colour in sides
        if room >= ROOM
        for rim in (colour, None)
    ]


def _limit(at: float, top: float, told: str, x: Drawn, lang: Lang) -> list[Drawn]:
    rule: Drawn = {"type": "rule", "color": INK, "strokeWidth": 2.5}
    place = {"x": x, "y": pixels(BAND[0] - 6), "y2": pixels(BAND[1] + 8)}
    label = t("chart.risk_scale.limit", lang, limit=told)
    return [
        mark(rule, [{"at": at}], place, "limit"),
        _text(label, at, x, aligned(at / top), 0, BAND[1] + 18),
    ]


def _file(at: float, top: float, told: str, x: Drawn, lang: Lang, *, refused: bool) -> list[Drawn]:
    """The mark: a pin whose point is on the value, its figure above, nothing drawn over it."""
    colour = HIGHER if refused else LOWER
    stem: Drawn = {"type": "rule", "color": colour, "strokeWidth": 3}
    pin: Drawn = {"type": "point", "shape": "triangle-down", "filled": True, "size": 190}
    label = t("chart.risk_scale.file", lang, risk=told)
    return [
        mark(stem, [{"at": at}], {"x": x, "y": pixels(26), "y2": pixels(BAND[1])}),
        mark(
            {**pin, "color": colour, "opacity": 1}, [{"at": at}], {"x": x, "y": pixels(27)}, "file"
        ),
        _text(label, at, x, aligned(at / top), 0, 9, weight="bold"),
    ]


def _text(
    words: str,
    at: float,
    x: Drawn,
    align: Align,
    gap: int,
    y: int,
    *,
    weight: Literal["normal", "bold"] = "normal",
    rim: str | None = None,
) -> Drawn:
    outline: Drawn = {"stroke": rim, "strokeWidth": 5, "strokeJoin": "round"} if rim else {}
    style: Drawn = {
        "type": "text",
        "align": align,
        "dx": gap,
        "baseline": "middle",
        "fontSize": 13,
        "fontWeight": weight,
        "color": rim or (INK if weight == "bold" else MUTED),
        **outline,
    }
    channels = {"x": x, "y": pixels(y), "text": words_of("words")}
    return mark(style, [{"at": at, "words": words}], channels)
