"""One variable among many people: two parts of a split, never mixed, and where one file stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clairscore.charts.binned import Binned
from clairscore.charts.figure import Figure, Table
from clairscore.charts.marks import (
    Drawn,
    Key,
    Row,
    end_of,
    layered,
    mark,
    number_of,
    pixels,
    words_of,
)
from clairscore.charts.risk_scale import aligned
from clairscore.charts.theme import DASHED, HEIGHT, HIGHER, INK, LOWER, LOWER_TINT
from clairscore.charts.wording import LINES, folded
from clairscore.i18n import Lang, fixed, number, sentence, t

ROW, FOLD = 36, 26


@dataclass(frozen=True, slots=True)
class Group:
    """One part of a split: its label and its people by bin."""

    label: str
    counts: tuple[int, ...]

    @property
    def people(self) -> int:
        return sum(self.counts)

    def shares(self) -> list[float]:
        """People of each bin, of a hundred of this part."""
        return [100 * count / self.people if self.people else 0.0 for count in self.counts]


def position(
    axis: Binned, parts: Sequence[Group], place: int | None, split: str, lang: Lang
) -> Figure:
    """How both parts spread over a variable, and the bin of one file.

    `parts` has the first part (granted or repaid) before the second; `split` says in words what
    tells them apart; `place` is None where the file does not hold the variable.
    """
    turned = [Group(part.label, tuple(c or 0 for c in axis.drawn(part.counts))) for part in parts]
    at = None if place is None else axis.place(place)
    draw = _categories if axis.words else _steps
    return Figure(
        kind="position",
        lang=lang,
        chart=draw(axis, turned, at, lang),
        title=_title(axis, turned, at, lang),
        conclusion=_conclusion(axis, turned, at, lang),
        table=_table(axis, turned, at, split, lang),
    )


def standing(parts: Sequence[Group], at: int) -> tuple[int, int, int]:
    """Of a hundred people, how many are in lower bins, in the same, in higher ones."""
    counts = [sum(bins) for bins in zip(*(part.counts for part in parts), strict=True)]
    whole = sum(counts) or 1
    lower, same = round(100 * sum(counts[:at]) / whole), round(100 * counts[at] / whole)
    return lower, same, max(0, 100 - lower - same)


def _title(axis: Binned, parts: Sequence[Group], at: int | None, lang: Lang) -> str:
    name = sentence(axis.label)
    if at is None:
        return t("chart.position.title_unknown", lang, variable=name)
    lower, same, higher = standing(parts, at)
    if axis.words:
        told = {"word": axis.told(at, lang), "n": number(same, lang)}
        return t("chart.position.title_word", lang, variable=name, **told)
    form, n = ("lower", lower) if lower >= higher else ("higher", higher)
    return t(f"chart.position.title_{form}", lang, variable=name, n=number(n, lang))


def _conclusion(axis: Binned, parts: Sequence[Group], at: int | None, lang: Lang) -> str:
    if at is None:
        return t("chart.position.conclusion_unknown", lang)
    told = {"bin": axis.told(at, lang)}
    for name, part in zip(("first", "second"), parts, strict=False):
        told[name] = t(
            "chart.position.of_part", lang, n=number(part.shares()[at], lang), part=part.label
        )
    if len(parts) < 2:
        told["second"] = t("chart.position.no_part", lang)
    return t("chart.position.conclusion", lang, **told)


def _table(axis: Binned, parts: Sequence[Group], at: int | None, split: str, lang: Lang) -> Table:
    heads = [t("chart.column.people", lang, part=part.label) for part in parts]
    shares = [t("chart.column.part_of_hundred", lang, part=part.label) for part in parts]
    rows = []
    for bin in range(axis.bins):
        mark = t("chart.position.here", lang) if bin == at else ""
        told = [number(part.counts[bin], lang) for part in parts]
        told += [fixed(part.shares()[bin], lang, 1) for part in parts]
        rows.append((axis.told(bin, lang), *told, mark))
    return Table((sentence(axis.label), *heads, *shares, split), tuple(rows))


def _steps(axis: Binned, parts: Sequence[Group], at: int | None, lang: Lang) -> Drawn:
    x = number_of("at", (0, axis.bins), tick_axis(axis), axis.title)
    y = number_of("share", None, {"tickCount": 4, "format": ".0f"}, t("chart.position.y", lang))
    area: Drawn = {"type": "area", "interpolate": "step-after", "color": LOWER_TINT}
    line: Drawn = {"type": "line", "interpolate": "step-after"}
    key = _key(parts, lang, "stroke")
    drawn = {"color": key.of(LOWER, HIGHER), "strokeDash": key.of((1, 0), DASHED)}
    rows = _outline(parts, lang)
    layers = [
        mark(area, [row for row in rows if row["order"] == 0], {"x": x, "y": y}),
        mark(line, rows, {"x": x, "y": y, **drawn}, "parts"),
        *([] if at is None else _mark(at, axis, x, lang)),
    ]
    return layered(layers, HEIGHT)


def _outline(parts: Sequence[Group], lang: Lang) -> list[Row]:
    """Corners of both outlines; the last bin's height is repeated at its right end."""
    return [
        {"at": corner, "share": share, "part": _legend(part, lang), "order": order}
        for order, part in enumerate(parts)
        for corner, share in enumerate([*part.shares(), part.shares()[-1]])
    ]


