"""`outcomes load`: what became of granted loans, as observed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clairscore.cli.opened import actor, opened
from clairscore.cli.options import Json, Language
from clairscore.cli.terminal import show, show_json
from clairscore.errors import BadInput
from clairscore.i18n import number, t

if TYPE_CHECKING:
    from clairscore.store.outcomes import Observed

app = typer.Typer(no_args_is_help=True)

COLUMNS = ("application", "difficulties", "observed")
DAYS_A_MONTH = 30.4375

File = Annotated[Path, typer.Argument(metavar="FILE.csv", show_default=False)]
Months = Annotated[int, typer.Option("--mature-months", min=1)]


@app.callback()
def outcomes() -> None:
    """Keep the group a group, although it has one command so far."""


@app.command("load")
def load(file: File, mature_months: Months = 12, json: Json = False, lang: Language = "fr") -> None:
    """Keep outcomes from a CSV file: application, difficulties (0 or 1), observed (a day)."""
    from clairscore.store.outcomes import load_outcomes, matured
    from clairscore.store.times import stamp

    now = datetime.now(UTC)
    observed = list(_rows(file))
    with opened() as store:
        with store.database.write() as write:
            kept = load_outcomes(write, observed, file.name, actor=actor(), at=stamp(now))
        with store.database.read() as read:
            found = matured(read, stamp(now - timedelta(days=mature_months * DAYS_A_MONTH)))
    if json:
        counts = {"known": found.known, "mature": found.mature, "difficulties": found.difficulties}
        show_json({"kept": kept, **counts})
        return
    told = {"kept": kept, "known": found.known, "mature": found.mature}
    show(t("cli.outcomes.load.done", lang, **{k: number(v, lang) for k, v in told.items()}))


def _rows(file: Path) -> Iterator[Observed]:
    """The file's outcomes; BadInput names the first line that is none."""
    from clairscore.store.outcomes import Observed

    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise BadInput(f"{file}: expected the columns {', '.join(COLUMNS)}, in this order")
        for row in rows:
            try:
                difficulties = {"0": False, "1": True}[row["difficulties"]]
                yield Observed(
                    row["application"], difficulties, date.fromisoformat(row["observed"])
                )
            except (KeyError, ValueError, TypeError):
                raise BadInput(
                    f"{file}, line {rows.line_num}: expected an application, 0 or 1, and a day as"
                    " YYYY-MM-DD"
                ) from None
