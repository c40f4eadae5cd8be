"""Evidently's report of two sets of applications, as a page that needs no network."""

import re

import numpy as np
import polars as pl
import pytest

from clairscore.decision.policy import Policy
from clairscore.i18n import LANGUAGES
from clairscore.metrics import Interval
from clairscore.monitoring import evidently_report
from clairscore.monitoring.conclusion import conclusion
from clairscore.monitoring.evidently_report import compared, drift_report


def applications(n, seed, income=160_000.0, scores_missing=0.2):
    rng = np.random.default_rng(seed)
    external = rng.random(n)
    frame = pl.DataFrame(
        {
            "SK_ID_CURR": rng.permutation(np.arange(100_001, 100_001 + n)),
            "NAME_CONTRACT_TYPE": rng.choice(["Cash loans", "Revolving loans"], n, p=[0.9, 0.1]),
            "CODE_GENDER": rng.choice(["F", "M"], n),
            "AMT_INCOME_TOTAL": income * rng.lognormal(0, 0.3, n),
            "DAYS_EMPLOYED": rng.choice([-1_000.0, -2_000.0, 365_243.0], n),
            "EXT_SOURCE_1": np.where(rng.random(n) < scores_missing, np.nan, external),
            "OWN_CAR_AGE": np.full(n, np.nan),
        }
    )
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


EXCLUDED = Policy().excluded_columns


@pytest.fixture(scope="module")
def moved():
    richer = applications(1_500, 2, income=400_000.0, scores_missing=0.6)
    return drift_report(applications(3_000, 1), richer, EXCLUDED)


@pytest.fixture(scope="module")
def still():
    return drift_report(applications(3_000, 1), applications(1_500, 2), EXCLUDED)


def test_the_column_that_moved_is_named_first(moved):
    drift = moved.drift
    assert [column.name for column in drift.drifted] == ["AMT_INCOME_TOTAL"]
    assert drift.columns[0].name == "AMT_INCOME_TOTAL"
    assert drift.share == pytest.approx(1 / len(drift.columns))
    assert (drift.reference, drift.current, drift.sampled) == (3_000, 1_500, (3_000, 1_500))


def test_nothing_drifts_where_nothing_changed(still):
    assert still.drift.drifted == ()


def test_missing_values_are_counted_and_the_word_for_never_is_one(moved):
    by_name = {column.name: column for column in moved.drift.columns}
    assert by_name["EXT_SOURCE_1"].missing_reference == pytest.approx(0.2, abs=0.05)
    assert by_name["EXT_SOURCE_1"].missing_current == pytest.approx(0.6, abs=0.05)
    assert by_name["DAYS_EMPLOYED"].missing_reference == pytest.approx(1 / 3, abs=0.05)


def test_excluded_columns_keys_and_empty_columns_are_not_compared(moved):
    names = {column.name for column in moved.drift.columns}
    assert names == {
        *("NAME_CONTRACT_TYPE", "AMT_INCOME_TOTAL", "DAYS_EMPLOYED", "EXT_SOURCE_1"),
    }
    assert moved.drift.left_out == ("OWN_CAR_AGE",)
    assert not {column.name for column in compared(EXCLUDED)} & {"CODE_GENDER", "TARGET"}


def test_the_page_asks_nothing_of_the_network(moved):
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=.?https?:", moved.html)
    assert not re.findall(r"url\(.?https?:", moved.html)
    assert len(moved.html) < 20_000_000


def test_the_same_applications_in_another_order_give_the_same_bytes(still):
    reference, current = applications(3_000, 1), applications(1_500, 2)
    again = drift_report(reference.reverse(), current.reverse(), EXCLUDED)
    assert again.html == still.html


def test_a_large_side_is_sampled_evenly(monkeypatch):
    monkeypatch.setattr(evidently_report, "MOST_ROWS", 1_000)
    found = drift_report(applications(2_500, 1), applications(1_200, 2))
    assert found.drift.sampled == (1_000, 1_000)
    assert (found.drift.reference, found.drift.current) == (2_500, 1_200)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_conclusion_follows_the_numbers(moved, still, lang):
    apart = Interval(0.9, 0.88, 0.92, "m")
    other = conclusion(moved.drift, apart, ("application_amt_income_total",), lang)
    assert "AMT_INCOME_TOTAL" in other[2]
    assert "EXT_SOURCE_1" in other[3]
    assert {"fr": "0,88", "en": "0.88"}[lang] in other[-3]
    some = conclusion(moved.drift, Interval(0.5, 0.49, 0.51, "m"), (), lang)
    same = conclusion(still.drift, None, (), lang)
    assert len({other[-2], some[-2], same[-2]}) == 3
    assert len({other[-1], some[-1], same[-1]}) == 1
