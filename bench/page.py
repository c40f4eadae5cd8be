"""docs/benchmarks.md from the records: a row a figure, empty where nothing was measured yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.goals import GOALS, Goal

Json = Mapping[str, Any]

TITLE = """# Benchmarks

Every figure is a command under `bench/`; `make bench` runs them all and writes this page from the
records in `bench/records/`, which hold every single run. A figure without a machine, a date and its
data is not a figure. Seconds are of the whole process, memory is its peak (resident). "(missed)"
says that the promise was not kept on that machine.
"""
HEAD = ("figure", "goal", "measured", "command", "data", "machine", "date")


def write_page(page: Path, records: Path) -> None:
    """Write the page from every record in the folder."""
    measured = {record["key"]: record for record in read(records)}
    rows = [HEAD, ("---",) * len(HEAD)]
    rows += [row(goal, measured.get(key)) for key, goal in GOALS.items()]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    page.write_text(f"{TITLE}\n{table}\n", encoding="utf-8")


def read(records: Path) -> list[Json]:
    """The records of every file."""
    return [
        record
        for file in sorted(records.glob("*.json"))
        for record in json.loads(file.read_text(encoding="utf-8"))
    ]


def row(goal: Goal, record: Json | None) -> tuple[str, ...]:
    """One figure's cells."""
    if record is None:
        return (goal.figure, goal.goal, "", f"`python -m bench.{goal.command}`", "", "", "")
    missed = " (missed)" if record["met"] is False else ""
    return (
        goal.figure,
        goal.goal,
        record["measured"] + missed,
        f"`{record['command']}`",
        record["data"],
        machine(record["machine"]),
        record["date"],
    )


def machine(found: Json) -> str:
    """The machine in a few words."""
    return (
        f"{found['cores']} cores of {found['cpu']}, {found['memory_gb']} GB,"
        f" Python {found['python']}, load {found['load_at_end']}"
    )
