"""One machine and a real cluster give the same bits: features, decisions, contributions.

The same clients four times: decided at once by this machine; by a standalone master with two
workers, who cut the tables and decide by parts; by the same cluster while one worker is killed; and
the bundle's features by Spark's own SQL engine, which shares no arithmetic with Polars. Every cell
is compared bit by bit.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import narwhals.stable.v2 as nw
import polars as pl

from bench.folders import bundles
from bench.measured import clairscore
from bench.parity import ties
from bench.record import Record, parser_of, run
from bench.spark_cluster import Cluster, spark_cluster
from clairscore.data.schema import APPLICATION, CLIENT_KEY, TABLES
from clairscore.data.synthetic import generate
from clairscore.data.tables import read_folder

PROMISED = 100_000
Frames = Mapping[str, pl.DataFrame]


def main(words: list[str]) -> None:
    parser = parser_of("cluster", __doc__, PROMISED)
    parser.add_argument("--folder", type=Path, help="take its first clients instead of new ones")
    parser.add_argument("--bundle", type=Path, help="default: trained here on 20,000 clients")
    parser.add_argument("--no-sql", action="store_true")
    parser.add_argument("--work", type=Path, help="keep clients and this machine's answers here")
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Every way against this machine at once."""
    with (
        tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch,
        bundles(options.bundle, options.seed) as bundle,
    ):
        place, kept = Path(scratch), options.work or Path(scratch)
        folder = clients_in(kept / "data", options)
        here, seconds = at_once(folder, bundle, kept), {}
        found: dict[str, dict[str, int]] = {}
        for name, way in ways(folder, bundle, place, options).items():
            start = time.perf_counter()
            other = way()
            seconds[name] = round(time.perf_counter() - start, 1)
            found[name] = differing(here, other)
            print(f"{name}: {found[name]} {seconds[name]} s", file=sys.stderr)
        tied = ties(read_folder(folder))
    return [record(found, seconds, here, tied, options)]


def ways(
    folder: Path, bundle: Path, place: Path, options: argparse.Namespace
) -> dict[str, Callable[[], Frames]]:
    """By name, what gives the frames to compare."""
    named: dict[str, Callable[[], Frames]] = {
        "cluster": lambda: on_cluster(folder, bundle, place / "cluster"),
        "cluster, a worker killed": lambda: losing_a_worker(folder, bundle, place / "killed"),
    }
    if not options.no_sql:
        named["Spark SQL"] = lambda: {"features": by_sql(folder, bundle)}
    return named


def clients_in(to: Path, options: argparse.Namespace) -> Path:
    """A folder with that many labelled clients, made unless it is there."""
    if to.exists():
        return to
    if options.folder is None:
        generate(to, clients=options.clients, test_clients=0, seed=options.seed, format="parquet")
        return to
    to.mkdir()
    tables = read_folder(options.folder)
    ids = tables[APPLICATION].select(CLIENT_KEY).sort(CLIENT_KEY).head(options.clients)
    credits = tables["bureau"].select("SK_ID_BUREAU", CLIENT_KEY).join(ids, on=CLIENT_KEY)
    for name, frame in tables.items():
        of = credits.select("SK_ID_BUREAU") if CLIENT_KEY not in TABLES[name].by_name else ids
        file = "application_train" if name == APPLICATION else name
        kept = frame.join(of, on=of.collect_schema().names()[0], how="semi")
        kept.sink_parquet(to / f"{file}.parquet")
    return to


def at_once(folder: Path, bundle: Path, place: Path) -> Frames:
    """This machine's answers, all clients in memory together, computed unless they are there."""
    words = ("--bundle", bundle, "--population", "train")
    out, why, features = (place / f"{name}.parquet" for name in ("out", "why", "features"))
    if not out.exists():
        clairscore("score", folder, *words, "--out", out, "--contributions", why, "--unchecked")
    if not features.exists():
        clairscore("features", folder, *words, "--out", features)
    return frames(out, why, features)


def on_cluster(folder: Path, bundle: Path, place: Path) -> Frames:
    """The cluster's answers."""
    place.mkdir()
    with spark_cluster() as cluster:
        clairscore(*scoring(folder, bundle, place, cluster))
        words = ("--bundle", bundle, "--population", "train", "--engine", "spark")
        out = place / "features"
        clairscore("features", folder, *words, "--master", cluster.url, "--out", out)
    return frames(place / "out", place / "why", place / "features")


