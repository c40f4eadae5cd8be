"""Folders and bundles that a script was given, or makes for itself."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from clairscore.data.synthetic import generate

if TYPE_CHECKING:
    from clairscore.decision.bundle import Bundle


@contextmanager
def synthetic(
    given: Path | None,
    options: argparse.Namespace,
    format: Literal["csv", "parquet"] = "csv",
    test_clients: int | None = None,
) -> Iterator[Path]:
    """The given folder, or one with the synthetic clients that the options ask for."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch:
        folder = Path(scratch)
        generate(
            folder,
            clients=options.clients,
            seed=options.seed,
            format=format,
            test_clients=test_clients,
        )
        yield folder


@contextmanager
def model(given: Path | None, clients: int, seed: int) -> Iterator[Bundle]:
    """The given bundle (a folder, or a folder of bundles), or one trained on synthetic clients."""
    from clairscore.decision.shelf import load_bundle
    from clairscore.settings import Settings

    if given is not None:
        yield load_bundle(Settings(), given)
        return
    with tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch:
        yield _trained(Path(scratch), clients, seed)


@contextmanager
def bundles(given: Path | None, seed: int, clients: int = 20_000) -> Iterator[Path]:
    """The given folder of bundles, or one with a bundle learnt from other synthetic clients."""
    from bench.measured import clairscore

    if given is not None:
        yield given.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="clairscore-bench-") as scratch:
        folder = Path(scratch)
        generate(folder / "data", clients=clients, seed=seed + 1)
        clairscore("train", folder / "data", "--out", folder / "bundles")
        yield folder / "bundles"


def _trained(scratch: Path, clients: int, seed: int) -> Bundle:
    from clairscore.decision.bundle import load, public_path, signing_key, trusted_keys
    from clairscore.decision.policy import Policy
    from clairscore.modelling.examinees import examinees
    from clairscore.modelling.run import train_folder

    key = scratch / "signing.key"
    generate(scratch / "data", clients=clients, seed=seed)
    trained = train_folder(
        scratch / "data",
        scratch / "bundles",
        policy=Policy(),
        applicants=examinees(),
        signing_key=signing_key(key),
        now=datetime.now(UTC),
    )
    return load(trained.folder, trusted_keys(public_path(key)))
