"""The cut-off: 1 / (1 + ratio), and the proof that nothing speaks against it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats
from clairscore.errors import Fault
from clairscore.metrics import (
    CUT_OFF_METHOD,
    Interval,
    best_cut_off,
    best_cut_offs_drawn,
    percentile,
    theoretical_cut_off,
)

STOPPING_LEVEL = 0.99
"""Beyond this interval training stops; at 95 % it would stop a true model too often."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """The cut-off that decides, and the cheapest one out of fold with its 95 % interval."""

    value: float
    optimum: Interval


def cut_off(y: NDArray[np.bool_], probability: Floats, ratio: float, seed: int) -> CutOff:
    """1 / (1 + ratio); Fault where the bootstrapped out-of-fold optimum excludes it."""
    value = theoretical_cut_off(ratio)
    best = best_cut_off(y, probability, ratio)
    drawn = best_cut_offs_drawn(y, probability, seed=seed, ratio=ratio)
    wide = percentile(best, drawn, CUT_OFF_METHOD, STOPPING_LEVEL)
    if not wide.holds(value):
        raise Fault(
            f"calibration is at fault: the cheapest cut-off out of fold is {wide.value:.4f}"
            f" ({STOPPING_LEVEL:.0%} interval {wide.low:.4f} to {wide.high:.4f}), expected"
            f" {value:.4f} = 1 / (1 + {ratio:g}); do not move the cut-off, look at the reliability"
            " of the out-of-fold probabilities and at the data"
        )
    return CutOff(value, percentile(best, drawn, CUT_OFF_METHOD))
