"""What the synthetic tables hold: the schema's words and ranges, and histories that agree."""

import numpy as np
import polars as pl
import pytest

from clairscore.data.schema import APPLICATION, NEVER, TABLES, Column
from clairscore.data.synthetic import tables
from clairscore.data.tables import raw_schema

Made = dict[str, pl.DataFrame]
MONTH = 30.4375


@pytest.fixture(scope="module")
def made() -> Made:
    return tables(6_000, seed=11, test_clients=500)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_schema_s_columns_and_types(made: Made, table: str):
    assert dict(made[table].schema) == raw_schema(table)


@pytest.mark.parametrize("table", TABLES)
def test_every_word_and_number_is_one_that_the_schema_allows(made: Made, table: str):
    faults = [column.name for column in TABLES[table].columns if not allowed(made[table], column)]
    assert not faults


def allowed(rows: pl.DataFrame, column: Column) -> bool:
    values = rows[column.name].drop_nulls()
    if column.is_text:
        return set(values.unique()) <= {*column.codes, *column.null_words}
    values = values.filter(values != column.sentinel) if column.sentinel else values
    low = column.low is None or (values >= column.low).all()
    high = column.high is None or (values <= column.high).all()
    return low and high and not (column.required and rows[column.name].null_count())


@pytest.mark.parametrize("table", [table for table in TABLES.values() if table.key])
def test_keys_are_unique(made: Made, table):
    assert not made[table.name].select(table.key).is_duplicated().any()


@pytest.mark.parametrize("table", [table for table in TABLES.values() if table.parent])
def test_every_client_is_known_and_orphans_stay_within_bounds(made: Made, table):
    rows, parents = made[table.name], made[table.parent]
    known = rows[table.parent_key].is_in(parents[table.parent_key].implode())
    assert 1 - known.mean() <= table.orphans_allowed
    if "SK_ID_CURR" in rows.columns:
        assert rows["SK_ID_CURR"].is_in(made[APPLICATION]["SK_ID_CURR"].implode()).all()


def test_old_cards_and_loans_have_lost_their_application(made: Made):
    applied = made["previous_application"]["SK_ID_PREV"].implode()
    lost = {
        name: 1 - made[name]["SK_ID_PREV"].is_in(applied).mean()
        for name in ("POS_CASH_balance", "credit_card_balance")
    }
    assert 0.01 < lost["POS_CASH_balance"] < 0.06
    assert 0.15 < lost["credit_card_balance"] < 0.45


@pytest.mark.parametrize(
    ("table", "clock", "share"),
    [
        ("previous_application", "DAYS_DECISION", 0.46),
        ("POS_CASH_balance", "MONTHS_BALANCE", 0.39),
        ("bureau", "DAYS_CREDIT", 0.20),
    ],
)
def test_rows_tie_as_often_as_in_real_data(made: Made, table: str, clock: str, share: float):
    tied = made[table].group_by("SK_ID_CURR").agg(pl.col(clock).is_duplicated().any())
    assert tied[clock].mean() == pytest.approx(share, abs=0.07)


def test_pensioners_have_no_employer_no_occupation_and_the_sentinel(made: Made):
    retired = made[APPLICATION].filter(pl.col("DAYS_EMPLOYED") == NEVER)
    assert retired.height / made[APPLICATION].height == pytest.approx(0.18, abs=0.03)
    assert (retired["ORGANIZATION_TYPE"] == "XNA").all()
    assert retired["OCCUPATION_TYPE"].is_null().all()
    assert set(retired["NAME_INCOME_TYPE"]) <= {"Pensioner", "Unemployed"}


@pytest.mark.parametrize(
    ("column", "share"),
    [
        ("EXT_SOURCE_1", 0.554),
        ("EXT_SOURCE_3", 0.198),
        ("OWN_CAR_AGE", 0.66),
        ("AMT_REQ_CREDIT_BUREAU_YEAR", 0.135),
        ("APARTMENTS_AVG", 0.507),
    ],
)
def test_cells_are_empty_as_often_as_in_real_data(made: Made, column: str, share: float):
    assert made[APPLICATION][column].is_null().mean() == pytest.approx(share, abs=0.03)


def test_a_car_has_an_age_exactly_when_there_is_one(made: Made):
    application = made[APPLICATION]
    assert ((application["FLAG_OWN_CAR"] == "Y") == application["OWN_CAR_AGE"].is_not_null()).all()


def test_gaps_in_the_housing_block_come_together(made: Made):
    housing = made[APPLICATION].select("APARTMENTS_AVG", "EMERGENCYSTATE_MODE")
    without = housing.filter(pl.col("APARTMENTS_AVG").is_null())
    assert without["EMERGENCYSTATE_MODE"].is_null().mean() > 0.85


@pytest.mark.parametrize(
    ("table", "clients", "rows"),
    [
        ("bureau", 0.858, 5.61),
        ("previous_application", 0.951, 4.93),
        ("POS_CASH_balance", 0.947, 29.7),
        ("installments_payments", 0.953, 40.1),
        ("credit_card_balance", 0.291, 37.1),
    ],
)
def test_histories_are_as_long_as_in_the_full_files(made: Made, table, clients, rows):
    counts = made[table].group_by("SK_ID_CURR").len()["len"]
    assert counts.len() / made[APPLICATION].height == pytest.approx(clients, abs=0.04)
    assert counts.mean() == pytest.approx(rows, rel=0.15)
    assert counts.quantile(0.99) > 3 * counts.median()


