"""Training with its effects: reads a folder, saves the bundle, its folds and the run manifest."""

from __future__ import annotations

import json
import platform
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.contract import CreditFile
from clairscore.data.files import write_atomically
from clairscore.data.synthetic import invented
from clairscore.decision.bundle import Bundle, Json, save
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import Catalogue, Extent, catalogue
from clairscore.modelling import answers, folds
from clairscore.modelling.card import card_of
from clairscore.modelling.evidence.groups import facts_of
from clairscore.modelling.fits import NO_FITS, Fits
from clairscore.modelling.population import population
from clairscore.modelling.recipe import Name, Recipe, recipe_for
from clairscore.modelling.train import Run, Split, Steps, bundle_of, split, train

PACKAGES = ("clairscore", "lightgbm", "narwhals", "numpy", "polars")


@dataclass(frozen=True)
class Trained:
    """A saved bundle: its folder, its card, the seconds of each step, what a reader must hear."""

    folder: Path
    card: Mapping[str, Json]
    seconds: Mapping[str, float]
    warnings: tuple[str, ...]


def train_folder(
    folder: Path,
    bundles: Path,
    *,
    policy: Policy,
    applicants: Sequence[CreditFile],
    signing_key: Ed25519PrivateKey,
    now: datetime,
    recipe: Name = "default",
    extent: Extent = "full",
    seed: int = 20,
    fits: Fits = NO_FITS,
    progress: Callable[[str], None] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
) -> Trained:
    """Train on the labelled clients of `folder` and save a signed bundle in `bundles`.

    Beside it lie `<id>.folds.parquet`, `<id>.answers.parquet` and the run manifest `<id>.run.json`.
    The same folder, seed, policy, `now` and library versions give the same bytes in the bundle,
    also where an earlier run was killed and left its models in `fits`.
    """
    steps = Steps(progress, clock)
    steps("features")
    offered = catalogue(extent).without(policy.excluded_columns)
    chosen, parts = _read(folder, offered, recipe, seed, progress)
    run = train(parts, chosen, policy, steps, fits)
    steps("untouched test")
    card, warnings = card_of(run, facts_of(folder))
    steps("bundle")
    bundle = bundle_of(
        run, card, applicants, created=now.isoformat(timespec="seconds"), versions=versions()
    )
    place = save(bundle, bundles, signing_key)
    origin: dict[str, Json] = {"catalogue": extent, "synthetic": invented(folder)}
    _record(run, bundle, place, steps.seconds(), origin)
    return Trained(place, card, steps.seconds(), warnings)


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries whose arithmetic a score depends on."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def spent() -> dict[str, float]:
    """What this process has used until now: processor seconds, and memory at its peak."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"cpu_seconds": round(time.process_time(), 1), "peak_memory_mb": peak}


def _read(
    folder: Path, offered: Catalogue, name: Name, seed: int, progress: Callable[[str], None]
) -> tuple[Recipe, Split]:
    """The recipe for this folder's clients and their parts; the whole matrix is let go."""
    people = population([folder], offered)
    if people.features < len(offered):
        progress("too few clients for every row model")
    recipe = recipe_for(len(people), name, seed)
    return recipe, split(people, recipe)


def _record(
    run: Run,
    bundle: Bundle,
    place: Path,
    seconds: Mapping[str, float],
    origin: Mapping[str, Json],
) -> None:
    folds.save(run.folds, place.with_name(f"{place.name}.folds.parquet"))
    answers.save(answers.answers_of(run), answers.beside(place))
    manifest = {
        "bundle": place.name,
        "created": bundle.created,
        **origin,
        "recipe": asdict(run.recipe),
        "data": dict(bundle.data),
        "versions": dict(bundle.versions),
        "seconds": dict(seconds),
        **spent(),
    }
    with write_atomically(place.with_name(f"{place.name}.run.json")) as draft:
        draft.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
