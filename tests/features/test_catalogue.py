"""What every feature of the catalogue must be: named, exact, sourced, and safe from overflow."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from clairscore.data.schema import (
    APPLICATION,
    CLIENT_KEY,
    HISTORY_TABLES,
    TABLES,
    protected_columns,
)
from clairscore.errors import BadSetting
from clairscore.features.bureau import BUREAU
from clairscore.features.catalogue import STEPS, Catalogue, catalogue
from clairscore.features.monthly import CARD
from clairscore.features.previous import PREVIOUS
from clairscore.features.rollup import total
from clairscore.features.source import product
from clairscore.features.spec import Atom, Subset
from tests.features.rows import single, value

FULL = catalogue("full")
PREFIXES = {
    "application": "application",
    "bureau": "bureau",
    "previous_application": "previous",
    "POS_CASH_balance": "pos",
    "installments_payments": "instalments",
    "credit_card_balance": "card",
    "client": "client",
}
THEMES = {
    "external_scores", "repayment_here", "credits_elsewhere", "earlier_applications", "card_use",
    "this_loan", "income", "work", "housing", "documents", "age",
}  # fmt: skip
CURVES = {
    "application_amt_credit": 1,
    "application_amt_annuity": 1,
    "application_amt_goods_price": 1,
    "application_annuity_to_income": 1,
    "application_credit_to_income": 1,
    "application_credit_to_goods": 1,
    "application_goods_to_income": 1,
    "application_beyond_goods_to_income": 1,
    "application_annuity_to_income_by_score": 1,
    "application_credit_to_days_in_job": 1,
    "client_credit_to_mean_approved": 1,
    "client_credit_to_largest_approved": 1,
    "client_credit_to_last_asked": 1,
    "client_annuity_to_mean_approved": 1,
    "client_annuity_to_largest_approved": 1,
    "client_annuity_to_last_asked": 1,
    "client_goods_to_mean_approved": 1,
    "client_goods_to_largest_approved": 1,
    "client_goods_to_last_asked": 1,
    "client_credit_to_smallest_refused": 1,
    "client_credit_to_mean_refused": 1,
    "client_credit_to_largest_elsewhere": 1,
    "client_credit_to_mean_elsewhere": 1,
    "client_annuity_to_instalments_last_year": 1,
    "client_debt_elsewhere_to_income": 1,
    "client_monthly_elsewhere_to_income": 1,
    "client_overdue_elsewhere_to_income": 1,
    "client_left_here_to_income": 1,
    "client_monthly_here_to_income": 1,
    "client_card_balance_to_income": 1,
    "client_every_debt_to_income": 1,
    "client_every_instalment_to_income": 1,
    "client_every_debt_to_largest_credit": 1,
    "application_amt_income_total": -1,
    "application_income_per_person": -1,
    **{
        f"application_ext_source_{name}": -1
        for name in (
            *("1", "2", "3", "mean", "weighted", "min", "max", "odds", "product"),
            *("1_times_2", "1_times_3", "2_times_3"),
        )
    },
}

TERMS = {
    "application_credit_to_annuity",
    "application_credit_to_annuity_by_score",
    "client_term_to_mean_approved",
    "client_term_to_largest_approved",
    "application_learnt_term",
    "application_implied_rate",
    "client_learnt_term_to_mean_approved",
    "client_implied_rate_over_mean_approved",
}


def atoms(features: Catalogue) -> dict[int, Atom]:
    """Every atom of the catalogue, those over child tables included."""
    found = {id(atom): atom for feature in features for atom in feature.atoms}
    children = [
        child for atom in found.values() for q in atom.quantities for child in q.child_atoms
    ]
    return found | {id(atom): atom for atom in children}


def test_each_extent_holds_the_one_before() -> None:
    raw, plain, full = (catalogue(extent).names for extent in ("raw", "plain", "full"))  # type: ignore[arg-type]
    assert plain[: len(raw)] == raw
    assert full[: len(plain)] == plain


def test_each_step_of_the_ladder_holds_the_one_before() -> None:
    rungs = [catalogue(step).names for step in STEPS]
    for lower, higher in pairwise(rungs):
        assert higher[: len(lower)] == lower
        assert len(higher) > len(lower)
    assert set(rungs[-1]) <= set(FULL.names)


def test_what_holds_the_offer_or_the_income_has_a_direction_or_stays_put_when_it_is_scaled() -> (
    None
):
    """A term is free: it is a ratio of two amounts of the same offer."""
    offer = {(APPLICATION, name) for name in ("AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE")}
    income = (APPLICATION, "AMT_INCOME_TOTAL")
    free = {
        feature.name
        for feature in FULL
        if (feature.reads & offer or income in feature.reads) and not feature.monotone
    }
    assert free == TERMS


def test_names_are_unique_lower_snake_case_and_begin_with_their_source() -> None:
    assert len(set(FULL.names)) == len(FULL)
    for feature in FULL:
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", feature.name), feature.name
        assert feature.name.startswith(PREFIXES[feature.source] + "_"), feature.name


def test_every_feature_speaks_of_one_of_eleven_themes() -> None:
    assert {feature.theme for feature in FULL} == THEMES


def test_one_label_of_a_table_means_one_condition() -> None:
    meanings: dict[tuple[str, str], set[str]] = {}
    for atom in atoms(FULL).values():
        key = (atom.table, atom.subset.label)
        meanings.setdefault(key, set()).add(repr(atom.subset.condition))
    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}


def test_one_column_of_a_table_means_one_quantity() -> None:
    meanings: dict[tuple[str, str], set[str]] = {}
    for atom in atoms(FULL).values():
        for quantity in atom.quantities:
            key = (quantity.table, quantity.column)
            meanings.setdefault(key, set()).add(repr(quantity.expr))
    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}


def test_risk_may_not_fall_with_debt_nor_rise_with_income_or_a_score() -> None:
    declared = {feature.name: feature.monotone for feature in FULL if feature.monotone}
    assert declared == CURVES


def test_only_counts_of_rows_are_known_without_any_row() -> None:
    for feature in FULL:
        counted = feature.source != APPLICATION and feature.statistic == "count"
        assert feature.empty == (0.0 if counted else None), feature.name


def test_a_feature_reads_columns_that_the_schema_knows_and_never_the_target() -> None:
    for table, column in FULL.pairs:
        assert column in TABLES[table].by_name
    assert (APPLICATION, "TARGET") not in FULL.pairs


def test_scores_are_never_aggregated() -> None:
    assert all(
        TABLES[table][column].kind != "score"
        for table, column in FULL.pairs
        if table != APPLICATION
    )


def test_without_protected_columns_none_is_read() -> None:
    kept = FULL.without(protected_columns())
    assert not kept.pairs & protected_columns()
    dropped = set(FULL.names) - set(kept.names)
    assert all(FULL[name].reads & protected_columns() for name in dropped)


def test_a_choice_of_tables_keeps_what_needs_no_other() -> None:
    assert {f.source for f in FULL.of_tables({APPLICATION})} == {APPLICATION}
    without_months = FULL.of_tables(set(TABLES) - {"bureau_balance"})
    assert "bureau_rows_count" in without_months.names
    assert "bureau_months_known_mean" not in without_months.names
    assert "bureau_months_c_mean" not in without_months.names


@pytest.mark.parametrize("name", ["bureau_rows_count", "pos_rows_count"])
def test_a_count_of_rows_reads_the_keys_of_its_table(name: str) -> None:
    chosen = FULL.select([name])
    assert chosen.reads == {APPLICATION: {CLIENT_KEY}, chosen[name].source: {CLIENT_KEY}}


def test_a_count_of_months_reads_the_keys_of_both_tables() -> None:
    reads = FULL.select(["bureau_months_known_sum"]).reads
    assert reads["bureau"] == {CLIENT_KEY, "SK_ID_BUREAU"}
    assert reads["bureau_balance"] == {"SK_ID_BUREAU"}


def test_a_selection_keeps_the_order_it_was_asked_for() -> None:
    names = ["pos_rows_count", "application_amt_credit"]
    assert FULL.select(names).names == tuple(names)
    with pytest.raises(BadSetting, match="first nobody"):
        FULL.select(["nobody"])


def test_an_unknown_extent_is_refused() -> None:
    with pytest.raises(BadSetting, match="expected one of raw, plain, step-a"):
        catalogue("everything")  # type: ignore[arg-type]


def test_the_version_names_the_definitions() -> None:
    chosen = FULL.select(["pos_rows_count", "application_amt_credit"])
    again = FULL.select(["pos_rows_count", "application_amt_credit"])
    other = FULL.select(["application_amt_credit", "pos_rows_count"])
    assert re.fullmatch("[0-9a-f]{64}", chosen.version)
    assert chosen.version == again.version != other.version


def test_a_square_that_cannot_fit_in_64_bits_is_refused() -> None:
    credit = BUREAU.column("AMT_CREDIT_SUM")
    with pytest.raises(OverflowError, match="do not fit in 64 bits"):
        total(BUREAU, product(BUREAU, credit, credit), BUREAU.every_row)


def test_every_sum_of_the_catalogue_fits_in_64_bits() -> None:
    for atom in atoms(FULL).values():
        if atom.operation == "sum" and atom.quantity is not None:
            assert atom.quantity.bound * 10_000 < 2**63, atom.column


def test_the_largest_amounts_of_a_table_add_up_exactly() -> None:
    rows = [{"AMT_CREDIT_SUM": 1e9, "AMT_CREDIT_SUM_DEBT": -1e9}] * 1_000
    assert value("bureau_amt_credit_sum_sum", bureau=rows) == single(1e12)
    assert value("bureau_amt_credit_sum_debt_sum", bureau=rows) == single(-1e12)


def test_the_largest_squares_of_a_table_stay_exact() -> None:
    rows = [{"AMT_BALANCE": sign * 1e7} for sign in (1, -1) for _ in range(500)]
    by_hand = 1e14 * 1_000 / 999
    assert value("card_amt_balance_var", credit_card_balance=rows) == pytest.approx(by_hand)


def test_a_score_cannot_become_a_quantity() -> None:
    with pytest.raises(ValueError, match="a score is never aggregated"):
        type(PREVIOUS)(APPLICATION, "x", "y").column("EXT_SOURCE_1")


def test_joined_subsets_carry_both_names_reads_and_windows() -> None:
    active = CARD.where("active", "NAME_CONTRACT_STATUS", "Active")
    joined: Subset = active & CARD.since("MONTHS_BALANCE", 6, "6m")
    assert joined.label == "active_6m"
    assert {column for _, column in joined.reads} == {"NAME_CONTRACT_STATUS", "MONTHS_BALANCE"}


def test_every_history_table_has_features() -> None:
    read = {table for table, _ in FULL.pairs}
    assert read >= set(HISTORY_TABLES)


def test_no_row_that_a_window_or_an_order_counts_may_lie_after_the_decision() -> None:
    """Reading refuses positive values of these columns, so features need not look for them."""
    for table in HISTORY_TABLES:
        clock = TABLES[table][TABLES[table].order_by[0]]
        assert (clock.kind in ("days", "months"), clock.high, clock.required) == (True, 0, True)
