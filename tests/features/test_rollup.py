"""Each statistic on the smallest history, its value computed by hand."""

from __future__ import annotations

import pytest

from clairscore.features.bureau import BUREAU
from clairscore.features.instalments import EVERY, INSTALMENTS, days_late, due, owed, paid
from clairscore.features.monthly import CARD, POS
from clairscore.features.previous import PREVIOUS
from clairscore.features.rollup import (
    category_shares,
    largest,
    mean,
    rollup,
    row_count,
    share_of_rows,
    short_over_long,
    since_last,
    slope,
    smallest,
    total,
    variance,
    weighted_mean,
)
from clairscore.features.source import halving_weight
from clairscore.features.spec import Feature
from tests.features.rows import Row, single, value

YEAR = INSTALMENTS.since("DAYS_INSTALMENT", 365, "12m")
PAID = [{"AMT_PAYMENT": 10.0}, {"AMT_PAYMENT": None}, {"AMT_PAYMENT": 20.0}]
OLD = [{"DAYS_INSTALMENT": -400.0, "AMT_PAYMENT": 5.0}]


def test_a_count_is_the_number_of_rows_and_zero_without_any() -> None:
    assert value(row_count(INSTALMENTS), installments_payments=PAID) == 3
    assert value(row_count(INSTALMENTS)) == 0


def test_a_count_in_a_window_that_holds_no_row_is_zero() -> None:
    assert value(row_count(INSTALMENTS, YEAR), installments_payments=OLD) == 0
    assert value(row_count(INSTALMENTS, YEAR)) == 0


def test_a_sum_leaves_missing_amounts_out() -> None:
    assert value(total(INSTALMENTS, paid, EVERY), installments_payments=PAID) == 30


def test_a_sum_of_rows_that_all_lack_the_amount_is_zero() -> None:
    unpaid = [{"AMT_PAYMENT": None, "DAYS_INSTALMENT": -10.0}]
    assert value(total(INSTALMENTS, paid, EVERY), installments_payments=unpaid) == 0
    assert value(total(INSTALMENTS, paid, YEAR), installments_payments=unpaid) == 0


def test_a_sum_over_no_row_at_all_is_missing() -> None:
    assert value(total(INSTALMENTS, paid, EVERY)) is None
    assert value(total(INSTALMENTS, paid, YEAR), installments_payments=OLD) is None


def test_a_mean_divides_by_the_rows_that_have_the_amount() -> None:
    assert value(mean(INSTALMENTS, paid, EVERY), installments_payments=PAID) == 15
    assert value(mean(INSTALMENTS, paid, EVERY), installments_payments=[{}]) is None
    assert value(mean(INSTALMENTS, paid, YEAR), installments_payments=OLD) is None


def test_the_smallest_and_the_largest_pass_over_missing_amounts() -> None:
    assert value(smallest(INSTALMENTS, paid, EVERY), installments_payments=PAID) == 10
    assert value(largest(INSTALMENTS, paid, EVERY), installments_payments=PAID) == 20
    assert value(largest(INSTALMENTS, paid, EVERY), installments_payments=[{}]) is None


BALANCE_VARIANCE = variance(CARD, CARD.column("AMT_BALANCE"), CARD.every_row)


def test_a_variance_is_the_sample_one_in_whole_units_of_money() -> None:
    # 1, 2 and 4 once the cents are cut: mean 7/3, squared distances 16/9 + 1/9 + 25/9 over 2
    amounts = [{"AMT_BALANCE": amount} for amount in (1.999, 2.0, 4.5)]
    assert value(BALANCE_VARIANCE, credit_card_balance=amounts) == single(7 / 3)


@pytest.mark.parametrize("rows", [[{"AMT_BALANCE": 3.0}], [{"AMT_BALANCE": 3.0}, {}], [{}], []])
def test_a_variance_needs_two_values(rows: list[Row]) -> None:
    assert value(BALANCE_VARIANCE, credit_card_balance=rows) is None


def test_equal_values_vary_by_exactly_zero() -> None:
    rows = [{"AMT_BALANCE": -9_999_999.0}] * 3
    assert value(BALANCE_VARIANCE, credit_card_balance=rows) == 0


def test_money_with_three_decimals_adds_up_exactly() -> None:
    rows = [{"AMT_PAYMENT": amount} for amount in (0.1, 0.2, 0.001, 4_194_303.007)]
    found = value(total(INSTALMENTS, paid, EVERY), installments_payments=rows)
    assert found == single(4_194_303.308)
    tenths = [{"AMT_PAYMENT": 0.1}, {"AMT_PAYMENT": 0.2}]  # 0.30000000000000004 in binary floats
    assert value(total(INSTALMENTS, paid, EVERY), installments_payments=tenths) == single(0.3)


