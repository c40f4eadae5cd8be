"""Another offer tried out, within a day's limit, and what could change a decision."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field, StrictFloat, StrictInt, StrictStr

from clairscore.api.acting import act_on, actor_of, stands_within_reach
from clairscore.api.models import Asked, Id
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem, Wrong
from clairscore.api.roles import Call, allow
from clairscore.api.routes.tagged import routes_of
from clairscore.api.scored import file_of
from clairscore.api.shown.offers import (
    ShownRecourse,
    ShownSimulation,
    recourse_shown,
    simulation_shown,
)
from clairscore.api.tellers import teller_of
from clairscore.contract import Consultation, Corrections, CreditFile, OfferEdit
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.lifecycle.states import TOLD
from clairscore.decision.offer import corrected, edited, offer_of
from clairscore.decision.record import canonical
from clairscore.decision.recourse import recourses
from clairscore.decision.response import Along, require_along
from clairscore.decision.simulate import simulate
from clairscore.decision.telling import Register
from clairscore.errors import BadCreditFile, BadInput, NotNow
from clairscore.store import simulations
from clairscore.store.clients import Client
from clairscore.store.database import Read, Write
from clairscore.store.proposals import record_of
from clairscore.store.standing import Stands

router = routes_of("offers")

OWN = allow("client", "manager")
A_DAY = {"manager": 200, "client": 20}
"""Simulations a day; scoring without limit would let the model be copied."""
MOST_CORRECTED = 140

Money = Annotated[float, Field(gt=0, le=1e9)]


class AskedSimulation(Asked):
    """Another offer, corrected facts, or both; what is left out stays as it is."""

    amount: Money | None = Field(None, examples=[300_000.0])
    term: int | None = Field(None, ge=1, le=1_000, examples=[None])
    rate: float | None = Field(
        None, ge=0, le=1, examples=[None], description="Flat rate of one instalment."
    )
    down_payment: float = Field(0.0, ge=0, le=1e9, examples=[0.0])
    corrections: dict[str, StrictStr | StrictInt | StrictFloat | None] | None = Field(
        None,
        max_length=MOST_CORRECTED,
        examples=[{"AMT_INCOME_TOTAL": 200_000.0}],
        description="Facts of the application by column; null: not known.",
    )

    @property
    def corrected(self) -> Corrections:
        """The corrected facts, none where nothing is corrected."""
        return self.corrections or {}

    @property
    def edit(self) -> OfferEdit:
        """The edited offer."""
        return OfferEdit(self.amount, self.term, self.rate, self.down_payment)


@dataclass(frozen=True)
class Subject:
    """Whose offer it is, and what a decision about it rests on."""

    client: Client
    credit_file: CreditFile
    as_of: date
    consultation: Consultation | None


@router.post(
    "/v1/applications/{application}/simulations",
    summary="Try another offer or corrected facts",
    openapi_extra=stated(
        problems=["not_found", "not_now", "invalid_credit_file", "too_many", "erased"]
    ),
)
async def try_offer(
    call: Annotated[Call, OWN], application: Id, asked: AskedSimulation
) -> ShownSimulation:
    """What model and rules would propose: a simulation, not an offer. Nothing of the application
    changes. A client may ask for 20 a day, on the own application once its decision was told, a
    manager for 200."""
    return await call.service.work(_simulated, call, application, asked)


@router.get(
    "/v1/applications/{application}/recourse",
    summary="Show what could change the decision",
    openapi_extra=stated(problems=["not_found", "not_now", "erased"]),
)
async def recourse(call: Annotated[Call, OWN], application: Id) -> ShownRecourse:
    """At most three realistic changes of the offer that would have it granted, each verified by
    model and rules, the smallest first; that there is none is an answer."""
    return await call.service.work(_recourse, call, application)


def _simulated(call: Call, name: str, asked: AskedSimulation) -> ShownSimulation:
    bundle = call.service.models.bundle
    subject = call.service.look(subject_of, call, name, "simulation")
    # what cannot be is refused before it is counted
    require_possible(bundle, subject.credit_file, asked)
    left = call.service.change(counted, call, name, asked)
    made = simulate(
        bundle,
        subject.credit_file,
        asked.edit,
        asked.corrected,
        as_of=subject.as_of,
        consultation=subject.consultation,
    )
    register: Register = "manager" if "manager" in call.caller.roles else "client"
    return simulation_shown(made, teller_of(call.service, bundle, call.lang), register, left)


def require_possible(
    bundle: Bundle, credit_file: CreditFile, asked: AskedSimulation, along: Along = "amount"
) -> None:
    """Problem `invalid` naming what cannot be edited so; BadCreditFile for impossible facts."""
    try:
        require_along(edited(offer_of(bundle, credit_file), asked.edit), along)
        corrected(credit_file, asked.corrected)
    except BadCreditFile:
        raise
    except BadInput as error:
        named = [line.partition(":")[0] for line in str(error).splitlines()]
        wrong = [Wrong("body" if name == "offer" else f"body.{name}", "offer") for name in named]
        raise Problem("invalid", errors=wrong) from None


def _recourse(call: Call, name: str) -> ShownRecourse:
    bundle = call.service.models.bundle
    subject = call.service.look(subject_of, call, name, "recourse")
    file, as_of, asked = subject.credit_file, subject.as_of, subject.consultation
    outcome = decide(bundle, file, as_of=as_of, consultation=asked).outcome
    ways = recourses(bundle, file, as_of=as_of, consultation=asked)
    teller = teller_of(call.service, bundle, call.lang)
    return recourse_shown(offer_of(bundle, file), outcome, ways, teller)


def subject_of(read: Read, call: Call, name: str, operation: str) -> Subject:
    """The application's file, with the credit register's answer where it was asked."""
    client, found = stands_within_reach(read, call, name)
    require_told(call, found)
    call.service.accesses.note(call, client.pseudonym, operation)
    credit_file, as_of = file_of(read, call, found.application.credit_file)
    consultation = None
    if found.proposal is not None:
        record = record_of(found.proposal, call.service.store.keys.of(client.number))
        consultation = record.consultation
    return Subject(client, credit_file, as_of, consultation)


def require_told(call: Call, found: Stands) -> None:
    """NotNow for a client before the decision was told: a trial would betray it."""
    if "manager" not in call.caller.roles and found.application.state not in TOLD:
        raise NotNow("simulate_not_yet")


def counted(write: Write, call: Call, name: str, asked: AskedSimulation, price: int = 1) -> int:
    """How many the caller may still ask for today, this one taken off; Problem `too_many`."""
    client, _ = stands_within_reach(write, call, name)
    act = act_on(write, call, client, "manager", "client")
    quota = simulations.quota(write, act.actor.id, A_DAY[act.actor.role], act.at)
    if quota.left < price:
        raise Problem("too_many", headers={"Retry-After": str(_until_midnight(act.at))})
    for part in range(price):
        print_ = _fingerprint(call.service.store.secrets.pepper, name, asked, part)
        simulations.count_simulation(act, client.number, name, print_)
    return quota.left - price


def quota_of(read: Read, call: Call) -> simulations.Quota:
    """What the caller may ask for on a day, and has asked for today."""
    role = actor_of(call, "manager", "client").role
    return simulations.quota(read, call.caller.user, A_DAY[role], call.service.now())


def _fingerprint(pepper: bytes, name: str, asked: AskedSimulation, part: int) -> str:
    """Tells two requests apart, and nothing of what they ask for."""
    asked_for = {"application": name, "part": part, **asked.model_dump()}
    return hmac.digest(pepper, canonical(asked_for), "sha256").hex()


def _until_midnight(at: datetime) -> int:
    """Seconds until the next day (UTC)."""
    tomorrow = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return int((tomorrow - at).total_seconds()) + 1
