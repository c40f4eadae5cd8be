"""Supporting documents: asked for by a reviewer, answered at the desk and noted by an adviser.

A client answers in `own_applications`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Request
from pydantic import Field
from starlette.responses import Response

from clairscore.api.models import Answered, Asked, Id, Words
from clairscore.api.once import IdempotencyKey
from clairscore.api.openapi import stated
from clairscore.api.roles import Call, allow
from clairscore.api.routes.reviews import STEP, step_taken
from clairscore.api.routes.tagged import routes_of
from clairscore.api.shown.reviews import ShownReview
from clairscore.api.shown.supporting import KnownDocument, known_document
from clairscore.api.versions import IfMatch
from clairscore.decision.lifecycle.documents import DOCUMENTS, MOST_NOTE, DocumentCode, Piece
from clairscore.store import reviews
from clairscore.store.acts import Act
from clairscore.store.reviews import StoredReview
from clairscore.store.standing import Stands

router = routes_of("reviews")


class KnownDocuments(Answered):
    """The kinds of documents, in the order in which they are offered."""

    items: list[KnownDocument]


class AskedDocuments(Asked):
    """Which documents, and why, in words that the client reads."""

    documents: list[DocumentCode] = Field(
        min_length=1, max_length=len(DOCUMENTS), examples=[["work", "income"]]
    )
    words: Annotated[Words, Field(examples=["Je voudrais lire votre nouveau contrat."])]


class AnsweredPiece(Asked):
    """One document: sent or handed over, or not, and what it shows."""

    document: DocumentCode = Field(examples=["work"])
    given: bool = Field(examples=[True])
    note: str = Field("", max_length=MOST_NOTE, examples=["Contrat signé le 4 mai 2026."])

    @property
    def piece(self) -> Piece:
        """As the life cycle takes it."""
        return Piece(self.document, self.given, self.note.strip())


class AnsweredDocuments(Asked):
    """The answer; a document of which nothing is said was not given."""

    words: Annotated[Words, Field(examples=["J'ai déposé le contrat à l'agence hier."])]
    documents: list[AnsweredPiece] = Field(
        max_length=len(DOCUMENTS),
        examples=[[{"document": "work", "given": True, "note": "Contrat signé le 4 mai 2026."}]],
    )


@router.get(
    "/v1/supporting-documents",
    summary="Documents that may be asked for",
    openapi_extra=stated(),
)
async def supporting_documents(
    call: Annotated[Call, allow("reviewer", "manager")],
) -> KnownDocuments:
    """The closed list of kinds of documents that a reviewer may ask of a client."""
    return KnownDocuments(items=[known_document(each, call.lang) for each in DOCUMENTS])


@router.post(
    "/v1/reviews/{review}/documents",
    response_model=ShownReview,
    summary="Ask the client for documents",
    openapi_extra=stated(problems=STEP, etag=True),
)
async def ask_documents(
    call: Annotated[Call, allow("reviewer")],
    review: Id,
    asked: AskedDocuments,
    request: Request,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Ask for documents with a sentence. The client answers within five working days and before
    the review's own last day, which stays; until then the review is not concluded by a refusal."""

    def step(act: Act, _: Stands, found: StoredReview) -> StoredReview:
        return reviews.ask_documents(act, found, asked.documents, asked.words)

    return await step_taken(call, review, request, key, if_match, step, "reviewer")


@router.post(
    "/v1/reviews/{review}/documents/answer",
    response_model=ShownReview,
    summary="Note the client's answer about documents",
    openapi_extra=stated(problems=STEP, etag=True),
)
async def note_documents(
    call: Annotated[Call, allow("manager")],
    review: Id,
    asked: AnsweredDocuments,
    request: Request,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Write down what a client said or handed over at the desk; the record says that an adviser
    wrote it."""

    def step(act: Act, _: Stands, found: StoredReview) -> StoredReview:
        return answered_with(act, found, asked)

    return await step_taken(call, review, request, key, if_match, step, "manager")


def answered_with(act: Act, found: StoredReview, asked: AnsweredDocuments) -> StoredReview:
    """The review with the answer, in the role in which the act is done."""
    pieces = [each.piece for each in asked.documents]
    return reviews.answer_documents(act, found, pieces, asked.words)
