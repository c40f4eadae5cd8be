"""What changed of a review since a person opened it: shown before anything is sent again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from clairscore.client import Versioned
from clairscore.client.records import ShownReview, WholeReview
from clairscore.dashboard.parts.clock import on
from clairscore.dashboard.parts.kept import keep, kept
from clairscore.dashboard.parts.table import Head, table
from clairscore.dashboard.visit import Visit
from clairscore.i18n import Lang, t

PARTS = ("state", "reviewer", "outcome", "answered")


@dataclass(frozen=True, slots=True)
class Seen:
    """A review as a person first saw it, and the version that a step names."""

    whole: WholeReview
    etag: str | None


def seen(found: Versioned[WholeReview], visit: Visit, who: Callable[[str | None], str]) -> Seen:
    """What the person works on: the version opened first, until the changes are acknowledged."""
    review = found.value.review
    name = f"review-{review.id}-seen"
    first: Seen = kept(name, Seen(found.value, found.etag))
    if first.etag == found.etag:
        return Seen(found.value, found.etag)
    _difference(first.whole.review, review, who, visit.lang)
    now = Seen(found.value, found.etag)
    st.button(t("review.go_on", visit.lang), key=f"{name}-go", on_click=keep, args=(name, now))
    return first


def acknowledge(review: str) -> None:
    """The next look begins with the version that is there then: the step was one's own."""
    st.session_state.pop(f"review-{review}-seen", None)


def _difference(
    before: ShownReview, now: ShownReview, who: Callable[[str | None], str], lang: Lang
) -> None:
    st.warning(t("review.changed_meanwhile", lang))
    heads = [Head(t(f"review.column.{name}", lang)) for name in ("part", "seen", "now")]
    told = [(part, _told(before, part, who, lang), _told(now, part, who, lang)) for part in PARTS]
    rows = [[t(f"review.part.{part}", lang), old, new] for part, old, new in told if old != new]
    table(t("review.differences", lang), heads, rows)


def _told(review: ShownReview, part: str, who: Callable[[str | None], str], lang: Lang) -> str:
    if part == "state":
        return review.state_text
    if part == "reviewer":
        return who(review.reviewer)
    if part == "outcome":
        return t(f"lifecycle.review.{review.outcome}", lang) if review.outcome else "–"
    return on(review.answered, lang) if review.answered else "–"
