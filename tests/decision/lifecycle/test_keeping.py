"""How long files are kept, and what stands in the way of erasing them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.decision.lifecycle.keeping import (
    NOT_TAKEN,
    Kept,
    Obstacle,
    Periods,
    expired,
    kept_until,
    obstacle,
    stage,
)
from clairscore.decision.lifecycle.states import State
from clairscore.decision.lifecycle.working_days import after_months, after_one_month
from clairscore.errors import BadSetting
from clairscore.settings import Settings, load_settings

PERIODS = Periods()
DAY = date(2026, 3, 31)
REFUSED = Kept("a", "notified", False, "refused", DAY, None)
GRANTED = replace(REFUSED, verdict="granted", contract_end=date(2030, 6, 30))

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
files = st.builds(
    Kept,
    application=st.just("a"),
    state=st.sampled_from(get_args(State)),
    demonstration=st.booleans(),
    verdict=st.sampled_from([None, "granted", "refused"]),
    last_contact=days,
    contract_end=st.none() | st.just(NOT_TAKEN) | days,
)


@pytest.mark.parametrize(
    ("kept", "until"),
    [
        (replace(REFUSED, state="draft", verdict=None), date(2026, 4, 30)),
        (REFUSED, date(2026, 9, 30)),
        (replace(REFUSED, state="withdrawn", verdict=None), date(2026, 9, 30)),
        (replace(REFUSED, state="expired", verdict=None), date(2026, 9, 30)),
        (GRANTED, date(2035, 6, 30)),
        (replace(GRANTED, contract_end=None), None),
        (replace(GRANTED, contract_end=NOT_TAKEN), date(2026, 9, 30)),
        (replace(GRANTED, state="withdrawn"), date(2026, 9, 30)),
        (replace(REFUSED, state="review_requested"), None),
        (replace(REFUSED, state="proposed", verdict=None), None),
        (replace(REFUSED, state="closed", demonstration=True, verdict=None), None),
    ],
)
def test_each_file_is_kept_for_its_period(kept: Kept, until: date | None) -> None:
    assert kept_until(kept, PERIODS) == until
    if until is not None:
        assert not expired(kept, PERIODS, until)
        assert expired(kept, PERIODS, until + timedelta(days=1))


@pytest.mark.parametrize(
    ("kept", "held", "expected"),
    [
        (REFUSED, True, Obstacle("legal_hold")),
        (REFUSED, False, None),
        (replace(REFUSED, state="review_requested"), False, Obstacle("open_review")),
        (replace(REFUSED, state="referred", verdict=None), False, Obstacle("open_application")),
        (replace(GRANTED, contract_end=None), False, Obstacle("running_loan")),
        (GRANTED, False, Obstacle("running_loan", date(2035, 7, 1))),
        (
            replace(GRANTED, contract_end=date(2024, 1, 1)),
            False,
            Obstacle("statutory", date(2029, 1, 2)),
        ),
        (replace(GRANTED, contract_end=date(2020, 1, 1)), False, None),
        (replace(GRANTED, contract_end=NOT_TAKEN), False, None),
        (replace(REFUSED, state="draft", demonstration=True, verdict=None), False, None),
    ],
)
def test_what_stands_in_the_way_is_named_with_its_end(
    kept: Kept, held: bool, expected: Obstacle | None
) -> None:
    assert obstacle([kept], held=held, periods=PERIODS, today=DAY) == expected


def test_of_several_the_one_that_lasts_longest_is_told() -> None:
    sooner = replace(GRANTED, contract_end=date(2027, 1, 1))
    found = obstacle([sooner, GRANTED], held=False, periods=PERIODS, today=DAY)
    assert found == Obstacle("running_loan", date(2035, 7, 1))
    review = replace(REFUSED, state="review_requested")
    assert obstacle([GRANTED, review], held=False, periods=PERIODS, today=DAY) == Obstacle(
        "open_review"
    )
    assert obstacle([], held=False, periods=PERIODS, today=DAY) is None


@given(st.lists(files, max_size=4), days)
def test_an_obstacle_with_a_day_is_gone_on_that_day_and_not_before(
    kept: list[Kept], today: date
) -> None:
    found = obstacle(kept, held=False, periods=PERIODS, today=today)
    if found is not None and found.possible_from is not None:
        assert found.possible_from > today
        on = found.possible_from
        assert obstacle(kept, held=False, periods=PERIODS, today=on) is None
        before = on - timedelta(days=1)
        assert obstacle(kept, held=False, periods=PERIODS, today=before) is not None


@given(files, days)
def test_nothing_goes_by_itself_that_could_not_be_erased(kept: Kept, today: date) -> None:
    if expired(kept, PERIODS, today) and stage(kept) != "draft":
        assert obstacle([kept], held=False, periods=PERIODS, today=today) is None


@given(days, st.integers(-40, 60))
def test_months_end_on_the_same_day_or_the_months_last(start: date, months: int) -> None:
    end = after_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1
    assert after_months(start, 1) == after_one_month(start)


def test_the_periods_are_those_that_the_lender_has_set() -> None:
    assert Periods.set_by(Settings()) == Periods()
    theirs = load_settings(
        {"CLAIRSCORE_KEEP_ENDED_MONTHS": "9", "CLAIRSCORE_KEEP_DRAFT_DAYS": "10"}
    )
    assert Periods.set_by(theirs) == Periods(draft_days=10, contact_months=9)


def test_an_access_log_shorter_than_the_law_asks_is_refused() -> None:
    with pytest.raises(BadSetting, match="CLAIRSCORE_KEEP_ACCESS_MONTHS"):
        load_settings({"CLAIRSCORE_KEEP_ACCESS_MONTHS": "3"})
