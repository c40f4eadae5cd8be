"""Why a person chooses so: a reason of the closed list, and words."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from clairscore.client.records import AskedGround, KnownGrounds
from clairscore.dashboard.parts.muted import muted
from clairscore.i18n import Lang, t

Outcome = Literal["granted", "refused"]


def ground(known: KnownGrounds, outcome: Outcome, key: str, lang: Lang) -> AskedGround | None:
    """The reason as it is entered; None while its code or its words are missing."""
    offered = known.granted if outcome == "granted" else known.refused
    texts = {each.code: each.text for each in offered}
    code = st.selectbox(
        t("ground.code", lang),
        list(texts),
        index=None,
        format_func=lambda each: texts[each],
        key=f"{key}-code-{outcome}",
        placeholder=t("ground.choose", lang),
    )
    words = st.text_area(t("ground.words", lang), key=f"{key}-words", max_chars=2_000)
    muted(t("ground.help", lang))
    return AskedGround(code=code, words=words.strip()) if code and words.strip() else None
