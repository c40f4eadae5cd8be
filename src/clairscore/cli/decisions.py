"""`decide`, `explain`, `recourse`: a proposal, what is behind it, what could change it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clairscore.cli.options import Bundle, Json, Language
from clairscore.cli.story import show_proposal, show_themes
from clairscore.cli.subject import Client, Data, File, credit_file
from clairscore.cli.terminal import show_json
from clairscore.i18n import Lang

if TYPE_CHECKING:
    from clairscore.contract import Proposal
    from clairscore.decision.telling import Teller

Reader = Annotated[Literal["client", "manager", "validator"], typer.Option("--register", "-r")]
FactsShown = Annotated[int, typer.Option("--facts", min=0)]


def add_to(app: typer.Typer) -> None:
    """Give the program its commands `decide`, `explain` and `recourse`."""
    app.command("decide")(decide)
    app.command("explain")(explain)
    app.command("recourse")(recourse)


def decide(
    file: File = None,
    client: Client = None,
    data: Data = None,
    bundle: Bundle = None,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Print the proposal for one application and its main reasons."""
    proposal, teller = _proposed(file, client, data, bundle, lang)
    if json:
        show_json(_record(proposal, teller))
    else:
        show_proposal(proposal, teller, "client")


def explain(
    file: File = None,
    client: Client = None,
    data: Data = None,
    bundle: Bundle = None,
    register: Reader = "manager",
    facts: FactsShown = 5,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Print the proposal with every theme, its strongest facts and their contributions."""
    proposal, teller = _proposed(file, client, data, bundle, lang)
    if json:
        show_json(_record(proposal, teller))
        return
    show_proposal(proposal, teller, register)
    if register != "validator":
        show_themes(proposal, teller, facts)


def recourse(
    file: File = None,
    client: Client = None,
    data: Data = None,
    bundle: Bundle = None,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Print the smallest changes of the offer that would have the loan granted."""
    from clairscore.cli.story import show_sections, teller_for
    from clairscore.decision.changes_told import changes, changes_record
    from clairscore.decision.decide import decide as decided
    from clairscore.decision.offer import offer_of
    from clairscore.decision.recourse import recourses
    from clairscore.decision.shelf import load_bundle
    from clairscore.settings import load_settings

    settings = load_settings()
    about = credit_file(file, client, data)
    model = load_bundle(settings, bundle)
    before = offer_of(model, about)
    outcome = decided(model, about, as_of=settings.as_of).outcome
    ways = recourses(model, about, as_of=settings.as_of)
    style = teller_for(model, settings, lang).style
    if json:
        show_json(changes_record(before, outcome, ways, style))
    else:
        show_sections([changes(ways, before, style, outcome)])


def _record(proposal: Proposal, teller: Teller) -> dict[str, object]:
    from clairscore.decision.proposal_record import proposal_record

    return proposal_record(proposal, teller)


def _proposed(
    file: Path | None, client: int | None, data: Path | None, bundle: Path | None, lang: Lang
) -> tuple[Proposal, Teller]:
    """The proposal for the file that the options name, and who tells it."""
    from clairscore.cli.story import teller_for
    from clairscore.decision.decide import decide as decided
    from clairscore.decision.shelf import load_bundle
    from clairscore.settings import load_settings

    settings = load_settings()
    about = credit_file(file, client, data)
    model = load_bundle(settings, bundle)
    return decided(model, about, as_of=settings.as_of), teller_for(model, settings, lang)
