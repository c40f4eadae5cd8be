"""What training recorded: the card in the bundle, and the manifest beside it."""

from __future__ import annotations

from clairscore.charts import CostPoint
from clairscore.metrics import CalibrationBin, Interval
from clairscore.modelling.calibrate import Fit
from clairscore.modelling.cutoff import CutOff
from clairscore.modelling.documents.record import Record
from clairscore.modelling.figures import Figures
from clairscore.modelling.recipe import Recipe


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
