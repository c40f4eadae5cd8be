"""The stage between rows and clients: a model over each row, its predictions rolled up."""

from __future__ import annotations

import lightgbm
import numpy as np
import polars as pl
import pytest

from clairscore.data.schema import CLIENT_KEY, RATE_SCALE
from clairscore.errors import Fault
from clairscore.features.catalogue import Catalogue
from clairscore.features.compute import book
from clairscore.features.engines import ABSENT, Fitted
from clairscore.features.online import OneApplicant
from tests.features.crowd import bits, differing, ids, lazy, only, shuffled, tied
from tests.features.row_models import fitted, modelled, text
from tests.features.rows import frames, single

CHOSEN = Catalogue(modelled())
ROWS = [
    {
        "DAYS_INSTALMENT": -300.0,
        "DAYS_ENTRY_PAYMENT": -290.0,
        "AMT_INSTALMENT": 100.0,
        "AMT_PAYMENT": 50.0,
    },
    {
        "DAYS_INSTALMENT": -20.0,
        "DAYS_ENTRY_PAYMENT": None,
        "AMT_INSTALMENT": 100.0,
        "AMT_PAYMENT": 100.0,
    },
]
INPUTS = np.array([[10, 500_000, -300], [ABSENT, 1_000_000, -20]])
"""Days late, share paid in millionths, due day: the quantities of `ROWS`, by hand."""


@pytest.fixture(scope="module")
def crowd() -> dict[str, pl.DataFrame]:
    return tied(40)


def predicted(seed: int) -> np.ndarray:
    """The model's PD of each of `ROWS`, in whole millionths."""
    model = lightgbm.Booster(model_str=text(seed))
    return np.floor(np.asarray(model.predict(INPUTS, num_threads=1)) * RATE_SCALE)


def matrix(made: dict[str, pl.DataFrame], learnt: Fitted) -> np.ndarray:
    return book(lazy(made), CHOSEN, learnt).drop(CLIENT_KEY).to_numpy()


def test_predictions_are_rolled_up_like_any_quantity() -> None:
    values = dict(
        zip(CHOSEN.names, matrix(frames(installments_payments=ROWS), fitted())[0], strict=True)
    )
    by_hand = predicted(seed=0)
    assert values["instalments_payment_risk_max"] == single(by_hand.max() / RATE_SCALE)
    assert values["instalments_payment_risk_sum"] == single(by_hand.sum() / RATE_SCALE)
    assert values["instalments_payment_risk_mean"] == single(by_hand.sum() / RATE_SCALE / 2)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_client_is_predicted_by_the_model_of_his_fold(fold: int) -> None:
    learnt = Fitted(fitted(folds=2).models, {1: fold})
    found = matrix(frames(installments_payments=ROWS), learnt)[0]
    position = CHOSEN.names.index("instalments_payment_risk_max")
    assert found[position] == single(predicted(seed=fold).max() / RATE_SCALE)
    assert predicted(seed=0).max() != predicted(seed=1).max()


def test_one_applicant_is_predicted_as_in_the_book(crowd: dict[str, pl.DataFrame]) -> None:
    together = matrix(crowd, fitted())
    one = OneApplicant(CHOSEN, fitted(), slots=1)
    by_himself = np.stack([one.features(only(crowd, {client})) for client in ids(crowd)])
    assert differing(together, by_himself, CHOSEN.names) == []


def test_the_order_of_rows_changes_no_prediction(crowd: dict[str, pl.DataFrame]) -> None:
    learnt = fitted(folds=3, clients=ids(crowd))
    assert (bits(matrix(crowd, learnt)) == bits(matrix(shuffled(crowd, 2), learnt))).all()


def test_without_instalments_nothing_is_predicted() -> None:
    assert np.isnan(OneApplicant(CHOSEN, fitted(), slots=1).features(frames())).all()


def test_a_row_model_that_was_not_fitted_is_named() -> None:
    with pytest.raises((Fault, pl.exceptions.ComputeError), match="payment_risk was not fitted"):
        matrix(frames(installments_payments=ROWS), Fitted())
