"""Who was judged, how, and to which groups each person belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.metrics import Interval, mean_interval

Words = NDArray[np.str_]
Flags = NDArray[np.bool_]

UNKNOWN = "unknown"
YEAR = 365.25
BANDS = (30, 40, 50, 60)
"""Ages in years at which a band ends."""
READ = (
    "CODE_GENDER",
    "DAYS_BIRTH",
    "NAME_FAMILY_STATUS",
    "NAME_EDUCATION_TYPE",
    "REGION_RATING_CLIENT",
)
"""Columns of `application` that the audit reads."""


def word(column: str) -> pl.Expr:
    """The words of a column, `unknown` where there is none."""
    return pl.col(column).cast(pl.String).fill_null(UNKNOWN)


def age_band() -> pl.Expr:
    """Age in bands: 0-29, 30-39 … 60+."""
    years = -pl.col("DAYS_BIRTH") / YEAR
    band = pl.lit(f"{BANDS[-1]}+")
    for low, high in list(zip((0, *BANDS[:-1]), BANDS, strict=True))[::-1]:
        band = pl.when(years < high).then(pl.lit(f"{low}-{high - 1}")).otherwise(band)
    return pl.when(pl.col("DAYS_BIRTH").is_null()).then(pl.lit(UNKNOWN)).otherwise(band)


LABELS: Mapping[str, pl.Expr] = {
    "sex": word("CODE_GENDER").replace("XNA", UNKNOWN),
    "age": age_band(),
    "family_status": word("NAME_FAMILY_STATUS").replace("Unknown", UNKNOWN),
    "education": word("NAME_EDUCATION_TYPE"),
    "region_rating": pl.col("REGION_RATING_CLIENT")
    .cast(pl.Int64)
    .cast(pl.String)
    .fill_null(UNKNOWN),
}
"""The group of each person, by criterion, from a row of `application`."""
CRITERIA = tuple(LABELS)


def labels_of(applications: pl.DataFrame) -> dict[str, Words]:
    """The group of each row (n,), by criterion."""
    return {
        name: applications.select(label).to_series().to_numpy().astype(np.str_)
        for name, label in LABELS.items()
    }


@dataclass(frozen=True, eq=False)
class Judged:
    """People (n,) with their groups by criterion, whether each was granted, and his probability.

    `known` says whose outcome is known, `difficulties` what it was (False where unknown).
    """

    labels: Mapping[str, Words]
    granted: Flags
    probability: NDArray[np.float64]
    known: Flags
    difficulties: Flags

    def __len__(self) -> int:
        return len(self.granted)

    @property
    def knows_the_refused(self) -> bool:
        """Whether the outcome of somebody who was refused is known: else errors have no meaning."""
        return bool((self.known & ~self.granted).any())

    @property
    def granted_share(self) -> Interval:
        """Share granted among all."""
        return mean_interval(self.granted.astype(np.float64))
