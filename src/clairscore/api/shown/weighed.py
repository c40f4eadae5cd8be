"""Every feature behind a proposal by theme, in words, with its weight and its meaning."""

from __future__ import annotations

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.contract import Fact, Proposal
from clairscore.decision.every_feature import facts_by_theme
from clairscore.decision.telling import Teller
from clairscore.decision.wording import definition, told_fact
from clairscore.i18n import known


class WeighedFeature(Answered):
    """A feature with its value in words, what it adds to the risk, and what it is made of."""

    feature: str = Field(examples=["application_ext_source_2"])
    text: str = Field(examples=["Deuxième évaluation extérieure : 0,31 sur 1"])
    contribution: float = Field(examples=[0.42], description="Of the log-odds; above 0: risk.")
    definitions: list[str] = Field(
        examples=[["Évaluation entre 0 et 1 fournie par un deuxième organisme extérieur…"]],
        description="What the columns that it reads hold.",
    )


class WeighedTheme(Answered):
    """A theme with every feature that weighs in it, strongest first."""

    theme: str = Field(examples=["external_scores"])
    name: str = Field(examples=["évaluations extérieures"])
    explanation: str = Field(examples=["Des organismes extérieurs évaluent votre situation…"])
    contribution: float = Field(examples=[0.81])
    features: list[WeighedFeature]


class Weighed(Answered):
    """Each theme of a proposal, strongest first; every contribution plus `base` is the log-odds."""

    proposal_log_odds: float = Field(examples=[-1.8643])
    base: float = Field(examples=[-2.7211])
    themes: list[WeighedTheme]


def weighed_of(proposal: Proposal, teller: Teller) -> Weighed:
    """Every theme and feature of the proposal."""
    facts = facts_by_theme(proposal, teller)
    ranked = sorted(proposal.themes, key=lambda each: -abs(each.contribution))
    return Weighed(
        proposal_log_odds=proposal.log_odds,
        base=proposal.base,
        themes=[
            WeighedTheme(
                theme=each.theme,
                name=teller.t(f"theme.{each.theme}.name"),
                explanation=teller.t(f"theme.{each.theme}.explanation"),
                contribution=each.contribution,
                features=[_feature(fact, teller) for fact in facts.get(each.theme, ())],
            )
            for each in ranked
        ],
    )


def _feature(fact: Fact, teller: Teller) -> WeighedFeature:
    feature = teller.features[fact.feature]
    meanings = [
        definition(table, column, teller.lang)
        for table, column in sorted(feature.reads)
        if known(f"column.{table}.{column}.definition", teller.lang)
    ]
    return WeighedFeature(
        feature=fact.feature,
        text=told_fact(feature, fact.value, teller.style),
        contribution=fact.contribution,
        definitions=meanings,
    )
