"""The life of an application after it came in: who may do what, when, and where that leads. Pure.

A `Case` moves by the functions of `case`, a `Review` by those of `review`; the store keeps what
they give, the routes say who asks. Days are counted in `working_days`.
"""

from clairscore.decision.lifecycle.acquaintance import Acquaintance, acquaintance
from clairscore.decision.lifecycle.case import (
    BY_POLICY,
    Actor,
    ActorRole,
    Case,
    Choice,
    Proposed,
    file_holds_until,
    needs_second,
    proposal_holds_until,
)
from clairscore.decision.lifecycle.grounds import (
    Ground,
    GroundCode,
    grounds_for,
    require_ground,
    require_words,
)
from clairscore.decision.lifecycle.review import Review, ReviewOutcome, ReviewState
from clairscore.decision.lifecycle.states import OPEN, REACHES, State, Step
from clairscore.decision.lifecycle.telling import told
from clairscore.decision.lifecycle.working_days import after_one_month, after_working_days

__all__ = [
    "BY_POLICY",
    "OPEN",
    "REACHES",
    "Acquaintance",
    "Actor",
    "ActorRole",
    "Case",
    "Choice",
    "Ground",
    "GroundCode",
    "Proposed",
    "Review",
    "ReviewOutcome",
    "ReviewState",
    "State",
    "Step",
    "acquaintance",
    "after_one_month",
    "after_working_days",
    "file_holds_until",
    "grounds_for",
    "needs_second",
    "proposal_holds_until",
    "require_ground",
    "require_words",
    "told",
]
