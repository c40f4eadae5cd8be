"""The states of an application, and the only steps that lead from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

State = Literal[
    "draft",
    "proposed",
    "referred",
    "awaiting_second",
    "decided",
    "notified",
    "review_requested",
    "upheld",
    "changed",
    "withdrawn",
    "expired",
    "closed",
]
Step = Literal[
    "propose",
    "decide",
    "approve",
    "decline",
    "notify",
    "request_review",
    "correct",
    "conclude",
    "withdraw",
    "expire",
]

AFTER_PROPOSAL: frozenset[State] = frozenset({"proposed", "referred", "decided"})
AFTER_CHOICE: frozenset[State] = frozenset({"decided", "awaiting_second"})
_WITHDRAWN: frozenset[State] = frozenset({"withdrawn"})
_EXPIRED: frozenset[State] = frozenset({"expired"})
_IN_REVIEW: frozenset[State] = frozenset({"review_requested"})

REACHES: Mapping[State, Mapping[Step, frozenset[State]]] = {
    "draft": {"propose": AFTER_PROPOSAL, "withdraw": _WITHDRAWN, "expire": _EXPIRED},
    "proposed": {
        "propose": AFTER_PROPOSAL,
        "decide": AFTER_CHOICE,
        "withdraw": _WITHDRAWN,
        "expire": _EXPIRED,
    },
    "referred": {
        "propose": AFTER_PROPOSAL,
        "decide": AFTER_CHOICE,
        "withdraw": _WITHDRAWN,
        "expire": _EXPIRED,
    },
    "awaiting_second": {
        "propose": AFTER_PROPOSAL,
        "approve": frozenset({"decided"}),
        "decline": AFTER_PROPOSAL,
        "withdraw": _WITHDRAWN,
        "expire": _EXPIRED,
    },
    "decided": {
        "propose": AFTER_PROPOSAL,
        "decide": AFTER_CHOICE,
        "notify": frozenset({"notified"}),
        "withdraw": _WITHDRAWN,
    },
    "notified": {"request_review": _IN_REVIEW, "correct": _IN_REVIEW},
    "review_requested": {"correct": _IN_REVIEW, "conclude": frozenset({"upheld", "changed"})},
    "upheld": {},
    "changed": {},
    "withdrawn": {},
    "expired": {},
    "closed": {},
}
"""From each state, what may be done and where that leads; closed files were loaded as such."""

OPEN: frozenset[State] = frozenset({"draft", "proposed", "referred", "awaiting_second", "decided"})
"""While a file is here, a second application for the same product is refused."""
TOLD: frozenset[State] = frozenset({"notified", "review_requested", "upheld", "changed"})
"""States in which the applicant knows the decision."""
EXPIRING: frozenset[State] = frozenset(
    state for state, steps in REACHES.items() if "expire" in steps
)
"""States that a file leaves by itself once it is too old; a decision waits to be notified."""
