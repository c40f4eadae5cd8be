"""Pages of a list: the service cuts it, links lead on and back to the beginning."""

from __future__ import annotations

from html import escape

import streamlit as st

from clairscore.dashboard.places import address
from clairscore.dashboard.visit import Visit
from clairscore.i18n import Lang, t


def cursor_of(visit: Visit) -> dict[str, str]:
    """The place in a list that the address asks for; empty at its beginning."""
    return {"cursor": visit.asked["cursor"]} if "cursor" in visit.asked else {}


def onward(screen: str, asked: dict[str, str], following: str | None, lang: Lang) -> None:
    """Links to the next entries and to the first ones."""
    links = []
    if "cursor" in asked:
        first = {name: value for name, value in asked.items() if name != "cursor"}
        links.append(_link(address(screen, **first), t("listing.first", lang)))
    if following:
        links.append(
            _link(address(screen, **{**asked, "cursor": following}), t("listing.next", lang))
        )
    if links:
        st.html(f"<p>{' · '.join(links)}</p>")


def _link(href: str, words: str) -> str:
    return f'<a href="{escape(href)}" target="_self">{escape(words)}</a>'
