"""The exact scorer: features to calibrated log-odds, and the contributions that sum to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.contributions import Forest
from clairscore.decision.logistic import probability
from clairscore.errors import Fault, InexactExplanation

if TYPE_CHECKING:
    from lightgbm import Booster

Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]
Flags = NDArray[np.bool_]

TOLERANCE = 1e-9
"""Largest gap between base + contributions and the log-odds that they explain."""
FEW_ROWS = 1_000
"""Up to here one thread answers faster than several, and LightGBM before tables are made."""
SPLIT, DECISION = "split_feature=", "decision_type="
"""A tree's lines in LightGBM's text: the feature of each split, and the bits of its decision."""
MISSING_BITS = 0b1100
"""Of a decision: how it treats a missing value (LightGBM's `tree.h`); none set: reads it as 0."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two numbers: calibrated log-odds = slope x raw log-odds + intercept."""

    slope: float = 1.0
    intercept: float = 0.0

    def log_odds(self, raw: Floats) -> Floats:
        """Calibrated log-odds, same shape."""
        return self.slope * raw + self.intercept


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """base + contributions.sum(axis=1) = log_odds, within 1e-9.

    `contributions` (n, features) and `base` are on the scale of the calibrated log-odds (n,).
    """

    log_odds: Floats
    base: float
    contributions: Floats


@dataclass(frozen=True)
class Scorer:
    """A LightGBM text and its calibration. Features are float32 (n, features), NaN = missing."""

    model: str
    calibration: Calibration
    features: int

    @cached_property
    def booster(self) -> Booster:
        """The parsed model; its import takes seconds, so it is loaded at first use."""
        import lightgbm

        return lightgbm.Booster(model_str=self.model)

    @cached_property
    def zero_if_missing(self) -> NDArray[np.int64]:
        """Columns that the model splits on and reads as 0 where missing.

        LightGBM writes such splits on a feature that it never met missing while learning: in any
        training row, or in the sample of rows from which it draws its bins.
        """
        lines = [line for line in self.model.splitlines() if line.startswith((SPLIT, DECISION))]
        columns = {
            int(column)
            for split, decision in pairwise(lines)
            if split.startswith(SPLIT)
            for column, bits in zip(_values(split), _values(decision), strict=True)
            if not int(bits) & MISSING_BITS
        }
        return np.array(sorted(columns), dtype=np.int64)

    def misreads(self, matrix: Matrix) -> Flags:
        """Applicants (n,) who lack a feature that the model would read as 0."""
        return np.asarray(np.isnan(matrix[:, self.zero_if_missing]).any(axis=1))

    def log_odds(self, matrix: Matrix) -> Floats:
        """Calibrated log-odds (n,)."""
        return self.calibration.log_odds(self._predict(matrix, raw_score=True))

    def probability(self, matrix: Matrix) -> Floats:
        """Probability of payment difficulties (n,)."""
        return probability(self.log_odds(matrix))

    @cached_property
    def forest(self) -> Forest | None:
        """The model prepared for many rows; None where only LightGBM can explain it."""
        try:
            return Forest.of(self.model)
        except Fault:
            return None

    def explain(self, matrix: Matrix, clients: NDArray[np.int64] | None = None) -> Explanation:
        """Exact Shapley contributions (Lundberg et al. 2020, path dependent) of each feature.

        InexactExplanation where they do not sum to the log-odds, with the client's number where
        `clients` (n,) gives it. Few rows are LightGBM's own work, many are looked up; both agree
        within 1e-9.
        """
        return self._explained(matrix, clients, self.forest if len(matrix) > FEW_ROWS else None)

    def explain_part(self, matrix: Matrix, clients: NDArray[np.int64] | None = None) -> Explanation:
        """As `explain`, looked up however few the rows: the same bits however a book is cut."""
        return self._explained(matrix, clients, self.forest)

    def _explained(
        self, matrix: Matrix, clients: NDArray[np.int64] | None, many: Forest | None
    ) -> Explanation:
        log_odds = self.log_odds(matrix)
        raw, expected = self._by_lightgbm(matrix) if many is None else _by_table(many, matrix)
        contributions = np.multiply(raw, self.calibration.slope, out=raw)
        base = self.calibration.log_odds(expected).sum()
        _require_sum(base + contributions.sum(axis=1), log_odds, clients)
        return Explanation(log_odds, float(base), contributions)

    def _by_lightgbm(self, matrix: Matrix) -> tuple[Floats, Floats]:
        """Contributions to the raw log-odds, and the expected value of one row, or of none."""
        raw = self._predict(matrix, pred_contrib=True).reshape(len(matrix), self.features + 1)
        return raw[:, :-1], raw[:1, -1]

    def _predict(
        self, matrix: Matrix, *, raw_score: bool = False, pred_contrib: bool = False
    ) -> Floats:
        if matrix.ndim != 2 or matrix.shape[1] != self.features:
            raise Fault(
                f"found features of shape {matrix.shape}, expected (applicants, {self.features});"
                " compute them with the bundle's own catalogue"
            )
        if not len(matrix):
            return np.empty(0)
        predicted = self.booster.predict(
            matrix,
            raw_score=raw_score,
            pred_contrib=pred_contrib,
            num_threads=1 if len(matrix) <= FEW_ROWS else 0,
        )
        return np.asarray(predicted, dtype=np.float64)


def _values(line: str) -> list[str]:
    return line.partition("=")[2].split()


def _by_table(forest: Forest, matrix: Matrix) -> tuple[Floats, Floats]:
    import polars as pl  # its number of threads binds here too: a cluster gives a task one core

    return forest.contributions(matrix, pl.thread_pool_size()), np.array([forest.base])


def _require_sum(
    explained: Floats, log_odds: Floats, clients: NDArray[np.int64] | None = None
) -> None:
    gap = np.abs(explained - log_odds)
    wrong = np.flatnonzero(~(gap <= TOLERANCE))
    if len(wrong):
        first = int(wrong[0])
        who = f"row {first}" if clients is None else f"client {clients[first]}"
        raise InexactExplanation(
            f"{who}: contributions miss the log-odds by {gap[first]:.3g}, expected at most"
            f" {TOLERANCE:g} ({len(wrong)} of {len(gap)} rows miss it); do not show this"
            " explanation, and verify the bundle"
        )