def _mark(at: int, axis: Binned, x: Drawn, lang: Lang) -> list[Drawn]:
    """The file's bin over the whole height, and its middle as a line with the label on top."""
    words = t("chart.position.file", lang)
    rows: list[Row] = [{"at": at, "end": at + 1, "middle": at + 0.5, "words": words}]
    middle = {**x, "field": "middle"}
    side = aligned((at + 0.5) / axis.bins)
    text: Drawn = {"type": "text", "align": side, "dy": -9, "fontSize": 13, "fontWeight": "bold"}
    return [
        mark({"type": "rect", "color": INK, "opacity": 0.12}, rows, {"x": x, "x2": end_of("end")}),
        mark(
            {"type": "rule", "color": INK, "strokeWidth": 2.5},
            rows,
            {"x": middle, "y": pixels(0), "y2": pixels(HEIGHT)},
            "file",
        ),
        mark(text, rows, {"x": middle, "y": pixels(0), "text": words_of("words")}),
    ]


def _categories(axis: Binned, parts: Sequence[Group], at: int | None, lang: Lang) -> Drawn:
    marked = "" if at is None else t("chart.position.file", lang)
    labels = [
        folded(f"{name} ◀ {marked}" if place == at else name, FOLD)
        for place, name in enumerate(axis.names)
    ]
    rows: list[Row] = [
        {"label": label, "share": share, "part": _legend(part, lang)}
        for part in parts
        for label, share in zip(labels, part.shares(), strict=True)
    ]
    # zindex: the lines of an axis of words would else be drawn over the signs
    named: Drawn = {"ticks": False, "domain": False, "grid": True, "zindex": 0}
    named |= {"labelExpr": LINES, "labelLimit": 200}
    y: Drawn = {
        "field": "label",
        "type": "nominal",
        "sort": list(labels),
        "title": None,
        "axis": named,
    }
    x = number_of("share", None, {"format": ".0f", "tickCount": 5}, t("chart.position.y", lang))
    key = _key(parts, lang)
    signs = {"color": key.of(LOWER, HIGHER), "shape": key.of("circle", "diamond")}
    point: Drawn = {"type": "point", "filled": True, "size": 110, "opacity": 1}
    own = [] if at is None else [{"label": labels[at]}]
    layers = [
        mark({"type": "rect", "color": INK, "opacity": 0.12}, own, {"y": y}, "file"),
        mark(point, rows, {"x": x, "y": y, **signs}, "parts"),
    ]
    return layered(layers, ROW * len(labels))


def tick_axis(axis: Binned) -> Drawn:
    """An axis with the names of few edges."""
    ticks = axis.ticks()
    return {
        "values": list(ticks),
        "labelExpr": _tick_names(ticks),
        "grid": False,
        "labelOverlap": True,
    }


def _legend(part: Group, lang: Lang) -> str:
    return t("chart.position.legend", lang, part=part.label, n=number(part.people, lang))


def _key(parts: Sequence[Group], lang: Lang, symbol: str = "") -> Key:
    return Key("part", [_legend(part, lang) for part in parts], symbol=symbol)


def _tick_names(ticks: dict[int, str]) -> str:
    """Vega's expression for the name of a tick."""
    pairs = ",".join(f"'{at}':'{_escaped(name)}'" for at, name in ticks.items())
    return f"({{{pairs}}})[datum.value]"


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace("'", "\\'")
