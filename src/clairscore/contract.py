"""Frozen records that cross a boundary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True)
class CreditFile:
    """One applicant's facts as of the application date (day 0), under Kaggle's names.

    A fact that is not known is absent: no None, no NaN. `history` holds every history table, by
    its schema name, empty where the applicant has no row; rows repeat the applicant's number.
    """

    application: Mapping[str, Value]
    history: Mapping[str, tuple[Mapping[str, Value], ...]]

    @property
    def client(self) -> int:
        """SK_ID_CURR, which is local to the file (0 when it was left out)."""
        return int(self.application["SK_ID_CURR"])
