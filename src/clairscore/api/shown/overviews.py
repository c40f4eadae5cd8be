"""A client at one glance: where the file stands, why, what may be chosen, who took part."""

from __future__ import annotations

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.api.shown.explained import OwnPosition, OwnReason, position_shown, reasons_shown
from clairscore.contract import Proposal, Verdict
from clairscore.decision.lifecycle.choices import How, Possible
from clairscore.decision.lifecycle.grounds import GroundCode
from clairscore.decision.lifecycle.telling import ground_text
from clairscore.decision.narrative import causes, scores
from clairscore.decision.telling import Section, Teller
from clairscore.i18n import Lang


class PossibleGround(Answered):
    """A reason code and its words."""

    code: GroundCode = Field(examples=["income_proved"])
    text: str = Field(examples=["revenus justifiés au-delà des données du dossier"])


class PossibleChoice(Answered):
    """An outcome that may be chosen now."""

    outcome: Verdict = Field(examples=["refused"])
    how: How = Field(examples=["confirm"], description="All but a confirmation need a ground.")
    second_person: bool = Field(examples=[False], description="Whether somebody else must agree.")
    grounds: list[PossibleGround]


class Participant(Answered):
    """Somebody who chose, agreed or asked, by name."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-00000000000a"])
    name: str = Field(examples=["manager-1"])


class ExplainedProposal(Answered):
    """The proposal in sentences: where it stands, why, and on what it rests."""

    position: OwnPosition
    reasons_against: list[OwnReason]
    reasons_for: list[OwnReason]
    causes: list[str] = Field(
        examples=[["Le risque estimé est proche de la limite…"]],
        description="Why a person studies the file.",
    )
    providers: list[str] = Field(
        examples=[["Première évaluation extérieure : Agence Démo…"]],
        description="Who supplies the outside scores, and what one can do about them.",
    )


def explained_of(proposal: Proposal, teller: Teller) -> ExplainedProposal:
    """The proposal in sentences."""
    return ExplainedProposal(
        position=position_shown(proposal, teller),
        reasons_against=reasons_shown(proposal.reasons_against, teller),
        reasons_for=reasons_shown(proposal.reasons_for, teller),
        causes=_lines(causes(proposal, teller)),
        providers=_lines(scores(proposal, teller)),
    )


def choice_shown(found: Possible, lang: Lang) -> PossibleChoice:
    """The choice with its grounds in words."""
    return PossibleChoice(
        outcome=found.outcome,
        how=found.how,
        second_person=found.second_person,
        grounds=[PossibleGround(code=code, text=ground_text(code, lang)) for code in found.grounds],
    )


def _lines(section: Section) -> list[str]:
    return [line.text for line in section.lines]
