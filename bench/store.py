"""The records at full size: `db load`, `db score`, and the chain of events verified.

Clients are the labelled ones and the test ones of the folder, contract checks included. The chain
is verified in this process, without the start of a program.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.folders import synthetic
from bench.generate import FULL
from bench.measured import Usage, clairscore
from bench.record import Record, clients_in_words, is_full, parser_of, run

MOST_SECONDS, MOST_GB = 15 * 60, 4
MOST_VERIFY_SECONDS, EVENTS = 1.0, 100_000


def main(words: list[str]) -> None:
    parser = parser_of("store", __doc__, FULL)
    parser.add_argument("--folder", type=Path, help="tables of that many clients")
    parser.add_argument("--bundle", type=Path, help="default: no `db score`")
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """Load, score and verify a new store."""
    with synthetic(options.folder, options) as folder, _new_store() as place:
        clairscore("db", "init")
        loaded = clairscore("db", "load", folder, "--json")
        records = [_load_record(loaded, place, options), _verify_record(options)]
        if options.bundle is not None:
            scored = clairscore("db", "score", "--bundle", options.bundle, "--json")
            records.append(_score_record(scored, options))
    return records


@contextmanager
def _new_store() -> Iterator[Path]:
    """A folder for a store, which the settings of this process and its children name."""
    with tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch:
        place = Path(scratch)
        named = {
            "CLAIRSCORE_DATABASE": f"sqlite:///{place}/records.db",
            "CLAIRSCORE_KEY_DATABASE": f"sqlite:///{place}/keys/keys.db",
            "CLAIRSCORE_MASTER_KEY": f"{place}/keys/master.key",
            "CLAIRSCORE_ANCHOR": f"{place}/anchor/anchor.json",
        }
        before = {name: os.environ.get(name) for name in named}
        os.environ.update(named)
        try:
            yield place
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value


def _load_record(usage: Usage, place: Path, options: argparse.Namespace) -> Record:
    added = json.loads(usage.printed)["added"]
    size = (place / "records.db").stat().st_size
    met = usage.seconds <= MOST_SECONDS and usage.peak_gb <= MOST_GB
    return Record(
        "store-load",
        f"{usage}, {added:,} clients, {size / 1e9:.2f} GB on disk",
        met if is_full(options.clients) else None,
        clients_in_words(options),
        added,
        options.seed,
    )


def _score_record(usage: Usage, options: argparse.Namespace) -> Record:
    clients = json.loads(usage.printed)["clients"]
    return Record(
        "store-score",
        f"{usage}, {clients:,} clients",
        None,
        clients_in_words(options),
        clients,
        options.seed,
    )


def _verify_record(options: argparse.Namespace) -> Record:
    from clairscore.cli.opened import opened
    from clairscore.store.audit import verify

    with opened() as store, store.database.long_read() as read:
        begun, cpu = time.perf_counter(), time.process_time()
        found = verify(read, store.secrets.chain, store.database.anchor.read())
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    if not found.intact:
        raise RuntimeError("; ".join(found.faults))
    each = EVENTS / found.events
    return Record(
        "store-verify",
        f"{seconds * each:.2f} s, {cpu * each:.2f} CPU-s (of {found.events:,} events)",
        cpu * each <= MOST_VERIFY_SECONDS,
        clients_in_words(options),
        found.events,
        options.seed,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
