"""A proposal on the terminal: the narrative laid out, or every theme's facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from clairscore.cli.terminal import fold, say, show, table
from clairscore.i18n import Lang, fixed, number, t

if TYPE_CHECKING:
    from clairscore.contract import Fact, Proposal
    from clairscore.decision.bundle import Bundle
    from clairscore.decision.telling import Register, Section, Teller
    from clairscore.settings import Settings

COLOURS = {"plain": "", "against": "red", "for": "green", "muted": "dim"}
FACT_WIDTH = 78
SIGNS = {"against": "▲ ", "for": "▼ "}
"""Direction is told by a sign as well: colour alone says nothing to many people."""


def teller_for(model: Bundle, settings: Settings, lang: Lang) -> Teller:
    """Who tells the model's proposals in a language, with the currency and sources that are set."""
    from clairscore.decision.telling import Teller

    return Teller.of(model, lang, settings.currency, settings.sources)


def show_proposal(proposal: Proposal, teller: Teller, register: Register) -> None:
    """Print the proposal as the narrative tells it; the first section is the headline."""
    from clairscore.decision.narrative import narrate

    show_sections(narrate(proposal, teller, register))


def show_sections(sections: Iterable[Section]) -> None:
    """Print sections of lines; the first is the headline."""
    for number_, section in enumerate(sections):
        _show_section(section, headline=number_ == 0)


def show_themes(proposal: Proposal, teller: Teller, facts: int) -> None:
    """Print each theme's contribution with its strongest facts, the others as one sum."""
    from clairscore.decision.every_feature import facts_by_theme

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


def signed(value: float, lang: Lang) -> str:
    """A contribution with its sign, four decimals."""
    return ("" if value < 0 else "+") + fixed(value, lang, 4)


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
