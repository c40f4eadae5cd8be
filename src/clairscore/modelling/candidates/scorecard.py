"""A points scorecard, the glass box: a few binned features, each bin worth whole points.

Siddiqi 2006: weight of evidence by bin, logistic regression, points that double the odds. Bins and
points are OptBinning's (Navas-Palencia 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats, Matrix
from clairscore.modelling.candidates.candidate import Points, Settings
from clairscore.modelling.candidates.sample import Columns, Sample
from clairscore.modelling.recipe import Recipe

if TYPE_CHECKING:
    from optbinning import BinningProcess, Scorecard
    from pandas import DataFrame
    from sklearn.linear_model import LogisticRegression

DOUBLING, ODDS, AT = 20.0, 50.0, 600.0
"""600 points mean 50 repaid loans for one with difficulties; 20 more double that."""
SCREENED = 60
"""Features that are binned with care: those of highest information value in ten rough bins."""
TENTHS = np.arange(1, 10) / 10
ALIKE = 0.7
"""Two features whose weights of evidence correlate above this say the same: the better stays."""
SMALLEST_BIN = 0.05
FEW = 20
"""Clients of a bin below which it says nothing: neutral, and its outcome is not told."""
WEAK_PENALTY = 1.0


@dataclass(frozen=True, eq=False)
class Card:
    """A fitted scorecard on some columns of the matrix."""

    card: Scorecard
    columns: Columns
    chosen: tuple[int, ...]

    def score(self, matrix: Matrix) -> Floats:
        """Points (n,): more is safer."""
        frame = _frame(matrix, self.columns, self.chosen)
        return np.asarray(self.card.score(frame), dtype=np.float64)

    def log_odds(self, matrix: Matrix) -> Floats:
        """Log-odds of payment difficulties that the whole points stand for (n,)."""
        factor = DOUBLING / np.log(2)
        return np.asarray((AT - self.score(matrix)) / factor - np.log(ODDS))

    def points(self) -> tuple[Points, ...]:
        """Its table; bins without a client are left out."""
        table = self.card.table(style="detailed")
        rows = table[table["Count"] > 0][
            ["Variable", "Bin", "Count", "Event rate", "WoE", "Points"]
        ].itertuples(index=False)
        return tuple(
            Points(str(name), told(bin), int(count), _share(count, rate), float(woe), float(points))
            for name, bin, count, rate, woe, points in rows
        )


def fit(sample: Sample, settings: Settings, recipe: Recipe, rounds: int) -> Card:  # noqa: ARG001
    """At most `features` features, none of which weighs the wrong way."""
    from optbinning import Scorecard

    values = information_values(sample)
    screened = [at for at in _best(values, SCREENED) if values[at] > 0]
    chosen = _with_right_signs(*_independent(sample, screened, int(settings["features"])), sample.y)
    made = Scorecard(
        _binning(sample, chosen),
        _regression(),
        scaling_method="pdo_odds",
        scaling_method_params={"pdo": DOUBLING, "odds": ODDS, "scorecard_points": AT},
        rounding=True,
    )
    made.fit(_frame(sample.matrix, sample.columns, chosen), sample.y.astype(int))
    return Card(made, sample.columns, tuple(chosen))


def information_values(sample: Sample) -> Floats:
    """Information value of each column in ten rough bins and one of missing values (features,)."""
    return np.array([_information(column, sample.y) for column in sample.matrix.T])


def _information(column: NDArray[np.float32], y: NDArray[np.bool_]) -> float:
    known = ~np.isnan(column)
    if not known.any():
        return 0.0
    code = np.searchsorted(np.unique(np.quantile(column[known], TENTHS)), column, "right")
    code = np.where(known, code, len(TENTHS) + 1)
    bad, good = (np.bincount(code[of], minlength=len(TENTHS) + 2) + 0.5 for of in (y, ~y))
    bad, good = bad / bad.sum(), good / good.sum()
    return float(((bad - good) * np.log(bad / good)).sum())


def _best(values: Floats, most: int) -> list[int]:
    return [int(at) for at in np.lexsort((np.arange(len(values)), -values))[:most]]


def _independent(sample: Sample, screened: Sequence[int], most: int) -> tuple[list[int], Floats]:
    """By falling information value, without what repeats a better one; weights (n, kept)."""
    woe, order = _weights(sample, screened)
    alike = np.abs(np.nan_to_num(np.corrcoef(woe, rowvar=False)).reshape(len(order), -1))
    kept: list[int] = []
    for at in order:
        if len(kept) < most and all(alike[at, other] <= ALIKE for other in kept):
            kept.append(at)
    return [screened[at] for at in kept], woe[:, kept]


def _with_right_signs(chosen: Sequence[int], woe: Floats, y: NDArray[np.bool_]) -> list[int]:
    """Without the features whose points would fall where fewer had difficulties, worst first."""
    left = list(chosen)
    while True:
        slopes = _regression().fit(woe, y).coef_[0]
        worst = int(np.argmax(slopes))
        if slopes[worst] <= 0 or len(left) == 1:
            return left
        del left[worst]
        woe = np.delete(woe, worst, axis=1)


def _weights(sample: Sample, chosen: Sequence[int]) -> tuple[Floats, list[int]]:
    """Weight of evidence of each chosen column (n, chosen), and their order by information."""
    process = _binning(sample, chosen)
    frame = _frame(sample.matrix, sample.columns, chosen)
    woe = process.fit(frame, sample.y.astype(int)).transform(frame, metric="woe")
    summary = process.summary().set_index("name").loc[list(frame.columns)]
    values = np.nan_to_num(np.asarray(summary["iv"], dtype=np.float64))
    return np.asarray(woe, dtype=np.float64), _best(values, len(chosen))


def _binning(sample: Sample, chosen: Sequence[int]) -> BinningProcess:
    """Bins whose risk rises or falls throughout; a missing value has a weight of its own."""
    from optbinning import BinningProcess

    columns = sample.columns
    names = [columns.names[at] for at in chosen]
    lacking = np.isnan(sample.matrix[:, list(chosen)]).sum(axis=0)
    told = {
        name: {"metric_missing": "empirical" if count >= FEW else 0}
        for name, count in zip(names, lacking, strict=True)
    }
    codes = [columns.names[at] for at in chosen if at in columns.codes]
    trends = {name: {"monotonic_trend": "auto_asc_desc"} for name in names if name not in codes}
    return BinningProcess(
        names,
        categorical_variables=codes or None,
        min_bin_size=SMALLEST_BIN,
        binning_fit_params=trends,
        binning_transform_params=told,
    )


def _regression() -> LogisticRegression:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=WEAK_PENALTY, max_iter=1_000)


def _frame(matrix: Matrix, columns: Columns, chosen: Sequence[int]) -> DataFrame:
    from pandas import DataFrame

    values = np.asarray(matrix[:, list(chosen)], dtype=np.float64)
    return DataFrame(values, columns=[columns.names[at] for at in chosen])


def told(bin: object) -> str:
    return str(bin) if isinstance(bin, str) else ", ".join(f"{value:g}" for value in bin)  # type: ignore[attr-defined]


def _share(clients: int, rate: float) -> float | None:
    return float(rate) if clients >= FEW else None
