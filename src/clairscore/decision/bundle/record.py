"""What a bundle holds, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.contract import CreditFile, Value
from clairscore.data.credit_file import frames
from clairscore.data.schema import APPLICATION
from clairscore.data.tables import raw_schema
from clairscore.decision.booster import Calibration, Matrix, Scorer
from clairscore.decision.bundle.reference import Reference
from clairscore.decision.policy import Policy
from clairscore.errors import BadSetting, FailedExam
from clairscore.features.catalogue import Catalogue, catalogue
from clairscore.features.engines import Fitted
from clairscore.features.online import OneApplicant

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

RETRAIN = "run the version that made it, or train again"
SLOTS = 4
"""Applicants whose features are computed at once."""


@dataclass(frozen=True, eq=False)
class Exam:
    """About fifty synthetic applicants and the answers they must get, bit for bit.

    `features` is float32 (n, features), NaN = missing; `log_odds` and `probabilities` float64 (n,).
    """

    credit_files: tuple[str, ...]
    features: Matrix
    log_odds: NDArray[np.float64]
    probabilities: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bundle:
    """A model with all that a decision needs, and its own exam.

    `model` is LightGBM text, `features` the names in the model's order, `features_version` the
    digest of their definitions, `data` the sha256 of each training file, `card` the figures of the
    training run, `created` an ISO time. `id` is given by `save` and `load`.
    """

    model: str
    features: tuple[str, ...]
    features_version: str
    calibration: Calibration
    policy: Policy
    reference: Reference
    exam: Exam
    card: Mapping[str, Json]
    created: str
    data: Mapping[str, str]
    versions: Mapping[str, str]
    row_models: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    id: str = ""

    @cached_property
    def catalogue(self) -> Catalogue:
        """The definitions of the features, in the model's order; FailedExam where they changed."""
        try:
            found = catalogue("full").select(self.features)
        except BadSetting as error:
            raise FailedExam(f"bundle {self.id}: {error}; {RETRAIN}") from None
        if found.version != self.features_version:
            raise FailedExam(
                f"bundle {self.id}: its features were version {self.features_version[:12]}, this"
                f" Clairscore defines {found.version[:12]}; {RETRAIN}"
            )
        return found

    @cached_property
    def scorer(self) -> Scorer:
        """Features to log-odds, probability and contributions."""
        return Scorer(self.model, self.calibration, len(self.features))

    @cached_property
    def fitted(self) -> Fitted:
        """The row models, for `compute`."""
        return Fitted(models=dict(self.row_models))

    @cached_property
    def applicant(self) -> OneApplicant:
        """The feature pipeline for one applicant; built once, safe to share between threads."""
        return OneApplicant(self.catalogue, self.fitted, slots=SLOTS)

    def features_of(self, credit_file: CreditFile) -> Matrix:
        """The applicant's features (features,), NaN = missing."""
        return np.asarray(self.applicant.features(frames(credit_file)), dtype=np.float32)

    def features_of_variants(
        self, credit_file: CreditFile, applications: Sequence[Mapping[str, Value]]
    ) -> Matrix:
        """The features (n, features) of the file with each of these applications in its place.

        The same bits as one by one, with the history computed once.
        """
        tables = frames(credit_file)
        rows = pl.from_dicts(list(applications), schema=raw_schema(APPLICATION))
        found = self.applicant.variants({**tables, APPLICATION: rows})
        return np.asarray(found, dtype=np.float32)
