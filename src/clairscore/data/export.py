"""Cells that spreadsheets open as text: no exported word is run as a formula."""

from __future__ import annotations

import polars as pl

FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet read a cell as a formula (OWASP, CSV injection)."""
_START = r"^[=+\-@\t\r\n]"


def inert(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(FORMULA_START) else text


def inert_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every text cell inert; numbers stay as they are."""
    cell = pl.col(pl.String)
    risky = cell.str.contains(_START)
    return frame.with_columns(pl.when(risky).then(pl.lit("'") + cell).otherwise(cell).name.keep())
