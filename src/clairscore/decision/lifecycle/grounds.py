"""Why a person departs from a proposal: a code of a closed list, and words of one's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from clairscore.contract import Verdict
from clairscore.errors import BadChoice

GroundCode = Literal[
    "income_proved",
    "charges_lower",
    "debt_repaid",
    "security_given",
    "fact_wrong",
    "documents_inconsistent",
    "situation_worse",
    "debt_undeclared",
    "study_favourable",
    "study_unfavourable",
    "other",
]

FOR_GRANTING: tuple[GroundCode, ...] = (
    "income_proved",
    "charges_lower",
    "debt_repaid",
    "security_given",
    "fact_wrong",
    "study_favourable",
    "other",
)
FOR_REFUSING: tuple[GroundCode, ...] = (
    "documents_inconsistent",
    "situation_worse",
    "debt_undeclared",
    "fact_wrong",
    "study_unfavourable",
    "other",
)
LEAST_WORDS, MOST_CHARACTERS = 3, 2_000


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason in one's own name; `words` may tell of a person and stay out of representations."""

    code: GroundCode
    words: str = field(repr=False)


def grounds_for(outcome: Verdict) -> tuple[GroundCode, ...]:
    """The codes with which a person may justify that outcome."""
    return FOR_GRANTING if outcome == "granted" else FOR_REFUSING


def require_ground(ground: Ground | None, outcome: Verdict) -> Ground:
    """The ground; BadChoice where it is absent, speaks for the other outcome, or says nothing."""
    if ground is None:
        raise BadChoice("ground_absent", expected=", ".join(grounds_for(outcome)))
    if ground.code not in grounds_for(outcome):
        raise BadChoice("ground_foreign", expected=", ".join(grounds_for(outcome)))
    require_words(ground.words)
    return ground


def require_words(words: str) -> str:
    """The words, trimmed; BadChoice where there are fewer than three, or too many."""
    if len(words.split()) < LEAST_WORDS or len(words) > MOST_CHARACTERS:
        raise BadChoice("words", least=str(LEAST_WORDS), most=str(MOST_CHARACTERS))
    return words.strip()
