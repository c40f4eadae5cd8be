"""The features of the ladder, computed by hand on the smallest tables."""

from __future__ import annotations

import pytest

from tests.features.rows import Cell, Row, single, value

SCORES = {"EXT_SOURCE_1": 0.5, "EXT_SOURCE_2": 0.25, "EXT_SOURCE_3": 0.75}
OFFER = {
    "AMT_CREDIT": 90_000.0,
    "AMT_ANNUITY": 4_500.0,
    "AMT_GOODS_PRICE": 60_000.0,
    "AMT_INCOME_TOTAL": 30_000.0,
    "DAYS_BIRTH": -15_000.0,
    "DAYS_EMPLOYED": -1_000.0,
}


def application(name: str, **facts: Cell) -> float | None:
    return value(f"application_{name}", application=facts)


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("ext_source_1_times_2", 0.125),
        ("ext_source_1_times_3", 0.375),
        ("ext_source_odds", 1.0 * (0.25 / 0.75) * 3.0),
        ("ext_source_1_known", 1),
        ("goods_to_income", 2),
        ("beyond_goods_to_income", 1),
        ("annuity_to_income_by_score", 0.3),  # 0.15 over a mean score of 0.5
        ("credit_to_annuity_by_score", 40),
        ("credit_to_days_in_job", 90),
        ("age_at_hiring", 14_000),
    ],
)
def test_the_offer_and_the_scores_together(name: str, by_hand: float) -> None:
    assert application(name, **OFFER, **SCORES) == single(by_hand)


def test_a_missing_score_speaks_neither_way() -> None:
    assert application("ext_source_odds", EXT_SOURCE_3=0.75) == 3
    assert application("ext_source_odds") is None
    assert application("ext_source_1_known", EXT_SOURCE_3=0.75) == 0


def test_a_down_payment_leaves_nothing_beyond_the_goods() -> None:
    assert application("beyond_goods_to_income", **OFFER | {"AMT_CREDIT": 50_000.0}) == 0


def test_enquiries_of_the_last_month_are_a_share_of_all() -> None:
    asked = {"AMT_REQ_CREDIT_BUREAU_MON": 1.0, "AMT_REQ_CREDIT_BUREAU_YEAR": 3.0}
    assert application("recent_enquiries", **asked) == 0.25
    assert application("recent_enquiries", AMT_REQ_CREDIT_BUREAU_YEAR=0.0) is None


def credit(kind: str = "Consumer credit", state: str = "Active", **facts: Cell) -> Row:
    return {"CREDIT_TYPE": kind, "CREDIT_ACTIVE": state, "DAYS_CREDIT": -100.0} | facts


CREDITS = [
    credit(AMT_CREDIT_SUM=1_000.0, AMT_CREDIT_SUM_DEBT=300.0, DAYS_CREDIT_ENDDATE=90.0),
    credit("Credit card", AMT_CREDIT_SUM=500.0, AMT_CREDIT_SUM_DEBT=300.0),
    credit("Microloan", "Closed", DAYS_CREDIT_ENDDATE=-50.0, DAYS_ENDDATE_FACT=-80.0),
    credit(AMT_CREDIT_SUM=9_000.0, DAYS_CREDIT_ENDDATE=-10.0, DAYS_CREDIT=-900.0),
]


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("rows_count_active_cards", 1),
        ("rows_count_active_consumer", 2),
        ("rows_count_active_microloans", 0),
        ("rows_count_microloans_12m", 1),
        ("rows_count_active_not_yet_due", 1),
        ("rows_count_24m", 3),
        ("amt_credit_sum_debt_sum_active_cards", 300),
        ("days_left_max_active", 90),
        ("days_left_mean_active", 45),
        ("monthly_due_sum_active", 100),  # 300 over three months
        ("debt_share_overall_active", 0.4),  # a credit of unknown debt is left out
        ("closed_early_mean_closed", 30),
        ("rows_share_active_last3", 2 / 3),  # ties in the day: the largest number is the latest
    ],
)
def test_the_state_of_the_debts_elsewhere(name: str, by_hand: float) -> None:
    rows = [row | {"SK_ID_BUREAU": 10 + at} for at, row in enumerate(CREDITS)]
    assert value(f"bureau_{name}", bureau=rows) == single(by_hand)


def test_a_debt_due_within_a_month_is_due_this_month() -> None:
    rows = [credit(AMT_CREDIT_SUM_DEBT=300.0, DAYS_CREDIT_ENDDATE=days) for days in (-5.0, 2.0)]
    assert value("bureau_monthly_due_sum_active", bureau=rows) == 600


MONTHS = [
    {"SK_ID_BUREAU": 10, "MONTHS_BALANCE": -3.0, "STATUS": "1"},
    {"SK_ID_BUREAU": 10, "MONTHS_BALANCE": -15.0, "STATUS": "2"},
    {"SK_ID_BUREAU": 10, "MONTHS_BALANCE": -40.0, "STATUS": "5"},
    {"SK_ID_BUREAU": 10, "MONTHS_BALANCE": -1.0, "STATUS": "0"},
]


def test_late_months_elsewhere_are_counted_within_windows() -> None:
    found = {"bureau": [credit()], "bureau_balance": MONTHS}
    assert value("bureau_months_late_12m_sum", **found) == 1
    assert value("bureau_months_late_24m_sum", **found) == 2
    assert value("bureau_last_late_month_max", **found) == -3


def earlier(loan: int, days: float, status: str = "Approved", **facts: Cell) -> Row:
    return {"SK_ID_PREV": loan, "DAYS_DECISION": days, "NAME_CONTRACT_STATUS": status} | facts


