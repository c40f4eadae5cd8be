"""A proposal on the terminal: the narrative laid out, every theme's facts, or one JSON record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from clairscore.cli.figures import fixed
from clairscore.cli.terminal import fold, say, show, table
from clairscore.i18n import Lang, number, t

if TYPE_CHECKING:
    from clairscore.contract import Fact, Proposal, Reason
    from clairscore.decision.bundle import Bundle
    from clairscore.decision.narrative import Register, Section, Teller
    from clairscore.settings import Settings

COLOURS = {"plain": "", "against": "red", "for": "green", "muted": "dim"}
FACT_WIDTH = 78
SIGNS = {"against": "▲ ", "for": "▼ "}
"""Direction is told by a sign as well: colour alone says nothing to many people."""


def teller_for(model: Bundle, settings: Settings, lang: Lang) -> Teller:
    """Who tells the model's proposals in a language, with the currency and sources that are set."""
    from clairscore.decision.narrative import Teller
    from clairscore.decision.sources import load_sources
    from clairscore.decision.wording import Style

    style = Style.of(lang, settings.currency)
    return Teller(style, model.catalogue.by_name, load_sources(settings.sources))


def show_proposal(proposal: Proposal, teller: Teller, register: Register) -> None:
    """Print the proposal as the narrative tells it; the first section is the headline."""
    from clairscore.decision.narrative import narrate

    for number_, section in enumerate(narrate(proposal, teller, register)):
        _show_section(section, headline=number_ == 0)


def show_themes(proposal: Proposal, teller: Teller, facts: int) -> None:
    """Print each theme's contribution with its strongest facts, the others as one sum."""
    lang = teller.lang
    by_theme = facts_by_theme(proposal, teller)
    found = table(
        *(t(f"cli.explain.column.{name}", lang) for name in ("fact", "contribution")),
        title=t("cli.explain.title", lang),
        right=(1,),
    )
    for theme in sorted(proposal.themes, key=lambda each: -abs(each.contribution)):
        name = t(f"theme.{theme.theme}.name", lang)
        found.add_row(name, signed(theme.contribution, lang), style="bold")
        for told, contribution in _told(by_theme.get(theme.theme, []), facts, teller):
            found.add_row(fold(told, FACT_WIDTH, 2, 2), signed(contribution, lang))
    show(found)


def facts_by_theme(proposal: Proposal, teller: Teller) -> dict[str, list[Fact]]:
    """Every feature with its value and contribution, strongest first, by theme."""
    from clairscore.contract import Fact

    facts: dict[str, list[Fact]] = {}
    rows = zip(proposal.features, proposal.values, proposal.contributions, strict=True)
    for name, value, contribution in sorted(rows, key=lambda row: -abs(row[2])):
        theme = teller.features[name].theme
        facts.setdefault(theme, []).append(Fact(name, value, contribution))
    return facts


def signed(value: float, lang: Lang) -> str:
    """A contribution with its sign, four decimals."""
    return ("" if value < 0 else "+") + fixed(value, lang, 4)


def proposal_record(proposal: Proposal, teller: Teller) -> dict[str, object]:
    """The proposal as plain JSON values, with the sentences that a person reads."""
    from clairscore.decision.narrative import narrate

    record = asdict(proposal)
    for name in ("features", "values", "contributions"):
        del record[name]
    record["as_of"] = proposal.as_of.isoformat() if proposal.as_of else None
    for direction in ("reasons_for", "reasons_against"):
        record[direction] = [_reason(reason, teller) for reason in getattr(proposal, direction)]
    record["facts"] = [
        asdict(fact) | {"theme": theme}
        for theme, facts in facts_by_theme(proposal, teller).items()
        for fact in facts
    ]
    record["text"] = [
        {"title": section.title, "lines": [line.text for line in section.lines]}
        for section in narrate(proposal, teller, "adviser")
    ]
    return record


def _reason(reason: Reason, teller: Teller) -> dict[str, object]:
    from clairscore.decision.narrative import reason_text

    return asdict(reason) | {"text": reason_text(reason, teller.lang)}


def _told(facts: list[Fact], shown: int, teller: Teller) -> Iterator[tuple[str, float]]:
    from clairscore.decision.wording import told_fact

    for fact in facts[:shown]:
        yield told_fact(teller.features[fact.feature], fact.value, teller.style), fact.contribution
    others = facts[shown:]
    if others:
        rest = t("cli.explain.others", teller.lang, n=number(len(others), teller.lang))
        yield rest, sum(fact.contribution for fact in others)


def _show_section(section: Section, *, headline: bool) -> None:
    say(section.title, style="bold underline" if headline else "bold")
    for line in section.lines:
        sign = "· " if line.level else SIGNS.get(line.tone, "")
        say(f"{sign}{line.text}", style=COLOURS[line.tone], indent=2 + 2 * line.level)
    say("", style="")
