"""A proposal as it is shown: outcome, figures, themes, reasons and the words for each."""

from __future__ import annotations

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.contract import Outcome, Proposal, Reason, Verdict
from clairscore.decision.narrative import narrate, reason_text, rule_text
from clairscore.decision.telling import Register, Teller
from clairscore.decision.wording import told_fact
from clairscore.store.proposals import StoredProposal


class ShownFact(Answered):
    """A fact behind a reason."""

    feature: str = Field(examples=["application_ext_source_2"])
    value: float | None = Field(examples=[0.31], description="null: not supplied.")
    contribution: float = Field(examples=[0.42])
    text: str = Field(examples=["évaluation extérieure 2 : 0,31"])


class ShownReason(Answered):
    """A theme that speaks for or against granting."""

    theme: str = Field(examples=["external_scores"])
    contribution: float = Field(examples=[0.81], description="Of the log-odds; above 0: risk.")
    text: str = Field(examples=["Les évaluations extérieures font monter le risque estimé."])
    facts: list[ShownFact]


class ShownTheme(Answered):
    """A theme's part of the score."""

    theme: str = Field(examples=["income"])
    name: str = Field(examples=["revenus et charges"])
    contribution: float = Field(examples=[-0.1273], description="Rounded to 0.0001.")


class ShownRule(Answered):
    """A rule that fired."""

    code: str = Field(examples=["instalment_over_income"])
    effect: str = Field(examples=["refer"])
    text: str = Field(examples=["La mensualité représente 41 % des revenus déclarés…"])


class ShownSection(Answered):
    """A part of the narrative."""

    title: str = Field(examples=["Proposition : crédit refusé"])
    lines: list[str] = Field(examples=[["Le risque estimé dépasse la limite de 4 points sur 100."]])


class ShownProposal(Answered):
    """What model and rules propose; never a decision.

    `base` plus the themes plus `residual` is `log_odds`.
    """

    id: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000002"])
    application: str = Field(examples=["019a7c3e-5b1d-7f00-8000-000000000000"])
    client: int = Field(examples=[100001])
    created: str = Field(examples=["2026-11-21T09:00:00.000000Z"])
    valid_until: str = Field(examples=["2026-12-21T09:00:00.000000Z"])
    outcome: Outcome = Field(examples=["refused"])
    verdict: Verdict = Field(examples=["refused"], description="The class at the cut-off.")
    decided_by: str = Field(examples=["score"])
    automatic: bool = Field(examples=[False], description="Whether the policy decides by itself.")
    probability: float = Field(examples=[0.1342])
    cut_off: float = Field(examples=[0.0909])
    distance: float = Field(examples=[0.0433], description="Probability minus cut-off.")
    log_odds: float = Field(examples=[-1.8643])
    base: float = Field(examples=[-2.7211])
    residual: float = Field(examples=[0.00002])
    themes: list[ShownTheme]
    reasons_against: list[ShownReason]
    reasons_for: list[ShownReason]
    rules: list[ShownRule]
    causes: list[str] = Field(examples=[["uncertain"]])
    facts_used: int = Field(examples=[187])
    facts_read: int = Field(examples=[212])
    text: list[ShownSection]
    bundle: str = Field(examples=["3f9c2b7a1d4e"])
    policy: str = Field(examples=["7d1f0a52c3b94e68"])
    features_version: str = Field(examples=["0c1d2e3f"])


def proposal_shown(
    stored: StoredProposal, proposal: Proposal, teller: Teller, register: Register = "manager"
) -> ShownProposal:
    """The proposal as a caller sees it, told in a register."""
    return ShownProposal(
        id=stored.id,
        application=stored.application,
        client=stored.client,
        created=stored.created,
        valid_until=stored.valid_until,
        outcome=proposal.outcome,
        verdict=proposal.verdict,
        decided_by=proposal.decided_by,
        automatic=proposal.automatic,
        probability=proposal.probability,
        cut_off=proposal.cut_off,
        distance=proposal.distance,
        log_odds=proposal.log_odds,
        base=proposal.base,
        residual=proposal.residual,
        themes=[
            ShownTheme(
                theme=each.theme, name=teller.t(f"theme.{each.theme}.name"), contribution=each.shown
            )
            for each in proposal.themes
        ],
        reasons_against=[_reason(each, teller) for each in proposal.reasons_against],
        reasons_for=[_reason(each, teller) for each in proposal.reasons_for],
        rules=[
            ShownRule(code=hit.code, effect=hit.effect, text=rule_text(hit, teller.style))
            for hit in proposal.rules
        ],
        causes=list(proposal.causes),
        facts_used=proposal.facts_used,
        facts_read=proposal.facts_read,
        text=[
            ShownSection(title=section.title, lines=[line.text for line in section.lines])
            for section in narrate(proposal, teller, register)
        ],
        bundle=proposal.bundle,
        policy=proposal.policy,
        features_version=proposal.features_version,
    )


def _reason(reason: Reason, teller: Teller) -> ShownReason:
    return ShownReason(
        theme=reason.theme,
        contribution=reason.contribution,
        text=reason_text(reason, teller.lang),
        facts=[
            ShownFact(
                feature=fact.feature,
                value=fact.value,
                contribution=fact.contribution,
                text=told_fact(teller.features[fact.feature], fact.value, teller.style),
            )
            for fact in reason.facts
        ],
    )
