"""Write a result as a file: Parquet or CSV by its name, whole or not at all."""

from __future__ import annotations

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


def require_format(path: Path) -> None:
    """BadInput where the name does not say which format to write; asked before the work."""
    if path.suffix.lower() not in (".csv", ".parquet"):
        raise BadInput(f"{path}: expected a file name that ends in .parquet or .csv")
