"""`data synth|check|describe|fetch`: tables invented, checked, summed up, downloaded."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clairscore.cli.contents import column_table, report_record, rows_table
from clairscore.cli.options import Folder, Json, Language, Seed
from clairscore.cli.profile import training_profile
from clairscore.cli.terminal import bar, complain, show, show_json, working
from clairscore.errors import BadData
from clairscore.i18n import Lang, number, t

if TYPE_CHECKING:
    from clairscore.data.checks import Report

MARKS = {"refuse": "refused: ", "warn": "noted: "}

app = typer.Typer(no_args_is_help=True)

Clients = Annotated[int, typer.Option("--clients", "-n", min=1)]
TestClients = Annotated[int | None, typer.Option("--test-clients", min=0, show_default=False)]
Rate = Annotated[float, typer.Option("--rate")]
Drift = Annotated[float, typer.Option("--drift")]
Profile = Annotated[Path | None, typer.Option("--profile", metavar="BUNDLE", show_default=False)]
FetchOut = Annotated[Path, typer.Option("--out", "-o", metavar="DIR")]
SynthParts = Annotated[int, typer.Option("--parts", min=1)]
FileFormat = Annotated[Literal["csv", "parquet"], typer.Option("--format")]


@app.command("synth")
def synth(
    folder: Folder,
    clients: Clients = 20_000,
    test_clients: TestClients = None,
    seed: Seed = 0,
    rate: Rate = 0.08,
    drift: Drift = 1.0,
    format: FileFormat = "csv",
    parts: SynthParts = 1,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Write the seven tables of clients who do not exist."""
    from clairscore.data.synthetic import generate

    with bar(t("cli.data.synth.working", lang)) as progress:
        rows = generate(
            folder,
            clients=clients,
            test_clients=test_clients,
            seed=seed,
            default_rate=rate,
            drift=drift,
            format=format,
            parts=parts,
            progress=progress,
        )
    if json:
        show_json({"folder": str(folder), "rows": rows})
    else:
        show(rows_table(rows, lang))


@app.command("check")
def check(
    folder: Folder, profile: Profile = None, json: Json = False, lang: Language = "fr"
) -> None:
    """Tell every fault of a folder's files, and how many rows they have; exit code 2 if refused."""
    report = checked(folder, profile, lang)
    for violation in (*report.warnings, *report.refusals):
        complain(f"{MARKS[violation.severity]}{violation}")
    if json:
        show_json(report_record(report, folder))
    else:
        show(rows_table(report.rows, lang))
        show(t("cli.data.refused" if report.refusals else "cli.data.sound", lang))
    raise typer.Exit(BadData.exit_code if report.refusals else 0)


@app.command("describe")
def describe(folder: Folder, json: Json = False, lang: Language = "fr") -> None:
    """Sum up every column of a folder's files: what is missing, limits, most frequent words."""
    from clairscore.data.describe import described

    report = checked(folder, None, lang)
    if not report.rows:
        raise BadData(report.refusals)
    files = described(report)
    if json:
        show_json({"folder": str(folder), "files": [asdict(file) for file in files]})
        return
    for file in files:
        show(column_table(file, lang))


@app.command("manifest")
def manifest(folder: Folder) -> None:
    """Write the rows and digests of a folder's files, so that a damaged copy is noticed."""
    from clairscore.data.checks import write_manifest

    show(str(write_manifest(folder)))


@app.command("fetch")
def fetch(out: FetchOut = Path("data/home-credit"), lang: Language = "fr") -> None:
    """Download Kaggle's files with the user's own token."""
    from clairscore.data.kaggle import fetch as fetched

    with working(t("cli.data.fetch.working", lang)):
        folder = fetched(out)
    show(str(folder))


def checked(folder: Path, profile: Path | None, lang: Lang) -> Report:
    """The report of a folder, its progress shown file by file."""
    from clairscore.data.checks import check_folder

    known = training_profile(profile)
    with working(t("cli.checking", lang, folder=str(folder))) as tell:
        return check_folder(
            folder,
            profile=known,
            on_block=lambda source, rows: tell(f"{source.name}: {number(rows, lang)}"),
        )
