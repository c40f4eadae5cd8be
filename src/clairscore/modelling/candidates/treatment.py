"""What may be done about the imbalance of the outcomes, on training rows only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats
from clairscore.modelling.candidates.sample import Sample

NEIGHBOURS = 5


def undersampled(sample: Sample, seed: int) -> Sample:
    """Every client with difficulties and as many without, drawn at random."""
    from imblearn.under_sampling import RandomUnderSampler

    drawing = RandomUnderSampler(random_state=seed)
    drawing.fit_resample(np.zeros((len(sample), 1)), sample.y)
    return sample.at(np.sort(np.asarray(drawing.sample_indices_, dtype=np.int64)))


def oversampled(ready: Floats, y: NDArray[np.bool_], seed: int) -> tuple[Floats, NDArray[np.bool_]]:
    """The rows, followed by invented ones with difficulties until both outcomes are as many.

    SMOTE (Chawla et al. 2002): between a client and one of his five nearest alike. Needs complete
    rows on one scale.
    """
    from imblearn.over_sampling import SMOTE

    neighbours = min(NEIGHBOURS, int(y.sum()) - 1)
    made, outcomes = SMOTE(k_neighbors=neighbours, random_state=seed).fit_resample(ready, y)
    return np.asarray(made, dtype=np.float64), np.asarray(outcomes, dtype=np.bool_)


def weight(y: NDArray[np.bool_]) -> float:
    """How much a client with difficulties must weigh for both outcomes to weigh the same."""
    return float((~y).sum() / y.sum())
