"""Days that count: working days between French public holidays, and calendar months.

A working day is Monday to Friday, except the eleven public holidays of metropolitan France
(Code du travail, L. 3133-1); the two more of Alsace-Moselle are not left out. Days are those of
UTC, so that near midnight in Paris a delay ends a day earlier for the lender, never later for the
client. A month is counted from day to day and is not prolonged to a working day.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day, Whit Monday: days after Easter Sunday."""
SATURDAY = 5


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (Meeus, Jones and Butcher, 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The public holidays of metropolitan France in a year."""
    sunday = easter(year)
    return frozenset(
        [date(year, month, day) for month, day in FIXED]
        + [sunday + timedelta(days=days) for days in AFTER_EASTER]
    )


def is_working(day: date) -> bool:
    """Whether banks work on that day."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def after_working_days(start: date, days: int) -> date:
    """The last of that many working days, the first being the one after `start`."""
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while not is_working(day):
            day += timedelta(days=1)
    return day


def after_one_month(start: date) -> date:
    """The same day of the next month, or its last where it has no such day (GDPR 12(3))."""
    return after_months(start, 1)


def after_months(start: date, months: int) -> date:
    """The same day that many months later, or the month's last where it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
