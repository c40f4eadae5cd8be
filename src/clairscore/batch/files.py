"""The file that a part leaves: there whole or not at all, whoever writes it and how often."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from clairscore.data.files import in_place_of


def write_part(frames: Iterable[pl.DataFrame], path: Path) -> None:
    """Write the frames, of one schema, as one Parquet file.

    A worker given up as lost may still be writing the same part: each writes beside, under a name
    of its own, and the last to finish leaves the same bytes in place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with in_place_of(path) as draft:
        pl.concat(list(frames)).write_parquet(draft)
