"""Templates to text: every number enters through a filter that formats it and keeps its value.

A number stands in the page as `<data value="0.7639753">0,764</data>`: the text is for the reader,
the value for whoever checks it against the records.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from clairscore.charts.figure import Figure
from clairscore.charts.wording import WRITERS, Unit
from clairscore.i18n import Lang, day, fixed, number, percent, t
from clairscore.letter.spaces import with_french_spaces
from clairscore.metrics import Interval


def rendered(template: str, lang: Lang, values: Mapping[str, object]) -> str:
    """The page of a template in a language, with French spaces where they belong."""
    page = environment(lang).get_template(template).render(values)
    return with_french_spaces(page) if lang == "fr" else page


def environment(lang: Lang) -> Environment:
    """Jinja with the filters of a language; an unknown name in a template is an error."""
    made = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = Filters(lang)
    made.filters.update(
        n=filters.whole,
        f=filters.decimals,
        pct=filters.share,
        told=filters.told,
        ends=filters.ends,
        ci=filters.with_ends,
        day=filters.day,
        svg=filters.picture,
    )
    made.globals.update(say=filters.say, lang=lang)
    return made


@dataclass(frozen=True, slots=True)
class Filters:
    """How templates write records in one language."""

    lang: Lang

    def whole(self, value: float) -> Markup:
        """307 511"""
        return _data(value, number(value, self.lang))

    def decimals(self, value: float, digits: int = 3) -> Markup:
        """0,764"""
        return _data(value, fixed(value, self.lang, digits))

    def share(self, value: float, digits: int = 1) -> Markup:
        """13,3 %"""
        return _data(value, percent(value, self.lang, digits))

    def told(self, value: float, unit: Unit) -> Markup:
        """A value with the digits that its unit deserves."""
        return _data(value, WRITERS[unit](value, self.lang))

    def ends(self, interval: Interval, unit: Unit) -> Markup:
        """0,740 à 0,788"""
        low, high = self.told(interval.low, unit), self.told(interval.high, unit)
        return Markup(t("chart.range", self.lang, low=str(low), high=str(high)))

    def with_ends(self, interval: Interval, unit: Unit) -> Markup:
        """0,764 (0,740 à 0,788)"""
        value, ends = self.told(interval.value, unit), self.ends(interval, unit)
        return Markup("{} ({})").format(value, ends)

    def day(self, moment: str) -> str:
        """21 novembre 2026"""
        return day(datetime.fromisoformat(moment).date(), self.lang)

    def picture(self, figure: Figure) -> Markup:
        """The figure's SVG, whose text Vega has escaped."""
        return Markup(figure.to_svg())

    def say(self, key: str) -> str:
        """A short text of the locales."""
        return t(key, self.lang)


def _source(name: str) -> str:
    folder = files("clairscore").joinpath("modelling", "documents", "templates")
    return folder.joinpath(name).read_text("utf-8")


def _data(value: float, text: str) -> Markup:
    """The number; a dash where the figure does not exist."""
    if math.isnan(value):
        return Markup("–")
    return Markup('<data value="{}">{}</data>').format(repr(float(value)), text)
