"""Every feature of a proposal, for a validator: its meaning, value, weight and sources."""

from __future__ import annotations

from clairscore.contract import Fact, Proposal
from clairscore.decision.telling import DIGITS, Line, Section, Teller
from clairscore.decision.wording import told_fact
from clairscore.i18n import listed, signed


def every_feature(proposal: Proposal, teller: Teller) -> list[Section]:
    """One section a theme, strongest theme first, with each of its features, strongest first."""
    by_theme = facts_by_theme(proposal, teller)
    ranked = sorted(proposal.themes, key=lambda theme: -abs(theme.contribution))
    return [
        Section(
            teller.t("title.features", theme=teller.t(f"theme.{theme.theme}.name")),
            tuple(line for fact in by_theme[theme.theme] for line in _lines(fact, teller)),
        )
        for theme in ranked
        if theme.theme in by_theme
    ]


def facts_by_theme(proposal: Proposal, teller: Teller) -> dict[str, list[Fact]]:
    """Every feature with its value and contribution, strongest first, by theme."""
    facts: dict[str, list[Fact]] = {}
    rows = zip(proposal.features, proposal.values, proposal.contributions, strict=True)
    for name, value, contribution in sorted(rows, key=lambda row: -abs(row[2])):
        theme = teller.features[name].theme
        facts.setdefault(theme, []).append(Fact(name, value, contribution))
    return facts


def _lines(fact: Fact, teller: Teller) -> tuple[Line, Line]:
    """The fact with its weight, and below it the feature's name and the columns that it reads."""
    feature = teller.features[fact.feature]
    weight = signed(fact.contribution, teller.lang, DIGITS)
    told = told_fact(feature, fact.value, teller.style)
    reads = [f"{table}.{column}" for table, column in sorted(feature.reads)]
    source = listed(reads, teller.lang) or feature.source
    return (
        Line(teller.t("feature_told.weight", fact=told, weight=weight)),
        Line(teller.t("feature_told.source", name=feature.name, reads=source), 1, "muted"),
    )
