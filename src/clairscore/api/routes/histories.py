"""A client's facts in words, with definitions, and the histories as dated time lines."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.api.openapi import stated
from clairscore.api.reach import Client, require_within_reach
from clairscore.api.roles import Call
from clairscore.api.routes.clients import READERS_AND_SELF
from clairscore.api.routes.tagged import routes_of
from clairscore.contract import (
    CreditFile,
    EventKind,
    FactKind,
    FactUse,
    Loan,
    LoanSource,
    LoanStage,
    ToldFact,
    Value,
)
from clairscore.decision.facts_told import facts_told
from clairscore.decision.history import loans_of, stage_of
from clairscore.decision.history_told import event_text, loan_text
from clairscore.decision.sources import load_sources
from clairscore.decision.units import Style
from clairscore.store.credit_files import StoredFile, latest_file, open_file
from clairscore.store.database import Read

router = routes_of("clients")


class Choice(Answered):
    """A value that a fact may have, and its word."""

    value: Value = Field(examples=["Working"])
    label: str = Field(examples=["emploi"])


class Fact(Answered):
    """One fact of the application, in words."""

    column: str = Field(examples=["AMT_INCOME_TOTAL"])
    theme: str | None = Field(examples=["income"], description="Null: the model does not read it.")
    label: str = Field(examples=["revenus"])
    value: str = Field(examples=["135 000 €"])
    definition: str = Field(examples=["Total des revenus que vous avez déclarés."])
    raw: Value | None = Field(examples=[135_000.0], description="Null: not supplied.")
    use: FactUse = Field(examples=["model"])
    kind: FactKind = Field(examples=["money"], description="What its values are; days: a date.")
    choices: list[Choice] = Field(description="Every value it may have, where they are few.")
    correctable: bool
    source: str | None = Field(
        examples=[None], description="The outside organisation that supplies it."
    )


class Facts(Answered):
    """The facts of a client's newest file, as of its day 0."""

    client: int = Field(examples=[100_001])
    credit_file: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    version: int = Field(examples=[1])
    as_of: str = Field(examples=["2026-11-20"])
    facts: list[Fact]


class Happened(Answered):
    """Something that happened to a loan."""

    day: int = Field(examples=[-92], description="Days from day 0; past: negative.")
    kind: EventKind = Field(examples=["instalment"])
    text: str = Field(examples=["Échéance, il y a 3 mois, à payer : 120 €, payé : 120 €"])
    amount: float | None = Field(examples=[120.0])
    paid: float | None = Field(examples=[120.0])
    days_late: int | None = Field(examples=[0])
    status: str | None = Field(examples=[None])


class ShownLoan(Answered):
    """A credit elsewhere or an earlier application here, with its events by day."""

    source: LoanSource = Field(examples=["bureau"])
    number: int = Field(examples=[5_000_001])
    day: int | None = Field(examples=[-900])
    stage: LoanStage = Field(examples=["ended"], description="On day 0.")
    text: str = Field(examples=["Crédit automobile, 9 000 €, terminé"])
    kind: str | None = Field(examples=["Car loan"])
    status: str | None = Field(examples=["Closed"])
    amount: float | None = Field(examples=[9_000.0])
    owed: float | None = Field(examples=[0.0])
    events: list[Happened]


class History(Answered):
    """The loans of a client's newest file, the latest first."""

    client: int = Field(examples=[100_001])
    credit_file: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    as_of: str = Field(examples=["2026-11-20"])
    loans: list[ShownLoan]


@router.get(
    "/v1/clients/{client}/facts",
    summary="A client's facts in words",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def facts(call: Annotated[Call, READERS_AND_SELF], client: Client) -> Facts:
    """Every fact of the newest file: label, value, definition, and what it serves for."""
    return await call.service.work(_facts, call, client)


@router.get(
    "/v1/clients/{client}/history",
    summary="A client's loans as time lines",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def history(call: Annotated[Call, READERS_AND_SELF], client: Client) -> History:
    """Credits elsewhere and earlier applications, with what happened to each, relative to day 0."""
    return await call.service.work(_history, call, client)


def newest_file(
    read: Read, call: Call, client: int, operation: str
) -> tuple[StoredFile, CreditFile]:
    """The newest file of a client within the caller's reach, whose look leaves a trace."""
    found = require_within_reach(read, call, client)
    call.service.accesses.note(call, found.pseudonym, operation)
    stored = latest_file(read, client)
    return stored, open_file(read, call.service.store.keys, stored)


def style_of(call: Call) -> Style:
    """How amounts are told to the caller."""
    settings = call.service.settings
    return Style.of(call.lang, settings.currency, settings.income_period)


def _facts(call: Call, client: int) -> Facts:
    stored, file = call.service.look(newest_file, call, client, "facts")
    sources = load_sources(call.service.settings.sources)
    told = facts_told(call.service.models.bundle, file, sources, style_of(call))
    return Facts(
        client=client,
        credit_file=stored.id,
        version=stored.version,
        as_of=stored.as_of.isoformat(),
        facts=[_fact(each) for each in told],
    )


def _fact(told: ToldFact) -> Fact:
    return Fact(
        column=told.column,
        theme=told.theme,
        label=told.label,
        value=told.value,
        definition=told.definition,
        raw=told.raw,
        use=told.use,
        kind=told.kind,
        choices=[Choice(value=value, label=label) for value, label in told.choices],
        correctable=told.correctable,
        source=told.source,
    )


def _history(call: Call, client: int) -> History:
    stored, file = call.service.look(newest_file, call, client, "history")
    style = style_of(call)
    return History(
        client=client,
        credit_file=stored.id,
        as_of=stored.as_of.isoformat(),
        loans=[_loan(loan, style) for loan in loans_of(file)],
    )


def _loan(loan: Loan, style: Style) -> ShownLoan:
    return ShownLoan(
        source=loan.source,
        number=loan.number,
        day=loan.day,
        stage=stage_of(loan),
        text=loan_text(loan, style),
        kind=loan.kind,
        status=loan.status,
        amount=loan.amount,
        owed=loan.owed,
        events=[
            Happened(
                day=event.day,
                kind=event.kind,
                text=event_text(loan, event, style),
                amount=event.amount,
                paid=event.paid,
                days_late=event.days_late,
                status=event.status,
            )
            for event in loan.events
        ],
    )
