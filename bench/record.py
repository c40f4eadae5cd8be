"""What a measurement leaves: one record a figure, with machine, date and data."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.goals import GOALS


@dataclass(frozen=True, slots=True)
class Record:
    """One figure as measured; `met` is None where nothing was promised, or not at this size."""

    key: str
    measured: str
    met: bool | None
    data: str
    n: int
    seed: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


Measure = Callable[[argparse.Namespace], Sequence[Record]]


def run(parser: argparse.ArgumentParser, measure: Measure, words: Sequence[str]) -> None:
    """Measure as the command line says, print the table, write the records where asked."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the records here")
    options = parser.parse_args(words)
    records = measure(options)
    show(records)
    if options.json:
        full = [as_json(record, command(parser, options)) for record in records]
        options.json.write_text(json.dumps(full, indent=1) + "\n", encoding="utf-8")


def as_json(record: Record, command: str) -> dict[str, Any]:
    """The record with its goal, the machine, the date and the command."""
    goal = GOALS[record.key]
    return {
        "figure": goal.figure,
        "goal": goal.goal,
        **asdict(record),
        "machine": machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "command": command,
    }


def command(parser: argparse.ArgumentParser, options: argparse.Namespace) -> str:
    """The command to type for the same figure: options that are not the default, no folders."""
    words = ["python -m", parser.prog]
    for name, value in vars(options).items():
        if value != parser.get_default(name) and not isinstance(value, Path):
            words.append(f"--{name.replace('_', '-')}" + ("" if value is True else f" {value}"))
    return " ".join(words)


def show(records: Sequence[Record]) -> None:
    """Print figure, goal and measurement, one under the other."""
    widths = (max(len(GOALS[record.key].figure) for record in records), 20)
    for record in records:
        goal = GOALS[record.key]
        verdict = {True: "met", False: "MISSED", None: ""}[record.met]
        print(f"{goal.figure:<{widths[0]}}  {goal.goal:<{widths[1]}}  {record.measured}  {verdict}")
    sys.stdout.flush()


def machine() -> dict[str, Any]:
    """Cores this process may use, memory in GB, CPU model, Python and system."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(pages / 2**30),
        "cpu": _cpu(),
        "python": platform.python_version(),
        "load_at_end": round(os.getloadavg()[0], 1),
    }


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def clients_in_words(options: argparse.Namespace) -> str:
    """What the synthetic data of a run are."""
    return f"synthetic, {options.clients:,} labelled clients, seed {options.seed}"


def is_full(clients: int) -> bool:
    """Whether a run is of the promised size: goals at full size say nothing of a smaller one."""
    return clients >= 300_000


def parser_of(name: str, about: str | None, clients: int) -> argparse.ArgumentParser:
    """A parser with the options that every script has."""
    parser = argparse.ArgumentParser(
        prog=f"bench.{name}", description=about, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=clients, help=f"default {clients:,}")
    parser.add_argument("--seed", type=int, default=1)
    return parser