def losing_a_worker(folder: Path, bundle: Path, place: Path) -> Frames:
    """The cluster's answers where one of two workers is killed once a part is done."""
    place.mkdir()
    with spark_cluster() as cluster:
        words = map(str, scoring(folder, bundle, place, cluster))
        program = "from clairscore.cli import main; main()"
        running = subprocess.Popen([sys.executable, "-c", program, *words])
        while not list((place / ".out.unfinished").glob("part-*.parquet")):
            if running.poll() is not None:
                raise RuntimeError(f"the command ended early, with {running.returncode}")
            time.sleep(0.05)
        cluster.kill(1)
        if running.wait() or cluster.alive() > 1:
            raise RuntimeError(f"exit code {running.returncode}, {cluster.alive()} workers alive")
    return frames(place / "out", place / "why")


def scoring(folder: Path, bundle: Path, place: Path, cluster: Cluster) -> tuple[object, ...]:
    return (
        *("score", folder, "--bundle", bundle, "--population", "train", "--unchecked"),
        *("--engine", "spark", "--master", cluster.url),
        *("--out", place / "out", "--contributions", place / "why"),
    )


def by_sql(folder: Path, bundle: Path) -> pl.DataFrame:
    """The bundle's features by the same definitions as Spark SQL."""
    from clairscore.batch.session import spark_session
    from clairscore.data.on_spark import read_folder_on_spark
    from clairscore.decision.shelf import load_bundle
    from clairscore.features.compute import compute
    from clairscore.settings import Settings

    model = load_bundle(Settings(), bundle)
    reads = model.catalogue.reads
    with spark_session("local[2]") as session:
        session.conf.set("spark.sql.shuffle.partitions", "8")
        tables = read_folder_on_spark(session, folder, population="train", columns=reads)
        native = nw.to_native(compute(tables, model.catalogue, model.fitted))
        found = pl.DataFrame(pl.from_arrow(native.toArrow()))
    return found.sort(CLIENT_KEY).select(CLIENT_KEY, *model.catalogue.names)


def frames(out: Path, why: Path, features: Path | None = None) -> Frames:
    """What was written, file or folder, by client."""
    places = {"decisions": out, "contributions": why}
    if features is not None:
        places["features"] = features
    return {name: pl.read_parquet(path).sort(CLIENT_KEY) for name, path in places.items()}


def differing(one: Frames, other: Frames) -> dict[str, int]:
    """Cells that differ in any bit, of each frame that both have."""
    return {name: cells(one[name], other[name]) for name in other}


def cells(one: pl.DataFrame, other: pl.DataFrame) -> int:
    """Differing cells of two frames of the same clients and columns."""
    assert one[CLIENT_KEY].equals(other[CLIENT_KEY])
    assert one.columns == other.columns
    return sum(_differ(one[name], other[name]) for name in one.columns)


def _differ(one: pl.Series, other: pl.Series) -> int:
    if one.dtype.is_float() and one.dtype == other.dtype:
        bits = f"u{one.to_numpy().dtype.itemsize}"
        same = one.to_numpy().view(bits) == other.to_numpy().view(bits)
        missing = one.is_null().to_numpy() & other.is_null().to_numpy()
        return int((~(same | missing)).sum())
    return int(one.ne_missing(other).sum())


def record(
    found: dict[str, dict[str, int]],
    seconds: dict[str, float],
    here: Frames,
    tied: dict[str, float],
    options: argparse.Namespace,
) -> Record:
    compared = {name: frame.height * (frame.width - 1) for name, frame in here.items()}
    worst = sum(sum(counts.values()) for counts in found.values())
    sizes = ", ".join(f"{count:,} of {name}" for name, count in compared.items())
    enough = here["decisions"].height >= PROMISED
    return Record(
        "cluster",
        f"{worst} differing cells ({sizes}; {', '.join(found)})",
        worst == 0 if enough else None,
        f"synthetic, {here['decisions'].height:,} labelled clients, seed {options.seed};"
        " master and two workers of one core each, on this machine",
        here["decisions"].height,
        options.seed,
        {"differing": found, "cells": compared, "seconds": seconds, "clients_with_ties": tied},
    )


if __name__ == "__main__":
    main(sys.argv[1:])
