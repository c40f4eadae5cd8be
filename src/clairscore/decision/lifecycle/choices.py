"""What a person may choose now for an application, and what each choice asks of the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clairscore.contract import Verdict
from clairscore.decision.lifecycle.case import Case, needs_second, require_proposal
from clairscore.decision.lifecycle.grounds import GroundCode, grounds_for
from clairscore.decision.policy import Policy

How = Literal["confirm", "study", "revise"]
OUTCOMES: tuple[Verdict, ...] = ("granted", "refused")


@dataclass(frozen=True, slots=True)
class Possible:
    """An outcome that may be chosen: how, whether a second person must agree, on which grounds.

    A confirmation needs no ground, so it has none.
    """

    outcome: Verdict
    how: How
    second_person: bool
    grounds: tuple[GroundCode, ...]


def choices(case: Case, at: datetime, policy: Policy) -> tuple[Possible, ...]:
    """Every outcome that may be chosen at that moment; NotNow says why there is none."""
    proposed = require_proposal(case, at, policy, "decide")
    standing = case.decision.outcome if case.decision else proposed.outcome
    found = []
    for outcome in OUTCOMES:
        how: How = "study" if standing == "referred" else "revise"
        if outcome == standing:
            if case.decision is not None:
                continue
            how = "confirm"
        grounds = () if how == "confirm" else grounds_for(outcome)
        found.append(Possible(outcome, how, needs_second(case, outcome, policy), grounds))
    return tuple(found)
