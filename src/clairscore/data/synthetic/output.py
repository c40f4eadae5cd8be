"""The files of a population, written block by block; each is old or new, never in between."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from clairscore.data.files import hold, write_atomically
from clairscore.data.parted import part_name
from clairscore.data.schema import TABLES
from clairscore.data.synthetic.frames import raw
from clairscore.data.synthetic.population import TEST, Block, Population, block
from clairscore.data.synthetic.sinks import SINKS, Format, Part, Sink, encoded, require
from clairscore.errors import BadSetting

Progress = Callable[[int, int], None]
"""Told blocks done, and all blocks."""

WORKERS = 2
TRUTH, SUBMISSION = "truth", "sample_submission"
TABLE_OF = {file: table.name for table in TABLES.values() for file in table.files}


@dataclass(frozen=True, slots=True)
class Prepared:
    """One block's part of every file, and how many rows it holds."""

    parts: dict[str, Part]
    rows: dict[str, int]


def write(
    folder: Path, population: Population, kind: Format, progress: Progress, parts: int = 1
) -> dict[str, int]:
    """Write every file of the population into `folder`; rows per file.

    In more than one part, each is a folder in there with the files of its clients.
    """
    require(kind)
    folder.mkdir(parents=True, exist_ok=True)
    if parts == 1:
        return _write(folder, population, kind, progress, range(population.blocks))
    rows: Counter[str] = Counter()
    for number in range(parts):
        first, last = (population.blocks * at // parts for at in (number, number + 1))
        part = folder / part_name(number)
        part.mkdir(exist_ok=True)
        rows.update(_write(part, population, kind, progress, range(first, last)))
    return dict(rows)


def _write(
    folder: Path, population: Population, kind: Format, progress: Progress, blocks: range
) -> dict[str, int]:
    """The files of some blocks."""
    _refuse_mixture(folder, kind)
    rows: dict[str, int] = {}
    with hold(folder), _files(folder, kind) as sink:
        for done, prepared in enumerate(_prepared(population, kind, blocks), start=1):
            for name, part in prepared.parts.items():
                sink(name).append(part)
                rows[name] = rows.get(name, 0) + prepared.rows[name]
            progress(blocks.start + done, population.blocks)
    return rows


def _refuse_mixture(folder: Path, kind: Format) -> None:
    """The same table in two formats could not be read again."""
    other = "parquet" if kind == "csv" else "csv"
    found = sorted(name for name in TABLE_OF if (folder / f"{name}.{other}").exists())
    if found:
        raise BadSetting(
            f"{folder} holds {found[0]}.{other}, but {kind} files were asked for; "
            "choose another folder or the same format"
        )


def _prepared(population: Population, kind: Format, blocks: range) -> Iterator[Prepared]:
    """Blocks in order, made ahead on a few threads."""
    tested = population.tested()

    def prepare(number: int) -> Prepared:
        return _parts(block(population, tested, number), kind, header=number == blocks.start)

    with ThreadPoolExecutor(WORKERS) as pool:
        ahead: deque[Future[Prepared]] = deque()
        for number in blocks:
            ahead.append(pool.submit(prepare, number))
            if len(ahead) > WORKERS:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _parts(made: Block, kind: Format, *, header: bool) -> Prepared:
    frames = {**made.files, SUBMISSION: _submission(made.files[TEST]), TRUTH: made.truth}
    parts = {name: _part(name, rows, kind, header) for name, rows in frames.items()}
    return Prepared(parts, {name: rows.height for name, rows in frames.items()})


def _part(name: str, rows: pl.DataFrame, kind: Format, header: bool) -> Part:
    if name == TRUTH:
        return rows
    if kind == "csv" or name == SUBMISSION:
        return encoded(rows, header=header)
    return raw(TABLE_OF[name], rows)


def _submission(test: pl.DataFrame) -> pl.DataFrame:
    return test.select("SK_ID_CURR", TARGET=pl.lit(0.5))


class TruthSink:
    """The truth of all clients, small enough to be kept until the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.waiting: list[pl.DataFrame] = []

    def append(self, part: Part) -> None:
        assert isinstance(part, pl.DataFrame)
        self.waiting.append(part)

    def close(self) -> None:
        pl.concat(self.waiting).write_parquet(self.path)


@contextmanager
def _files(folder: Path, kind: Format) -> Iterator[Callable[[str], Sink]]:
    """Sinks by file name; the files take their names when all of them are complete."""
    sinks: dict[str, Sink] = {}
    with ExitStack() as files:

        def sink(name: str) -> Sink:
            if name not in sinks:
                draft = files.enter_context(write_atomically(folder / _file_name(name, kind)))
                sinks[name] = _opened(name, draft, kind)
            return sinks[name]

        yield sink
        for opened in sinks.values():
            opened.close()


def _file_name(name: str, kind: Format) -> str:
    suffix = {TRUTH: "parquet", SUBMISSION: "csv"}.get(name, kind)
    return f"{name}.{suffix}"


def _opened(name: str, draft: Path, kind: Format) -> Sink:
    if name == TRUTH:
        return TruthSink(draft)
    return SINKS["csv" if name == SUBMISSION else kind](draft)
