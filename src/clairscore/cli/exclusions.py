"""`exclusions`: what every excluded fact would bring, and what age and external scores bring."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.evaluation import Folders, Seeds, TableNames, table_names
from clairscore.cli.evidence import require_json, write_json
from clairscore.cli.figures import interval_row
from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.options import CatalogueName, Folds, Json, Language, Seed
from clairscore.cli.terminal import note, show, show_json, table
from clairscore.i18n import Lang, percent, t

if TYPE_CHECKING:
    from clairscore.modelling.exclusions import Exclusions

Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE.json", show_default=False)]
Items = Annotated[str, typer.Option("--items", metavar="NAME,NAME", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Give the program its command `exclusions`."""
    app.command("exclusions")(exclusions)


def exclusions(
    folders: Folders,
    out: Out,
    items: Items = "",
    folds: Folds = 5,
    seeds: Seeds = 3,
    seed: Seed = 20,
    catalogue: CatalogueName = "plain",
    tables: TableNames = "",
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Write what each exclusion costs; answers are kept beside, and a killed run goes on."""
    from clairscore.modelling.exclusions import exclusions as costs
    from clairscore.modelling.exclusions import items_named

    require_json(out)
    wanted = items_named([name.strip() for name in items.split(",") if name.strip()])
    for folder in folders:
        require_sound(folder, unchecked, lang)
    found = costs(
        folders,
        out.with_name(f"{out.stem}.answers"),
        items=wanted,
        folds=folds,
        seeds=seeds,
        seed=seed,
        extent=catalogue,
        tables=table_names(tables),
        progress=note,
        done=lambda record: write_json(record.as_json(), out),
    )
    note(t("cli.written", lang, file=str(out)))
    if json:
        show_json(found.as_json())
    else:
        _show(found, lang)


def _show(found: Exclusions, lang: Lang) -> None:
    columns = ("item", "auc", "cost", "changed")
    told = table(
        *(t(f"cli.exclusions.column.{name}", lang) for name in columns),
        title=t("cli.exclusions.title", lang, folds=str(found.folds), seeds=str(found.seeds)),
        right=(1, 2, 3),
    )
    for item in found.items:
        _, auc, auc_range = interval_row("auc", asdict(item.difference.auc), lang)
        cost = asdict(item.difference.cost_per_1000)
        _, cost_value, cost_range = interval_row("cost_per_1000", cost, lang)
        told.add_row(
            t(f"cli.exclusions.item.{item.item}", lang),
            f"{auc} ({auc_range})",
            f"{cost_value} ({cost_range})",
            percent(item.decisions.refusals.value, lang),
        )
    show(told)
    show(t("cli.exclusions.meaning", lang))
    if found.noise is not None:
        by_chance = percent(found.noise.refusals.value, lang)
        show(t("cli.exclusions.noise", lang, share=by_chance))
