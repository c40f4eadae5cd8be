"""How long a client's files are kept, and what stands in the way of erasing them earlier.

Where the settings say nothing: a draft 30 days after the last contact; what was refused, withdrawn,
expired or never taken up, 6 months after it; a granted loan, 5 years after its contract ended; who
read what, 12 months. A demonstration file is kept until somebody asks for its erasure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from clairscore.contract import Verdict
from clairscore.decision.lifecycle.states import State
from clairscore.decision.lifecycle.working_days import after_months
from clairscore.settings import Settings

Stage = Literal["demonstration", "draft", "open", "in_review", "ended", "granted"]
ObstacleCode = Literal["legal_hold", "open_review", "open_application", "running_loan", "statutory"]
IN_REVIEW: frozenset[State] = frozenset({"review_requested"})
OPEN: frozenset[State] = frozenset({"proposed", "referred", "awaiting_second"})
NOT_TAKEN = date.min
"""End of a contract that was never signed."""


@dataclass(frozen=True, slots=True)
class Periods:
    """How long what is kept."""

    draft_days: int = 30
    contact_months: int = 6
    contract_years: int = 5
    access_months: int = 12
    answer_days: int = 30

    @classmethod
    def set_by(cls, settings: Settings) -> Periods:
        """Those that the lender has set."""
        return cls(
            draft_days=settings.keep_draft_days,
            contact_months=settings.keep_ended_months,
            contract_years=settings.keep_granted_years,
            access_months=settings.keep_access_months,
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What decides how long one application is kept.

    `verdict` is the decision that holds; `contract_end` None where it is not known.
    """

    application: str
    state: State
    demonstration: bool
    verdict: Verdict | None
    last_contact: date
    contract_end: date | None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why data cannot be erased, and the day from which they can, where one is known."""

    code: ObstacleCode
    possible_from: date | None = None


def stage(kept: Kept) -> Stage:
    """Which of the periods applies."""
    if kept.state in IN_REVIEW:
        return "in_review"
    if kept.demonstration and kept.verdict is None:
        return "demonstration"
    if kept.state == "draft":
        return "draft"
    if kept.state in OPEN:
        return "open"
    granted = kept.verdict == "granted" and kept.contract_end != NOT_TAKEN
    return "granted" if granted and kept.state != "withdrawn" else "ended"


def kept_until(kept: Kept, periods: Periods) -> date | None:
    """The last day of an application's period; None while no end is known."""
    found = stage(kept)
    if found == "draft":
        return kept.last_contact + timedelta(days=periods.draft_days)
    if found == "ended":
        return after_months(kept.last_contact, periods.contact_months)
    if found == "granted" and kept.contract_end is not None:
        return after_months(kept.contract_end, 12 * periods.contract_years)
    return None


def expired(kept: Kept, periods: Periods, today: date) -> bool:
    """Whether the application's period is over."""
    until = kept_until(kept, periods)
    return until is not None and until < today


def obstacle(
    applications: Iterable[Kept], *, held: bool, periods: Periods, today: date
) -> Obstacle | None:
    """What stands in the way of erasing a client now: the one that lasts longest; None: nothing."""
    if held:
        return Obstacle("legal_hold")
    found = [each for kept in applications if (each := _obstacle(kept, periods, today))]
    without_end = [each for each in found if each.possible_from is None]
    if without_end:
        return without_end[0]
    return max(found, key=lambda each: each.possible_from or today, default=None)


def _obstacle(kept: Kept, periods: Periods, today: date) -> Obstacle | None:
    found = stage(kept)
    if found == "in_review":
        return Obstacle("open_review")
    if found in ("draft", "open"):
        return Obstacle("open_application")
    until = kept_until(kept, periods)
    if found != "granted" or (until is not None and until < today):
        return None
    running = kept.contract_end is None or kept.contract_end >= today
    possible = until + timedelta(days=1) if until else None
    return Obstacle("running_loan" if running else "statutory", possible)
