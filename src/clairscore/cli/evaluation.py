"""`evaluate`: cross-validated figures of a catalogue, with intervals, alone or against another."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.figures import figure_rows, interval_row
from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.options import CatalogueName, Extent, Folds, Json, Language, Seed
from clairscore.cli.recording import open_store, record_found
from clairscore.cli.terminal import complain, note, show, show_json, table
from clairscore.i18n import Lang, number, t

if TYPE_CHECKING:
    from clairscore.metrics import Interval
    from clairscore.modelling.evaluate import Difference, Evaluation

Folders = Annotated[list[Path], typer.Argument(metavar="DIR...", show_default=False)]
Seeds = Annotated[int, typer.Option("--seeds", min=1, max=50)]
TableNames = Annotated[str, typer.Option("--tables", metavar="NAME,NAME", show_default=False)]
Rival = Annotated[Extent | None, typer.Option("--against", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `evaluate`."""
    app.command("evaluate")(evaluate)


def evaluate(
    folders: Folders,
    folds: Folds = 5,
    seeds: Seeds = 3,
    seed: Seed = 20,
    catalogue: CatalogueName = "plain",
    tables: TableNames = "",
    against: Rival = None,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Print how well the features tell who will have difficulties."""
    from clairscore.modelling.evaluate import evaluate as evaluated
    from clairscore.modelling.tracking import of_evaluation
    from clairscore.settings import load_settings

    store, started = open_store(load_settings()), datetime.now(UTC)
    wanted = table_names(tables)
    for folder in folders:
        require_sound(folder, unchecked, lang)
    found = evaluated(
        folders,
        folds=folds,
        seeds=seeds,
        seed=seed,
        extent=catalogue,
        tables=wanted,
        against=against,
        progress=note,
    )
    for warning in found.warnings:
        complain(warning)
    if json:
        show_json(found.as_json())
    else:
        _show(found, lang)
    record_found(found, of_evaluation, started, store, lang)


def table_names(text: str) -> tuple[str, ...] | None:
    """The schema tables of a list with commas; BadSetting names those that do not exist."""
    from clairscore.data.schema import TABLES
    from clairscore.errors import BadSetting

    names = tuple(name.strip() for name in text.split(",") if name.strip())
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        raise BadSetting(
            f"--tables: found {', '.join(unknown)}; expected names among {', '.join(TABLES)}"
        )
    return names or None


def _show(found: Evaluation, lang: Lang) -> None:
    told = table(
        *(t(f"cli.evaluate.column.{name}", lang) for name in ("figure", "value", "interval")),
        title=t(
            "cli.evaluate.title",
            lang,
            catalogue=found.catalogue,
            features=str(found.features),
            folds=str(found.folds),
            seeds=str(found.seeds),
        ),
        right=(1, 2),
    )
    for row in figure_rows(found.figures.as_json(), lang):
        told.add_row(*row)
    show(told)
    if found.difference is not None:
        _show_difference(found.difference, lang)
    show(t("cli.evaluate.meaning", lang, ratio=number(found.ratio, lang)))


def _show_difference(found: Difference, lang: Lang) -> None:
    told = table(
        *(t(f"cli.evaluate.column.{name}", lang) for name in ("figure", "difference", "interval")),
        title=t("cli.evaluate.differences.title", lang, catalogue=found.against),
        right=(1, 2),
    )
    for name in ("auc", "auc_over_folds", "cost_per_1000", "cost_share_of_grant_all"):
        interval: Interval = getattr(found, name)
        told.add_row(*interval_row(name, asdict(interval), lang))
    show(told)
