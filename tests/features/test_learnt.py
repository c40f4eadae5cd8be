"""The catalogue's own row models: what they read, what they say, and in which two halves."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

from clairscore.data.schema import CLIENT_KEY, RATE_SCALE, protected_columns
from clairscore.features.catalogue import Catalogue, catalogue
from clairscore.features.compute import book
from clairscore.features.engines import ABSENT, Fitted, booster, input_matrix
from clairscore.features.learnt import Rows, rows_of
from clairscore.features.online import OneApplicant
from tests.features.crowd import differing, ids, lazy, only, shuffled, tied
from tests.features.row_models import by_fold, learnt
from tests.features.rows import Row, frames, single

LEARNT = catalogue("full").learnt
LOAN: Row = {"AMT_CREDIT": 1000.0, "AMT_ANNUITY": 100.0, "NAME_CONTRACT_TYPE": "Cash loans"}
GRANTED: Row = LOAN | {"NAME_CONTRACT_STATUS": "Approved", "DAYS_DECISION": -300.0}


@cache
def crowd() -> dict[str, pl.DataFrame]:
    return tied(150)


@cache
def rows() -> Rows:
    return rows_of([lazy(crowd())], catalogue("full"))


def values(application: Row, *previous: Row) -> dict[str, float]:
    made = frames(application=application, previous_application=list(previous))
    found = OneApplicant(LEARNT, learnt(), slots=1).features(made)
    return dict(zip(LEARNT.names, map(float, found), strict=True))


def in_two_halves(fitted: Fitted, of: Rows) -> np.ndarray:
    return of.features(fitted).sort(CLIENT_KEY).drop(CLIENT_KEY).to_numpy()


@pytest.mark.parametrize("folds", [False, True])
def test_both_halves_together_are_what_compute_gives_in_one_go(folds: bool) -> None:
    dealt = {client: client % 2 for client in ids(crowd())[:99]}
    fitted = Fitted(by_fold().models, dealt) if folds else learnt()
    whole = book(lazy(crowd()), LEARNT, fitted).drop(CLIENT_KEY).to_numpy()
    assert differing(in_two_halves(fitted, rows()), whole, LEARNT.names) == []


def test_the_order_of_rows_and_the_split_into_folders_change_no_row() -> None:
    half = set(ids(crowd())[::2])
    parts = [only(crowd(), half), only(crowd(), set(ids(crowd())) - half)]
    apart = rows_of([lazy(shuffled(part, 4)) for part in parts], catalogue("full"))
    for source, frame in rows().kept.items():
        assert frame.equals(apart.kept[source].cast(dict(frame.schema)))  # type: ignore[arg-type]
    for name, frame in rows().lessons.items():
        assert frame.equals(apart.lessons[name])


def test_a_client_in_no_fold_is_predicted_by_the_model_of_all() -> None:
    fitted = Fitted(by_fold().models, {})
    assert (
        differing(in_two_halves(fitted, rows()), in_two_halves(learnt(), rows()), LEARNT.names)
        == []
    )


def test_an_input_never_missing_while_learning_is_read_alike_when_it_is() -> None:
    """LightGBM itself would read it as 0, which lies among the known values."""
    model = LEARNT.row_models[0]
    frame = pl.DataFrame(
        {q.column: [None, 0] for q in model.inputs},
        schema_overrides={q.column: pl.Int64 for q in model.inputs},
    )
    matrix = input_matrix(frame, model.inputs)
    assert (matrix[0] == np.float32(ABSENT)).all()
    text = learnt().models[model.name][-1]
    assert not np.isnan(booster(text).predict(matrix, num_threads=1)).any()


def test_no_input_can_be_as_low_as_what_stands_for_a_missing_one() -> None:
    for model in LEARNT.row_models:
        assert all(abs(ABSENT) >= quantity.bound for quantity in model.inputs)


def test_no_row_model_reads_a_protected_column_or_the_target() -> None:
    for model in LEARNT.row_models:
        assert not model.reads & protected_columns()
        assert not {column for _, column in model.reads} & {"TARGET"}


@pytest.mark.parametrize("column", ["CHANNEL_TYPE", "CNT_PAYMENT"])
def test_excluding_a_column_drops_every_feature_whose_row_model_reads_or_learns_from_it(
    column: str,
) -> None:
    barred = ("previous_application", column)
    kept = LEARNT.without([barred])
    assert all(barred not in model.reads for model in kept.row_models)
    assert "bureau_credit_elsewhere_risk_mean" in kept.names
    assert "previous_earlier_loan_risk_mean" not in kept.names
    assert ("application_learnt_term" in kept.names) == (column == "CHANNEL_TYPE")


def test_payments_of_a_loan_count_as_tables_that_its_model_reads() -> None:
    kept = LEARNT.of_tables({"application", "previous_application"})
    assert {model.name for model in kept.row_models} == {"learnt_term"}
    reads = LEARNT.select(["previous_earlier_loan_risk_max"]).reads
    assert "SK_ID_PREV" in reads["installments_payments"] & reads["previous_application"]


def test_another_set_of_inputs_is_another_version() -> None:
    chosen = LEARNT.select(["application_learnt_term"])
    assert chosen.version != Catalogue(()).version
    assert chosen.row_models[0].name == "learnt_term"


def test_the_rate_follows_from_the_learnt_term() -> None:
    found = values(LOAN)
    term = found["application_learnt_term"]
    assert term > 0
    assert found["application_implied_rate"] == pytest.approx(
        (100 * term / 1000 - 1) / term, abs=1e-6
    )


def test_the_learnt_term_is_what_the_model_says_of_the_share_that_an_instalment_repays() -> None:
    said = booster(learnt().models["learnt_term"][-1]).predict(
        np.array([[100_000.0]]), num_threads=1
    )
    millionths = np.floor(np.asarray(said) * RATE_SCALE)[0]
    assert values(LOAN)["application_learnt_term"] == single(millionths / RATE_SCALE)


@pytest.mark.parametrize(
    "application",
    [
        LOAN | {"NAME_CONTRACT_TYPE": "Revolving loans"},
        LOAN | {"AMT_CREDIT": 0.0},
        LOAN | {"AMT_ANNUITY": None},
    ],
)
def test_a_limit_or_an_unknown_amount_has_neither_term_nor_rate(application: Row) -> None:
    assert np.isnan(values(application)["application_implied_rate"])
    assert np.isnan(values(application)["application_learnt_term"])


def test_the_offer_is_held_against_granted_applications_alone() -> None:
    refused = GRANTED | {"NAME_CONTRACT_STATUS": "Refused", "CNT_PAYMENT": 60.0}
    found = values(LOAN, GRANTED | {"CNT_PAYMENT": 12.0}, GRANTED | {"CNT_PAYMENT": 24.0}, refused)
    term, rate = found["application_learnt_term"], found["application_implied_rate"]
    past = ((100 * 12 / 1000 - 1) / 12 + (100 * 24 / 1000 - 1) / 24) / 2
    assert found["client_learnt_term_to_mean_approved"] == pytest.approx(term / 18, rel=1e-6)
    assert found["client_implied_rate_over_mean_approved"] == pytest.approx(rate - past, abs=2e-6)
