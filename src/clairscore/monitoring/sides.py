"""The two sides that are compared: the reference, and those who apply now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.bundle import Bundle, FeatureReference, ScoreReference
from clairscore.errors import BadSetting

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Rows:
    """Reference applications (n,): features (n, features) in the bundle's order, log-odds that a
    model gave who had not seen them, and whether they had difficulties.

    `honest` are the columns that tell nothing of having been learnt from (features,).
    """

    matrix: Matrix
    log_odds: Floats
    y: Flags
    honest: Flags


@dataclass(frozen=True, eq=False)
class Yardstick:
    """The reference: each feature's histogram, the score with outcomes, the rows where they are at
    hand, and where all that is from.

    `incomparable` are features that other models than those that serve computed here.
    """

    clients: int
    features: Mapping[str, FeatureReference]
    score: ScoreReference
    source: str
    rows: Rows | None = None
    incomparable: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Loans:
    """Granted loans (k,) whose outcome counts: log-odds at the proposal, whether difficulties came.

    Those at or above the cut-off were granted by people all the same.
    """

    log_odds: Floats
    y: Flags


@dataclass(frozen=True, eq=False)
class Applicants:
    """Those who apply now: log-odds of all (n,), features of those that were read (m, features),
    and their places among all (m,).

    `proposals` has the columns outcome, decided_by and causes of every one, `applications` the raw
    rows of the application table where they are at hand.
    """

    log_odds: Floats
    matrix: Matrix
    read: NDArray[np.int64]
    proposals: pl.DataFrame
    source: str
    left_out: Mapping[str, int] = field(default_factory=dict)
    loans: Loans | None = None
    applications: pl.DataFrame | None = None
    reference_applications: pl.DataFrame | None = None


def of_bundle(bundle: Bundle, rows: Rows | None = None) -> Yardstick:
    """The training population as the bundle keeps it; BadSetting where it kept no outcomes."""
    reference = bundle.reference
    if reference.score is None:
        raise BadSetting(
            f"bundle {bundle.id}: found no outcomes by class of its score, which monitoring"
            " compares with; train it again, or keep its answers file beside it"
        )
    served = reference.served
    learnt = {feature.name for feature in bundle.catalogue if feature.learns_outcome}
    return Yardstick(
        clients=reference.clients,
        features={**reference.features, **served},
        score=reference.score,
        source="bundle",
        rows=rows,
        incomparable=frozenset(learnt - served.keys()),
    )
