"""Log-odds to probability with the same bits on every machine.

A library's `exp` differs in the last bit between processors, and a decision must be replayed to the
last bit years later; additions and multiplications of 64-bit floats do not differ.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# ln 2 in two parts, the first with 21 trailing zero bits, so that whole multiples are exact
# (Cody and Waite 1980)
LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
LARGEST = 700.0
TERMS = 14
"""Taylor terms: 0.3466^14 / 14! < 5e-18, under half a unit in the last place."""


def probability(log_odds: Floats) -> Floats:
    """1 / (1 + exp(-log_odds)), same shape."""
    return np.asarray(1 / (1 + exp(-log_odds)))


def exp(x: Floats) -> Floats:
    """e to the x by range reduction to [-ln 2 / 2, ln 2 / 2] and Taylor's series; x within 700."""
    bounded = np.clip(np.asarray(x, dtype=np.float64), -LARGEST, LARGEST)
    halvings = np.rint(bounded / (LN2_HIGH + LN2_LOW))
    rest = (bounded - halvings * LN2_HIGH) - halvings * LN2_LOW
    series = np.ones_like(rest)
    for term in range(TERMS, 0, -1):
        series = 1 + series * rest / term
    return np.asarray(np.ldexp(series, halvings.astype(np.int32)))
