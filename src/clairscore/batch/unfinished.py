"""The folders that a run writes: under their names only when all of it is there.

Until then they are called `.NAME.unfinished`, beside; the same command takes them up.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from clairscore.data.files import hold
from clairscore.errors import BadInput

RUN = ".run.json"
"""In the first folder: what the run is, so that another is not mixed with it."""
SCRATCH = ".parts"
"""In the first folder: the tables cut into parts, where they had to be."""

Facts = Mapping[str, str | int | None]


def require_new(path: Path, option: str) -> None:
    """BadInput where the name is taken, or is that of a file; asked before the work."""
    if path.suffix.lower() in (".parquet", ".csv"):
        raise BadInput(
            f"{option} {path}: found the name of a file; by parts, a folder of Parquet files is"
            f" written: give it a name such as {path.with_suffix('')}"
        )
    if path.exists():
        raise BadInput(f"{option} {path}: is there already; choose another name, or remove it")


@contextmanager
def unfinished(outputs: Sequence[Path], facts: Facts) -> Iterator[tuple[Path, ...]]:
    """A draft for each output, with what the same run left when it was stopped.

    When the block ends well they take their names, the first at last; otherwise they stay for the
    next run of the same facts. Busy while another run writes the same output.
    """
    drafts = tuple(out.with_name(f".{out.name}.unfinished") for out in outputs)
    with ExitStack() as held:
        for out in outputs:
            out.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(hold(out))
        _prepare(drafts, facts)
        yield drafts
        for draft, out in reversed(list(zip(drafts, outputs, strict=True))):
            _tidy(draft)
            draft.rename(out)


def _prepare(drafts: Sequence[Path], facts: Facts) -> None:
    stated = json.dumps(facts, sort_keys=True, indent=1)
    run = drafts[0] / RUN
    if not run.is_file() or run.read_text(encoding="utf-8") != stated:
        for draft in drafts:
            shutil.rmtree(draft, ignore_errors=True)
    for draft in drafts:
        draft.mkdir(exist_ok=True)
    run.write_text(stated, encoding="utf-8")


def _tidy(draft: Path) -> None:
    """Take away what is no result: the run's facts, cut tables, drafts of killed writers."""
    for path in draft.iterdir():
        if path.name.startswith("."):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
