"""Features in words: label x statistic x rows x period."""

from __future__ import annotations

from clairscore.data.schema import APPLICATION
from clairscore.decision.units import Described, Style, base_unit, told_value, word
from clairscore.i18n import Lang, known, sentence, t

__all__ = [
    "Described",
    "Style",
    "definition",
    "describe",
    "label",
    "told_fact",
    "told_value",
    "word",
]


CLIENT = "client"
"""Source of the features that need several tables at once."""


def describe(feature: Described, lang: Lang) -> str:
    """What the feature is, as a phrase; KeyError names the text that is missing."""
    if known(f"feature.{feature.name}", lang):
        return t(f"feature.{feature.name}", lang)
    if feature.source in (APPLICATION, CLIENT):
        return _own(feature, lang)
    phrase = _history(feature, lang)
    return _windowed(phrase, feature.window, lang) if feature.window else phrase


def told_fact(feature: Described, value: float | None, style: Style) -> str:
    """Description and value as one line."""
    description = sentence(describe(feature, style.lang))
    return t(
        "word.fact", style.lang, description=description, value=told_value(feature, value, style)
    )


def label(table: str, column: str, lang: Lang) -> str:
    """Short name of a source column or of a quantity derived from several."""
    derived = f"quantity.{table}.{column}"
    return t(derived if known(derived, lang) else f"column.{table}.{column}.label", lang)


def definition(table: str, column: str, lang: Lang) -> str:
    """One sentence that says what a source column holds."""
    return t(f"column.{table}.{column}.definition", lang)


def _own(feature: Described, lang: Lang) -> str:
    name = label(feature.source, feature.column, lang)
    if feature.statistic != "is":
        return name
    return t("pattern.word", lang, label=name, word=word(feature.column, feature.subset, lang))


def _history(feature: Described, lang: Lang) -> str:
    table, statistic = feature.source, feature.statistic
    if statistic == "since_last":
        return t("pattern.since_last", lang, event=_event(table, feature.subset, lang))
    if feature.column == "rows":
        pattern = "pattern.count" if statistic == "count" else "pattern.share"
        return t(pattern, lang, rows=_rows(table, feature.subset, lang))
    if statistic == "share":
        return _category_share(feature, lang)
    return t(
        "pattern.rollup",
        lang,
        label=label(table, feature.column, lang),
        statistic=t(f"statistic.{_named(feature)}", lang),
        rows=_rows(table, feature.subset, lang),
    )


def _named(feature: Described) -> str:
    """The smallest and the largest date are the earliest and the latest."""
    if base_unit(feature) not in ("ago", "months_ago"):
        return feature.statistic
    return {"min": "earliest", "max": "latest"}.get(feature.statistic, feature.statistic)


def _category_share(feature: Described, lang: Lang) -> str:
    value, _, of = feature.subset.partition("|")
    return t(
        "pattern.category_share",
        lang,
        label=label(feature.source, feature.column, lang),
        word=word(feature.column, value, lang),
        rows=_rows(feature.source, of, lang),
    )


def _rows(table: str, subset: str, lang: Lang) -> str:
    return t(f"rows.{table}.{subset or 'all'}", lang)


def _event(table: str, subset: str, lang: Lang) -> str:
    return t(f"event.{table}.{subset or 'all'}", lang)


def _windowed(phrase: str, window: str, lang: Lang) -> str:
    """`12m`: months; `last3`: most recent rows; `12m/`: months against the whole."""
    digits = "".join(filter(str.isdigit, window.split("/")[0]))
    if window == "last1":
        period = t("window.last_one", lang)
    else:
        kind = "compared" if "/" in window else "last" if window.startswith("last") else "months"
        period = t(f"window.{kind}", lang, n=digits)
    return t("pattern.windowed", lang, description=phrase, window=period)
