"""What went wrong, as a sentence, with what to do next and the name under which it is found."""

from __future__ import annotations

from html import escape
from math import ceil
from urllib.parse import urlencode

import streamlit as st

from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.places import sign_in_from
from clairscore.errors import ClairscoreError, Fault, Refused
from clairscore.i18n import Lang, known, number, sentence, t

MINUTE = 60


def problem(error: ClairscoreError, lang: Lang) -> None:
    """A whole screen that says what is wrong: title, sentence, way out, reference."""
    code = code_of(error)
    if known(f"frame.problem.{code}.title", lang):
        heading(t(f"frame.problem.{code}.title", lang))
        st.write(_sentence(error, code, lang))
    else:
        heading(t("frame.problem.other.title", lang))
        st.write(sentence(str(error)))
    _way_out(code, lang)
    _reference(getattr(error, "request_id", None), lang)


def notice(error: ClairscoreError, lang: Lang) -> None:
    """The same inside a screen that goes on beside it."""
    code = code_of(error)
    known_here = known(f"frame.problem.{code}.text", lang)
    st.error(_sentence(error, code, lang) if known_here else sentence(str(error)))
    for wrong in error.errors if isinstance(error, Refused) else ():
        st.write(f"- {wrong.text or wrong.type} ({wrong.at})")
    if code == "unauthenticated":
        _way_out(code, lang)
    _reference(getattr(error, "request_id", None), lang)


def unexpected(name: str, lang: Lang) -> None:
    """A screen that failed by a fault of its own; the log has it under this name."""
    heading(t("frame.problem.fault.title", lang))
    st.write(t("frame.problem.fault.text", lang))
    _way_out("fault", lang)
    _reference(name, lang)


def no_screen(lang: Lang) -> None:
    """A screen that the person's roles do not have."""
    heading(t("frame.problem.forbidden.title", lang))
    st.write(t("frame.problem.forbidden.text", lang))
    _way_out("forbidden", lang)


def code_of(error: ClairscoreError) -> str:
    """The name of the problem in the locales."""
    if isinstance(error, Refused):
        return error.code or "other"
    if not isinstance(error, Fault):
        return "other"
    return "fault" if type(error) is Fault else "unavailable"


def wait_text(seconds: int | None, lang: Lang) -> str:
    """How long to wait: « 40 secondes », « 12 minutes »."""
    if seconds is None:
        return t("frame.wait.moment", lang)
    if seconds < 2 * MINUTE:
        return t("frame.wait.seconds", lang, count=number(seconds, lang))
    return t("frame.wait.minutes", lang, count=number(ceil(seconds / MINUTE), lang))


def _sentence(error: ClairscoreError, code: str, lang: Lang) -> str:
    if code == "too_many" and isinstance(error, Refused):
        return t("frame.problem.too_many.text", lang, wait=wait_text(error.retry_after, lang))
    return t(f"frame.problem.{code}.text", lang)


def _way_out(code: str, lang: Lang) -> None:
    """What to do: sign in again, go back to the list, or try again."""
    if code == "unauthenticated":
        address = escape(sign_in_from(here(), ended=True))
        words = escape(t("frame.problem.sign_in", lang))
        st.html(f'<p><a href="{address}" target="_self">{words}</a></p>')
    elif code in ("forbidden", "not_found", "erased"):
        st.html(f'<p><a href="/">{escape(t("frame.problem.home", lang))}</a></p>')
    else:
        st.button(t("frame.problem.again", lang), key="frame-again")


def here() -> str:
    """The address of the screen that is shown, without the host."""
    path = st.context.url or ""
    path = "/" + path.split("://", 1)[-1].partition("/")[2].partition("?")[0]
    asked = st.query_params.to_dict()
    return f"{path}?{urlencode(asked)}" if asked else path


def _reference(name: str | None, lang: Lang) -> None:
    if name:
        st.caption(t("frame.problem.reference", lang, name=name))
