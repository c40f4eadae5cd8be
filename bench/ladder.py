"""What each step of the feature ladder gains on real rows, and what it costs.

Every step against the one before, same learner, same folds: on the folder CLAIRSCORE_REAL_DATA,
with all its histories, and on its applications together with those of the folder
CLAIRSCORE_REAL_APPLICATIONS, from the application table alone. Cost on synthetic clients: CPU of
the matrix, and one applicant's milliseconds, the steps in turns.

Features that row models make are left out: they are learnt again in every fold, another protocol.
Each record is written as soon as it is there; a run that was stopped goes on behind the last.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.ladder_cost import costs
from bench.real import VARIABLE
from bench.record import command, machine, parser_of
from clairscore.data.schema import APPLICATION
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import STEPS, Extent, catalogue
from clairscore.metrics import RATIO
from clairscore.modelling.evaluate import cross_validated, difference_of
from clairscore.modelling.figures import Answers
from clairscore.modelling.population import Population, population
from clairscore.modelling.recipe import recipe_for

MORE = "CLAIRSCORE_REAL_APPLICATIONS"
PAIRS: tuple[tuple[Extent, Extent | None], ...] = (
    ("raw", None),
    *zip(STEPS[1:], STEPS[:-1], strict=True),
    ("plain", None),
    ("full", "plain"),
    ("full", "raw"),
)
"""What is measured, and against what."""

Json = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Rows:
    """Real clients with every feature that may be offered; a step is a choice of columns."""

    name: str
    people: Population

    def of(self, step: Extent) -> Population:
        """The same clients with the step's features."""
        return self.people.only(catalogue(step))


def main(words: list[str]) -> None:
    parser = parser_of("ladder", __doc__, 20_000)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--json", type=Path, metavar="FILE", required=True, help="records go here")
    options = parser.parse_args(words)
    folder, more = (Path(os.environ.get(name) or "-") for name in (VARIABLE, MORE))
    if not folder.is_dir():
        print(f"skipped: {VARIABLE} names no folder; set it to a folder of Kaggle's files")
        return
    kept = Kept(options.json, settings(options), command(parser, options))
    for rows in real_rows(folder, more):
        climb(rows, options.folds, options.seeds, kept)
    kept.fill("cost", lambda: costs(options.clients, options.seed))


def settings(options: argparse.Namespace) -> Json:
    """All that a kept record must share with this run."""
    return {
        "folds": options.folds,
        "seeds": options.seeds,
        "clients": options.clients,
        "seed": options.seed,
        "features": catalogue("full").given.version,
    }


def real_rows(folder: Path, more: Path) -> Iterator[Rows]:
    """The sample with its histories, then all applications without any."""
    offered = catalogue("full").given.without(Policy().excluded_columns)
    yield Rows("histories", population([folder], offered))
    if more.is_dir():
        alone = offered.of_tables({APPLICATION})
        yield Rows("applications", population([folder, more], alone))


class Kept:
    """Records by key in a file, those of a run with the same settings taken over."""

    def __init__(self, file: Path, settings: Json, command: str) -> None:
        self.file, self.settings, self.command = file, settings, command
        old = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
        self.records: list[Json] = [each for each in old if each["settings"] == settings]

    def fill(self, key: str, measure: Callable[[], Json]) -> None:
        """Measure and write the record, unless it is there."""
        if any(each["key"] == f"ladder-{key}" for each in self.records):
            return
        record = {
            "key": f"ladder-{key}",
            **measure(),
            "settings": self.settings,
            "machine": machine(),
            "date": datetime.now(UTC).date().isoformat(),
            "command": self.command,
        }
        self.records.append(record)
        self.file.write_text(json.dumps(self.records, indent=1) + "\n", encoding="utf-8")
        print(record["key"], record.get("auc", ""), file=sys.stderr)


def climb(rows: Rows, folds: int, seeds: int, kept: Kept) -> None:
    """A record for every pair that differs on these rows."""
    answers: dict[tuple[str, ...], Answers] = {}

    def answered(step: Extent) -> tuple[int, Answers]:
        # kept in memory only: what a model says of a real person is not written down
        people = rows.of(step)
        names = people.catalogue.names
        if names not in answers:
            answers[names], _ = cross_validated(people, recipe_for(len(people)), folds, seeds)
        return len(names), answers[names]

    for step, against in different(rows, PAIRS):
        name = f"{rows.name}-{step}" + (f"-over-{against}" if against else "")
        kept.fill(name, lambda step=step, against=against: compared(answered, step, against))


def different(
    rows: Rows, pairs: Sequence[tuple[Extent, Extent | None]]
) -> Iterator[tuple[Extent, Extent | None]]:
    """The pairs whose features are not the same ones on these rows."""
    offered = set(rows.people.catalogue.names)
    for step, against in pairs:
        if against is None or offered & set(catalogue(step).names) - set(catalogue(against).names):
            yield step, against


def compared(
    answered: Callable[[Extent], tuple[int, Answers]], step: Extent, against: Extent | None
) -> Json:
    """The step's figures, and what it gains over the other one on the same folds."""
    features, found = answered(step)
    record: Json = {
        "step": step,
        "against": against,
        "features": features,
        "clients": len(found.y),
        "difficulties": int(found.y.sum()),
        "auc": found.auc_and_influence()[0],
        "recipe": asdict(recipe_for(len(found.y))),
    }
    if against is not None:
        _, other = answered(against)
        gain = difference_of(other, found, against, ratio=RATIO, seed=20)
        record["gain"] = asdict(gain)
    return record


if __name__ == "__main__":
    main(sys.argv[1:])
