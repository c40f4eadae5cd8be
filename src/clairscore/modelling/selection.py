"""Which features are served: those that the fold models really use, by gain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clairscore.decision.booster import Floats
from clairscore.modelling.learner import Columns, FoldModel


def used_columns(model: FoldModel, most: int) -> Columns:
    """The columns with gain in one fold's model, at most `most` of them, in the matrix's order.

    Only the fold's training clients decide, so its validation clients stay unseen.
    """
    return _best(model.gain, model.columns, most)


def total_gain(models: Sequence[FoldModel], columns: int) -> Floats:
    """Gain of each column summed over the folds (columns,), as shares of the whole."""
    total = np.zeros(columns)
    for model in models:
        total[model.columns] += model.gain
    return total / max(float(total.sum()), np.finfo(np.float64).tiny)


def served_columns(gain: Floats, most: int) -> Columns:
    """The columns with gain in any fold, at most `most` of them, in the matrix's order."""
    return _best(gain, np.arange(len(gain)), most)


def _best(gain: Floats, columns: Columns, most: int) -> Columns:
    order = np.lexsort((columns, -gain))
    kept = [at for at in order[:most] if gain[at] > 0] or order[:1].tolist()
    return np.sort(columns[kept])
