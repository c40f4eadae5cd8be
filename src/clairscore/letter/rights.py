"""The parts that many letters share: correction, advice on debt, complaints, contact."""

from __future__ import annotations

from clairscore.decision.telling import Teller
from clairscore.letter.addresses import Addresses
from clairscore.letter.content import Item, Part


def correction(addresses: Addresses, teller: Teller) -> Part:
    """How to see and correct what is held about oneself."""
    told = teller.t("letter.correction.text", contact=addresses.data_protection.told)
    return Part(teller.t("letter.correction.title"), before=(told,), kind="correction")


def advice(addresses: Addresses, teller: Teller, *, prominent: bool) -> Part:
    """Free advice on debt, in a frame where debts weigh most."""
    return Part(
        teller.t("letter.advice.title"),
        before=(teller.t("letter.advice.text"),),
        items=tuple(Item(each.told) for each in addresses.debt_advice),
        prominent=prominent,
        kind="advice",
    )


def complaints(addresses: Addresses, teller: Teller) -> Part:
    """To whom one complains: the lender, the mediator, the authority."""
    told = {
        "service": addresses.complaints,
        "mediator": addresses.mediator,
        "authority": addresses.authority,
    }
    items = (
        Item(teller.t(f"letter.complaints.{name}", contact=each.told))
        for name, each in told.items()
    )
    return Part(teller.t("letter.complaints.title"), items=tuple(items), kind="complaints")


def contact(addresses: Addresses, teller: Teller) -> Part:
    """Whom to ask."""
    told = teller.t("letter.contact.text", contact=addresses.lender.told)
    return Part(teller.t("letter.contact.title"), before=(told,), kind="contact")
