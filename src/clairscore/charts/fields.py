"""Four fields: decisions by what became of them, and champion beside challenger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from clairscore.charts.figure import Figure, Table
from clairscore.charts.theme import DASHED, HIGHER, HIGHER_TINT, INK, LOWER, LOWER_TINT
from clairscore.charts.wording import heads, with_range
from clairscore.i18n import Lang, aligned, number, percent, t
from clairscore.metrics import wilson

if TYPE_CHECKING:
    import altair as alt

    from clairscore.charts.figure import Chart

WIDTH, HEIGHT, EDGE = 470, 250, 3


@dataclass(frozen=True, slots=True)
class Fields:
    """Counts: rows are granted and refused, columns the two states of the other thing.

    Confusion: repaid, then difficulties. Swap set: granted, then refused by the challenger.
    """

    granted_first: int
    granted_second: int
    refused_first: int
    refused_second: int

    @property
    def total(self) -> int:
        """Everybody."""
        return sum((self.granted_first, self.granted_second, self.refused_first,
                    self.refused_second))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Tile:
    row: str
    column: str
    count: int
    apart: bool
    word: str


def confusion(fields: Fields, cut_off: float, lang: Lang) -> Figure:
    """Granted and refused at the limit by what became of them; errors carry a word and a tint."""
    bad = fields.granted_second + fields.refused_second
    good = fields.granted_first + fields.refused_first
    refused = fields.refused_first + fields.refused_second
    return Figure(
        kind="confusion",
        lang=lang,
        chart=_chart("confusion", fields, lang),
        title=t(
            "chart.confusion.title",
            lang,
            cut_off=percent(cut_off, lang),
            found=with_range(wilson(fields.refused_second, bad), "share", lang),
        ),
        conclusion=t(
            "chart.confusion.conclusion",
            lang,
            total=number(fields.total, lang),
            wrong=with_range(wilson(fields.refused_first, good), "share", lang),
            precision=with_range(wilson(fields.refused_second, max(refused, 1)), "share", lang),
        ),
        table=_table("confusion", fields, lang),
    )


def swap_set(fields: Fields, lang: Lang) -> Figure:
    """What the challenger, scoring in the champion's shadow, would have judged otherwise."""
    apart = fields.granted_second + fields.refused_first
    return Figure(
        kind="swap_set",
        lang=lang,
        chart=_chart("swap_set", fields, lang),
        title=t(
            "chart.swap_set.title",
            lang,
            apart=number(apart, lang),
            total=number(fields.total, lang),
        ),
        conclusion=t(
            "chart.swap_set.conclusion",
            lang,
            share=with_range(wilson(apart, max(fields.total, 1)), "share", lang),
            refused=number(fields.granted_second, lang),
            granted=number(fields.refused_first, lang),
        ),
        table=_table("swap_set", fields, lang),
    )


def _table(kind: Literal["confusion", "swap_set"], fields: Fields, lang: Lang) -> Table:
    rows, columns = _names(kind, lang)
    counts = (
        (fields.granted_first, fields.granted_second),
        (fields.refused_first, fields.refused_second),
    )
    return Table(
        (*heads(lang, kind), *columns),
        tuple(
            (name, *(number(count, lang) for count in row))
            for name, row in zip(rows, counts, strict=True)
        ),
    )


def _names(
    kind: Literal["confusion", "swap_set"], lang: Lang
) -> tuple[tuple[str, str], tuple[str, str]]:
    rows = t(f"chart.{kind}.row_granted", lang), t(f"chart.{kind}.row_refused", lang)
    return rows, (t(f"chart.{kind}.column_first", lang), t(f"chart.{kind}.column_second", lang))


def _tiles(kind: Literal["confusion", "swap_set"], fields: Fields, lang: Lang) -> list[_Tile]:
    rows, columns = _names(kind, lang)
    right, apart = t(f"chart.{kind}.alike", lang), t(f"chart.{kind}.apart", lang)
    return [
        _Tile(rows[0], columns[0], fields.granted_first, False, right),
        _Tile(rows[0], columns[1], fields.granted_second, True, apart),
        _Tile(rows[1], columns[0], fields.refused_first, True, apart),
        _Tile(rows[1], columns[1], fields.refused_second, False, right),
    ]


def _chart(kind: Literal["confusion", "swap_set"], fields: Fields, lang: Lang) -> Chart:
    import altair as alt

    total = max(fields.total, 1)
    rows, columns = _names(kind, lang)
    values = [
        {
            "row": tile.row,
            "column": tile.column,
            "count": number(tile.count, lang),
            "share": f"{aligned(tile.count / total, lang)} · {tile.word}",
            "apart": tile.apart,
        }
        for tile in _tiles(kind, fields, lang)
    ]
    apart = alt.Scale(type="band", paddingInner=0.05, paddingOuter=0.02)
    x = alt.X("column:N", sort=list(columns), scale=apart, axis=_axis("top"))
    y = alt.Y("row:N", sort=list(rows), scale=apart, axis=_axis("left"))
    x, y = x.title(t(f"chart.{kind}.x", lang)), y.title(t(f"chart.{kind}.y", lang))
    base = alt.Chart(alt.InlineData(values=values)).encode(x=x, y=y)
    # two layers: one mark draws one kind of edge
    alike = base.transform_filter("!datum.apart").mark_rect(
        fill=LOWER_TINT, stroke=LOWER, strokeWidth=EDGE
    )
    differing = base.transform_filter("datum.apart").mark_rect(
        fill=HIGHER_TINT, stroke=HIGHER, strokeWidth=EDGE, strokeDash=list(DASHED)
    )
    return alt.layer(
        alike,
        differing,
        base.mark_text(fontSize=22, fontWeight="bold", dy=-9, color=INK).encode(text="count:N"),
        base.mark_text(fontSize=13, dy=15, color=INK).encode(text="share:N"),
    ).properties(width=WIDTH, height=HEIGHT)


def _axis(orient: Literal["top", "left"]) -> alt.Axis:
    import altair as alt

    return alt.Axis(orient=orient, ticks=False, domain=False, labelAngle=0, labelFontSize=13)
