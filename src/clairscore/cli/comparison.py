"""`compare`: the served learner beside the others, on the same folds and features."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from clairscore.cli import recording
from clairscore.cli.evaluation import Folders, TableNames, table_names
from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.options import CatalogueName, Folds, Json, Language, Out, Seed
from clairscore.cli.terminal import complain, note, show, show_json
from clairscore.i18n import t

CandidateNames = Annotated[
    str, typer.Option("--candidates", metavar="NAME,NAME", show_default=False)
]
Rows = Annotated[int | None, typer.Option("--rows", min=200, show_default=False)]
Resume = Annotated[bool, typer.Option("--resume")]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `compare`."""
    app.command("compare")(compare)


def compare(
    folders: Folders,
    out: Out,
    candidates: CandidateNames = "",
    folds: Folds = 5,
    rows: Rows = None,
    seed: Seed = 20,
    catalogue: CatalogueName = "plain",
    tables: TableNames = "",
    resume: Resume = False,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Write and print how every candidate does on the same folds."""
    from clairscore.cli.standings import comparison_tables
    from clairscore.modelling.candidates.compare import compare as compared
    from clairscore.modelling.tracking import of_comparison
    from clairscore.settings import load_settings

    store, started = recording.open_store(load_settings()), datetime.now(UTC)
    wanted = table_names(tables)
    for folder in folders:
        require_sound(folder, unchecked, lang)
    found = compared(
        folders,
        parts_beside(out),
        names=listed(candidates),
        folds=folds,
        rows=rows,
        seed=seed,
        extent=catalogue,
        tables=wanted,
        resume=resume,
        progress=note,
    )
    record = found.as_json()
    write_json(record, out)
    recording.record_found(found, of_comparison, started, store, lang)
    for warning in found.warnings:
        complain(warning)
    if json:
        show_json(record)
        return
    for each in comparison_tables(record, lang):
        show(each)
    note(t("cli.compare.written", lang, file=str(out)))


def parts_beside(out: Path) -> Path:
    """Where a run keeps what is done until all of it is."""
    return out.with_name(f"{out.stem}.parts")


def listed(text: str) -> tuple[str, ...]:
    """The names of a list with commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def write_json(record: object, out: Path) -> None:
    """Write a record, its keys in their order."""
    import json

    from clairscore.data.files import write_atomically

    with write_atomically(out) as draft:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1)
        draft.write_text(text + "\n", encoding="utf-8")
