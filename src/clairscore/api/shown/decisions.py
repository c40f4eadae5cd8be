"""A decision as it is shown: what was chosen, by whom, on which ground, and whether it holds."""

from __future__ import annotations

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.contract import Verdict
from clairscore.decision.lifecycle.grounds import GroundCode
from clairscore.decision.lifecycle.telling import ground_text
from clairscore.i18n import Lang
from clairscore.store.decisions import Basis, Standing, StoredDecision


class ShownDecision(Answered):
    """A decision; `state` pending waits for a second person."""

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000003"])
    application: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    proposal: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000002"])
    client: int = Field(examples=[100001])
    outcome: Verdict = Field(examples=["granted"])
    basis: Basis = Field(examples=["revised"])
    state: Standing = Field(examples=["holds"])
    actor: str = Field(examples=["019a7c3e-5b1d-7f00-8000-00000000000a"])
    second_actor: str | None = Field(examples=[None])
    ground: GroundCode | None = Field(examples=["income_proved"])
    ground_text: str | None = Field(examples=["revenus justifiés au-delà des données du dossier"])
    words: str | None = Field(None, examples=["Trois bulletins de salaire présentés."])
    replaces: str | None = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000004"])
    created: str = Field(examples=["2026-11-21T09:05:00.000000Z"])


def decision_shown(stored: StoredDecision, lang: Lang, words: str | None = None) -> ShownDecision:
    """The decision as a caller sees it; `words` are what the person said who chose."""
    code = stored.reason_code
    return ShownDecision(
        id=stored.id,
        application=stored.application,
        proposal=stored.proposal,
        client=stored.client,
        outcome=stored.outcome,
        basis=stored.basis,
        state=stored.state,
        actor=stored.actor,
        second_actor=stored.second_actor,
        ground=code,
        ground_text=ground_text(code, lang) if code else None,
        words=words or None,
        replaces=stored.replaces,
        created=stored.created,
    )
