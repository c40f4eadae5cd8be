"""The letter that tells a decision: refusal, agreement in principle, or study by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clairscore.decision import narrative
from clairscore.decision.changes_told import changes
from clairscore.decision.lifecycle.case import review_until
from clairscore.decision.lifecycle.telling import ground_text
from clairscore.decision.policy import Policy
from clairscore.decision.sentences import risk_sentence
from clairscore.decision.telling import Teller
from clairscore.i18n import day, money, number, sentence
from clairscore.letter.addresses import Addresses
from clairscore.letter.consulted import consulted
from clairscore.letter.content import Content, Item, Part, items_of, without_empty
from clairscore.letter.decided import Decided
from clairscore.letter.rights import advice, complaints, contact, correction


@dataclass(frozen=True)
class Writer:
    """In which language and for which lender; `policy` says who may decide what, and the delays."""

    teller: Teller
    addresses: Addresses
    policy: Policy

    def t(self, key: str, **values: str | int) -> str:
        return self.teller.t(f"letter.{key}", **values)

    def day(self, value: date) -> str:
        return day(value, self.teller.lang)

    def money(self, value: float) -> str:
        return money(value, self.teller.lang, self.teller.style.currency)


def decision_letter(decided: Decided, writer: Writer) -> Content:
    """The letter for the decision, its parts in the order in which a lender must tell them."""
    parts = {"refused": _refusal, "granted": _agreement, "referred": _studied}[decided.outcome]
    return Content(
        kind=decided.outcome,
        title=writer.t(f"{decided.outcome}.title"),
        about=(
            writer.t("about.reference", reference=decided.reference),
            writer.t("about.client", client=str(decided.client)),
        ),
        lead=tuple(_lead(decided, writer)),
        parts=without_empty(parts(decided, writer)),
    )


def _refusal(decided: Decided, writer: Writer) -> Iterator[Part]:
    yield _automated(decided, writer)
    yield from _reasons(decided, writer)
    yield consulted(decided, writer.teller)
    yield _changes(decided, writer)
    yield correction(writer.addresses, writer.teller)
    yield rights(decided, writer)
    yield advice(writer.addresses, writer.teller, prominent=decided.indebted)
    yield complaints(writer.addresses, writer.teller)
    yield contact(writer.addresses, writer.teller)


def _agreement(decided: Decided, writer: Writer) -> Iterator[Part]:
    yield _conditions(decided, writer)
    yield _automated(decided, writer)
    yield consulted(decided, writer.teller)
    yield correction(writer.addresses, writer.teller)
    yield rights(decided, writer)
    yield complaints(writer.addresses, writer.teller)
    yield contact(writer.addresses, writer.teller)


def _studied(decided: Decided, writer: Writer) -> Iterator[Part]:
    proposal, teller = decided.record.proposal, writer.teller
    told = (narrative.rules(proposal, teller), narrative.causes(proposal, teller))
    items = tuple(item for section in told for item in items_of(section))
    yield Part(writer.t("referred.why"), items=items, kind="why")
    role = (writer.t("referred.role.text"),)
    yield Part(writer.t("referred.role.title"), before=role, kind="role")
    yield consulted(decided, teller)
    yield correction(writer.addresses, teller)
    yield Part(writer.t("rights.title"), before=(writer.t("referred.view"),), kind="rights")
    yield complaints(writer.addresses, teller)
    yield contact(writer.addresses, teller)


def _lead(decided: Decided, writer: Writer) -> Iterator[str]:
    if decided.review is not None:
        yield writer.t(f"review.{decided.review}", day=writer.day(decided.on))
    key = "lead" if decided.review is None else "again"
    told = {"amount": writer.money(decided.offer.amount)}
    if decided.review is None:
        told["day"] = writer.day(decided.on)
    yield writer.t(f"{decided.outcome}.{key}", **told)
    if decided.outcome == "referred" and decided.answer_by is not None:
        yield writer.t("referred.answer", day=writer.day(decided.answer_by))
    if decided.outcome == "granted":
        yield writer.t("granted.reserve")


def _automated(decided: Decided, writer: Writer) -> Part:
    """That automated processing was used, its role, and what its figure means."""
    proposal, teller = decided.record.proposal, writer.teller
    by_rule = any(rule.effect == "refuse" for rule in proposal.rules)
    told = [writer.t("automated.rule" if by_rule else "automated.score")]
    if not by_rule:
        told.append(risk_sentence(proposal.probability, proposal.cut_off, teller.lang))
    told.append(writer.t("automated.person" if decided.by_person else "automated.alone"))
    if decided.departs:
        told.append(writer.t("automated.departs"))
    if "age" in proposal.causes:
        told.append(writer.t("automated.age"))
    return Part(writer.t("automated.title"), before=tuple(told), kind="automated")


def _reasons(decided: Decided, writer: Writer) -> Iterator[Part]:
    """Why it was refused: a person's reason, rules that apply, then what weighed most."""
    proposal, teller = decided.record.proposal, writer.teller
    items: list[Item] = []
    if decided.ground is not None:
        items.append(Item(f"{sentence(ground_text(decided.ground, teller.lang))}."))
    if not decided.departs:
        items += items_of(narrative.rules(proposal, teller))
    ruled = any(rule.effect == "refuse" for rule in proposal.rules)
    if not decided.departs and not ruled:
        items += items_of(narrative.reasons(proposal.reasons_against, "against", teller))
    beyond = tuple(line.text for line in narrative.beyond(proposal, teller)) if not ruled else ()
    yield Part(writer.t("reasons.title"), items=tuple(items), after=beyond, kind="reasons")


def _changes(decided: Decided, writer: Writer) -> Part:
    """What could change the decision; nothing where it was not sought, or where a person departed
    from the proposal: another offer would not have changed that person's mind."""
    if decided.changes is None or decided.departs:
        return Part("")
    section = changes(decided.changes, decided.offer, writer.teller.style)
    if not decided.changes:
        told = tuple(line.text for line in section.lines)
        return Part(section.title, before=told, kind="changes")
    *ways, verified = items_of(section)
    return Part(section.title, items=tuple(ways), after=(verified.text,), kind="changes")


def _conditions(decided: Decided, writer: Writer) -> Part:
    """What is agreed in principle."""
    offer, lang = decided.offer, writer.teller.lang
    items = [writer.t("granted.amount", amount=writer.money(offer.amount))]
    if offer.annuity is not None:
        items.append(writer.t("granted.instalment", instalment=writer.money(offer.annuity)))
    if offer.term is not None:
        items.append(writer.t("granted.term", term=number(offer.term, lang)))
    until = decided.on + timedelta(days=writer.policy.proposal_days)
    return Part(
        writer.t("granted.conditions"),
        items=tuple(map(Item, items)),
        after=(writer.t("granted.documents", day=writer.day(until)),),
        kind="conditions",
    )


def rights(decided: Decided, writer: Writer) -> Part:
    """Explanation, one's own point of view, review by a person: how, until when, answered when."""
    until = review_until(decided.told, writer.policy)
    days = str(writer.policy.review_working_days)
    items = [writer.t("rights.explanation"), writer.t("rights.view")]
    if decided.review is None:  # a review is asked for once
        items.append(writer.t("rights.review", day=writer.day(until), days=days))
    how = writer.t("rights.how", contact=writer.addresses.lender.told)
    return Part(
        writer.t("rights.title"),
        before=(writer.t("rights.lead"),),
        items=tuple(map(Item, items)),
        after=(how,),
        kind="rights",
    )
