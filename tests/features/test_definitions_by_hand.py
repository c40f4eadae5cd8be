"""The features with a definition of their own, computed by hand on the smallest tables."""

from __future__ import annotations

import numpy as np
import pytest

from clairscore.features.application import RAW
from clairscore.features.catalogue import Catalogue
from clairscore.features.online import OneApplicant
from tests.features.rows import Cell, Row, frames, single, value


def application(name: str, **facts: Cell) -> float | None:
    return value(f"application_{name}", application=facts)


def test_a_column_of_the_application_stands_in_its_own_unit() -> None:
    assert application("amt_credit", AMT_CREDIT=123_456.789) == single(123_456.789)
    assert application("amt_annuity", AMT_ANNUITY=0.001) == single(0.001)
    assert application("days_birth", DAYS_BIRTH=-12_000.0) == -12_000
    assert application("flag_own_car", FLAG_OWN_CAR="Y") == 1
    assert application("ext_source_1", EXT_SOURCE_1=0.123456789) == single(0.123456789)


def test_a_column_left_empty_is_missing() -> None:
    alone = OneApplicant(Catalogue(RAW), slots=1).features(frames())
    assert np.isnan(alone).all()


@pytest.mark.parametrize("number", [365_243.0, None])
def test_a_date_that_never_was_is_missing(number: float | None) -> None:
    assert application("days_employed", DAYS_EMPLOYED=number) is None
    rows = [{"DAYS_LAST_DUE": number}]
    assert value("previous_days_last_due_max", previous_application=rows) is None


def test_a_category_is_its_place_in_the_declared_order() -> None:
    name = "name_education_type"
    assert application(name, NAME_EDUCATION_TYPE="Lower secondary") == 0
    assert application(name, NAME_EDUCATION_TYPE="Academic degree") == 4
    assert application(name, NAME_EDUCATION_TYPE="Evening school") == 5  # unknown comes last
    assert application(name, NAME_EDUCATION_TYPE="XNA") is None


def test_a_category_without_an_order_is_told_word_by_word() -> None:
    name = "name_income_type_is_working"
    assert application(name, NAME_INCOME_TYPE="Working") == 1
    assert application(name, NAME_INCOME_TYPE="Maternity leave") == 1  # merged on the way in
    assert application(name, NAME_INCOME_TYPE="Pensioner") == 0
    assert application(name, NAME_INCOME_TYPE="Astronaut") == 0
    assert application(name, NAME_INCOME_TYPE="XNA") is None


SCORES = {"EXT_SOURCE_1": 0.5, "EXT_SOURCE_2": 0.25, "EXT_SOURCE_3": 0.75}
FIRST_MISSING = SCORES | {"EXT_SOURCE_1": None}
ONLY_SECOND = {"EXT_SOURCE_2": 0.25}


@pytest.mark.parametrize(
    ("name", "all_known", "first_missing", "one_known", "none_known"),
    [
        ("mean", 0.5, 0.5, 0.25, None),
        ("weighted", (0.5 * 2 + 0.25 * 3 + 0.75 * 4) / 9, 3.75 / 7, 0.25, None),
        ("product", 0.5 * 0.25 * 0.75, None, None, None),
        ("min", 0.25, 0.25, 0.25, None),
        ("max", 0.75, 0.75, 0.25, None),
        ("var", 0.125 / 3, 0.0625, 0.0, None),
        ("2_times_3", 0.1875, 0.1875, None, None),
        ("count", 3, 2, 1, 0),
    ],
)
def test_the_external_scores_together(
    name: str,
    all_known: float,
    first_missing: float | None,
    one_known: float | None,
    none_known: float | None,
) -> None:
    for facts, by_hand in (
        (SCORES, all_known),
        (FIRST_MISSING, first_missing),
        (ONLY_SECOND, one_known),
        ({}, none_known),
    ):
        found = application(f"ext_source_{name}", **facts)
        assert found == (None if by_hand is None else single(by_hand))


LOAN = {
    "AMT_CREDIT": 90_000.0,
    "AMT_ANNUITY": 4_500.0,
    "AMT_GOODS_PRICE": 60_000.0,
    "AMT_INCOME_TOTAL": 30_000.0,
    "CNT_FAM_MEMBERS": 3.0,
    "CNT_CHILDREN": 1.0,
}


@pytest.mark.parametrize(
    ("name", "by_hand", "divisor"),
    [
        ("credit_to_annuity", 20, "AMT_ANNUITY"),
        ("credit_to_goods", 1.5, "AMT_GOODS_PRICE"),
        ("annuity_to_income", 0.15, "AMT_INCOME_TOTAL"),
        ("credit_to_income", 3, "AMT_INCOME_TOTAL"),
        ("income_per_person", 10_000, "CNT_FAM_MEMBERS"),
        ("children_to_family", 1 / 3, "CNT_FAM_MEMBERS"),
    ],
)
def test_a_ratio_of_the_loan_is_missing_where_nothing_divides(
    name: str, by_hand: float, divisor: str
) -> None:
    assert application(name, **LOAN) == single(by_hand)
    assert application(name, **LOAN | {divisor: 0.0}) is None
    assert application(name, **LOAN | {divisor: None}) is None


