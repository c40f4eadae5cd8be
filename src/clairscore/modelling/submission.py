"""Kaggle's submission: the probability of every applicant of application_test."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from clairscore.data.files import write_atomically
from clairscore.data.schema import CLIENT_KEY, TARGET
from clairscore.data.tables import Population, read_folder
from clairscore.decision.bundle import Bundle
from clairscore.features.compute import book


def scored(bundle: Bundle, folder: Path, population: Population = "test") -> pl.DataFrame:
    """SK_ID_CURR and TARGET, the probability of payment difficulties, by rising SK_ID_CURR."""
    tables = read_folder(folder, population=population, columns=bundle.catalogue.reads)
    features = book(tables, bundle.catalogue, bundle.fitted)
    matrix = features.select(bundle.features).to_numpy().astype("float32")
    probability = bundle.scorer.probability(matrix)
    return pl.DataFrame({CLIENT_KEY: features[CLIENT_KEY], TARGET: probability})


def write_submission(frame: pl.DataFrame, path: Path) -> None:
    """Write the frame as Kaggle's CSV, atomically."""
    with write_atomically(path) as draft:
        frame.write_csv(draft)
