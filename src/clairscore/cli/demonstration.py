"""`demo`: the whole way on invented data, to decisions explained and a service to try."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clairscore.cli.demo_service import PORT, Access, fill, programs_at, show_access
from clairscore.cli.intake import require_sound
from clairscore.cli.options import Language
from clairscore.cli.story import show_proposal, teller_for
from clairscore.cli.terminal import bar, rule, show
from clairscore.cli.training import learn
from clairscore.i18n import Lang, fixed, number, percent, t

if TYPE_CHECKING:
    import polars as pl

    from clairscore.decision.bundle import Bundle
    from clairscore.settings import Settings

SEED = 7
OUTCOMES = ("granted", "refused", "referred")

Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR")]
Clients = Annotated[int, typer.Option("--clients", "-n", min=1_000)]
WithService = Annotated[bool, typer.Option("--service/--no-service")]
Serve = Annotated[bool, typer.Option("--serve/--no-serve")]
Port = Annotated[int, typer.Option("--port", "-p", min=1, max=65_535)]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `demo`."""
    app.command("demo")(demo)


def demo(
    out: Out = Path("demo"),
    clients: Clients = 20_000,
    service: WithService = True,
    serve: Serve = False,
    port: Port = PORT,
    lang: Language = "fr",
) -> None:
    """Invent tables, train on them, explain three decisions, fill a store, and serve it."""
    from clairscore.decision.shelf import load_bundle
    from clairscore.settings import load_settings

    settings = load_settings()
    data, bundles = out / "data", out / "bundles"
    _step(1, "tables", lang, clients=number(clients, lang), folder=str(data))
    _invent(data, clients, lang)
    require_sound(data, False, lang)
    _step(2, "model", lang, folder=str(bundles))
    trained = learn(data, bundles, settings, lang=lang)
    model = load_bundle(settings, trained.folder)
    _say_worth(model, lang)
    _step(3, "decisions", lang)
    chosen = _chosen(model, data, settings)
    files = _files(chosen, data, out / "clients")
    for file in files:
        _explain(file, model, settings, lang)
    if service:
        _step(4, "service", lang, folder=str(out / "store"))
        own = chosen.get("refused", next(iter(chosen.values())))
        access = fill(out, data, bundles, own, lang)
        show_access(access, lang, port=port)
    show(t("cli.demo.next", lang, file=str(files[-1]), bundles=str(bundles), data=str(data)))
    if service and serve:
        _serve(port, access, lang)


def _serve(port: int, access: Access, lang: Lang) -> None:
    """Service, dashboard and client space with people at work, until Ctrl-C ends all."""
    from clairscore.cli.together import serve_together

    programs = programs_at(port, lang)

    def say() -> None:
        _live(programs[0].address, access, lang)
        for program in programs:
            show(t(f"cli.demo.at.{program.name}", lang, address=program.address))
        show(t("cli.demo.until", lang))

    serve_together(programs, say)


def _live(address: str, access: Access, lang: Lang) -> None:
    import httpx2

    from clairscore.cli.demo_life import live

    show(t("cli.demo.working", lang))
    with httpx2.Client(base_url=address, timeout=60) as http:
        live(http, access, lang)


def typical(proposals: pl.DataFrame) -> dict[str, int]:
    """For each outcome that occurs, the client whose probability is the middle one."""
    found = {}
    for outcome in OUTCOMES:
        same = proposals.filter(outcome=outcome).sort("probability", "SK_ID_CURR")
        if len(same):
            found[outcome] = int(same["SK_ID_CURR"][len(same) // 2])
    return found


def _invent(data: Path, clients: int, lang: Lang) -> None:
    from clairscore.data.synthetic import generate

    with bar(t("cli.data.synth.working", lang)) as progress:
        generate(data, clients=clients, seed=SEED, progress=progress)


def _say_worth(model: Bundle, lang: Lang) -> None:
    card: Mapping[str, Any] = model.card
    area, cost = (card["test"][name]["value"] for name in ("auc", "cost_share_of_grant_all"))
    show(t("cli.demo.worth", lang, auc=fixed(area, lang, 3), cost=percent(cost, lang, 0)))


def _chosen(model: Bundle, data: Path, settings: Settings) -> dict[str, int]:
    from clairscore.data.tables import read_folder
    from clairscore.decision.decide_book import decide_book

    tables = read_folder(data, population="test")
    return typical(decide_book(model, tables, as_of=settings.as_of))


def _files(chosen: dict[str, int], data: Path, folder: Path) -> list[Path]:
    """The chosen clients' credit files, written as JSON."""
    from clairscore.data.credit_file import credit_files, dump
    from clairscore.data.files import write_atomically
    from clairscore.data.tables import read_folder

    folder.mkdir(parents=True, exist_ok=True)
    found = credit_files(read_folder(data, population="test"), list(chosen.values()))
    for client in chosen.values():
        with write_atomically(folder / f"{client}.json") as draft:
            draft.write_text(dump(found[client]), encoding="utf-8")
    return [folder / f"{client}.json" for client in chosen.values()]


def _explain(file: Path, model: Bundle, settings: Settings, lang: Lang) -> None:
    from clairscore.data.credit_file import parse
    from clairscore.decision.decide import decide

    rule(t("cli.demo.client", lang, client=file.stem))
    proposal = decide(model, parse(file.read_bytes()), as_of=settings.as_of)
    show_proposal(proposal, teller_for(model, settings, lang), "client")


def _step(number_: int, name: str, lang: Lang, **values: str) -> None:
    rule(f"{number_}. " + t(f"cli.demo.step.{name}", lang, **values))