AGES = {
    "DAYS_BIRTH": -16_000.0,
    "DAYS_EMPLOYED": -2_000.0,
    "DAYS_REGISTRATION": -4_000.0,
    "DAYS_ID_PUBLISH": -1_000.0,
    "DAYS_LAST_PHONE_CHANGE": -800.0,
    "OWN_CAR_AGE": 8.0,
}


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("employed_to_birth", 0.125),
        ("registration_to_birth", 0.25),
        ("id_publish_to_birth", 0.0625),
        ("phone_change_to_birth", 0.05),
        ("car_to_birth", 8 * 365.25 / 16_000),
        ("car_to_employed", 8 * 365.25 / 2_000),
    ],
)
def test_a_length_of_time_over_age(name: str, by_hand: float) -> None:
    assert application(name, **AGES) == single(by_hand)


def test_without_employment_its_length_over_age_is_missing() -> None:
    assert application("employed_to_birth", **AGES | {"DAYS_EMPLOYED": 365_243.0}) is None


def test_flags_and_enquiries_are_added_up() -> None:
    papers = {"FLAG_DOCUMENT_3": 1.0, "FLAG_DOCUMENT_8": 1.0, "FLAG_DOCUMENT_2": 0.0}
    assert application("documents_given", **papers) == 2
    assert application("contacts_given", FLAG_PHONE=1.0, FLAG_EMAIL=0.0) == 1
    enquiries = {"AMT_REQ_CREDIT_BUREAU_MON": 1.0, "AMT_REQ_CREDIT_BUREAU_YEAR": 3.0}
    assert application("enquiries", **enquiries) == 4


def test_the_measures_of_a_building_are_averaged_over_the_known_ones() -> None:
    known = {"APARTMENTS_AVG": 0.5, "LANDAREA_AVG": 0.25}
    assert application("housing_known", **known) == 2
    assert application("housing_mean", **known) == 0.375
    assert application("housing_mean") is None


def instalment(due: float | None, paid: float | None, owed: float = 1.0, sum_: float = 1.0) -> Row:
    return {
        "DAYS_INSTALMENT": due,
        "DAYS_ENTRY_PAYMENT": paid,
        "AMT_INSTALMENT": owed,
        "AMT_PAYMENT": sum_,
    }


PAYMENTS = [
    instalment(-100, -93),
    instalment(-70, -74),
    instalment(-40, -40),
    instalment(-10, None),
]


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("days_late_max", 7),
        ("days_late_sum", 7),
        ("days_late_mean", 7 / 3),  # an unpaid instalment is neither late nor early
        ("days_early_max", 4),
        ("days_early_mean", 4 / 3),
        ("rows_share_late", 0.25),
        ("rows_share_late_7_days", 0),
    ],
)
def test_a_payment_is_late_or_early_by_whole_days(name: str, by_hand: float) -> None:
    found = value(f"instalments_{name}", installments_payments=PAYMENTS)
    assert found == single(by_hand)


def test_a_share_paid_leaves_out_instalments_of_nothing() -> None:
    rows = [
        instalment(-10, -10, owed=200.0, sum_=150.0),
        instalment(-10, -10, owed=0.0, sum_=50.0),
        instalment(-10, -10, owed=100.0, sum_=100.0),
    ]
    assert value("instalments_paid_share_mean", installments_payments=rows) == 0.875
    assert value("instalments_paid_share_min", installments_payments=rows) == 0.75
    assert value("instalments_paid_share_sum", installments_payments=rows) == 1.75
    assert value("instalments_paid_share_mean", installments_payments=rows[1:2]) is None


def test_a_share_is_cut_at_ten() -> None:
    rows = [instalment(-10, -10, owed=0.001, sum_=5_000.0)]
    assert value("instalments_paid_share_max", installments_payments=rows) == 10


def test_a_shortfall_is_what_was_owed_less_what_was_paid() -> None:
    rows = [
        instalment(-10, -10, owed=200.0, sum_=150.125),
        instalment(-10, -10, owed=100.0, sum_=130.0),
    ]
    assert value("instalments_shortfall_max", installments_payments=rows) == 49.875
    assert value("instalments_shortfall_sum", installments_payments=rows) == 19.875
    assert value("instalments_rows_share_partial", installments_payments=rows) == 0.5


