"""Where scripts that measure a service run: a store that is loaded and scored, a key, clients.

Making it takes a quarter of an hour at full size, so `--store DIR` keeps it there and takes it
again; a run works on a copy, and leaves what is kept as it was.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.generate import FULL
from bench.measured import clairscore
from bench.record import parser_of
from clairscore.data.schema import CLIENT_KEY
from clairscore.data.tables import read_folder
from clairscore.settings import load_settings

MADE = "made"
"""An empty file in a kept store that was loaded and scored to its end."""


@dataclass(frozen=True)
class Ground:
    """Where a run takes place: tables, variables of the service, a key, clients with an outcome."""

    tables: Path
    variables: Mapping[str, str]
    key: str
    clients: tuple[int, ...]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


def ground_parser(name: str, told: str | None) -> argparse.ArgumentParser:
    """What a script that needs such a ground may be told of it."""
    made = parser_of(name, told, FULL)
    made.add_argument("--folder", type=Path, help="CSV files of that many clients")
    made.add_argument("--bundle", type=Path, help="default: trained here on the clients")
    made.add_argument("--store", type=Path, metavar="DIR", help="keep the store here, or take it")
    return made


@contextmanager
def ground(
    tables: Path, options: argparse.Namespace, databases: Mapping[str, str] | None = None
) -> Iterator[Ground]:
    """A store loaded and scored: in a folder of its own, or in other `databases`, by variable."""
    with tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch:
        home = Path(scratch)
        named = _variables(home, options.bundle) | dict(databases or {})
        if options.store is None or databases:
            _make(home, tables, options.bundle, named)
        else:
            _kept(options.store, tables, options.bundle)
            shutil.copytree(options.store, home, dirs_exist_ok=True)
        with _set(named):
            key = json.loads(clairscore("key", "add", "bench", "--json").printed)["key"]
            yield Ground(tables, named, key, _clients(tables, options))


def _kept(store: Path, tables: Path, bundle: Path | None) -> None:
    if not (store / MADE).exists():
        _make(store, tables, bundle, _variables(store, bundle))


def _make(home: Path, tables: Path, bundle: Path | None, variables: Mapping[str, str]) -> None:
    with _set(variables) as named:
        if bundle is None:
            clairscore("train", tables, "--out", named["CLAIRSCORE_BUNDLES"], "--unchecked")
        clairscore("db", "init")
        clairscore("db", "load", tables, "--unchecked")
        clairscore("db", "score")
    (home / MADE).touch()


@contextmanager
def _set(variables: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield variables
    finally:
        os.environ.clear()
        os.environ.update(before)


def _variables(home: Path, bundle: Path | None) -> dict[str, str]:
    settings = load_settings()
    bundles = bundle or home / "bundles"
    found = {
        "CLAIRSCORE_DATABASE": f"sqlite:///{home.absolute()}/records.db",
        "CLAIRSCORE_KEY_DATABASE": f"sqlite:///{home.absolute()}/keys/keys.db",
        "CLAIRSCORE_MASTER_KEY": str(home.absolute() / "keys" / "master.key"),
        "CLAIRSCORE_ANCHOR": str(home.absolute() / "anchor.json"),
        "CLAIRSCORE_BUNDLES": str(bundles.absolute()),
        "CLAIRSCORE_TRACKING": "off",
    }
    if settings.trusted_keys is not None:
        found["CLAIRSCORE_TRUSTED_KEYS"] = str(settings.trusted_keys.absolute())
    return found


def _clients(tables: Path, options: argparse.Namespace) -> tuple[int, ...]:
    """Every client of the tables, in an order of chance."""
    numbers = read_folder(tables)["application"].select(CLIENT_KEY).collect()[CLIENT_KEY]
    return tuple(np.random.default_rng(options.seed).permutation(numbers.to_numpy()).tolist())
