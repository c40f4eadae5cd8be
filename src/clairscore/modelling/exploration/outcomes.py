"""Who had payment difficulties: rates by group with intervals, and values by outcome."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from clairscore.charts import Figure, OutcomeBin, Part, Quartiles, Spread, rates, spread
from clairscore.data.schema import APPLICATION, TABLES, TARGET
from clairscore.data.tables import read_folder
from clairscore.decision.booster import Floats
from clairscore.decision.wording import label, word
from clairscore.i18n import Lang, number, percent, sentence, t
from clairscore.metrics import Interval, auc_interval, wilson

FEWEST = 20
"""Clients of a group whose rate may be shown: below, it would tell of single persons."""
YEAR = 365.25
BARS = 24
TAIL = 0.01
"""Share of the values left out at each end of a picture: an extreme would flatten it."""


def labelled(folder: Path) -> pl.DataFrame:
    """The raw applications with a known outcome; "never" and words for it are null."""
    frame = read_folder(folder)[APPLICATION]
    columns = TABLES[APPLICATION].columns
    nevers = [
        pl.col(each.name).replace(each.sentinel, None)
        for each in columns
        if each.sentinel is not None
    ]
    words = [
        pl.col(each.name).replace(dict.fromkeys(each.null_words))
        for each in columns
        if each.null_words
    ]
    return frame.with_columns(*nevers, *words).collect()


def whole(frame: pl.DataFrame, lang: Lang) -> str:
    """One sentence: applications, difficulties, their rate with its interval."""
    rate = _rate(frame)
    return t(
        "explore.whole",
        lang,
        clients=number(frame.height, lang),
        difficulties=number(int(frame[TARGET].sum()), lang),
        rate=percent(rate.value, lang, 2),
        range=t(
            "chart.range", lang, low=percent(rate.low, lang, 2), high=percent(rate.high, lang, 2)
        ),
    )


def rate_by_word(frame: pl.DataFrame, column: str, lang: Lang) -> Figure:
    """Rates by the words of a column, highest first; groups under 20 clients are left out."""
    subject = label(APPLICATION, column, lang)
    found = [
        _part(subject, _word(column, value[0], lang), those)
        for value, those in frame.group_by(column, maintain_order=True)
    ]
    enough = [part for part in found if part.clients >= FEWEST]
    return rates(
        sorted(enough, key=lambda part: (-part.figure.value, part.name)), _rate(frame), lang
    )


def rate_by_band(frame: pl.DataFrame, column: str, lang: Lang, bands: int = 5) -> Figure:
    """Rates by bands of about equally many clients, lowest values first, and of the unknown."""
    subject, values = _subject(column, lang), in_units(frame, column)
    edges = np.unique(np.quantile(values.drop_nulls().to_numpy(), np.linspace(0, 1, bands + 1)))
    inside = np.searchsorted(edges[1:-1], values.fill_null(0).to_numpy(), "right")
    known = values.is_not_null().to_numpy()
    digits = 0 if edges[-1] >= 100 else 1 if edges[-1] >= 2 else 2
    names = _bands([number(edge, lang, digits) for edge in edges[1:-1].tolist()], lang)
    found = [
        _part(subject, name, frame.filter(known & (inside == place)))
        for place, name in enumerate(names)
    ]
    if not known.all():
        found.append(_part(subject, t("explore.missing_word", lang), frame.filter(~known)))
    return rates([part for part in found if part.clients >= FEWEST], _rate(frame), lang)


def rate_by_absence(frame: pl.DataFrame, columns: Sequence[str], lang: Lang) -> Figure:
    """Rates where each of the columns is empty, and where it is filled."""
    found = [
        _part(
            t("explore.presence", lang),
            t(f"explore.{name}", lang, label=sentence(label(APPLICATION, column, lang))),
            frame.filter(condition),
        )
        for column in columns
        for name, condition in (
            ("absent", pl.col(column).is_null()),
            ("present", pl.col(column).is_not_null()),
        )
    ]
    return rates([part for part in found if part.clients >= FEWEST], _rate(frame), lang)


def spread_by_outcome(frame: pl.DataFrame, column: str, lang: Lang) -> Figure:
    """How the known values of a number are spread, by outcome."""
    kept = frame.filter(pl.col(column).is_not_null())
    values = in_units(kept, column).to_numpy()
    y = kept[TARGET].to_numpy() == 1
    found = Spread(
        name=_subject(column, lang),
        bins=_bins(values, y),
        repaid=_quartiles(values[~y]),
        difficulties=_quartiles(values[y]),
        auc=auc_interval(y, values),
    )
    return spread(found, lang)


def in_units(frame: pl.DataFrame, column: str) -> pl.Series:
    """A column's numbers; days before the application as years ago."""
    values = frame[column]
    return values / -YEAR if TABLES[APPLICATION][column].kind == "days" else values


def _subject(column: str, lang: Lang) -> str:
    name = label(APPLICATION, column, lang)
    days = TABLES[APPLICATION][column].kind == "days"
    return t("explore.years", lang, label=name) if days else name


def _word(column: str, value: object, lang: Lang) -> str:
    return t("explore.missing_word", lang) if value is None else word(column, str(value), lang)


def _bands(limits: Sequence[str], lang: Lang) -> list[str]:
    """Names of the bands between limits; the outermost values, of one person each, stay unsaid."""
    if not limits:
        return [t("explore.every_value", lang)]
    between = [t("explore.band", lang, low=low, high=high) for low, high in pairwise(limits)]
    first, last = (
        t(f"explore.{end}", lang, limit=limit)
        for end, limit in (("below", limits[0]), ("from", limits[-1]))
    )
    return [first, *between, last]


def _part(subject: str, name: str, those: pl.DataFrame) -> Part:
    return Part(subject, name, those.height, _rate(those))


def _rate(frame: pl.DataFrame) -> Interval:
    return wilson(float(frame[TARGET].sum()), max(frame.height, 1))


def _bins(values: Floats, y: np.ndarray) -> list[OutcomeBin]:
    low, high = np.quantile(values, [TAIL, 1 - TAIL])
    edges = np.linspace(low, high, BARS + 1)
    good, bad = (np.histogram(values[side], edges)[0].tolist() for side in (~y, y))
    ends = pairwise(edges.tolist())
    return [OutcomeBin(*pair, g, b) for pair, g, b in zip(ends, good, bad, strict=True)]


def _quartiles(values: Floats) -> Quartiles:
    low, median, high = np.quantile(values, [0.25, 0.5, 0.75]).tolist()
    return Quartiles(len(values), low, median, high)
