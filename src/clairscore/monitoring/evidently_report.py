"""Evidently's own drift report of two sets of applications, and the numbers in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.schema import APPLICATION, CLIENT_KEY, TABLES, TARGET, Column

if TYPE_CHECKING:
    import pandas
    from evidently.core.report import Snapshot

MOST_ROWS = 10_000
"""Applications of each side in the report, evenly spaced by SK_ID_CURR."""
MOST_FEATURES = 60
"""Features in a page of features: the heaviest, since each takes its megabytes."""
ALARM_SHARE = 0.5
"""Share of drifted columns beyond which Evidently speaks of a drifted data set."""
NUMBERS, CATEGORIES, THRESHOLD = "wasserstein", "jensenshannon", 0.1
"""What Evidently takes from 1,000 rows on; below, its tests would see noise, or nothing."""
IDENTITY = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")

Read = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ColumnDrift:
    """One column: Evidently's score and threshold, and what its tests leave out: missing values.

    `drifted` where the score is beyond the threshold; missing values as shares of each side.
    """

    name: str
    kind: Literal["number", "category"]
    method: str
    score: float
    threshold: float
    drifted: bool
    missing_reference: float
    missing_current: float


@dataclass(frozen=True, slots=True)
class PopulationDrift:
    """What the report found. `columns` come strongest first.

    `reference` and `current` count all applications, `sampled` those of each side in the report.
    """

    reference: int
    current: int
    sampled: tuple[int, int]
    columns: tuple[ColumnDrift, ...]
    left_out: tuple[str, ...]

    @property
    def drifted(self) -> tuple[ColumnDrift, ...]:
        """The columns beyond their threshold."""
        return tuple(column for column in self.columns if column.drifted)

    @property
    def share(self) -> float:
        """Share of the columns that drifted."""
        return len(self.drifted) / max(len(self.columns), 1)


@dataclass(frozen=True, slots=True)
class DriftReport:
    """The report as one HTML page that needs no network, and its numbers."""

    html: str
    drift: PopulationDrift


def drift_report(
    reference: pl.DataFrame, current: pl.DataFrame, excluded: Collection[Read] = ()
) -> DriftReport:
    """Raw applications of `current` against those of `reference`, excluded columns left out.

    Each side gives at most 10,000 applications, evenly spaced by SK_ID_CURR, so that the page stays
    under some tens of megabytes; missing shares are of all applications. Evidently draws
    histograms and means, no row of a person. The same frames give the same bytes.
    """
    known = [each for each in compared(excluded) if each.name in reference.columns]
    sides = [_sampled(frame, known) for frame in (reference, current)]
    names = [each.name for each in known]
    empty = [name for name in names if any(_is_empty(side, name) for side in sides)]
    kept = [each for each in known if each.name not in empty]
    snapshot = _run(kept, *(side.select(each.name for each in kept) for side in sides))
    scores = _scores(snapshot)
    found = [_column(each, scores[each.name], reference, current) for each in kept]
    strongest = sorted(found, key=lambda each: (-each.score, each.name))
    drift = PopulationDrift(
        reference=reference.height,
        current=current.height,
        sampled=(sides[0].height, sides[1].height),
        columns=tuple(strongest),
        left_out=tuple(empty),
    )
    return DriftReport(_same_names(snapshot.get_html_str(as_iframe=False)), drift)


def features_report(
    names: Sequence[str],
    heaviest: Sequence[str],
    reference: NDArray[np.float32],
    current: NDArray[np.float32],
) -> str:
    """Evidently's page of the heaviest features, both sides as matrices (n, features) of `names`.

    At most 10,000 applications of each side, evenly spaced; a feature that a side wholly lacks is
    left out.
    """
    import pandas

    places = [names.index(name) for name in heaviest[:MOST_FEATURES]]
    sides = []
    for matrix in (reference, current):
        rows = np.unique(np.linspace(0, len(matrix) - 1, min(len(matrix), MOST_ROWS)).round())
        sides.append(matrix[rows.astype(np.int64)][:, places].astype(np.float64))
    known = [not any(np.isnan(side[:, at]).all() for side in sides) for at in range(len(places))]
    chosen = [names[place] for place, kept in zip(places, known, strict=True) if kept]
    frames = [pandas.DataFrame(side[:, known], columns=chosen) for side in sides]
    return _same_names(_snapshot(chosen, [], *frames).get_html_str(as_iframe=False))


def compared(excluded: Collection[Read] = ()) -> list[Column]:
    """The columns of an application that are compared: facts, not keys, outcomes or excluded."""
    barred = {column for table, column in excluded if table == APPLICATION}
    left_out = barred | {CLIENT_KEY, TARGET}
    return [column for column in TABLES[APPLICATION].columns if column.name not in left_out]


def kind_of(column: Column) -> Literal["number", "category"]:
    """How Evidently looks at a column: its mean and shape, or its shares."""
    return "category" if column.is_text or column.kind == "flag" else "number"


def _sampled(frame: pl.DataFrame, columns: list[Column]) -> pl.DataFrame:
    ranked = frame.sort(CLIENT_KEY)
    rows = np.unique(np.linspace(0, len(ranked) - 1, min(len(ranked), MOST_ROWS)).round())
    chosen = ranked[rows.astype(np.int64)]
    return chosen.select(_known(column) for column in columns)


def _known(column: Column) -> pl.Expr:
    """The column, its word for "never" taken as missing."""
    value = pl.col(column.name)
    return value if column.sentinel is None else value.replace(column.sentinel, None)


def _is_empty(side: pl.DataFrame, name: str) -> bool:
    return side[name].null_count() == side.height


def _run(columns: list[Column], reference: pl.DataFrame, current: pl.DataFrame) -> Snapshot:
    kinds = {column.name: kind_of(column) for column in columns}
    numbers, words = (
        [name for name, kind in kinds.items() if kind == wanted]
        for wanted in ("number", "category")
    )
    return _snapshot(numbers, words, _pandas(reference), _pandas(current))


def _snapshot(
    numbers: list[str], words: list[str], reference: pandas.DataFrame, current: pandas.DataFrame
) -> Snapshot:
    from evidently import DataDefinition, Dataset, Report
    from evidently.presets import DataDriftPreset

    definition = DataDefinition(numerical_columns=numbers, categorical_columns=words)

    def side(frame: pandas.DataFrame) -> Dataset:
        return Dataset.from_pandas(frame, data_definition=definition)

    preset = DataDriftPreset(
        drift_share=ALARM_SHARE, num_method=NUMBERS, cat_method=CATEGORIES, threshold=THRESHOLD
    )
    return Report([preset]).run(side(current), side(reference))


def _pandas(frame: pl.DataFrame) -> pandas.DataFrame:
    """Plain columns, NaN where missing, as Evidently's tests want them."""
    import pandas

    return pandas.DataFrame(
        {
            series.name: np.array(series.to_list(), dtype=object)
            if series.dtype == pl.String
            else series.cast(pl.Float64).to_numpy()
            for series in frame
        }
    )


def _column(
    column: Column,
    score: float,
    reference: pl.DataFrame,
    current: pl.DataFrame,
) -> ColumnDrift:
    kind = kind_of(column)
    return ColumnDrift(
        name=column.name,
        kind=kind,
        method=CATEGORIES if kind == "category" else NUMBERS,
        score=score,
        threshold=THRESHOLD,
        drifted=score >= THRESHOLD,
        missing_reference=_missing(column, reference),
        missing_current=_missing(column, current),
    )


def _scores(snapshot: Snapshot) -> dict[str, float]:
    """Evidently's score of each column."""
    found = snapshot.dict()["metrics"]
    return {
        str(each["config"]["column"]): float(each["value"])
        for each in found
        if "column" in each["config"]
    }


def _missing(column: Column, frame: pl.DataFrame) -> float:
    return float(frame.select(_known(column).is_null().mean()).item() or 0.0)


def _same_names(html: str) -> str:
    """The page with its random identities numbered in their order: the same bytes each time."""
    found = dict.fromkeys(IDENTITY.findall(html))
    numbers = {identity: f"{place:032x}" for place, identity in enumerate(found)}
    return IDENTITY.sub(lambda match: numbers[match[0]], html)
