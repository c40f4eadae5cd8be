"""The same features, log-odds and PD whoever computes them: differing cells, bit by bit.

One folder of synthetic clients, many of whose rows tie in time. The batch by streaming Polars is
compared with shuffled rows, with one applicant at a time from his JSON credit file, and with Spark.
Features of the full catalogue, windows and last-k included.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl

from bench.folders import model, synthetic
from bench.record import Record, clients_in_words, parser_of, run
from clairscore.data.credit_file import credit_files, dump, frames, parse
from clairscore.data.schema import CLIENT_KEY, TABLES
from clairscore.data.tables import read_folder
from clairscore.decision.bundle import Bundle
from clairscore.decision.logistic import probability
from clairscore.features.catalogue import Catalogue, Extent, catalogue
from clairscore.features.compute import book, compute
from clairscore.features.engines import Fitted
from clairscore.features.online import OneApplicant

Tables = Mapping[str, pl.LazyFrame]
AT_ONCE = 500


def main(words: list[str]) -> None:
    parser = parser_of("parity", __doc__, 10_000)
    parser.add_argument("--folder", type=Path, help="CSV files of that many clients")
    parser.add_argument("--bundle", type=Path, help="default: trained here on the clients")
    parser.add_argument("--catalogue", choices=("plain", "full"), default="full")
    parser.add_argument("--no-spark", action="store_true")
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Every way to the answers against the batch."""
    with (
        synthetic(options.folder, options) as folder,
        model(options.bundle, options.clients, options.seed) as bundle,
    ):
        wanted, fitted = offered(options.catalogue, bundle), bundle.fitted
        tables = read_folder(folder)
        batch = book(tables, wanted, fitted)
        ways = {
            "shuffled": lambda: book(shuffled(tables, options.seed), wanted, fitted),
            "one by one": lambda: one_by_one(tables, wanted, fitted),
        }
        if not options.no_spark:
            ways["Spark"] = lambda: on_spark(folder, wanted, fitted)
        found, places = {}, {}
        for name, way in ways.items():
            other = way()
            found[name] = differing(batch, other, bundle, alone=name == "one by one")
            places[name] = where(batch, other)
            print(f"{name}: {found[name]} {places[name] or ''}", file=sys.stderr)
        return [_record(found, places, batch, ties(tables), options)]


def offered(extent: Extent, bundle: Bundle) -> Catalogue:
    """The extent's features, those of row models as far as the bundle has them."""
    has = set(bundle.row_models)
    return catalogue(extent).where(lambda each: {m.name for m in each.row_models} <= has)


def _record(
    found: dict[str, dict[str, int]],
    places: dict[str, dict[str, int]],
    batch: pl.DataFrame,
    tied: dict[str, float],
    options: argparse.Namespace,
) -> Record:
    worst = sum(sum(counts.values()) for counts in found.values())
    cells = batch.height * (batch.width - 1)
    shares = ", ".join(f"{share:.0%} in {name}" for name, share in tied.items())
    return Record(
        "parity",
        f"{worst} differing cells of {cells:,} a way ({', '.join(found)})",
        worst == 0,
        f"{clients_in_words(options)}; clients with ties: {shares}",
        batch.height,
        options.seed,
        {"differing": found, "features": places, "cells": cells, "clients_with_ties": tied},
    )


def differing(
    batch: pl.DataFrame, other: pl.DataFrame, bundle: Bundle, *, alone: bool
) -> dict[str, int]:
    """Differing cells of features, of log-odds and of PD; `alone` scores row by row."""
    assert batch[CLIENT_KEY].equals(other[CLIENT_KEY])
    one, two = (scored(frame, bundle, alone=way) for frame, way in ((batch, False), (other, alone)))
    return {
        "features": _cells(matrix(batch), matrix(other)),
        "log_odds": _cells(one, two),
        "pd": _cells(probability(one), probability(two)),
    }


def where(batch: pl.DataFrame, other: pl.DataFrame) -> dict[str, int]:
    """Differing cells of each feature that has any."""
    names = [name for name in batch.columns if name != CLIENT_KEY]
    one, two = np.asfortranarray(matrix(batch)), np.asfortranarray(matrix(other))
    counts = {name: _cells(one[:, n], two[:, n]) for n, name in enumerate(names)}
    return {name: count for name, count in counts.items() if count}


def matrix(frame: pl.DataFrame) -> np.ndarray:
    """Float32 values (n, features), NaN where missing."""
    return frame.drop(CLIENT_KEY).to_numpy().astype(np.float32)


def scored(frame: pl.DataFrame, bundle: Bundle, *, alone: bool) -> np.ndarray:
    """Calibrated log-odds (n,), all at once or row by row."""
    values = frame.select(bundle.features).to_numpy().astype(np.float32)
    if not alone:
        return bundle.scorer.log_odds(values)
    return np.concatenate([bundle.scorer.log_odds(row[None, :]) for row in values])


def _cells(one: np.ndarray, two: np.ndarray) -> int:
    """Cells that differ in any bit, the sign of a zero too; two missing ones are the same."""
    bits = f"u{one.dtype.itemsize}"
    same = (one.view(bits) == two.view(bits)) | (np.isnan(one) & np.isnan(two))
    return int((~same).sum())


def shuffled(tables: Tables, seed: int) -> dict[str, pl.LazyFrame]:
    """The tables, each with its rows in another order."""
    return {
        name: frame.collect().sample(fraction=1.0, shuffle=True, seed=seed).lazy()
        for name, frame in tables.items()
    }


def one_by_one(tables: Tables, wanted: Catalogue, fitted: Fitted) -> pl.DataFrame:
    """Each client's features from the text of his credit file alone."""
    pipeline = OneApplicant(wanted, fitted)
    clients = tables["application"].select(CLIENT_KEY).collect()[CLIENT_KEY].sort().to_list()
    rows = []
    for start in range(0, len(clients), AT_ONCE):
        part = clients[start : start + AT_ONCE]
        files = credit_files(tables, part)
        rows += [pipeline.features(frames(parse(dump(files[client])))) for client in part]
    values = pl.from_numpy(np.stack(rows), schema=list(wanted.names))
    return values.insert_column(0, pl.Series(CLIENT_KEY, clients))


def on_spark(folder: Path, wanted: Catalogue, fitted: Fitted) -> pl.DataFrame:
    """The features by Spark on this machine."""
    from clairscore.batch.session import spark_session
    from clairscore.data.on_spark import read_folder_on_spark

    with spark_session("local[2]") as session:
        session.conf.set("spark.sql.shuffle.partitions", "8")
        tables = read_folder_on_spark(session, folder, population="train", columns=wanted.reads)
        native = nw.to_native(compute(tables, wanted, fitted))
        found = pl.DataFrame(pl.from_arrow(native.toArrow()))
    return found.sort(CLIENT_KEY).select(CLIENT_KEY, *wanted.names)


def ties(tables: Tables) -> dict[str, float]:
    """For each history table, the share of its clients with two rows at the same time."""
    shares = {}
    for name, table in TABLES.items():
        if table.order_by and CLIENT_KEY in table.by_name:
            by_client = pl.col(table.order_by[0]).is_duplicated().any().alias("tied")
            grouped = tables[name].group_by(CLIENT_KEY).agg(by_client)
            shares[name] = float(grouped.select(pl.col("tied").mean()).collect().item())
    return shares


if __name__ == "__main__":
    main(sys.argv[1:])