LOANS = [
    earlier(1, -200.0, AMT_ANNUITY=100.0, AMT_CREDIT=2_000.0, CNT_PAYMENT=24.0),
    earlier(2, -900.0, AMT_ANNUITY=50.0, AMT_CREDIT=500.0, CNT_PAYMENT=12.0),
    earlier(3, -90.0, "Refused", AMT_APPLICATION=5_000.0, CODE_REJECT_REASON="LIMIT"),
]
STATEMENTS = [
    {"SK_ID_PREV": 1, "MONTHS_BALANCE": -3.0, "CNT_INSTALMENT_FUTURE": 20.0, "SK_DPD_DEF": 4.0},
    {"SK_ID_PREV": 1, "MONTHS_BALANCE": -2.0, "CNT_INSTALMENT_FUTURE": 19.0, "SK_DPD_DEF": 0.0},
    {"SK_ID_PREV": 2, "MONTHS_BALANCE": -20.0, "CNT_INSTALMENT_FUTURE": 5.0, "SK_DPD_DEF": 0.0},
]
HISTORY = {"previous_application": LOANS, "POS_CASH_balance": STATEMENTS}


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("rows_count_running", 1),  # the second loan's five months have long gone by
        ("instalments_left_max_running", 18),  # 19 after month -2, one month ago
        ("due_13m_sum", 1_300),
        ("due_19m_sum", 1_800),
        ("due_28m_sum", 1_800),
        ("amt_annuity_sum_running", 100),
        ("left_share_max_running", 0.75),
        ("rows_share_late_approved", 0.5),
        ("worst_delay_max_last3", 4),
    ],
)
def test_what_remains_of_running_loans(name: str, by_hand: float) -> None:
    assert value(f"previous_{name}", **HISTORY) == by_hand


def test_loans_without_statements_leave_nothing_to_pay() -> None:
    assert value("previous_due_13m_sum", previous_application=LOANS) == 0
    assert value("previous_rows_count_running", previous_application=LOANS) == 0
    assert value("previous_worst_delay_max_last3", previous_application=LOANS) is None


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("flat_rate_max_approved", (12 * 50 / 500 - 1) / 12),
        ("flat_rate_mean_last3", ((0.2 / 12) + (0.2 / 24)) / 2),
        ("rows_count_refused_6m", 1),
        ("rows_count_refused_limit_or_score_24m", 1),
        ("code_reject_reason_limit_share_last1", 1),
        ("cnt_payment_max_approved", 24),
        ("cnt_payment_max_last1", None),  # the refused one has no term
    ],
)
def test_earlier_applications(name: str, by_hand: float | None) -> None:
    found = value(f"previous_{name}", previous_application=LOANS)
    assert found == (None if by_hand is None else pytest.approx(by_hand, abs=1e-6))


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("credit_to_mean_approved", 90_000 / 1_250),
        ("credit_to_largest_approved", 45),
        ("annuity_to_largest_approved", 45),
        ("credit_to_smallest_refused", 18),
        ("term_to_largest_approved", 20 / 24),
        ("left_here_to_income", 0.06),
        ("monthly_here_to_income", single(1 / 300)),
        ("every_instalment_to_income", 4_600 / 30_000),
        ("every_debt_to_income", 91_800 / 30_000),
        ("debt_elsewhere_to_income", None),
    ],
)
def test_this_application_against_the_own_history(name: str, by_hand: float | None) -> None:
    found = value(f"client_{name}", application=OFFER, **HISTORY)
    assert found == (None if by_hand is None else single(by_hand))


def test_every_known_burden_counts_and_the_others_count_as_nothing() -> None:
    name = "client_every_instalment_to_income"
    assert value(name, application=OFFER) == single(0.15)
    assert value(name, application=OFFER, bureau=CREDITS[:1]) == single(4_600 / 30_000)


CARD = [
    {"MONTHS_BALANCE": -1.0, "AMT_BALANCE": 950.0, "AMT_CREDIT_LIMIT_ACTUAL": 1_000.0},
    {"MONTHS_BALANCE": -2.0, "AMT_BALANCE": 100.0, "AMT_CREDIT_LIMIT_ACTUAL": 1_000.0},
]


def test_months_near_the_limit_of_a_card() -> None:
    assert value("card_rows_share_near_limit", credit_card_balance=CARD) == 0.5
    assert value("card_utilisation_max_last1", credit_card_balance=CARD) == single(0.95)
    drawn = [CARD[0] | {"AMT_DRAWINGS_ATM_CURRENT": 200.0, "AMT_DRAWINGS_CURRENT": 200.0}, CARD[1]]
    assert value("card_cash_to_limit_max", credit_card_balance=drawn) == single(0.2)
    assert value("card_months_balance_since_last_cash_drawn", credit_card_balance=drawn) == 1


def test_what_was_paid_of_all_that_was_owed() -> None:
    rows = [
        {"DAYS_INSTALMENT": -30.0, "AMT_INSTALMENT": 100.0, "AMT_PAYMENT": 50.0},
        {"DAYS_INSTALMENT": -400.0, "AMT_INSTALMENT": 300.0, "AMT_PAYMENT": 300.0},
        {"DAYS_INSTALMENT": -20.0, "AMT_INSTALMENT": 900.0},  # nothing entered yet
    ]
    assert value("instalments_paid_share_overall", installments_payments=rows) == 0.875
    assert value("instalments_paid_share_overall_12m", installments_payments=rows) == 0.5
