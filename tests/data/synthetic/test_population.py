"""Synthetic clients: the same seed gives the same data, and the knobs do what they say."""

import numpy as np
import polars as pl
import pytest

from clairscore.data.schema import APPLICATION, HISTORY_TABLES, TABLES
from clairscore.data.synthetic import DRIFTS, Sample, sample, tables
from clairscore.data.synthetic import population as checked_population
from clairscore.data.synthetic.population import BLOCK, block
from clairscore.errors import BadSetting
from clairscore.metrics import auc

CLIENTS = 20_000
TESTED = 8_000


@pytest.fixture(scope="module")
def made() -> Sample:
    return sample(CLIENTS, seed=7, test_clients=TESTED)


@pytest.fixture(scope="module")
def labelled(made: Sample) -> pl.DataFrame:
    known = made.tables[APPLICATION].filter(pl.col("TARGET").is_not_null())
    return known.select("SK_ID_CURR", "TARGET").join(made.truth, on="SK_ID_CURR")


def test_the_same_seed_gives_the_same_tables():
    one, other = tables(300, seed=5), tables(300, seed=5)
    assert all(one[name].equals(other[name]) for name in TABLES)


def test_another_seed_gives_other_clients():
    one, other = tables(50, seed=5), tables(50, seed=6)
    assert not one[APPLICATION].equals(other[APPLICATION])


def test_a_block_does_not_depend_on_the_blocks_before_it(made: Sample):
    settings = checked_population(CLIENTS, TESTED, seed=7)
    alone = block(settings, settings.tested(), 2)
    clients = alone.truth["SK_ID_CURR"].implode()
    within = made.truth.filter(pl.col("SK_ID_CURR").is_in(clients))
    assert alone.truth.equals(within)
    assert len(within) == BLOCK


def test_the_files_hold_as_many_clients_as_were_asked_for(made: Sample):
    application = made.tables[APPLICATION]
    assert application["TARGET"].null_count() == TESTED
    assert application.height == CLIENTS + TESTED
    assert application["SK_ID_CURR"].is_unique().all()


def test_outcomes_keep_the_default_rate(labelled: pl.DataFrame):
    mean = labelled["TARGET"].mean()
    assert mean == pytest.approx(0.08, abs=4 * np.sqrt(0.08 * 0.92 / CLIENTS))
    assert labelled["probability"].mean() == pytest.approx(0.08, abs=0.004)


@pytest.mark.parametrize("rate", [0.02, 0.25])
def test_the_default_rate_is_a_knob(rate: float):
    expected = sample(8_000, seed=3, default_rate=rate).truth["probability"].mean()
    assert expected == pytest.approx(rate, rel=0.06)


def test_the_true_probability_ranks_as_well_as_declared(labelled: pl.DataFrame):
    # At 300,000 clients 0.82 to 0.84; the standard error is about 0.006 here.
    ranked = auc(labelled["TARGET"].to_numpy(), labelled["probability"].to_numpy())
    assert 0.81 < ranked < 0.85


def test_the_probability_belongs_to_the_log_odds(labelled: pl.DataFrame):
    log_odds = labelled["log_odds"].to_numpy()
    expected = 1 / (1 + np.exp(-log_odds))
    assert labelled["probability"].to_numpy() == pytest.approx(expected)


def test_the_truth_is_in_no_table(made: Sample):
    hidden = {"log_odds", "probability", "ability", "willingness", "shock"}
    assert not any(hidden & set(rows.columns) for rows in made.tables.values())


@pytest.mark.parametrize(
    ("column", "sign"),
    [("EXT_SOURCE_2", -1), ("AMT_INCOME_TOTAL", -1), ("DAYS_BIRTH", 1)],
)
def test_risk_moves_the_honest_way(made: Sample, column: str, sign: int):
    rows = made.tables[APPLICATION].join(made.truth, on="SK_ID_CURR").drop_nulls(column)
    correlation = np.corrcoef(rows[column].rank(), rows["log_odds"])[0, 1]
    assert correlation * sign > 0.02


def test_a_heavier_loan_is_riskier(made: Sample):
    rows = made.tables[APPLICATION].join(made.truth, on="SK_ID_CURR").drop_nulls("AMT_ANNUITY")
    load = (rows["AMT_ANNUITY"] / rows["AMT_INCOME_TOTAL"]).rank()
    assert np.corrcoef(load, rows["log_odds"])[0, 1] > 0.02


def moved(column: str, rows: pl.DataFrame) -> float:
    """Kolmogorov's distance (words: share that would have to move) of test from train."""
    test = rows["TARGET"].is_null()
    one, other = rows.filter(~test)[column], rows.filter(test)[column]
    empties = abs(one.is_null().mean() - other.is_null().mean())
    if rows[column].dtype == pl.String:
        words = rows[column].unique().to_list()
        gaps = [abs((one == word).mean() - (other == word).mean()) for word in words if word]
        return max(empties, sum(gaps) / 2)
    values = np.concatenate((one.drop_nulls(), other.drop_nulls()))
    below = [
        np.searchsorted(np.sort(side.drop_nulls()), values, "right") / len(side.drop_nulls())
        for side in (one, other)
    ]
    return max(empties, float(np.abs(below[0] - below[1]).max()))


CONSEQUENCES = {"AMT_ANNUITY", "FLAG_DOCUMENT_3", "FLAG_DOCUMENT_8"}
"""Columns that follow from those that drift: what the loan costs, and which papers it needs."""


def test_drift_moves_the_declared_columns_and_no_others(made: Sample):
    rows = made.tables[APPLICATION]
    declared = {drift.column for drift in DRIFTS}
    distances = {
        column: moved(column, rows)
        for column in rows.columns
        if column not in {"SK_ID_CURR", "TARGET"}
    }
    assert all(distances[column] > 0.025 for column in declared)
    strays = {
        column: distance
        for column, distance in distances.items()
        if distance > 0.04 and column not in declared | CONSEQUENCES
    }
    assert not strays


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.column)
def test_each_drift_goes_the_way_it_says(made: Sample, drift):
    rows = made.tables[APPLICATION].with_columns(test=pl.col("TARGET").is_null())
    if drift.column == "DAYS_EMPLOYED":
        rows = rows.filter(pl.col("DAYS_EMPLOYED") < 0)
    value = {
        "mean": pl.col(drift.column).cast(pl.Float64, strict=False).mean(),
        "null share": pl.col(drift.column).is_null().mean(),
        "share": (pl.col(drift.column).cast(pl.String) == drift.word).mean(),
    }[drift.statistic]
    train, test = (
        rows.filter(pl.col("test") == side).select(value).item() for side in (False, True)
    )
    assert np.sign(test - train) == drift.direction


def test_without_drift_the_test_population_is_the_same():
    rows = sample(6_000, seed=2, test_clients=6_000, drift=0).tables[APPLICATION]
    apart = {drift.column: moved(drift.column, rows) for drift in DRIFTS}
    assert max(apart.values()) < 0.035


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"clients": 0}, "0 clients asked for"),
        ({"clients": 10, "test_clients": -1}, "-1 test clients"),
        ({"clients": 10, "default_rate": 0.9}, "Default rate 0.9"),
        ({"clients": 10, "drift": -1}, "Drift -1"),
        ({"clients": 10, "seed": -4}, "Seed -4"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(settings, told):
    with pytest.raises(BadSetting, match=told):
        checked_population(**settings)


def test_one_client_is_enough():
    made = tables(1, seed=1)
    assert made[APPLICATION].height == 1
    assert set(made) == {APPLICATION, *HISTORY_TABLES}