CREDITS = [{"SK_ID_BUREAU": 1}, {"SK_ID_BUREAU": 2}, {"SK_ID_BUREAU": 3}]
STATUSES = [
    *({"SK_ID_BUREAU": 1, "MONTHS_BALANCE": float(-m), "STATUS": s} for m, s in enumerate("0X21")),
    *({"SK_ID_BUREAU": 2, "MONTHS_BALANCE": float(-m), "STATUS": s} for m, s in enumerate("CC")),
    {"SK_ID_BUREAU": 99, "MONTHS_BALANCE": -1.0, "STATUS": "5"},  # nobody's credit
]


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("months_known_sum", 6),
        ("months_known_mean", 3),  # the third credit has no monthly record
        ("first_month_min", -3),
        ("last_month_max", 0),
        ("worst_status_max", 2),
        ("worst_status_mean", 1),
        ("months_late_sum", 2),
        ("months_0_mean", 0.125),
        ("months_1_mean", 0.125),
        ("months_c_mean", 0.5),
        ("months_5_mean", 0),
    ],
)
def test_the_months_of_a_credit_are_summed_up_before_the_credits_are(
    name: str, by_hand: float
) -> None:
    found = value(f"bureau_{name}", bureau=CREDITS, bureau_balance=STATUSES)
    assert found == by_hand


def test_credits_without_monthly_records_have_no_worst_month() -> None:
    assert value("bureau_worst_status_max", bureau=CREDITS) is None
    assert value("bureau_months_c_mean", bureau=CREDITS) is None
    assert value("bureau_months_late_sum", bureau=CREDITS) == 0


def test_debt_and_duration_of_a_credit() -> None:
    rows = [
        {
            "CREDIT_ACTIVE": "Active",
            "AMT_CREDIT_SUM": 1_000.0,
            "AMT_CREDIT_SUM_DEBT": 400.0,
            "AMT_CREDIT_SUM_OVERDUE": 100.0,
            "DAYS_CREDIT": -100.0,
            "DAYS_CREDIT_ENDDATE": 265.0,
        },
        {"AMT_CREDIT_SUM": 0.0, "AMT_CREDIT_SUM_DEBT": 400.0, "DAYS_CREDIT": -10.0},
    ]
    assert value("bureau_debt_share_mean", bureau=rows) == single(0.4)
    assert value("bureau_overdue_share_max_active", bureau=rows) == 0.25
    assert value("bureau_duration_max", bureau=rows) == 365


EARLIER = {
    "NAME_CONTRACT_STATUS": "Approved",
    "AMT_ANNUITY": 110.0,
    "CNT_PAYMENT": 12.0,
    "AMT_CREDIT": 1_200.0,
    "AMT_APPLICATION": 900.0,
    "DAYS_LAST_DUE_1ST_VERSION": -100.0,
    "DAYS_LAST_DUE": -130.0,
}


def test_cost_and_early_end_of_an_approved_loan() -> None:
    rows = [EARLIER, EARLIER | {"NAME_CONTRACT_STATUS": "Refused", "AMT_ANNUITY": 900.0}]
    assert value("previous_total_cost_mean_approved", previous_application=rows) == single(1.1)
    assert value("previous_asked_to_credit_max", previous_application=rows) == 0.75
    assert value("previous_ended_early_max_approved", previous_application=rows) == 30


def test_a_loan_that_has_not_ended_did_not_end_early() -> None:
    running = [EARLIER | {"DAYS_LAST_DUE": 365_243.0}]
    assert value("previous_ended_early_max_approved", previous_application=running) is None


def test_use_of_a_card() -> None:
    rows = [
        {
            "AMT_BALANCE": 750.0,
            "AMT_CREDIT_LIMIT_ACTUAL": 1_000.0,
            "AMT_DRAWINGS_ATM_CURRENT": 50.0,
            "AMT_DRAWINGS_CURRENT": 200.0,
            "AMT_PAYMENT_TOTAL_CURRENT": 30.0,
            "AMT_INST_MIN_REGULARITY": 40.0,
        },
        {
            "AMT_BALANCE": 10.0,
            "AMT_CREDIT_LIMIT_ACTUAL": 0.0,
            "AMT_DRAWINGS_CURRENT": 0.0,
            "AMT_DRAWINGS_ATM_CURRENT": 0.0,
        },
        {"AMT_BALANCE": -250.0, "AMT_CREDIT_LIMIT_ACTUAL": 1_000.0},  # an overpaid card
    ]
    assert value("card_utilisation_max", credit_card_balance=rows) == 0.75
    assert value("card_utilisation_mean", credit_card_balance=rows) == 0.25
    assert value("card_cash_share_mean", credit_card_balance=rows) == 0.25
    assert value("card_repaid_share_min", credit_card_balance=rows) == 0.75
