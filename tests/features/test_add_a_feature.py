"""The features that docs/how-to/add-a-feature.md adds, computed as it says."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from clairscore.features.application import quotient
from clairscore.features.catalogue import Catalogue
from clairscore.features.compute import book
from clairscore.features.instalments import INSTALMENTS, WINDOWS, days_early, owed, paid
from clairscore.features.rollup import rollup
from clairscore.features.spec import Feature

overpaid = INSTALMENTS.derive(
    "overpaid",
    (nw.col("AMT_PAYMENT") - nw.col("AMT_INSTALMENT")).clip(0, None),
    paid,
    owed,
    bound=2e8 * 1_000 / 10,
    scale=1_000,
)
ADDED: tuple[Feature, ...] = (
    *rollup(INSTALMENTS, days_early, "min", *WINDOWS),
    *rollup(INSTALMENTS, overpaid, "mean"),
    quotient("goods_to_annuity", "this_loan", "AMT_GOODS_PRICE", "AMT_ANNUITY"),
)
APPLICATION = {"SK_ID_CURR": [1], "AMT_GOODS_PRICE": [450.0], "AMT_ANNUITY": [300.0]}
PAYMENTS = {
    "SK_ID_PREV": [7, 7, 7],
    "SK_ID_CURR": [1, 1, 1],
    "DAYS_INSTALMENT": [-10.0, -40.0, -400.0],
    "DAYS_ENTRY_PAYMENT": [-14.0, -42.0, -490.0],
    "AMT_INSTALMENT": [100.0, 100.0, None],
    "AMT_PAYMENT": [150.0, 80.0, 80.0],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("instalments_days_early_min_6m", 2.0),
        ("instalments_days_early_min_24m", 2.0),
        ("instalments_overpaid_mean", 25.0),
        ("application_goods_to_annuity", 1.5),
    ],
)
def test_the_guides_features_have_the_values_computed_by_hand(name: str, value: float) -> None:
    tables = {
        "application": pl.LazyFrame(APPLICATION),
        "installments_payments": pl.LazyFrame(PAYMENTS),
    }
    assert book(tables, Catalogue(ADDED))[name].to_list() == [value]
