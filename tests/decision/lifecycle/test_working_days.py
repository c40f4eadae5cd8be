"""Which days count, by hand and by property."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.decision.lifecycle.working_days import (
    after_one_month,
    after_working_days,
    easter,
    holidays,
    is_working,
)

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    "sunday", ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2035-03-25"]
)
def test_easter_falls_where_the_calendars_print_it(sunday: str) -> None:
    assert easter(int(sunday[:4])) == date.fromisoformat(sunday)


def test_france_has_eleven_public_holidays() -> None:
    listed = "01-01, 04-06, 05-01, 05-08, 05-14, 05-25, 07-14, 08-15, 11-01, 11-11, 12-25"
    assert ", ".join(f"{day:%m-%d}" for day in sorted(holidays(2026))) == listed


def test_ten_working_days_step_over_weekends_and_holidays() -> None:
    # Thursday 30 April 2026: 1, 8 and 14 May are holidays
    assert after_working_days(date(2026, 4, 30), 10) == date(2026, 5, 19)
    assert after_working_days(date(2026, 11, 20), 10) == date(2026, 12, 4)


@given(DAYS, st.integers(1, 30))
def test_a_delay_ends_on_a_working_day_with_as_many_in_between(start: date, days: int) -> None:
    end = after_working_days(start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert is_working(end)
    assert sum(map(is_working, between)) == days


@given(DAYS)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(start: date) -> None:
    end = after_one_month(start)
    assert 28 <= (end - start).days <= 31
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert after_one_month(date(2027, 1, 31)) == date(2027, 2, 28)
    assert after_one_month(date(2026, 12, 15)) == date(2027, 1, 15)
