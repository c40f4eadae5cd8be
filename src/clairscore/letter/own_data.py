"""What is kept of a person, in words, to read and to take along; every row of it is in the JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from clairscore.contract import Event, Loan, ToldFact, Verdict
from clairscore.decision.history_told import event_text, loan_text
from clairscore.decision.telling import Teller
from clairscore.i18n import day, number
from clairscore.letter.addresses import Addresses
from clairscore.letter.content import Content, Item, Part, without_empty
from clairscore.letter.receipt import RequestKind
from clairscore.letter.rights import complaints, contact, correction

COUNTED = ("instalment", "month")
"""Events of which there may be hundreds: they are summed up."""


@dataclass(frozen=True, slots=True)
class Told:
    """A decision that the person knows of."""

    reference: str
    outcome: Verdict
    on: date


@dataclass(frozen=True, slots=True)
class Asked:
    """A request about one's rights, and until when it is answered."""

    kind: RequestKind
    on: date
    due: date


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything that the document tells; `as_of` is day 0 of the newest file."""

    client: int
    as_of: date
    facts: Sequence[ToldFact]
    loans: Sequence[Loan]
    decisions: Sequence[Told]
    requests: Sequence[Asked]


def own_data(own: OwnData, addresses: Addresses, teller: Teller) -> Content:
    """The person's facts by what they serve for, loans, decisions and requests."""
    return Content(
        kind="own_data",
        title=teller.t("letter.own.title"),
        about=(
            teller.t("letter.about.client", client=str(own.client)),
            teller.t("letter.own.as_of", day=day(own.as_of, teller.lang)),
        ),
        lead=(teller.t("letter.own.lead", lender=addresses.lender.name),),
        parts=without_empty(_parts(own, addresses, teller)),
    )


def _parts(own: OwnData, addresses: Addresses, teller: Teller) -> Iterator[Part]:
    for use in ("model", "rules", "unused"):
        yield _facts(own, use, teller)
    yield _loans(own, teller)
    yield Part(
        teller.t("letter.own.decisions.title"),
        before=() if own.decisions else (teller.t("letter.own.decisions.none"),),
        items=tuple(Item(_decision(each, teller)) for each in own.decisions),
    )
    yield Part(
        teller.t("letter.own.requests.title"),
        items=tuple(Item(_request(each, teller)) for each in own.requests),
    )
    yield correction(addresses, teller)
    yield complaints(addresses, teller)
    yield contact(addresses, teller)


def _facts(own: OwnData, use: str, teller: Teller) -> Part:
    """Known facts with their definition; how many are not known is said."""
    serving = [fact for fact in own.facts if fact.use == use]
    known = [fact for fact in serving if fact.raw is not None]
    unknown = len(serving) - len(known)
    told = teller.t("letter.own.facts.unknown", n=number(unknown, teller.lang))
    items = (Item(teller.t("word.fact", description=_label(f), value=f.value)) for f in known)
    return Part(
        teller.t(f"letter.own.facts.{use}"), items=tuple(items), after=(told,) if unknown else ()
    )


def _label(fact: ToldFact) -> str:
    return fact.label[:1].upper() + fact.label[1:]


def _loans(own: OwnData, teller: Teller) -> Part:
    return Part(
        teller.t("letter.own.loans.title"),
        before=() if own.loans else (teller.t("letter.own.loans.none"),),
        items=tuple(_loan(loan, teller) for loan in own.loans),
    )


def _loan(loan: Loan, teller: Teller) -> Item:
    """The loan with its dates, its instalments and months summed up."""
    dated = [event for event in loan.events if event.kind not in COUNTED]
    below = [event_text(loan, event, teller.style) for event in dated]
    return Item(loan_text(loan, teller.style), (*below, *_sums(loan.events, teller)))


def _sums(events: Sequence[Event], teller: Teller) -> Iterator[str]:
    for kind in COUNTED:
        found = [event for event in events if event.kind == kind]
        late = sum((event.days_late or 0) > 0 for event in found)
        if found:
            counts = {"n": number(len(found), teller.lang), "late": number(late, teller.lang)}
            yield teller.t(f"letter.own.loans.{kind}", **counts)


def _decision(told: Told, teller: Teller) -> str:
    on = day(told.on, teller.lang)
    return teller.t(f"letter.own.decisions.{told.outcome}", day=on, reference=told.reference)


def _request(asked: Asked, teller: Teller) -> str:
    on, due = day(asked.on, teller.lang), day(asked.due, teller.lang)
    what = teller.t(f"letter.receipt.{asked.kind}.what")
    return teller.t("letter.own.requests.one", day=on, what=what, due=due)
