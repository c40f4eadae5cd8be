"""How outcomes, scores and counts enter the metrics."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def outcomes(y: ArrayLike) -> Bools:
    """Outcomes as booleans, true = payment difficulties; ValueError unless all are 0 or 1."""
    values = np.asarray(y)
    if values.dtype != np.bool_ and not np.isin(values, (0, 1)).all():
        raise ValueError("outcomes must be 0 or 1, found other values")
    return values.astype(np.bool_)


def scores(values: ArrayLike, y: Bools) -> Floats:
    """Scores as float64, one for each outcome; ValueError for NaN or another length."""
    floats = np.asarray(values, dtype=np.float64)
    if floats.shape != y.shape:
        raise ValueError(f"expected {y.shape} scores, found {floats.shape}")
    if np.isnan(floats).any():
        raise ValueError("scores must be numbers, found NaN")
    return floats


def require_both_classes(y: Bools) -> None:
    """ValueError unless both outcomes occur."""
    if y.all() or not y.any():
        raise ValueError("both outcomes must occur, found one class only")
