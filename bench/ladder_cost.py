"""What each step of the ladder costs on synthetic clients: features, CPU, milliseconds."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from bench.measured import measured
from clairscore.data.credit_file import credit_files, frames
from clairscore.data.synthetic import generate, tables
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import STEPS, Catalogue, Extent, catalogue
from clairscore.features.online import OneApplicant

EXTENTS: tuple[Extent, ...] = (*STEPS, "plain")
APPLICANTS, TURNS = 60, 3
FEWEST_ROWS, MOST_ROWS = 20, 200


def costs(clients: int, seed: int) -> dict[str, Any]:
    """Features, CPU-seconds of the matrix and milliseconds of one applicant, by step."""
    with tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch:
        generate(Path(scratch), clients=clients, seed=seed, format="parquet")
        cpu = {step: matrix_cpu(Path(scratch), step) for step in EXTENTS}
    waits = milliseconds(seed)
    return {
        "data": f"synthetic, {clients:,} labelled clients, seed {seed}",
        "steps": {
            step: {
                "features": len(offered(step)),
                "cpu_seconds": round(cpu[step], 2),
                "one_applicant_ms": round(waits[step], 2),
            }
            for step in EXTENTS
        },
    }


def offered(step: Extent) -> Catalogue:
    return catalogue(step).given.without(Policy().excluded_columns)


def matrix_cpu(folder: Path, step: Extent) -> float:
    """CPU-seconds of the book, in a fresh process, imports left out."""
    return float(measured("-m", "bench.ladder_cost", folder, step).printed)


def milliseconds(seed: int) -> dict[Extent, float]:
    """Median CPU milliseconds of one applicant with all the step's features, steps in turns."""
    people = applicants(seed)
    ready = {step: OneApplicant(offered(step), slots=1) for step in EXTENTS}
    waits: dict[Extent, list[float]] = {step: [] for step in EXTENTS}
    for _ in range(TURNS):
        for step, one in ready.items():
            waits[step] += [timed(one, person) for person in people]
    return {step: median(found) for step, found in waits.items()}


def timed(one: OneApplicant, person: dict[str, pl.DataFrame]) -> float:
    start = time.process_time()
    one.features(person)
    return 1_000 * (time.process_time() - start)


def applicants(seed: int) -> list[dict[str, pl.DataFrame]]:
    """Synthetic applicants with 20 to 200 history rows, as frames."""
    made = {name: frame.lazy() for name, frame in tables(5 * APPLICANTS, seed).items()}
    clients = made["application"].collect()["SK_ID_CURR"].to_list()
    files = credit_files(made, clients).values()
    fit = [
        file for file in files if FEWEST_ROWS <= sum(map(len, file.history.values())) <= MOST_ROWS
    ]
    return [dict(frames(file)) for file in fit[:APPLICANTS]]


def once(folder: Path, step: Extent) -> None:
    """Compute the matrix and print its CPU-seconds: what one timed process does."""
    from clairscore.data.tables import read_folder
    from clairscore.features.compute import book

    chosen = offered(step)
    start = time.process_time()
    book(read_folder(folder, columns=chosen.reads), chosen)
    print(time.process_time() - start)


if __name__ == "__main__":
    once(Path(sys.argv[1]), sys.argv[2])  # type: ignore[arg-type]
