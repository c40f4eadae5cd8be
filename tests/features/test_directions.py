"""What a lender promises of an offer holds of every feature, hence of any model of them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from clairscore.data.schema import CLIENT_KEY
from clairscore.features.catalogue import catalogue
from clairscore.features.compute import book
from tests.features.crowd import lazy, tied
from tests.features.row_models import learnt

OFFER = ("AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE")
INCOME = "AMT_INCOME_TOTAL"
AMOUNTS = frozenset(("application", name) for name in (*OFFER, INCOME))
TOUCHED = catalogue("full").where(lambda feature: bool(feature.reads & AMOUNTS))
SCORED = catalogue("full").given.where(
    lambda feature: any(column.startswith("EXT_SOURCE") for _, column in feature.reads)
)
DIRECTIONS = np.array([feature.monotone for feature in TOUCHED])


@pytest.fixture(scope="module")
def crowd() -> dict[str, pl.DataFrame]:
    return tied(150)


def moves(crowd: dict[str, pl.DataFrame], *columns: str) -> np.ndarray:
    """Signs of what halving these columns does to every feature, turned so that +1 is riskier."""
    halved = crowd["application"].with_columns(*(pl.col(name) / 2 for name in columns))
    before, after = (
        book(lazy({**crowd, "application": frame}), TOUCHED, learnt()).drop(CLIENT_KEY).to_numpy()
        for frame in (crowd["application"], halved)
    )
    assert (np.isnan(before) == np.isnan(after)).all()
    signs = np.sign(np.nan_to_num(after - before))
    free = DIRECTIONS == 0
    assert (signs[:, free] == 0).all(), np.array(TOUCHED.names)[free][signs[:, free].any(axis=0)]
    return signs * DIRECTIONS


def riskier(found: np.ndarray) -> list[str]:
    return [name for name, column in zip(TOUCHED.names, found.T, strict=True) if column.max() > 0]


def safer(found: np.ndarray) -> list[str]:
    return [name for name, column in zip(TOUCHED.names, found.T, strict=True) if column.min() < 0]


def test_a_smaller_loan_at_the_same_term_makes_no_feature_riskier(crowd) -> None:
    found = moves(crowd, *OFFER)
    assert riskier(found) == []
    assert "client_credit_to_mean_approved" in safer(found)


def test_a_down_payment_makes_no_feature_riskier(crowd) -> None:
    found = moves(crowd, "AMT_CREDIT", "AMT_ANNUITY")
    assert riskier(found) == []
    assert "application_beyond_goods_to_income" in safer(found)


def test_a_lower_income_makes_no_feature_safer(crowd) -> None:
    found = moves(crowd, INCOME)
    assert safer(found) == []
    assert "client_every_debt_to_income" in riskier(found)


@pytest.mark.parametrize("score", ["EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"])
def test_a_better_external_score_makes_no_feature_with_a_direction_riskier(crowd, score) -> None:
    directed = SCORED.where(lambda feature: feature.monotone != 0)
    better = crowd["application"].with_columns((pl.col(score) + 0.01).clip(0, 0.99))
    before, after = (
        book(lazy({**crowd, "application": frame}), directed).drop(CLIENT_KEY).to_numpy()
        for frame in (crowd["application"], better)
    )
    signs = np.sign(np.nan_to_num(after - before))
    directions = [feature.monotone for feature in directed]
    assert (signs * directions <= 0).all()
    assert (signs != 0).any(axis=0).sum() >= len(directed) // 2
