"""What a client is told of one application: where it stands, what was decided, and why."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.api.shown.applications import ShownApplication
from clairscore.api.shown.supporting import ShownAsking
from clairscore.contract import Proposal, Reason, Verdict
from clairscore.decision.narrative import NEAR, reason_text
from clairscore.decision.sentences import distance_sentence, risk_sentence
from clairscore.decision.telling import Teller
from clairscore.decision.wording import definition, label, told_fact
from clairscore.i18n import known
from clairscore.letter.content import Content, Item, Part, PartKind


class OwnPosition(Answered):
    """Where the file stands: the probability, the limit, and both as sentences."""

    probability: float = Field(examples=[0.1342])
    cut_off: float = Field(examples=[0.0909])
    distance: float = Field(examples=[0.0433], description="Probability minus limit.")
    near: bool = Field(examples=[False], description="So near that a person should look.")
    risk: str = Field(examples=["Sur 100 dossiers ayant le même niveau de risque, environ 13…"])
    gap: str = Field(examples=["Le risque estimé dépasse la limite de 4 points sur 100."])


class OwnDefinition(Answered):
    """A word of the file and what it means."""

    label: str = Field(examples=["revenus"])
    definition: str = Field(examples=["Total des revenus que vous avez déclarés."])


class OwnReason(Answered):
    """A reason with the facts behind it and the meaning of each."""

    theme: str = Field(examples=["income"])
    name: str = Field(examples=["revenus et charges"])
    explanation: str = Field(examples=["Ce que vous gagnez et ce que vous devez payer."])
    text: str = Field(examples=["Vos revenus et vos charges font monter le risque estimé."])
    facts: list[str] = Field(examples=[["Revenus : 135 000 €"]])
    definitions: list[OwnDefinition]


class OwnItem(Answered):
    """An entry of a list, and what belongs to it."""

    text: str = Field(examples=["Agence Démo d'Évaluation Un, 1 rue de l'Exemple"])
    below: list[str] = Field(examples=[["Écrivez à cette adresse…"]])


class OwnPart(Answered):
    """A part of the letter."""

    kind: PartKind = Field(examples=["consulted"])
    title: str = Field(examples=["Fichiers et organismes consultés"])
    before: list[str] = Field(examples=[[]])
    items: list[OwnItem]
    after: list[str] = Field(examples=[[]])
    prominent: bool = Field(examples=[False])


class OwnExplanation(Answered):
    """One application: where it stands, until when it is answered, and the letter's own words."""

    application: ShownApplication
    answer_by: str | None = Field(examples=["2026-12-21"], description="Last day of an answer.")
    outcome: Verdict | None = Field(examples=["refused"], description="Null: none was told.")
    by_person: bool = Field(examples=[True])
    told: str | None = Field(examples=["2026-11-21T09:30:00.000000Z"])
    review_possible: bool = Field(examples=[True])
    review_until: str | None = Field(examples=["2027-01-20"])
    review: str | None = Field(examples=[None], description="Where a review stands, in words.")
    review_due: str | None = Field(examples=[None])
    asking: ShownAsking | None = Field(
        description="Documents that the review's reviewer asked for last; `answered` null: waits."
    )
    title: str | None = Field(examples=["Votre demande de crédit : crédit refusé"])
    lead: list[str] = Field(examples=[["Le 21 novembre 2026, nous avons pris la décision…"]])
    position: OwnPosition | None = Field(description="Null where a rule decided, or nobody yet.")
    reasons_against: list[OwnReason]
    reasons_for: list[OwnReason]
    parts: list[OwnPart]


def position_shown(proposal: Proposal, teller: Teller) -> OwnPosition:
    """Where the file stands, in figures and in sentences."""
    return OwnPosition(
        probability=proposal.probability,
        cut_off=proposal.cut_off,
        distance=proposal.distance,
        near=abs(proposal.distance) < NEAR,
        risk=risk_sentence(proposal.probability, proposal.cut_off, teller.lang),
        gap=distance_sentence(proposal.distance, teller.lang),
    )


def reasons_shown(chosen: Iterable[Reason], teller: Teller) -> list[OwnReason]:
    """Reasons in plain words, each with the meaning of what it rests on."""
    return [
        OwnReason(
            theme=reason.theme,
            name=teller.t(f"theme.{reason.theme}.name"),
            explanation=teller.t(f"theme.{reason.theme}.explanation"),
            text=reason_text(reason, teller.lang),
            facts=[
                told_fact(teller.features[fact.feature], fact.value, teller.style)
                for fact in reason.facts
            ],
            definitions=_definitions(reason, teller),
        )
        for reason in chosen
    ]


def part_shown(part: Part) -> OwnPart:
    """A part of the letter as it is."""
    return OwnPart(
        kind=part.kind,
        title=part.title,
        before=list(part.before),
        items=[_item(each) for each in part.items],
        after=list(part.after),
        prominent=part.prominent,
    )


def parts_shown(content: Content) -> list[OwnPart]:
    """Every part of the letter, in its order."""
    return [part_shown(each) for each in content.parts]


def _item(item: Item) -> OwnItem:
    return OwnItem(text=item.text, below=list(item.below))


def _definitions(reason: Reason, teller: Teller) -> list[OwnDefinition]:
    """What the columns behind a reason's facts mean, each once."""
    reads = [pair for fact in reason.facts for pair in sorted(teller.features[fact.feature].reads)]
    told = {
        label(table, column, teller.lang): definition(table, column, teller.lang)
        for table, column in reads
        if known(f"column.{table}.{column}.definition", teller.lang)
    }
    return [OwnDefinition(label=name, definition=text) for name, text in told.items()]
