"""Supporting documents as they are asked for in a review, and as the client answers."""

from __future__ import annotations

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.decision.lifecycle.documents import Asking, DocumentCode, Piece
from clairscore.i18n import Lang, t
from clairscore.store.times import stamp


class KnownDocument(Answered):
    """A kind of document, and what it is called."""

    code: DocumentCode = Field(examples=["income"])
    text: str = Field(examples=["vos trois dernières fiches de paie ou de pension"])


class ShownPiece(Answered):
    """A document that was asked for, and what the client said of it."""

    document: DocumentCode = Field(examples=["income"])
    text: str = Field(examples=["vos trois dernières fiches de paie ou de pension"])
    given: bool | None = Field(examples=[True], description="Null: not answered yet.")
    note: str = Field(examples=["Salaire net de 2 100 depuis mai."])


class ShownAsking(Answered):
    """Documents asked for in one go: with which words, until when, and the answer."""

    asked: str = Field(examples=["2026-11-23T10:00:00.000000Z"])
    words: str = Field(examples=["Je voudrais lire votre nouveau contrat."])
    documents: list[ShownPiece]
    due: str = Field(examples=["2026-11-30"], description="Answered before this day.")
    answered: str | None = Field(examples=["2026-11-25T18:00:00.000000Z"])
    by_client: bool | None = Field(
        examples=[True], description="False: an adviser answered for the client."
    )
    answer_words: str = Field(examples=["J'ai déposé le contrat à l'agence hier."])


def known_document(code: DocumentCode, lang: Lang) -> KnownDocument:
    """The document in words."""
    return KnownDocument(code=code, text=t(f"supporting.document.{code}", lang))


def asking_shown(found: Asking, lang: Lang) -> ShownAsking:
    """What was asked for and answered."""
    said = {each.document: each for each in found.pieces}
    return ShownAsking(
        asked=stamp(found.asked),
        words=found.words,
        documents=[_piece(each, said.get(each), lang) for each in found.documents],
        due=found.due.isoformat(),
        answered=stamp(found.answered) if found.answered else None,
        by_client=found.by_client if found.answered else None,
        answer_words=found.answer_words,
    )


def _piece(code: DocumentCode, said: Piece | None, lang: Lang) -> ShownPiece:
    return ShownPiece(
        document=code,
        text=t(f"supporting.document.{code}", lang),
        given=said.given if said else None,
        note=said.note if said else "",
    )
