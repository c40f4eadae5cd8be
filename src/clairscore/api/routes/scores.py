"""A client's line of the book: what the model says of the newest file, which is no decision."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clairscore.api.acting import hidden_clients
from clairscore.api.models import Answered
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem
from clairscore.api.reach import Client, require_within_reach
from clairscore.api.roles import Call
from clairscore.api.routes.clients import READERS_AND_SELF
from clairscore.api.routes.tagged import routes_of
from clairscore.contract import Outcome, Verdict
from clairscore.decision.sentences import distance_sentence, risk_sentence
from clairscore.errors import Absent, NotNow
from clairscore.i18n import Lang, t
from clairscore.store.book import Score, score_of
from clairscore.store.database import Read

router = routes_of("clients")


class Theme(Answered):
    """What a theme adds to the risk, on the model's additive scale."""

    theme: str = Field(examples=["external_scores"])
    name: str = Field(examples=["évaluations extérieures"])
    contribution: float = Field(examples=[-0.4312], description="Positive: raises the risk.")


class BookScore(Answered):
    """What the model says of a client's newest file. This is not a decision."""

    client: int = Field(examples=[100001])
    probability: float = Field(examples=[0.0712], description="Of payment difficulties.")
    log_odds: float = Field(examples=[-2.5684])
    cut_off: float = Field(examples=[0.0909])
    distance: float = Field(examples=[-0.0197], description="Probability minus cut-off.")
    verdict: Verdict = Field(examples=["granted"], description="The class at the cut-off.")
    outcome: Outcome = Field(examples=["granted"], description="With rules and referral.")
    decided_by: str = Field(examples=["score"])
    rules: list[str] = Field(examples=[[]])
    causes: list[str] = Field(examples=[[]])
    themes: list[Theme] = Field(description="Strongest first.")
    meaning: list[str] = Field(
        examples=[["Sur 100 dossiers ayant le même niveau de risque, environ 7 ont connu…"]]
    )
    bundle: str = Field(examples=["3f9c2b7a1d4e5f60"])
    policy: str = Field(examples=["7d1f0a52c3b94e68"])
    credit_file: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    created: str = Field(examples=["2026-11-21T11:00:00.000000Z"])


@router.get(
    "/v1/clients/{client}/score",
    summary="Read a client's line of the book",
    openapi_extra=stated(problems=["not_found", "not_now", "not_scored", "erased"]),
)
async def show_score(call: Annotated[Call, READERS_AND_SELF], client: Client) -> BookScore:
    """Probability, class, cut-off, distance and what each theme contributes, as the book was last
    written. A line of the book is not a decision: ask for a proposal, which a person confirms."""
    return await call.service.read(_score, call, client)


def _score(read: Read, call: Call, client: int) -> BookScore:
    found = require_within_reach(read, call, client)
    if client in hidden_clients(read, call):
        raise NotNow("opinion_first")
    try:
        line = score_of(read, client)
    except Absent:
        raise Problem("not_scored") from None
    call.service.accesses.note(call, found.pseudonym, "score")
    return book_score(line, call.lang)


def book_score(line: Score, lang: Lang) -> BookScore:
    """The line of the book with its meaning in words."""
    strongest = sorted(line.themes.items(), key=lambda theme: -abs(theme[1]))
    return BookScore(
        client=line.client,
        probability=line.probability,
        log_odds=line.log_odds,
        cut_off=line.cut_off,
        distance=line.distance,
        verdict=line.verdict,
        outcome=line.outcome,
        decided_by=line.decided_by,
        rules=list(line.rules),
        causes=list(line.causes),
        themes=[
            Theme(theme=theme, name=t(f"theme.{theme}.name", lang), contribution=contribution)
            for theme, contribution in strongest
        ],
        meaning=[
            risk_sentence(line.probability, line.cut_off, lang),
            distance_sentence(line.distance, lang),
        ],
        bundle=line.bundle,
        policy=line.policy,
        credit_file=line.credit_file,
        created=line.created,
    )
