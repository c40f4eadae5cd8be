"""A proposal explained as values: its words as Markdown, its themes and features as frames."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from clairscore.contract import Fact, Proposal
from clairscore.decision.every_feature import facts_by_theme
from clairscore.decision.narrative import narrate
from clairscore.decision.telling import Register, Teller, as_markdown
from clairscore.decision.wording import told_fact


@dataclass(frozen=True, eq=False)
class Explained:
    """A proposal in words and in numbers; a notebook shows the words.

    `text` is Markdown. `themes` has the columns theme, name, contribution; `features` has theme,
    feature, fact (what it is and holds, in words), value (null: missing), contribution; both
    strongest first. Contributions are exact parts of the calibrated log-odds: with `base` they sum
    to `log_odds`.
    """

    text: str
    base: float
    log_odds: float
    themes: pl.DataFrame = field(repr=False)
    features: pl.DataFrame = field(repr=False)

    def __str__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return self.text


def explained(proposal: Proposal, teller: Teller, register: Register = "client") -> Explained:
    """The proposal in the words of a register, and every contribution behind it."""
    return Explained(
        text=as_markdown(narrate(proposal, teller, register)),
        base=proposal.base,
        log_odds=proposal.log_odds,
        themes=_themes(proposal, teller),
        features=_features(proposal, teller),
    )


def _themes(proposal: Proposal, teller: Teller) -> pl.DataFrame:
    rows = [
        (each.theme, teller.t(f"theme.{each.theme}.name"), each.contribution)
        for each in sorted(proposal.themes, key=lambda each: -abs(each.contribution))
    ]
    columns = {"theme": pl.String, "name": pl.String, "contribution": pl.Float64}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _features(proposal: Proposal, teller: Teller) -> pl.DataFrame:
    rows = [
        (theme, fact.feature, _told(fact, teller), fact.value, fact.contribution)
        for theme, facts in facts_by_theme(proposal, teller).items()
        for fact in facts
    ]
    columns = {
        "theme": pl.String,
        "feature": pl.String,
        "fact": pl.String,
        "value": pl.Float64,
        "contribution": pl.Float64,
    }
    found = pl.DataFrame(rows, schema=columns, orient="row")
    return found.sort(pl.col("contribution").abs(), descending=True, maintain_order=True)


def _told(fact: Fact, teller: Teller) -> str:
    return told_fact(teller.features[fact.feature], fact.value, teller.style)
