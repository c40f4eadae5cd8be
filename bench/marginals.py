"""Synthetic beside real: marginals of every column, aggregates only.

    CLAIRSCORE_REAL_DATA=<folder of Kaggle's files> python -m bench.marginals [--markdown FILE]

For each column: share of empty cells, mean and quantiles or word shares, and how far apart the
two populations are (largest gap between the distribution functions; for words, the share that
would have to move). No row is printed, and no word or value that fewer than one row in two
hundred holds.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from clairscore.data.schema import APPLICATION, CLIENT_KEY, HISTORY_TABLES, TABLES, Column
from clairscore.data.synthetic import tables as synthetic_tables
from clairscore.data.tables import read_folder

QUANTILES = (0.05, 0.5, 0.95)
RARE = 0.005
FAR = 0.10


@dataclass(frozen=True, slots=True)
class Line:
    """One column of one table in both populations."""

    table: str
    column: str
    real: str
    synthetic: str
    apart: float


def lines(real: dict[str, pl.DataFrame], made: dict[str, pl.DataFrame]) -> Iterator[Line]:
    """The comparison of every column, then of rows per client."""
    for table in TABLES.values():
        if real[table.name].is_empty():
            continue
        for column in table.columns:
            if column.kind != "id":
                pair = real[table.name][column.name], made[table.name][column.name]
                yield _line(table.name, column, *pair)
    for name in HISTORY_TABLES:
        if CLIENT_KEY in TABLES[name].names and not real[name].is_empty():
            yield _rows_per_client(name, real, made)


def _line(table: str, column: Column, real: pl.Series, made: pl.Series) -> Line:
    describe, apart = (_words, _moved) if column.is_text else (_numbers, _gap)
    return Line(table, column.name, describe(real), describe(made), apart(real, made))


def _numbers(values: pl.Series) -> str:
    known = values.drop_nulls().filter(values.drop_nulls() != 365243)
    empty = f"empty {values.is_null().mean():.1%}"
    if known.is_empty():
        return empty
    marks = " ".join(f"{known.quantile(share):.3g}" for share in QUANTILES)
    return f"{empty}, mean {known.mean():.3g}, quantiles {marks}"


def _words(values: pl.Series) -> str:
    shares = _shares(values)
    common = sorted(
        ((share, word) for word, share in shares.items() if share >= RARE), reverse=True
    )
    return ", ".join(f"{word or 'empty'} {share:.1%}" for share, word in common[:4])


def _shares(values: pl.Series) -> dict[str, float]:
    counts = values.fill_null("").value_counts()
    return dict(zip(counts.to_series(0), counts["count"] / len(values), strict=True))


def _moved(real: pl.Series, made: pl.Series) -> float:
    ours, theirs = _shares(made), _shares(real)
    return sum(abs(ours.get(w, 0) - theirs.get(w, 0)) for w in ours.keys() | theirs.keys()) / 2


def _gap(real: pl.Series, made: pl.Series) -> float:
    """Kolmogorov's distance of the known values, or the gap in empty cells if that is larger."""
    one, other = (np.sort(series.drop_nulls().to_numpy()) for series in (real, made))
    empties = abs(float(real.is_null().mean()) - float(made.is_null().mean()))
    if not len(one) or not len(other):
        return empties
    at = np.concatenate((one, other))
    below = [np.searchsorted(side, at, "right") / len(side) for side in (one, other)]
    return max(empties, float(np.abs(below[0] - below[1]).max()))


def _rows_per_client(
    name: str, real: dict[str, pl.DataFrame], made: dict[str, pl.DataFrame]
) -> Line:
    counts = [side[name].group_by(CLIENT_KEY).len()["len"] for side in (real, made)]
    known = [
        count.len() / side[APPLICATION].height
        for count, side in zip(counts, (real, made), strict=True)
    ]
    texts = [
        f"{share:.1%} of clients, {_numbers(count)}"
        for share, count in zip(known, counts, strict=True)
    ]
    return Line(name, "rows per client", *texts, _gap(*counts))


def markdown(found: list[Line]) -> str:
    """The report as a page: title, what it says, table."""
    title = (
        "# Synthetic beside real\n\n"
        "Aggregates of a real sample (5,999 applications and their histories) and of synthetic"
        " clients, column by column.\nQuantiles are those of 5, 50 and 95 %; `apart` is the"
        " Kolmogorov distance, or the share of words that would\nhave to move. Written by"
        " `python -m bench.marginals --markdown docs/marginals.md`.\n\n"
    )
    head = "| table | column | real | synthetic | apart |\n|---|---|---|---|---|\n"
    rows = "".join(
        f"| {line.table} | {line.column} | {line.real} | {line.synthetic} | {line.apart:.3f} |\n"
        for line in found
    )
    return f"{title}{head}{rows}\n{summary(found)}\n"


def summary(found: list[Line]) -> str:
    """How many columns are close."""
    apart = np.array([line.apart for line in found])
    far = int((apart > FAR).sum())
    return (
        f"{len(found)} comparisons: median distance {np.median(apart):.3f}, "
        f"nine in ten below {np.quantile(apart, 0.9):.3f}, {far} above {FAR}."
    )


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--markdown", type=Path, help="write the table here")
    parser.add_argument("--times", type=int, default=4, help="synthetic clients per real one")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    folder = os.environ.get("CLAIRSCORE_REAL_DATA")
    if not folder:
        sys.exit("CLAIRSCORE_REAL_DATA is not set; expected a folder of Kaggle's files.")
    found = compared(Path(folder), options.times, options.seed)
    for line in found:
        print(f"{line.apart:.3f} {line.table}.{line.column}\n   {line.real}\n   {line.synthetic}")
    print(summary(found))
    if options.markdown:
        options.markdown.write_text(markdown(found), encoding="utf-8")


def compared(folder: Path, times: int, seed: int) -> list[Line]:
    """Every comparison, with as many synthetic test clients per labelled one as in the folder."""
    real = {name: rows.collect() for name, rows in read_folder(folder, population="both").items()}
    labelled = int(real[APPLICATION]["TARGET"].is_not_null().sum())
    unlabelled = real[APPLICATION].height - labelled
    made = synthetic_tables(labelled * times, seed, test_clients=unlabelled * times)
    return list(lines(real, made))


if __name__ == "__main__":
    main(sys.argv[1:])
