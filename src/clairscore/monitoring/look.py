"""One look at a column of current applications: all that is compared of it, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.data.schema import TABLES
from clairscore.decision.bundle import FeatureReference
from clairscore.features.spec import Feature


@dataclass(frozen=True, slots=True)
class Look:
    """Applications in each bin of the reference and, last, without a value; shares of all that lie
    outside training, and whose word the schema does not know; the median of known values."""

    counts: tuple[int, ...]
    outside: float
    unknown: float
    median: float | None

    @property
    def missing(self) -> int:
        return self.counts[-1]


def look(feature: Feature, reference: FeatureReference, column: NDArray[np.float32]) -> Look:
    """What there is in a column (n,), NaN = missing."""
    known = column[~np.isnan(column)].astype(np.float64)
    return Look(
        counts=(*reference.histogram.count(known).tolist(), len(column) - len(known)),
        outside=float(outside(reference, known).sum()) / max(len(column), 1),
        unknown=_unknown(feature, known) / max(len(column), 1),
        median=float(np.median(known)) if len(known) else None,
    )


def outside(reference: FeatureReference, known: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which known values (k,) are below or above every one of training."""
    if reference.low is None or reference.high is None:
        return np.ones(len(known), dtype=np.bool_)
    return np.asarray((known < reference.low) | (known > reference.high))


def _unknown(feature: Feature, known: NDArray[np.float64]) -> int:
    """Applications whose word is off the schema's list, where the feature tells it."""
    if feature.statistic != "code" or feature.source not in TABLES:
        return 0
    return int((known == TABLES[feature.source][feature.column].unknown_code).sum())
