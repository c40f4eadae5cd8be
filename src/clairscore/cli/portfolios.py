"""`portfolio list|load|split`: who looks after which clients."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from clairscore.cli.opened import actor, opened
from clairscore.cli.options import Json, Language
from clairscore.cli.terminal import show, show_json, table
from clairscore.i18n import Lang, number, t

app = typer.Typer(no_args_is_help=True)

PortfolioFile = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]
PortfolioNames = Annotated[list[str], typer.Argument(metavar="NAME...", show_default=False)]
Seed = Annotated[int, typer.Option("--seed", min=0)]


@app.command("list")
def list_portfolios(json: Json = False, lang: Language = "fr") -> None:
    """Print every portfolio with its number of clients."""
    from clairscore.store.clients import portfolios

    with opened() as store, store.database.read() as read:
        found = portfolios(read)
    if json:
        show_json({"portfolios": found})
        return
    columns = ("portfolio", "clients")
    listed = table(*(t(f"cli.portfolio.column.{column}", lang) for column in columns), right=(1,))
    for name, count in sorted(found.items()):
        listed.add_row(name, number(count, lang))
    show(listed)


@app.command("load")
def load(file: PortfolioFile, json: Json = False, lang: Language = "fr") -> None:
    """Give clients to portfolios as a CSV file says: columns SK_ID_CURR and manager."""
    from clairscore.cli.portfolio_file import read_portfolio

    _assign(read_portfolio(file), json, lang)


@app.command("split")
def split(
    portfolios: PortfolioNames, seed: Seed = 0, json: Json = False, lang: Language = "fr"
) -> None:
    """Deal every client at random to the portfolios that are named, the same way for one seed."""
    from clairscore.store.portfolios import dealt, numbers

    with opened() as store, store.database.read() as read:
        every = numbers(read)
    _assign(dealt(every, portfolios, seed), json, lang)


def _assign(assigned: dict[int, str], json: bool, lang: Lang) -> None:
    from clairscore.store.portfolios import assign_all
    from clairscore.store.times import stamp

    with opened() as store, store.database.write() as write:
        assign_all(write, assigned, actor=actor(), at=stamp(datetime.now(UTC)))
    if json:
        show_json({"assigned": len(assigned)})
    else:
        show(t("cli.portfolio.assigned", lang, count=number(len(assigned), lang)))
