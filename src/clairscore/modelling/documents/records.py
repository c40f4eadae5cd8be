"""What the documents are made from: the bundle, its manifest, the records of other commands.

Every record may be absent but the bundle: the documents then say which command measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from clairscore.charts import CostPoint
from clairscore.data.synthetic import invented
from clairscore.decision.bundle import Bundle
from clairscore.errors import BadInput
from clairscore.metrics import CalibrationBin, Interval
from clairscore.modelling.calibrate import Fit
from clairscore.modelling.cutoff import CutOff
from clairscore.modelling.figures import Figures
from clairscore.modelling.population import digests
from clairscore.modelling.recipe import Recipe


class Record(BaseModel):
    """A record as another command wrote it; keys that no document uses are let pass."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Read = TypeVar("Read", bound=Record)


class Clients(Record):
    """How many clients taught the model and how many tested it, and their outcomes."""

    training: int
    training_difficulties: int
    test: int
    test_difficulties: int


class Rounds(Record):
    """Trees of the served model, and of each fold's at its best."""

    served: int
    folds: tuple[int, ...]


class FeatureCounts(Record):
    """Features offered and served, how many have a direction, share of the gain that is kept."""

    offered: int
    served: int
    monotone: int
    gain_kept: float


class Calibrations(Record):
    """The served calibration, its fit on the untouched test, and the test's reliability bins."""

    fit: Fit
    transfer: Fit
    bins: tuple[CalibrationBin, ...]


class Strength(Record):
    """A feature's mean absolute contribution to the log-odds."""

    feature: str
    theme: str
    strength: float


class Card(Record):
    """The numbers that training writes into the bundle."""

    clients: Clients
    recipe: Recipe
    rounds: Rounds
    features: FeatureCounts
    out_of_fold: Figures
    test: Figures
    calibration: Calibrations
    cut_off: CutOff
    cost_curve: tuple[CostPoint, ...]
    selection: Interval
    importance: tuple[Strength, ...]
    warnings: tuple[str, ...]


class RunManifest(Record):
    """What training writes beside the bundle: time, memory, and where the data came from."""

    seconds: dict[str, float]
    cpu_seconds: float
    peak_memory_mb: float
    catalogue: str | None = None
    synthetic: bool | None = None


@dataclass(frozen=True)
class Records:
    """Everything that the documents may say."""

    bundle: Bundle
    card: Card
    run: RunManifest | None = None
    synthetic: bool | None = None
    """Whether the data were invented; None where nothing says so."""


def read_records(bundle: Bundle, manifest: Path, data: Path | None = None) -> Records:
    """The records of a bundle; BadInput names a record that cannot be used.

    `data`, the folder of the training, tells whether its clients are invented.
    """
    card = _validated(Card, dict(bundle.card), f"card of bundle {bundle.id}", "train")
    run = read(RunManifest, manifest, "train") if manifest.exists() else None
    synthetic = run.synthetic if run else None
    if data is not None:
        _require_training_data(bundle, data)
        synthetic = invented(data)
    return Records(bundle, card, run, synthetic)


def read(kind: type[Read], path: Path, command: str) -> Read:
    """The record of a JSON file; BadInput where `clairscore <command>` writes another kind."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{path}: {error.strerror}; expected the record of `clairscore {command}`"
        ) from None
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise _bad(error, str(path), command) from None


def _require_training_data(bundle: Bundle, folder: Path) -> None:
    found = dict(digests(folder, [folder]))
    other = sorted(name for name, digest in bundle.data.items() if found.get(name) != digest)
    if other:
        raise BadInput(
            f"{folder}: found other bytes in {', '.join(other)} than those that bundle"
            f" {bundle.id} learnt from; give the folder of its training"
        )


def _validated(kind: type[Read], found: object, where: str, command: str) -> Read:
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        raise _bad(error, where, command) from None


def _bad(error: ValidationError, where: str, command: str) -> BadInput:
    faults = "\n".join(
        f"{where}: {'.'.join(map(str, fault['loc']))}: {fault['msg'].lower()}"
        for fault in error.errors()
    )
    return BadInput(f"{faults}\nwrite the record again with `clairscore {command}`")
