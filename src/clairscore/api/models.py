"""What requests and answers look like: strict in, exact out."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict

MOST_LISTED = 100


class Asked(BaseModel):
    """A request's body: no name beyond those declared, no value of another type, no NaN."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


class Answered(BaseModel):
    """An answer's body."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


def _text(value: object) -> object:
    """The value where it is a text; strictness would refuse the text of a date in a parsed body."""
    if isinstance(value, str):
        return value
    raise ValueError("expected a date as text, YYYY-MM-DD")


Day = Annotated[date, Strict(False), BeforeValidator(_text), Field(examples=["2026-11-20"])]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Words = Annotated[str, Field(min_length=1, max_length=4_000)]
Id = Annotated[str, Field(pattern=r"^[0-9a-f-]{1,40}$")]
"""The name of a record."""
Number = Annotated[int, Field(ge=1, lt=2**63)]
"""A client's number (SK_ID_CURR)."""