def test_a_share_is_of_all_rows_of_its_window() -> None:
    late = INSTALMENTS.subset("late", days_late.expr > 0, due, days_late)
    rows = [
        {"DAYS_INSTALMENT": -10.0, "DAYS_ENTRY_PAYMENT": -8.0},
        {"DAYS_INSTALMENT": -20.0, "DAYS_ENTRY_PAYMENT": -20.0},
        {"DAYS_INSTALMENT": -30.0, "DAYS_ENTRY_PAYMENT": None},  # not known to be late
        {"DAYS_INSTALMENT": -400.0, "DAYS_ENTRY_PAYMENT": -300.0},
    ]
    assert value(share_of_rows(INSTALMENTS, late, EVERY), installments_payments=rows) == 0.5
    assert value(share_of_rows(INSTALMENTS, late, YEAR), installments_payments=rows) == single(
        1 / 3
    )
    assert value(share_of_rows(INSTALMENTS, late, YEAR), installments_payments=OLD) is None
    assert value(share_of_rows(INSTALMENTS, late, EVERY)) is None


def category_share(word: str, *words: str | None) -> float | None:
    features = category_shares(PREVIOUS, ("NAME_PORTFOLIO",), PREVIOUS.every_row)
    chosen = next(feature for feature in features if feature.subset == word)
    return value(chosen, previous_application=[{"NAME_PORTFOLIO": found} for found in words])


def test_a_category_share_counts_one_word_among_all_rows() -> None:
    assert category_share("POS", "POS", "Cash", "POS", "Cards") == 0.5
    assert category_share("Cash", "POS", "Cash", "POS", "Cards") == 0.25


def test_unstated_and_unknown_words_belong_to_no_category() -> None:
    assert category_share("POS", "POS", "XNA", None, "Balloon") == 0.25
    assert category_share("Cars", "XNA", "XNA") == 0
    assert category_share("Cars") is None


def test_a_slope_is_the_change_per_period() -> None:
    # by hand: times -3, -2, -1 and 5, 7, 9 days late
    rows = [
        {"DAYS_INSTALMENT": time, "DAYS_ENTRY_PAYMENT": time + late}
        for time, late in ((-30.0, 5.0), (-20.0, 7.0), (-10.0, 9.0))
    ]
    assert value(slope(INSTALMENTS, days_late, due, EVERY), installments_payments=rows) == single(
        0.2
    )


def test_a_slope_leaves_out_times_without_a_value() -> None:
    rows: list[Row] = [
        {"MONTHS_BALANCE": -3.0, "SK_DPD": 0.0},
        {"MONTHS_BALANCE": -1.0, "SK_DPD": 8.0},
        {"MONTHS_BALANCE": -90.0, "SK_DPD": None},
    ]
    made = slope(POS, POS.column("SK_DPD"), POS.column("MONTHS_BALANCE"), POS.every_row)
    assert value(made, POS_CASH_balance=rows) == 4
    assert value(made, POS_CASH_balance=[rows[0], rows[0], rows[2]]) is None
    assert value(made) is None


def halved(periods: int, half_life: int) -> int:
    """2^20 halved by Python's whole numbers, one binary digit of the age at a time."""
    weight, age = 2**20, min(periods, 255)
    for bit in range(8):
        if age >> bit & 1:
            weight = weight * round(2**20 * 0.5 ** (2**bit / half_life)) >> 20
    return weight


def test_a_weight_halves_every_half_life() -> None:
    assert halved(0, 6) == 2**20
    assert halved(6, 6) == pytest.approx(2**19, abs=3)
    assert halved(24, 6) == pytest.approx(2**16, abs=3)


@pytest.mark.parametrize("months", [0, 1, 5, 6, 100, 255, 256, 400])
def test_a_weighted_mean_weighs_the_months_by_their_age(months: int) -> None:
    month = POS.column("MONTHS_BALANCE")
    age = POS.derive("age", 0 - month.expr, month, bound=1_200)
    weight = halving_weight(POS, age, 6)
    made = weighted_mean(POS, POS.column("SK_DPD"), weight, "ewm", POS.every_row)
    rows: list[Row] = [
        {"MONTHS_BALANCE": 0.0, "SK_DPD": 4.0},
        {"MONTHS_BALANCE": float(-months), "SK_DPD": 1.0},
        {"MONTHS_BALANCE": -2.0, "SK_DPD": None},
    ]
    now, then = halved(0, 6), halved(months, 6)
    by_hand = (4 * now + 1 * then) / (now + then)
    assert value(made, POS_CASH_balance=rows) == single(by_hand)


def test_a_weighted_mean_of_no_value_is_missing() -> None:
    name = "pos_sk_dpd_def_ewm"
    assert value(name) is None
    assert value(name, POS_CASH_balance=[{"MONTHS_BALANCE": -1.0}]) is None


