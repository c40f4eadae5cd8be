"""A new application as far as it is entered: kept while the session lasts, sent once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import streamlit as st
from pydantic import JsonValue

from clairscore.dashboard.parts.kept import kept

Step = Literal["who", "notice", "facts", "credits", "check", "done"]
Value = str | int | float | None
Row = Mapping[str, Value]
NAME = "apply-draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was entered: a known client, or facts and credits, or a whole credit file."""

    step: Step = "who"
    client: int | None = None
    new: bool = False
    notice: str | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)
    credits: tuple[Row, ...] = ()
    file: Mapping[str, JsonValue] | None = None
    application: str | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of this draft in their order; a known client's file is there already."""
        if not self.new:
            return ("who", "notice", "check")
        return ("who", "notice", "facts", "credits", "check")

    def after(self, step: Step) -> Step:
        """The step that follows."""
        steps = self.steps
        return steps[steps.index(step) + 1] if step != steps[-1] else "done"

    def before(self, step: Step) -> Step:
        """The step that comes before; the first one stays."""
        steps = self.steps
        return steps[max(steps.index(step) - 1, 0)]

    @property
    def credit_file(self) -> Mapping[str, JsonValue] | None:
        """The file that is sent for a new client; None for one who is known."""
        if not self.new:
            return None
        if self.file is not None:
            return self.file
        known = {name: value for name, value in self.facts.items() if value is not None}
        rows: list[JsonValue] = [
            {"SK_ID_BUREAU": at, **{name: v for name, v in row.items() if v is not None}}
            for at, row in enumerate(self.credits, 1)
        ]
        return {"application": dict(known), "bureau": rows}

    @property
    def print_(self) -> str:
        """Tells this draft from another one: the same one is never sent twice."""
        sent = {"client": self.client, "file": self.credit_file, "notice": self.notice}
        return hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()[:24]


def draft() -> Draft:
    """The draft of this session."""
    return kept(NAME, Draft())


def put(now: Draft) -> None:
    """Keep the draft as it is now."""
    st.session_state[NAME] = now


def go(step: Step) -> None:
    """Turn to a step, what was entered kept."""
    put(replace(draft(), step=step))


def start_again() -> None:
    """An empty draft."""
    for name in [str(each) for each in st.session_state if str(each).startswith("apply-")]:
        del st.session_state[name]
