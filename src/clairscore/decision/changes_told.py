"""What could change a decision, in words: each change with what it would cost or save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from clairscore.contract import Offer, Outcome, Recourse
from clairscore.decision.telling import Line, Section
from clairscore.decision.units import Style
from clairscore.i18n import Lang, money, number, t


def changes(
    ways: Sequence[Recourse], before: Offer, style: Style, outcome: Outcome = "refused"
) -> Section:
    """The changes that would have the loan granted, or that none is realistic, or needed."""
    lang = style.lang
    if not ways:
        lines: tuple[Line, ...] = (Line(nothing(outcome, lang)),)
    else:
        told = (Line(change_text(way, before, style)) for way in ways)
        lines = (*told, Line(t("recourse.verified", lang), tone="muted"))
    return Section(t("recourse.title", lang), lines)


def nothing(outcome: Outcome, lang: Lang) -> str:
    """Why there is no change to tell of an offer with that proposal."""
    return t("recourse.granted" if outcome == "granted" else "recourse.none", lang)


def changes_record(
    before: Offer, outcome: Outcome, ways: Sequence[Recourse], style: Style
) -> dict[str, object]:
    """What could change the decision as plain JSON values."""
    return {
        "outcome": outcome,
        "offer": asdict(before),
        "changes": [
            {
                "kind": way.kind,
                "change": way.change,
                "share": way.share,
                "extra_cost": way.extra_cost,
                "offer": asdict(way.offer),
                "probability": way.proposal.probability,
                "text": change_text(way, before, style),
            }
            for way in ways
        ],
        "text": [line.text for line in changes(ways, before, style, outcome).lines],
    }


def change_text(way: Recourse, before: Offer, style: Style) -> str:
    """One change, with the instalment that follows and what it costs more or less in all."""
    told = [_change(way, before, style), _instalment(way.offer, style), _cost(way, style)]
    return " ".join(text for text in told if text)


def _change(way: Recourse, before: Offer, style: Style) -> str:
    lang, currency = style.lang, style.currency
    if way.kind == "longer_term":
        terms = (number(offer.term or 0, lang) for offer in (way.offer, before))
        return t("recourse.longer_term", lang, **dict(zip(("term", "before"), terms, strict=True)))
    amount = money(way.offer.amount, lang, currency)
    if way.kind == "down_payment":
        return t(
            "recourse.down_payment", lang, paid=money(way.change, lang, currency), amount=amount
        )
    asked = money(before.amount, lang, currency)
    return t("recourse.smaller_amount", lang, amount=amount, before=asked)


def _instalment(offer: Offer, style: Style) -> str:
    if offer.annuity is None:
        return ""
    told = money(offer.annuity, style.lang, style.currency)
    return t("recourse.instalment", style.lang, instalment=told)


def _cost(way: Recourse, style: Style) -> str:
    """What the loan costs more over its whole term; nothing is said of a cost that falls."""
    if way.extra_cost is None or way.extra_cost <= 0:
        return ""
    extra = money(way.extra_cost, style.lang, style.currency)
    return t("recourse.extra_cost", style.lang, extra=extra)
