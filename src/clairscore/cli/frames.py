"""Write a result as a file: Parquet or CSV by its name, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.errors import BadInput

if TYPE_CHECKING:
    import polars as pl


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write the frame; BadInput for a name that is neither `.parquet` nor `.csv`."""
    from clairscore.data.export import inert_frame
    from clairscore.data.files import write_atomically

    require_format(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with write_atomically(path) as draft:
        if path.suffix.lower() == ".csv":
            inert_frame(frame).write_csv(draft)
        else:
            frame.write_parquet(draft)


def write_frames(frames: Iterator[pl.DataFrame], path: Path) -> None:
    """Write one or more frames of one schema as one Parquet file, never all of them in memory."""
    from polars.io.plugins import register_io_source

    from clairscore.data.files import write_atomically

    path.parent.mkdir(parents=True, exist_ok=True)
    first = next(frames)
    with write_atomically(path) as draft:
        source = register_io_source(lambda *_: chain([first], frames), schema=first.schema)
        source.sink_parquet(draft)


def require_parquet(path: Path | None, option: str) -> None:
    """BadInput where a file is asked for under another name than `.parquet`."""
    if path is not None and path.suffix.lower() != ".parquet":
        raise BadInput(f"{option} {path}: expected a file name that ends in .parquet")


def require_format(path: Path) -> None:
    """BadInput where the name does not say which format to write; asked before the work."""
    if path.suffix.lower() not in (".csv", ".parquet"):
        raise BadInput(f"{path}: expected a file name that ends in .parquet or .csv")
