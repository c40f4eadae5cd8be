"""The parts of a book by a cluster's workers: a task a part, done again where a worker is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from platform import python_version
from typing import TYPE_CHECKING, Any, Protocol

from clairscore.batch.giving_up import SAME_PACKAGES
from clairscore.batch.in_turn import Progress
from clairscore.batch.work import Compute, Decide
from clairscore.decision.decide_book import NOBODY, Tally
from clairscore.errors import BadBundle, BadInput, ClairscoreError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SCHEMA = "part string, told string"
DECIDING = ("clairscore", "polars", "lightgbm", "numpy")
"""Packages whose version may change a bit of an answer."""
LOOK = 0.5
"""Seconds between two looks at how many parts are done."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a part: its counts, or why it cannot be done, and by which kind of error."""

    counted: Tally = NOBODY
    fault: str = ""
    exit_code: int = 0

    def written(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Told:
        found = json.loads(text)
        return cls(Tally(**found["counted"]), found["fault"], found["exit_code"])


def on_cluster(session: SparkSession, work: Decide | Compute, progress: Progress) -> Tally:
    """Do every part by tasks of the session; the counts of the whole book.

    The bundle travels as one file and is verified by each worker's processes. BadInput or BadBundle
    with what any part found wrong; Fault where Spark gives up: what is done stays done.
    """
    if work.model is not None:
        session.sparkContext.addFile(str(work.model.path))
        work = replace(work, model=replace(work.model, sent=True))
    names, expected = work.source.names, versions()

    def task(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield row(names[number], told(work, names[number], expected))

    numbers = session.range(0, len(names), 1, len(names))
    rows = _collected(session, numbers.mapInArrow(task, SCHEMA), len(names), progress)
    answers = [Told.read(row["told"]) for row in rows]
    _require_done(answers)
    return sum((each.counted for each in answers), NOBODY)


def versions() -> dict[str, str]:
    """Of Python and of the packages that compute an answer."""
    return {"python": python_version(), **{name: version(name) for name in DECIDING}}


def told(work: Decide | Compute, part: str, expected: dict[str, str]) -> Told:
    """What a worker answers. Spark tries again what fails by chance; what the user must mend it
    would only find wrong again."""
    here = versions()
    if here != expected:
        return Told(fault=_otherwise(here, expected), exit_code=BadInput.exit_code)
    try:
        return Told(work(part))
    except (BadInput, BadBundle) as error:
        return Told(fault=str(error), exit_code=error.exit_code)


def row(part: str, answer: Told) -> Any:
    """One row of `SCHEMA`."""
    from pyarrow import RecordBatch

    return RecordBatch.from_pydict({"part": [part], "told": [answer.written()]})


def _otherwise(here: dict[str, str], expected: dict[str, str]) -> str:
    from socket import gethostname

    differ = [
        f"{name} {here[name]}, not {expected[name]}"
        for name in here
        if here[name] != expected[name]
    ]
    return f"worker on {gethostname()}: found {', '.join(differ)} as here; {SAME_PACKAGES}"


class _Collected(Protocol):
    def collect(self) -> list[Any]: ...


def _collected(
    session: SparkSession, frame: _Collected, parts: int, progress: Progress
) -> list[Any]:
    tracker = session.sparkContext.statusTracker()
    with ThreadPoolExecutor(1) as beside:
        running = beside.submit(frame.collect)
        while wait([running], LOOK).not_done:
            stages = [tracker.getStageInfo(each) for each in tracker.getActiveStageIds()]
            progress(sum(each.numCompletedTasks for each in stages if each), parts)
    rows: list[Any] = running.result()
    progress(parts, parts)
    return rows


def _require_done(answers: list[Told]) -> None:
    faults = {each.fault: each.exit_code for each in answers if each.fault}
    if faults:
        kinds: dict[int, type[ClairscoreError]] = {2: BadInput, 3: BadBundle}
        raise kinds[max(faults.values())]("\n".join(faults))