def lives(made: Made) -> pl.DataFrame:
    granted = pl.col("NAME_CONTRACT_STATUS") == "Approved"
    return made["previous_application"].filter(granted).select(
        "SK_ID_PREV", "DAYS_DECISION", "DAYS_LAST_DUE", "AMT_ANNUITY", "CNT_PAYMENT", "AMT_CREDIT"
    )  # fmt: skip


def test_monthly_rows_lie_within_the_life_of_their_loan(made: Made):
    rows = made["POS_CASH_balance"].join(lives(made), on="SK_ID_PREV")
    assert (rows["MONTHS_BALANCE"] * MONTH >= rows["DAYS_DECISION"] - MONTH).all()
    ended = rows.filter(pl.col("DAYS_LAST_DUE") < NEVER)
    assert (ended["MONTHS_BALANCE"] * MONTH <= ended["DAYS_LAST_DUE"] + 2 * MONTH).all()


def test_card_months_begin_after_the_card_was_granted(made: Made):
    rows = made["credit_card_balance"].join(lives(made), on="SK_ID_PREV")
    assert (rows["MONTHS_BALANCE"] * MONTH >= rows["DAYS_DECISION"] - MONTH).all()


def test_instalments_follow_their_loan_s_annuity_and_dates(made: Made):
    rows = made["installments_payments"].join(lives(made), on="SK_ID_PREV")
    regular = rows.filter((pl.col("CNT_PAYMENT") > 0) & (pl.col("NUM_INSTALMENT_VERSION") == 1))
    assert (regular["DAYS_INSTALMENT"] > regular["DAYS_DECISION"]).all()
    same = (regular["AMT_INSTALMENT"] - regular["AMT_ANNUITY"]).abs() < 0.05
    assert same.mean() > 0.85
    assert (regular["NUM_INSTALMENT_NUMBER"] <= regular["CNT_PAYMENT"]).all()


def test_only_granted_loans_have_monthly_rows_and_instalments(made: Made):
    refused = made["previous_application"].filter(pl.col("NAME_CONTRACT_STATUS") != "Approved")
    for name in ("POS_CASH_balance", "installments_payments", "credit_card_balance"):
        assert not made[name]["SK_ID_PREV"].is_in(refused["SK_ID_PREV"].implode()).any()


def test_days_past_due_show_where_an_instalment_was_late(made: Made):
    paid = made["installments_payments"]
    late = paid.group_by("SK_ID_PREV").agg(
        late=(pl.col("DAYS_ENTRY_PAYMENT") - pl.col("DAYS_INSTALMENT")).max()
    )
    rows = made["POS_CASH_balance"].group_by("SK_ID_PREV").agg(pl.col("SK_DPD_DEF").max())
    due = rows.join(late, on="SK_ID_PREV").filter(pl.col("SK_DPD_DEF") > 0)
    assert (due["late"] > 0).mean() > 0.9


def test_monthly_states_agree_with_their_credit(made: Made):
    rows = made["bureau_balance"].join(made["bureau"], on="SK_ID_BUREAU")
    assert (rows["MONTHS_BALANCE"] * MONTH >= rows["DAYS_CREDIT"] - 2 * MONTH).all()
    closed = rows.filter(pl.col("STATUS") == "C")
    assert (closed["CREDIT_ACTIVE"] != "Active").all()
    end = closed.filter(pl.col("CREDIT_ACTIVE") == "Closed")
    assert (end["MONTHS_BALANCE"] * MONTH > end["DAYS_ENDDATE_FACT"] - MONTH).all()


def test_stress_shows_in_every_history(made: Made):
    """Clients who ended in difficulties were late more often, and owed more, before."""
    target = made[APPLICATION].select("SK_ID_CURR", "TARGET").drop_nulls()
    readings = {
        "installments_payments": (pl.col("DAYS_ENTRY_PAYMENT") > pl.col("DAYS_INSTALMENT")).mean(),
        "POS_CASH_balance": (pl.col("SK_DPD") > 0).mean(),
        "previous_application": (pl.col("NAME_CONTRACT_STATUS") == "Refused").mean(),
        "credit_card_balance": pl.col("AMT_BALANCE").mean(),
        "bureau": (pl.col("AMT_CREDIT_MAX_OVERDUE") > 0).sum(),
    }
    for table, reading in readings.items():
        per_client = made[table].group_by("SK_ID_CURR").agg(reading=reading)
        means = per_client.join(target, on="SK_ID_CURR").group_by("TARGET").agg(
            pl.col("reading").mean()
        ).sort("TARGET")["reading"]  # fmt: skip
        assert means[1] > means[0], table


def test_cards_never_draw_less_than_nothing(made: Made):
    card = made["credit_card_balance"]
    parts = card.select(pl.sum_horizontal("AMT_DRAWINGS_ATM_CURRENT", "AMT_DRAWINGS_POS_CURRENT",
                                          "AMT_DRAWINGS_OTHER_CURRENT")).to_series()  # fmt: skip
    assert np.allclose(parts, card["AMT_DRAWINGS_CURRENT"], atol=0.01)
