"""How the test population differs, as values that monitoring tests can assert on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Statistic = Literal["mean", "null share", "share"]


@dataclass(frozen=True, slots=True)
class Drift:
    """One known difference of application_test from application_train, at strength 1."""

    column: str
    statistic: Statistic
    direction: Literal[-1, 1]
    word: str = ""


DRIFTS: tuple[Drift, ...] = (
    Drift("NAME_CONTRACT_TYPE", "share", -1, "Revolving loans"),
    Drift("DAYS_BIRTH", "mean", 1),
    Drift("AMT_INCOME_TOTAL", "mean", 1),
    Drift("DAYS_EMPLOYED", "mean", 1),
    Drift("AMT_CREDIT", "mean", -1),
    Drift("AMT_GOODS_PRICE", "mean", -1),
    Drift("EXT_SOURCE_1", "null share", -1),
    Drift("AMT_REQ_CREDIT_BUREAU_MON", "mean", -1),
    Drift("AMT_REQ_CREDIT_BUREAU_QRT", "mean", 1),
    Drift("AMT_REQ_CREDIT_BUREAU_YEAR", "mean", 1),
    Drift("FLAG_EMAIL", "mean", 1),
    Drift("DAYS_LAST_PHONE_CHANGE", "mean", -1),
)
"""What moves, and which way, when `drift` is above 0; every other column keeps its population."""
