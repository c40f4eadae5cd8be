"""What came of a simulation: before and after on one scale, both offers side by side, the words."""

from __future__ import annotations

from html import escape

import streamlit as st

from clairscore.charts import Step, Turning, before_after, response
from clairscore.client.records import ShownCurve, ShownOffer, ShownSimulation
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.parts.table import Head, table
from clairscore.i18n import Lang, money, number, percent, sentence, t


def outcome(made: ShownSimulation, before: float, currency: str, lang: Lang) -> None:
    """Show the simulation beside the application as it stands."""
    word = sentence(t(f"outcome.{made.outcome}", lang))
    label = escape(t("simulate.result", lang, label=made.label, outcome=word))
    st.html(f'<p class="note" role="status"><span class="{made.outcome}">{label}</span></p>')
    figure(before_after(before, made.probability, made.cut_off, lang), "simulate-scale")
    heads = [Head(t("simulate.column.part", lang))]
    heads += [Head(t(f"simulate.column.{each}", lang), "number") for each in ("before", "after")]
    table(t("simulate.offers", lang), heads, _rows(made, currency, lang))
    with st.expander(t("simulate.words", lang)):
        for section in made.text:
            st.markdown(f"**{section.title}**")
            st.markdown("\n".join(f"- {line}" for line in section.lines))


def curve(found: ShownCurve, lang: Lang) -> None:
    """Show how the answer follows the amount or the term."""
    steps = [
        Step(each.value, each.probability, each.outcome, each.annuity) for each in found.points
    ]
    here = found.here
    drawn = response(
        steps,
        Step(here.value, here.probability, here.outcome, here.annuity),
        [Turning(each.last, each.first, each.before, each.after) for each in found.turns],
        found.cut_off,
        found.along,
        found.currency,
        lang,
    )
    figure(drawn, f"simulate-curve-{found.along}")


def _rows(made: ShownSimulation, currency: str, lang: Lang) -> list[list[str]]:
    pairs = [_parts(each, currency, lang) for each in (made.before, made.offer)]
    names = ["amount", "down_payment", "annuity", "term", "rate", "total_cost"]
    rows = [
        [t(f"simulate.part.{name}", lang), before, after]
        for name, before, after in zip(names, *pairs, strict=True)
    ]
    return [row for row in rows if row[1:] != ["–", "–"]]


def _parts(offer: ShownOffer, currency: str, lang: Lang) -> list[str]:
    def amount(value: float | None) -> str:
        return "–" if value is None else money(value, lang, currency)

    return [
        amount(offer.amount),
        amount(offer.down_payment or None),
        amount(offer.annuity),
        "–" if offer.term is None else number(offer.term, lang),
        "–" if offer.rate is None else percent(offer.rate, lang, 2),
        amount(offer.total_cost),
    ]
