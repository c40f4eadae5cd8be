"""The file that a part leaves: there whole or not at all, whoever writes it and how often."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

import polars as pl


def write_part(frames: Iterable[pl.DataFrame], path: Path) -> None:
    """Write the frames, of one schema, as one Parquet file.

    A worker given up as lost may still be writing the same part: each writes beside, under a name
    of its own, and the last to finish leaves the same bytes in place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        pl.concat(list(frames)).write_parquet(draft)
        _flush(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
