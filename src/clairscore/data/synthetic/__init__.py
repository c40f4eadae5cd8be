"""Synthetic clients: the seven tables, made from traits that no file shows.

>>> from clairscore.data.synthetic import sample
>>> made = sample(clients=100, seed=1)
>>> made.tables["application"].height
100
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from clairscore.data.schema import APPLICATION, HISTORY_TABLES
from clairscore.data.synthetic.drift import DRIFTS, Drift
from clairscore.data.synthetic.frames import raw
from clairscore.data.synthetic.output import TRUTH, Progress, write
from clairscore.data.synthetic.population import TEST, TRAIN, Population, blocks
from clairscore.data.synthetic.sinks import Format
from clairscore.errors import BadSetting

KAGGLE_CLIENTS = 307_511
KAGGLE_TEST_CLIENTS = 48_744
MOST_CLIENTS = 10_000_000


@dataclass(frozen=True, slots=True)
class Sample:
    """Raw tables as readers hand them over, and the truth behind them, one row a client."""

    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame


def population(
    clients: int,
    test_clients: int | None = None,
    seed: int = 0,
    default_rate: float = 0.08,
    drift: float = 1.0,
) -> Population:
    """The settings of a population, checked; test clients in Kaggle's proportion by default."""
    if test_clients is None:
        test_clients = round(clients * KAGGLE_TEST_CLIENTS / KAGGLE_CLIENTS)
    _require(clients > 0, f"{clients} clients asked for; expected at least 1.")
    _require(test_clients >= 0, f"{test_clients} test clients asked for; expected 0 or more.")
    _require(
        clients + test_clients <= MOST_CLIENTS, f"More than {MOST_CLIENTS:,} clients asked for."
    )
    _require(0 < default_rate < 0.5, f"Default rate {default_rate}; expected between 0 and 0.5.")
    _require(0 <= drift <= 3, f"Drift {drift}; expected from 0 (none) to 3.")
    _require(seed >= 0, f"Seed {seed}; expected 0 or more.")
    return Population(clients, test_clients, seed, default_rate, drift)


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise BadSetting(message)


def generate(
    folder: Path,
    *,
    clients: int,
    test_clients: int | None = None,
    seed: int = 0,
    default_rate: float = 0.08,
    drift: float = 1.0,
    format: Format = "csv",
    parts: int = 1,
    progress: Progress = lambda _done, _all: None,
) -> dict[str, int]:
    """Write Kaggle's files of a synthetic population into `folder`; gives back rows per file.

    The same clients in more than one part: as many folders in there, each with its clients' files.

    `progress` is told blocks done and all blocks. Beside the tables stand `sample_submission.csv`
    and `truth.parquet`, which no reader opens.
    """
    made = population(clients, test_clients, seed, default_rate, drift)
    _require(
        1 <= parts <= made.blocks,
        f"{parts} parts asked for; expected 1 to {made.blocks} for so many.",
    )
    return write(Path(folder), made, format, progress, parts)


def invented(folder: Path) -> bool:
    """Whether the folder's clients are invented: the truth behind them lies beside them."""
    return (folder / f"{TRUTH}.parquet").is_file()


def sample(
    clients: int,
    seed: int = 0,
    *,
    test_clients: int = 0,
    default_rate: float = 0.08,
    drift: float = 1.0,
) -> Sample:
    """The same population in memory; test clients have no TARGET."""
    made = list(blocks(population(clients, test_clients, seed, default_rate, drift)))
    tables = {
        name: raw(name, pl.concat([block.files[name] for block in made])) for name in HISTORY_TABLES
    }
    files = [block.files[part] for part in (TRAIN, TEST) for block in made]
    application = raw(APPLICATION, pl.concat(files, how="diagonal"))
    return Sample({APPLICATION: application, **tables}, pl.concat([block.truth for block in made]))


def tables(
    clients: int,
    seed: int = 0,
    *,
    test_clients: int = 0,
    default_rate: float = 0.08,
    drift: float = 1.0,
) -> dict[str, pl.DataFrame]:
    """Raw frames by schema table name."""
    return sample(
        clients, seed, test_clients=test_clients, default_rate=default_rate, drift=drift
    ).tables


__all__ = ["DRIFTS", "Drift", "Sample", "generate", "invented", "population", "sample", "tables"]
