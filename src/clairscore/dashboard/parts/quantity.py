"""A number to edit: a box and a slider for the same value, its unit, its bounds, where it began."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from clairscore.dashboard.parts.kept import keep, kept
from clairscore.dashboard.parts.muted import muted
from clairscore.i18n import Lang, t


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is edited: `near` are the slider's ends, `least` and `most` the box's.

    `told` writes a value with its unit; `name` is unique on the screen.
    """

    name: str
    label: str
    first: float
    least: float
    most: float
    near: tuple[float, float]
    step: float
    told: Callable[[float], str]
    hint: str | None = None

    @property
    def whole(self) -> bool:
        """Whether cents are never meant."""
        return float(self.first).is_integer() and float(self.step).is_integer()


def quantity(asked: Quantity, lang: Lang) -> float:
    """The value as it is edited now; box, slider and reset agree."""
    value = kept(asked.name, asked.first)
    box, slider = f"{asked.name}-box", f"{asked.name}-slider"
    low, high = asked.near
    # set before the widgets are made: both then show what is kept
    st.session_state[box] = min(max(value, asked.least), asked.most)
    st.session_state[slider] = min(max(value, low), high)
    left, middle, right = st.columns([3, 3, 2], vertical_alignment="bottom")
    with left:
        st.number_input(
            asked.label,
            min_value=asked.least,
            max_value=asked.most,
            step=asked.step,
            format="%.0f" if asked.whole else "%.2f",
            key=box,
            on_change=_copy,
            args=(box, asked.name),
            help=asked.hint,
        )
    with middle:
        st.slider(
            t("quantity.slider", lang, label=asked.label),
            min_value=low,
            max_value=high,
            step=asked.step,
            format=" ",
            key=slider,
            on_change=_copy,
            args=(slider, asked.name),
        )
    with right:
        st.button(
            t("quantity.reset", lang, value=asked.told(asked.first)),
            key=f"{asked.name}-reset",
            disabled=value == asked.first,
            on_click=keep,
            args=(asked.name, asked.first),
            help=t("quantity.reset_help", lang, label=asked.label),
        )
    muted(_told(asked, value, lang))
    return value


def _copy(widget: str, name: str) -> None:
    keep(name, st.session_state[widget])


def _told(asked: Quantity, value: float, lang: Lang) -> str:
    """The value as it is read in the language, with its bounds; number boxes know one spelling."""
    return t(
        "quantity.told",
        lang,
        value=asked.told(value),
        first=asked.told(asked.first),
        least=asked.told(asked.least),
        most=asked.told(asked.most),
    )
