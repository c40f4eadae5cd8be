"""The offer editor: another amount, term or down payment, corrected facts, and what follows."""

from __future__ import annotations

from html import escape

import streamlit as st

from clairscore.client.records import EditableOffer, ShownRecourse, Whole
from clairscore.dashboard.offers.corrections import corrections
from clairscore.dashboard.offers.editor import editor, fill
from clairscore.dashboard.offers.outcome import curve, outcome
from clairscore.dashboard.offers.trial import Trial
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.heading import heading
from clairscore.dashboard.parts.kept import forget, keep
from clairscore.dashboard.parts.muted import muted
from clairscore.dashboard.parts.problem import notice, wait_text
from clairscore.dashboard.places import address
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused
from clairscore.i18n import number, t

PART_OF = {"smaller_amount": "amount", "down_payment": "down_payment", "longer_term": "term"}


def show(visit: Visit) -> None:
    """Show the editor of the application that the address names."""
    lang, name = visit.lang, visit.asked.get("application", "")
    if not name:
        heading(t("simulate.title_none", lang))
        empty(t("simulate.none", lang))
        return
    whole = visit.client.show_application(name).value
    shown = visit.client.show_offer(name)
    prefix = f"simulate-{name}-"
    heading(t("simulate.title", lang, client=str(whole.application.client)))
    _introduction(visit, whole, shown)
    _suggestions(visit, name, shown, prefix)
    st.header(t("simulate.edit", lang), anchor=False)
    facts = visit.client.facts(whole.application.client)
    tried = editor(shown, prefix, corrections(facts, prefix, lang), lang)
    _buttons(visit, name, whole, tried, prefix)
    _results(visit, shown, tried, prefix)
    _curves(visit, name, shown, tried, prefix)


def _introduction(visit: Visit, whole: Whole, shown: EditableOffer) -> None:
    lang = visit.lang
    back = escape(address("client", number=whole.application.client))
    words = escape(t("simulate.back", lang, client=str(whole.application.client)))
    st.html(f'<p><a href="{back}" target="_self">{words}</a></p>')
    st.info(t("simulate.notice", lang, label=shown.label))


def _buttons(visit: Visit, name: str, whole: Whole, tried: Trial, prefix: str) -> None:
    left, right = st.columns([1, 3])
    with left:
        sent = st.button(t("simulate.run", visit.lang), type="primary", key=f"{prefix}run")
    with right:
        st.button(
            t("simulate.reset_all", visit.lang),
            key=f"{prefix}reset-all",
            on_click=forget,
            args=(prefix,),
        )
    if sent or st.session_state.pop(f"{prefix}asked", False):
        _simulate(visit, name, whole, tried, prefix)


def _simulate(visit: Visit, name: str, whole: Whole, tried: Trial, prefix: str) -> None:
    try:
        if whole.proposal is None and f"{prefix}before" not in st.session_state:
            keep(f"{prefix}before", Trial().simulate(visit.client, name).probability)
        keep(f"{prefix}made", (tried, tried.simulate(visit.client, name)))
        if whole.proposal is not None:
            keep(f"{prefix}before", whole.proposal.probability)
    except Refused as error:
        _refused(error, visit)


def _refused(error: Refused, visit: Visit) -> None:
    """A day's limit is explained; everything else in the service's words."""
    if error.status != 429:
        notice(error, visit.lang)
        return
    st.error(t("simulate.too_many", visit.lang, wait=wait_text(error.retry_after, visit.lang)))


def _results(visit: Visit, shown: EditableOffer, tried: Trial, prefix: str) -> None:
    lang = visit.lang
    made = st.session_state.get(f"{prefix}made")
    left = shown.left_today if made is None else min(shown.left_today, made[1].left_today)
    figures = {"left": number(left, lang), "a_day": number(shown.a_day, lang)}
    muted(t("simulate.left", lang, **figures))
    if made is None:
        return
    asked, simulation = made
    if asked != tried:
        st.warning(t("simulate.stale", lang))
    outcome(simulation, st.session_state[f"{prefix}before"], shown.currency, lang)


def _suggestions(visit: Visit, name: str, shown: EditableOffer, prefix: str) -> None:
    """What could change the decision, each one click from the editor."""
    lang, key = visit.lang, f"{prefix}ways-{visit.lang}"
    if key not in st.session_state:
        keep(key, visit.client.recourse(name))
    ways: ShownRecourse = st.session_state[key]
    st.header(t("recourse.title", lang), anchor=False)
    for at, way in enumerate(ways.changes):
        part = PART_OF[way.kind]
        value = {
            "amount": way.offer.amount,
            "down_payment": way.offer.down_payment,
            "term": float(way.offer.term or 0),
        }[part]
        st.write(way.text)
        st.button(
            t("simulate.try_way", lang, number=number(at + 1, lang)),
            key=f"{prefix}way-{way.kind}",
            on_click=_fill_and_ask,
            args=(shown, prefix, part, value),
        )
    muted(ways.text)


def _fill_and_ask(shown: EditableOffer, prefix: str, part: str, value: float) -> None:
    fill(shown, prefix, part, value)
    keep(f"{prefix}asked", True)


def _curves(visit: Visit, name: str, shown: EditableOffer, tried: Trial, prefix: str) -> None:
    lang = visit.lang
    st.header(t("simulate.curve", lang), anchor=False)
    st.write(t("simulate.curve_help", lang, price=number(shown.curve_price, lang)))
    possible = ["amount", "term"] if shown.term and shown.offer.term else ["amount"]
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        along = st.radio(
            t("simulate.along", lang),
            possible,
            format_func=lambda each: t(f"simulate.along_{each}", lang),
            key=f"{prefix}along",
            horizontal=True,
        )
    with right:
        sent = st.button(t("simulate.draw", lang), key=f"{prefix}draw")
    if sent:
        try:
            keep(f"{prefix}curve", (tried, tried.curve(visit.client, name, along)))
        except Refused as error:
            _refused(error, visit)
    drawn = st.session_state.get(f"{prefix}curve")
    if drawn is not None:
        if drawn[0] != tried:
            st.warning(t("simulate.stale_curve", lang))
        curve(drawn[1], lang)
