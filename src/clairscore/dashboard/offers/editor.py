"""The offer to edit: amount, term, rate and down payment, each beside what was asked for."""

from __future__ import annotations

from collections.abc import Mapping

from clairscore.client.records import EditableOffer, ShownBounds
from clairscore.dashboard.offers.trial import Trial, Value, trial_of
from clairscore.dashboard.parts.kept import keep
from clairscore.dashboard.parts.muted import muted
from clairscore.dashboard.parts.quantity import Quantity, quantity
from clairscore.i18n import Lang, money, number, percent, t

AROUND = (0.4, 1.6)
"""Ends of the sliders, relative to the offer as it stands."""
FINEST = 0.01
"""Steps of the rate of one instalment, in percent."""
PARTS = ("amount", "term", "rate", "down_payment")


def editor(
    shown: EditableOffer, prefix: str, corrections: Mapping[str, Value], lang: Lang
) -> Trial:
    """The widgets; what they hold now, with the corrections."""
    amount = quantity(_amount(shown, prefix, lang), lang)
    term = rate = None
    down = 0.0
    if shown.term is not None and shown.offer.term is not None:
        term = quantity(_term(shown.term, shown.offer.term, prefix, lang), lang)
    if shown.down_payment is not None:
        down = quantity(_down(shown, shown.down_payment, prefix, lang), lang)
    if shown.rate_editable and shown.offer.rate is not None and term is not None:
        rate = quantity(_rate(shown.offer.rate, prefix, lang), lang)
    if shown.term is None:
        muted(t("simulate.limit_only", lang))
    return trial_of(
        shown, amount=amount, term=term, rate=rate, down_payment=down, corrections=corrections
    )


def fill(shown: EditableOffer, prefix: str, part: str, value: float) -> None:
    """Put a suggested value into the editor, everything else as it stands."""
    for each in PARTS:
        keep(f"{prefix}{each}", _first(shown, each))
    keep(f"{prefix}{part}", value)


def _first(shown: EditableOffer, part: str) -> float:
    offer = shown.offer
    rate = None if offer.rate is None else 100 * offer.rate
    found = {"amount": offer.amount, "term": offer.term, "rate": rate, "down_payment": 0.0}
    return float(found[part] or 0.0)


def _amount(shown: EditableOffer, prefix: str, lang: Lang) -> Quantity:
    own, bounds = shown.offer.amount, shown.amount
    closed = shown.term is None
    return Quantity(
        name=f"{prefix}amount",
        label=t("simulate.limit" if closed else "simulate.amount", lang),
        first=own,
        least=bounds.least,
        most=bounds.most,
        near=_near(own, bounds),
        step=shown.step,
        told=lambda value: money(value, lang, shown.currency),
    )


def _term(bounds: ShownBounds, own: int, prefix: str, lang: Lang) -> Quantity:
    least, most = min(bounds.least, own), max(bounds.most, own)
    return Quantity(
        name=f"{prefix}term",
        label=t("simulate.term", lang),
        first=float(own),
        least=least,
        most=most,
        near=(least, most),
        step=1.0,
        told=lambda value: t("simulate.terms", lang, count=number(value, lang)),
        hint=t("simulate.term_help", lang),
    )


def _down(shown: EditableOffer, bounds: ShownBounds, prefix: str, lang: Lang) -> Quantity:
    return Quantity(
        name=f"{prefix}down_payment",
        label=t("simulate.down_payment", lang),
        first=0.0,
        least=bounds.least,
        most=bounds.most,
        near=(0.0, bounds.most),
        step=shown.step,
        told=lambda value: money(value, lang, shown.currency),
        hint=t("simulate.down_payment_help", lang),
    )


def _rate(own: float, prefix: str, lang: Lang) -> Quantity:
    return Quantity(
        name=f"{prefix}rate",
        label=t("simulate.rate", lang),
        first=100 * own,
        least=0.0,
        most=max(20.0, 100 * own),
        near=(0.0, max(5.0, 200 * own)),
        step=FINEST,
        told=lambda value: percent(value / 100, lang, 2),
        hint=t("simulate.rate_help", lang),
    )


def _near(own: float, bounds: ShownBounds) -> tuple[float, float]:
    low, high = max(bounds.least, AROUND[0] * own), min(bounds.most, AROUND[1] * own)
    return min(low, own), max(high, own)
