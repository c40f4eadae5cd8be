"""`db`: the store made, brought up to date, filled with clients and scored."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.opened import actor
from clairscore.cli.options import Bundle, Folder, Json, Language, Seed
from clairscore.cli.terminal import bar, note, show, show_json
from clairscore.i18n import Lang, number, t

if TYPE_CHECKING:
    import polars as pl

    from clairscore.settings import Settings
    from clairscore.store.load import Loaded

DEMO_MANAGERS = "manager-1,manager-2,manager-3"
WORKSPACE = "loading"
PORTFOLIO, NOBODYS = "portfolio.csv", "unassigned"
"""A file that says who looks after whom, and the portfolio of clients whom it leaves out."""

app = typer.Typer(no_args_is_help=True)

Managers = Annotated[str, typer.Option("--managers", metavar="NAME,NAME")]


def now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


@app.command("init")
def init(json: Json = False, lang: Language = "fr") -> None:
    """Make the master key and both databases; what is there stays as it is."""
    from clairscore.settings import load_settings
    from clairscore.store.opening import init_store

    settings = load_settings()
    init_store(settings, os.urandom)
    places = _places(settings)
    if json:
        show_json(places)
    else:
        show(t("cli.db.init.done", lang, **places))
        note(t("cli.db.init.advice", lang, master_key=places["master_key"]))


@app.command("upgrade")
def upgrade(json: Json = False, lang: Language = "fr") -> None:
    """Bring both databases to the tables of this version."""
    from clairscore.settings import load_settings
    from clairscore.store.migrations import REVISIONS
    from clairscore.store.opening import upgrade_store

    records, keys = upgrade_store(load_settings(), os.urandom)
    if json:
        found = {"records": records, "keys": keys}
        show_json({"from": found, "to": dict(REVISIONS)})
    else:
        show(t("cli.db.upgrade.done", lang, before=records, after=REVISIONS["records"]))


@app.command("load")
def load(
    folder: Folder,
    managers: Managers = DEMO_MANAGERS,
    seed: Seed = 0,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Keep an encrypted credit file of every client of a folder."""
    from clairscore.data.tables import read_folder
    from clairscore.settings import load_settings
    from clairscore.store.load import Terms, load
    from clairscore.store.opening import open_store

    settings = load_settings()
    with open_store(settings, os.urandom) as store:
        require_sound(folder, unchecked, lang)
        tables = read_folder(folder, population="both")
        portfolio = _portfolio(folder, tables, managers, seed)
        as_of = settings.as_of or now().date()
        with bar(t("cli.db.load.working", lang)) as progress:
            loaded = load(
                store,
                tables,
                _workspace(settings),
                Terms(as_of, portfolio, now, os.urandom),
                lambda _step, done, total: progress(done, total),
            )
    _show_loaded(loaded, as_of.isoformat(), json, lang)


@app.command("score")
def score(bundle: Bundle = None, json: Json = False, lang: Language = "fr") -> None:
    """Write the book, what a model says of every client's newest file, and count populations."""
    from clairscore.decision.population.gathering import Gathering
    from clairscore.decision.shelf import load_bundle
    from clairscore.settings import load_settings
    from clairscore.store.opening import open_store
    from clairscore.store.population import count_book
    from clairscore.store.score_book import score_book
    from clairscore.store.times import stamp

    settings = load_settings()
    with open_store(settings, os.urandom) as store:
        model = load_bundle(settings, bundle)
        gathering = Gathering()
        with bar(t("cli.score.working", lang, bundle=model.id)) as progress:
            clients = score_book(store, model, now, actor(), gathering, progress)
        count_book(store.database, gathering, model.id, actor=actor(), at=stamp(now()))
    if json:
        show_json({"bundle": model.id, "clients": clients})
    else:
        show(t("cli.db.score.done", lang, clients=number(clients, lang), bundle=model.id))


def _places(settings: Settings) -> dict[str, str]:
    from clairscore.settings import described

    names = ("database", "key_database", "master_key", "anchor")
    return {line.name: line.value for line in described(settings) if line.name in names}


def _portfolio(
    folder: Path, tables: Mapping[str, pl.LazyFrame], managers: str, seed: int
) -> Callable[[int], str]:
    """Who looks after each client: as `portfolio.csv` of the folder says, else a seeded split."""
    from clairscore.cli.portfolio_file import read_portfolio
    from clairscore.store.portfolios import dealt

    file = folder / PORTFOLIO
    if file.exists():
        named = read_portfolio(file)
        return lambda client: named.get(client, NOBODYS)
    numbers = tables["application"].select("SK_ID_CURR").collect()["SK_ID_CURR"]
    return dealt(numbers, [name.strip() for name in managers.split(",")], seed).__getitem__


def _workspace(settings: Settings) -> Path:
    """Where parts lie while clients are loaded: beside the records, on the same disk."""
    return settings.anchor.absolute().parent.parent / WORKSPACE


def _show_loaded(loaded: Loaded, as_of: str, json: bool, lang: Lang) -> None:
    counts = {"added": loaded.added, "present": loaded.present, "erased": loaded.erased}
    if json:
        show_json({**counts, "as_of": as_of})
        return
    show(
        t(
            "cli.db.load.done",
            lang,
            **{name: number(count, lang) for name, count in counts.items()},
        )
    )
