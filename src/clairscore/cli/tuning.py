"""`tune`: a fine search of the served model's settings, by business cost."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clairscore.cli import recording
from clairscore.cli.comparison import Resume, write_json
from clairscore.cli.evaluation import TableNames, table_names
from clairscore.cli.figures import interval_row, told
from clairscore.cli.intake import Unchecked, require_sound
from clairscore.cli.options import CatalogueName, Folder, Json, Language, Out, Seed
from clairscore.cli.terminal import note, show, show_json, table
from clairscore.i18n import Lang, fixed, number, percent, t

if TYPE_CHECKING:
    from rich.table import Table

    from clairscore.metrics import Interval
    from clairscore.modelling.tuned import Tuned

Learner = Annotated[Literal["lightgbm"], typer.Option("--learner")]
Trials = Annotated[int, typer.Option("--trials", min=1, max=10_000)]
BEST_TRIALS = 10


def add_to(app: typer.Typer) -> None:
    """Give the program its command `tune`."""
    app.command("tune")(tune)


def tune(
    folder: Folder,
    out: Out,
    learner: Learner = "lightgbm",
    trials: Trials = 40,
    seed: Seed = 20,
    catalogue: CatalogueName = "plain",
    tables: TableNames = "",
    resume: Resume = False,
    unchecked: Unchecked = False,
    json: Json = False,
    lang: Language = "fr",
) -> None:
    """Write and print the best recipe, and what it gains over today's."""
    from clairscore.modelling.tracking import of_search
    from clairscore.modelling.tune import tune as tuned
    from clairscore.settings import load_settings

    store, started = recording.open_store(load_settings()), datetime.now(UTC)
    wanted = table_names(tables)
    require_sound(folder, unchecked, lang)
    found = tuned(
        folder,
        journal_beside(out),
        learner=learner,
        trials=trials,
        seed=seed,
        extent=catalogue,
        tables=wanted,
        resume=resume,
        progress=note,
    )
    write_json(found.as_json(), out)
    recording.record_found(found, of_search, started, store, lang)
    if json:
        show_json(found.as_json())
        return
    for each in (_trials(found, lang), _settings(found, lang), _gain(found, lang)):
        show(each)
    show(t("cli.tune.meaning", lang))
    note(t("cli.compare.written", lang, file=str(out)))


def journal_beside(out: Path) -> Path:
    """Where the trials are kept as they come."""
    return out.with_name(f"{out.stem}.journal")


def _trials(found: Tuned, lang: Lang) -> Table:
    """The cheapest trials, and the first one."""
    clients = number(found.clients, lang)
    title = t(
        "cli.tune.title",
        lang,
        trials=str(len(found.trials)),
        clients=clients,
        folds=str(found.folds),
    )
    names = ("number", "state", "cost", "auc", "accuracy", "rounds")
    made = table(*_columns(names, lang), title=title, right=(0, 2, 3, 4, 5))
    whole = [row for row in found.trials if row.state == "complete"]
    ranked = sorted(whole, key=lambda row: row.cost_share_of_grant_all)[:BEST_TRIALS]
    for row in [*ranked, *(row for row in found.trials[:1] if row not in ranked)]:
        made.add_row(
            str(row.number),
            t(f"cli.tune.state.{row.state}", lang),
            percent(row.cost_share_of_grant_all, lang),
            told(row.auc, "auc", lang),
            percent(row.accuracy_at_cut_off, lang),
            number(mean(row.rounds), lang),
        )
    return made


def _settings(found: Tuned, lang: Lang) -> Table:
    title = t("cli.tune.best", lang, number=str(found.best))
    names = ("setting", "before", "after", "importance")
    made = table(*_columns(names, lang), title=title, right=(1, 2, 3))
    before, after = asdict(found.from_recipe), asdict(found.recipe)
    for each in found.space:
        digits = 0 if each.whole else 2
        share = found.importance.get(each.name)
        made.add_row(
            each.name,
            fixed(before[each.name], lang, digits),
            fixed(after[each.name], lang, digits),
            "" if share is None else percent(share, lang),
        )
    return made


def _gain(found: Tuned, lang: Lang) -> Table:
    made = table(*_columns(("judged_on", "auc", "cost"), lang), right=(1, 2))
    clients = number(found.gain.untouched.clients, lang)
    gain = found.gain
    for name, auc, cost in (
        (t("cli.tune.redealt", lang), gain.redealt.auc, gain.redealt.cost_share_of_grant_all),
        (
            t("cli.tune.untouched", lang, clients=clients),
            gain.untouched.auc,
            gain.untouched.cost_share_of_grant_all,
        ),
    ):
        made.add_row(name, _cell("auc", auc, lang), _cell("cost_share_of_grant_all", cost, lang))
    return made


def _cell(name: str, interval: Interval, lang: Lang) -> str:
    _, value, ends = interval_row(name, asdict(interval), lang)
    return f"{value} ({ends})"


def _columns(names: tuple[str, ...], lang: Lang) -> tuple[str, ...]:
    return tuple(t(f"cli.tune.column.{name}", lang) for name in names)
