"""Offers, simulations and what could change a decision, as they are shown."""

from __future__ import annotations

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.api.shown.proposals import ShownSection
from clairscore.contract import Offer, Outcome, Recourse, RecourseKind, Simulation, Verdict
from clairscore.decision.changes_told import change_text, nothing
from clairscore.decision.narrative import narrate
from clairscore.decision.telling import Register, Teller
from clairscore.i18n import t


class ShownOffer(Answered):
    """What is asked for; term and rate as they are learnt from the offer, never stated by it."""

    product: str = Field(examples=["Cash loans"])
    amount: float = Field(examples=[450_000.0], description="What is borrowed.")
    annuity: float | None = Field(examples=[24_000.0], description="One instalment.")
    term: int | None = Field(examples=[24], description="Instalments; null: not known.")
    rate: float | None = Field(
        examples=[0.0117], description="Flat rate of one instalment; never an annual rate."
    )
    goods: float | None = Field(examples=[400_000.0], description="Price of what it buys.")
    down_payment: float = Field(examples=[0.0])
    total_cost: float | None = Field(examples=[126_000.0])


class ShownSimulation(Answered):
    """What would be proposed: a simulation, not an offer."""

    label: str = Field(examples=["Simulation, pas une offre"])
    before: ShownOffer
    offer: ShownOffer
    corrected: list[str] = Field(examples=[["AMT_INCOME_TOTAL"]])
    outcome: Outcome = Field(examples=["granted"])
    verdict: Verdict = Field(examples=["granted"])
    probability: float = Field(examples=[0.0712])
    cut_off: float = Field(examples=[0.0909])
    distance: float = Field(examples=[-0.0197])
    text: list[ShownSection]
    left_today: int = Field(examples=[19], description="Simulations that the caller may still ask.")


class ShownChange(Answered):
    """One change that would have the loan granted, verified by model and rules."""

    kind: RecourseKind = Field(examples=["down_payment"])
    text: str = Field(examples=["Payer 9 300 € tout de suite et demander 311 700 €. …"])
    offer: ShownOffer
    change: float = Field(examples=[9_300.0], description="Money less borrowed, or instalments.")
    share: float = Field(examples=[0.029], description="The change relative to the offer.")
    extra_cost: float | None = Field(examples=[-4_994.97], description="Over the whole term.")
    probability: float = Field(examples=[0.0571])


class ShownRecourse(Answered):
    """What could change the decision: at most three changes, the smallest first."""

    label: str = Field(examples=["Simulation, pas une offre"])
    outcome: Outcome = Field(examples=["refused"], description="Proposed for the offer as asked.")
    offer: ShownOffer
    changes: list[ShownChange]
    text: str = Field(examples=["Chaque changement est vérifié seul, avec le même calcul…"])


def offer_shown(offer: Offer) -> ShownOffer:
    """The offer as a caller sees it."""
    return ShownOffer(
        product=offer.product,
        amount=offer.amount,
        annuity=offer.annuity,
        term=offer.term,
        rate=offer.rate,
        goods=offer.goods,
        down_payment=offer.down_payment,
        total_cost=offer.total_cost,
    )


def simulation_shown(
    made: Simulation, teller: Teller, register: Register, left: int
) -> ShownSimulation:
    """The simulation, told in a register."""
    proposal = made.proposal
    return ShownSimulation(
        label=t("simulation.notice", teller.lang),
        before=offer_shown(made.before),
        offer=offer_shown(made.offer),
        corrected=sorted(made.corrections),
        outcome=proposal.outcome,
        verdict=proposal.verdict,
        probability=proposal.probability,
        cut_off=proposal.cut_off,
        distance=proposal.distance,
        text=[
            ShownSection(title=section.title, lines=[line.text for line in section.lines])
            for section in narrate(proposal, teller, register)
        ],
        left_today=left,
    )


def recourse_shown(
    before: Offer, outcome: Outcome, ways: tuple[Recourse, ...], teller: Teller
) -> ShownRecourse:
    """What could change the decision, in words."""
    lang = teller.lang
    return ShownRecourse(
        label=t("simulation.notice", lang),
        outcome=outcome,
        offer=offer_shown(before),
        changes=[
            ShownChange(
                kind=way.kind,
                text=change_text(way, before, teller.style),
                offer=offer_shown(way.offer),
                change=way.change,
                share=way.share,
                extra_cost=way.extra_cost,
                probability=way.proposal.probability,
            )
            for way in ways
        ],
        text=t("recourse.verified", lang) if ways else nothing(outcome, lang),
    )
