"""The life of an application in words."""

from __future__ import annotations

from datetime import date

from clairscore.decision.lifecycle.grounds import GroundCode
from clairscore.decision.lifecycle.states import State
from clairscore.errors import Unfit
from clairscore.i18n import Lang, day, listed, t

DATES = ("until",)
CODES = ("expected",)


def told(error: Unfit, lang: Lang) -> str:
    """Why a step cannot be taken and what to do, as one or two sentences."""
    figures = {name: _figure(name, value, lang) for name, value in error.figures.items()}
    return t(f"lifecycle.unfit.{error.code}", lang, **figures)


def state_text(state: State, lang: Lang) -> str:
    """Where an application stands, in few words."""
    return t(f"lifecycle.state.{state}", lang)


def ground_text(code: GroundCode, lang: Lang) -> str:
    """A reason code in words."""
    return t(f"lifecycle.ground.{code}", lang)


def _figure(name: str, value: str, lang: Lang) -> str:
    if name in DATES:
        return day(date.fromisoformat(value), lang)
    if name == "state":
        return t(f"lifecycle.state.{value}", lang)
    if name in CODES:
        return listed([t(f"lifecycle.ground.{code}", lang) for code in value.split(", ")], lang)
    return value