def test_time_since_the_last_event_passes_over_other_rows() -> None:
    active = BUREAU.where("active", "CREDIT_ACTIVE", "Active")
    made = since_last(BUREAU, "DAYS_CREDIT", active)
    rows: list[Row] = [
        {"SK_ID_BUREAU": 1, "DAYS_CREDIT": -700.0, "CREDIT_ACTIVE": "Active"},
        {"SK_ID_BUREAU": 2, "DAYS_CREDIT": -300.0, "CREDIT_ACTIVE": "Active"},
        {"SK_ID_BUREAU": 3, "DAYS_CREDIT": -5.0, "CREDIT_ACTIVE": "Closed"},
    ]
    assert value(made, bureau=rows) == 300
    assert value(made, bureau=rows[2:]) is None
    assert value(made) is None


def test_short_over_long_is_the_recent_mean_over_the_mean_of_all() -> None:
    made = short_over_long(INSTALMENTS, paid, YEAR, EVERY)
    rows: list[Row] = [
        {"DAYS_INSTALMENT": -10.0, "AMT_PAYMENT": 30.0},
        {"DAYS_INSTALMENT": -800.0, "AMT_PAYMENT": 10.0},
    ]
    assert value(made, installments_payments=rows) == 1.5
    assert value(made, installments_payments=rows[1:]) is None
    nothing = [row | {"AMT_PAYMENT": 0.0} for row in rows]
    assert value(made, installments_payments=nothing) is None


@pytest.mark.parametrize(("day", "counted"), [(-365.0, 1), (-366.0, 0), (0.0, 1)])
def test_a_window_includes_its_first_day(day: float, counted: int) -> None:
    rows = [{"DAYS_INSTALMENT": day}]
    assert value(row_count(INSTALMENTS, YEAR), installments_payments=rows) == counted


def latest(rows: list[Row], number: int = 1) -> float | None:
    (made,) = rollup(INSTALMENTS, owed, "sum", INSTALMENTS.last(number))
    forwards = value(made, installments_payments=rows)
    assert value(made, installments_payments=rows[::-1]) == forwards
    return forwards


def test_the_last_rows_are_the_most_recent_ones() -> None:
    rows: list[Row] = [
        {"DAYS_INSTALMENT": -30.0, "AMT_INSTALMENT": 1.0},
        {"DAYS_INSTALMENT": -10.0, "AMT_INSTALMENT": 2.0},
        {"DAYS_INSTALMENT": -20.0, "AMT_INSTALMENT": 4.0},
    ]
    assert [latest(rows, number) for number in (1, 2, 3, 9)] == [2, 6, 7, 7]


@pytest.mark.parametrize(
    "column",
    ["SK_ID_PREV", "NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER", "DAYS_ENTRY_PAYMENT",
     "AMT_PAYMENT"],
)  # fmt: skip
def test_a_tie_is_broken_by_the_next_column_of_the_tables_order(column: str) -> None:
    small, large = (-2.0, -1.0) if column == "DAYS_ENTRY_PAYMENT" else (1, 2)
    rows: list[Row] = [
        {"DAYS_INSTALMENT": -10.0, "AMT_INSTALMENT": 5.0, column: small},
        {"DAYS_INSTALMENT": -10.0, "AMT_INSTALMENT": 3.0, column: large},
    ]
    assert latest(rows) == 3


@pytest.mark.parametrize("column", ["DAYS_ENTRY_PAYMENT", "AMT_PAYMENT", "NUM_INSTALMENT_NUMBER"])
def test_a_missing_key_is_told_from_a_zero_in_the_order(column: str) -> None:
    due = {"DAYS_INSTALMENT": -10.0}
    (made,) = rollup(INSTALMENTS, INSTALMENTS.column(column), "max", INSTALMENTS.last(1))
    rows = [due | {column: 0.0}, due | {column: None}]
    found = value(made, installments_payments=rows)
    assert value(made, installments_payments=rows[::-1]) == found


def test_rows_that_tie_in_everything_count_one_by_one() -> None:
    row = {"DAYS_INSTALMENT": -10.0, "AMT_INSTALMENT": 5.0}
    assert latest([row] * 3, 2) == 10


def test_subsets_join_to_one() -> None:
    active = CARD.where("active", "NAME_CONTRACT_STATUS", "Active")
    year = CARD.since("MONTHS_BALANCE", 12, "12m")
    made: Feature = row_count(CARD, active & year)
    rows: list[Row] = [
        {"MONTHS_BALANCE": -1.0, "NAME_CONTRACT_STATUS": "Active"},
        {"MONTHS_BALANCE": -13.0, "NAME_CONTRACT_STATUS": "Active"},
        {"MONTHS_BALANCE": -1.0, "NAME_CONTRACT_STATUS": "Signed"},
    ]
    assert made.name == "card_rows_count_active_12m"
    assert value(made, credit_card_balance=rows) == 1
