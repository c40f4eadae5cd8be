"""A figure: the chart, and everything that says the same in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

from clairscore.charts.theme import NUMBERS, Json, config, font_folder
from clairscore.i18n import Lang, t

if TYPE_CHECKING:
    import altair as alt

    Chart = alt.Chart | alt.LayerChart | alt.HConcatChart | alt.FacetChart

Kind = Literal[
    "roc",
    "precision_recall",
    "distribution",
    "gain",
    "calibration",
    "treatments",
    "cost_curve",
    "reviews",
    "importance_by_theme",
    "importance_by_feature",
    "contributions",
    "groups",
    "candidates",
    "ladder",
    "exclusions",
    "response",
    "before_after",
    "confusion",
    "swap_set",
    "missing",
    "rates",
    "spread",
    "shift",
    "risk_scale",
    "hundred",
    "reasons",
    "reasons_within",
    "position",
    "pair_grid",
    "loan_line",
    "payments",
    "local_global",
    "score_shift",
    "feature_shift",
    "estimates",
]


@dataclass(frozen=True, slots=True)
class Table:
    """A figure's data as a person reads them: column heads and rows of formatted cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        head = _cells("th", self.columns)
        body = "".join(f"<tr>{_cells('td', row)}</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@dataclass(frozen=True)
class Figure:
    """A chart with a title that says its conclusion, that sentence, and its data."""

    kind: Kind
    lang: Lang
    chart: Chart | dict[str, Json]
    title: str
    conclusion: str
    table: Table

    @property
    def alt(self) -> str:
        """The text that stands for the picture: what is drawn, and what it shows."""
        drawn = t(f"chart.{self.kind}.drawn", self.lang)
        return f"{drawn} {self.title}. {self.conclusion}"

    def to_svg(self) -> str:
        """The picture as one SVG element, its alternative inside, its text kept as text."""
        import vl_convert

        vl_convert.register_font_directory(str(font_folder()))
        drawn: str = vl_convert.vegalite_to_svg(
            self.spec(), format_locale=NUMBERS[self.lang], allowed_base_urls=[]
        )
        return _named(drawn, self.alt)

    def _repr_html_(self) -> str:
        """How a notebook shows it: its title, the picture, its conclusion."""
        title, conclusion = escape(self.title), escape(self.conclusion)
        return (
            f"<figure><h4>{title}</h4>{self.to_svg()}<figcaption>{conclusion}</figcaption></figure>"
        )

    def spec(self) -> dict[str, Json]:
        """The chart as Vega-Lite in the house's look."""
        drawn: dict[str, Json] = (
            self.chart if isinstance(self.chart, dict) else self.chart.to_dict()
        )
        whole: dict[str, Json] = {
            "type": "fit-x",
            "contains": "padding",
        }  # axes included; panels cannot be fitted
        fitted: dict[str, Json] = {} if "hconcat" in drawn else {"autosize": whole}
        return {**drawn, **fitted, "config": config()}


def _named(svg: str, alt: str) -> str:
    """The SVG as one image with a name; Vega's roles of single marks would be read one by one."""
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    svg = svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "", 1)
    name = escape(alt)
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{name}" ', 1)
    return re.sub(r"(<svg[^>]*>)", lambda found: f"{found[1]}<title>{name}</title>", svg, count=1)


def _cells(tag: Literal["th", "td"], row: tuple[str, ...]) -> str:
    """Cells from the left, as words are read: notebooks would set them to the right."""
    return "".join(f'<{tag} style="text-align:left">{escape(cell)}</{tag}>' for cell in row)
