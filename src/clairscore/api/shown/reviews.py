"""A review as it is shown: what was asked, by when it is answered, what came of it."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.api.shown.proposals import ShownProposal
from clairscore.api.shown.supporting import ShownAsking, asking_shown
from clairscore.contract import Verdict
from clairscore.decision.lifecycle.grounds import GroundCode
from clairscore.decision.lifecycle.review import ReviewOutcome, ReviewState, is_late
from clairscore.i18n import Lang, t
from clairscore.store.reviews import Said, StoredReview, review_of


class ShownReview(Answered):
    """A second look by a person."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000005"])
    application: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    decision: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000003"])
    client: int = Field(examples=[100001])
    state: ReviewState = Field(examples=["assigned"])
    state_text: str = Field(examples=["réexamen confié à une personne"])
    requested: str = Field(examples=["2026-11-21T10:00:00.000000Z"])
    requested_by: str = Field(examples=["019a7c3e-5b1d-7f00-8000-00000000000c"])
    due: str = Field(examples=["2026-12-04"], description="Answered by then, ten working days.")
    late: bool = Field(examples=[False])
    reviewer: str | None = Field(examples=["019a7c3e-5b1d-7f00-8000-00000000000b"])
    outcome: ReviewOutcome | None = Field(examples=["changed"])
    ground: GroundCode | None = Field(examples=["income_proved"])
    answered: str | None = Field(examples=["2026-11-27T15:00:00.000000Z"])
    documents_due: str | None = Field(
        examples=[None], description="The client answers before, where documents were asked for."
    )
    documents_answered: str | None = Field(examples=[None])
    waits_for_client: bool = Field(examples=[False], description="Documents are asked for.")
    revision: int = Field(examples=[2])


class WholeReview(Answered):
    """A review with what was said in it."""

    review: ShownReview
    point_of_view: str = Field(examples=["J'ai un contrat à durée indéterminée depuis mai."])
    opinion: Verdict | None = Field(
        examples=["granted"], description="The reviewer's own, given before the model's is shown."
    )
    opinion_words: str = Field(examples=["Le contrat est établi, les charges sont modérées."])
    answer_words: str = Field(examples=["Les revenus actuels permettent la mensualité."])
    askings: list[ShownAsking] = Field(description="Documents asked for and answered, in order.")
    proposal: ShownProposal | None = Field(
        description="The model's opinion; null for a reviewer who has not given an own one."
    )


def review_shown(found: StoredReview, lang: Lang, today: date) -> ShownReview:
    """The review without what was said."""
    seen = review_of(found, Said("client", ""))
    return ShownReview(
        id=found.id,
        application=found.application,
        decision=found.decision,
        client=found.client,
        state=found.state,
        state_text=state_told(found, lang),
        requested=found.requested,
        requested_by=found.requested_by,
        due=found.due,
        late=is_late(seen, today),
        reviewer=found.reviewer,
        outcome=found.outcome,
        ground=found.reason_code,
        answered=found.answered,
        documents_due=found.documents_due,
        documents_answered=found.documents_answered,
        waits_for_client=seen.waits_for_client,
        revision=found.revision,
    )


def state_told(found: StoredReview, lang: Lang) -> str:
    """Where a review stands, in few words: how it ended, whom it waits for, or its state."""
    if review_of(found, Said("client", "")).waits_for_client:
        return t("supporting.state", lang)
    return t(f"lifecycle.review.{found.outcome or found.state}", lang)


def whole_review(
    found: StoredReview, said: Said, proposal: ShownProposal | None, lang: Lang, today: date
) -> WholeReview:
    """The review with what was said, and the model's opinion where it may be shown."""
    return WholeReview(
        review=review_shown(found, lang, today),
        point_of_view=said.point_of_view,
        opinion=said.opinion,
        opinion_words=said.opinion_words,
        answer_words=said.answer_words,
        askings=[asking_shown(each, lang) for each in said.askings],
        proposal=proposal,
    )
