"""Who is in the data: blocks of clients, each made from its own streams and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.schema import TARGET
from clairscore.data.synthetic.clients import applications, clients
from clairscore.data.synthetic.draw import draw
from clairscore.data.synthetic.histories import histories

BLOCK = 4_096
"""Clients a block; part of the data's definition, as another size gives other data."""

FIRST_CLIENT = 100_001
TRAIN, TEST = "application_train", "application_test"


@dataclass(frozen=True, slots=True)
class Population:
    """How many clients, how many of them for the test file, and the knobs."""

    clients: int
    test_clients: int
    seed: int
    default_rate: float = 0.08
    drift: float = 1.0

    @property
    def size(self) -> int:
        return self.clients + self.test_clients

    @property
    def blocks(self) -> int:
        return -(-self.size // BLOCK)

    def tested(self) -> NDArray[np.bool_]:
        """Which clients are in the test file: exactly `test_clients`, anywhere among the ids."""
        mask = np.zeros(self.size, dtype=bool)
        order = draw(self.seed, 0, "population").stream.permutation(self.size)
        mask[order[: self.test_clients]] = True
        return mask


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one block of clients: Kaggle's files by name, and the truth behind them."""

    files: dict[str, pl.DataFrame]
    truth: pl.DataFrame


def blocks(population: Population) -> Iterator[Block]:
    """Every block, in order of client ids."""
    tested = population.tested()
    return (block(population, tested, number) for number in range(population.blocks))


def block(population: Population, tested: NDArray[np.bool_], number: int) -> Block:
    """Everything about the clients of one block."""
    start = number * BLOCK
    in_test = tested[start : start + BLOCK]
    ids = (FIRST_CLIENT + start + np.arange(len(in_test))).astype(np.int32)
    drift = (population.drift * in_test).astype(np.float32)
    made = clients(population.seed, number, ids, drift, population.default_rate)
    files = {**_parted(applications(made), in_test), **histories(made, BLOCK)}
    return Block(files, made.truth())


def _parted(rows: pl.DataFrame, in_test: NDArray[np.bool_]) -> dict[str, pl.DataFrame]:
    test = pl.Series(in_test)
    return {TRAIN: rows.filter(~test), TEST: rows.filter(test).drop(TARGET)}
