"""The housing block of the application: one building behind forty-seven readings and gaps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clairscore.data.schema import APPLICATION
from clairscore.data.schema import HOUSING_STATISTICS as STATISTICS
from clairscore.data.synthetic import shares
from clairscore.data.synthetic.draw import Draw, Floats, from_quantiles, mix, normal_score, ordered
from clairscore.data.synthetic.frames import MISSING, Values, pick
from clairscore.data.synthetic.traits import Traits

MEASURES: dict[str, tuple[float, float, tuple[float, ...]]] = {
    "APARTMENTS": (0.5075, 0, (0.002, 0.009, 0.017, 0.057, 0.087, 0.148, 0.24, 0.33, 0.57, 1)),
    "BASEMENTAREA": (0.585, 0, (0, 0, 0, 0.044, 0.076, 0.112, 0.17, 0.23, 0.4, 1)),
    "YEARS_BEGINEXPLUATATION": (
        0.4878,
        0,
        (0.95, 0.967, 0.972, 0.977, 0.982, 0.987, 0.991, 0.995, 0.999, 1),
    ),
    "YEARS_BUILD": (0.665, 0, (0.4, 0.59, 0.63, 0.69, 0.755, 0.823, 0.88, 0.94, 0.98, 1)),
    "COMMONAREA": (0.6987, 0, (0, 0, 0.001, 0.008, 0.021, 0.052, 0.12, 0.18, 0.42, 1)),
    "LANDAREA": (0.5938, 0, (0, 0, 0.005, 0.019, 0.048, 0.086, 0.15, 0.21, 0.41, 1)),
    "LIVINGAPARTMENTS": (0.6835, 0, (0.003, 0.01, 0.018, 0.05, 0.076, 0.121, 0.21, 0.28, 0.5, 1)),
    "LIVINGAREA": (0.5019, 0, (0.003, 0.008, 0.014, 0.045, 0.0745, 0.13, 0.24, 0.33, 0.59, 1)),
    "NONLIVINGAPARTMENTS": (0.6943, 0.0025, (0, 0, 0, 0, 0, 0.0077, 0.015, 0.031, 0.11, 1)),
    "NONLIVINGAREA": (0.5518, 0.0012, (0, 0, 0, 0, 0.0036, 0.028, 0.08, 0.13, 0.34, 1)),
}
"""Share of empty cells, below what a reading is nought, quantiles."""

STEPS: dict[str, tuple[float, dict[float, float]]] = {
    "ELEVATORS": (
        0.533,
        {0: 62.5, 0.04: 3.8, 0.08: 8, 0.12: 4.4, 0.16: 6.6, 0.2: 2.6, 0.24: 4.4, 0.28: 1.8}
        | {0.32: 2.5, 0.4: 1.6, 0.64: 1.2, 1.0: 0.2},
    ),
    "ENTRANCES": (
        0.5035,
        {0: 0.4, 0.0345: 12.6, 0.069: 17.6, 0.1034: 13.7, 0.1379: 23, 0.1724: 5.7, 0.2069: 13.5}
        | {0.2414: 2.6, 0.2759: 5.6, 0.3103: 1.3, 0.3448: 1.8, 0.5172: 1.5, 1.0: 0.2},
    ),
    "FLOORSMAX": (
        0.4976,
        {0: 2.3, 0.0417: 10.8, 0.0833: 4.1, 0.125: 4.6, 0.1667: 42.2, 0.25: 0.8, 0.3333: 21.1}
        | {0.375: 5.8, 0.4583: 2.1, 0.5417: 1.6, 0.625: 2, 0.6667: 1.8, 1.0: 0.3},
    ),
    "FLOORSMIN": (
        0.6785,
        {0: 2.5, 0.0417: 18.4, 0.0833: 6.1, 0.125: 3, 0.1667: 3.5, 0.2083: 35.3, 0.375: 18.3}
        | {0.4167: 4.7, 0.5: 2.4, 0.5833: 1.4, 0.6667: 1.6, 0.7083: 1.8, 1.0: 0.3},
    ),
}
"""Share of empty cells, weights of the few values that occur."""

TOTAL_AREA = (0.002, 0.007, 0.012, 0.041, 0.0688, 0.128, 0.232, 0.317, 0.58, 1)
WORD_GAPS = {
    "FONDKAPREMONT_MODE": (0.6839, shares.FONDKAPREMONT_MODE),
    "HOUSETYPE_MODE": (0.5018, shares.HOUSETYPE_MODE),
    "WALLSMATERIAL_MODE": (0.5084, shares.WALLSMATERIAL_MODE),
    "EMERGENCYSTATE_MODE": (0.474, shares.EMERGENCYSTATE_MODE),
}


def housing(draw: Draw, traits: Traits) -> Values:
    """All housing columns of the application; gaps mostly come together."""
    size = len(traits)
    building = mix((0.25, traits.ability), noise=draw.normal(size))
    gap = mix((-0.1, traits.ability), noise=draw.normal(size))
    values: Values = {}
    for measure in (*MEASURES, *STEPS):
        score = mix((0.75, building), noise=draw.normal(size))
        values |= _readings(draw, measure, score, gap)
    total = np.round(from_quantiles(mix((0.8, building), noise=draw.normal(size)), TOTAL_AREA), 4)
    values["TOTALAREA_MODE"] = np.where(_gap(draw, gap, 0.4827), np.nan, total)
    for column, (empty, of_column) in WORD_GAPS.items():
        codes = pick(draw, APPLICATION, column, of_column, size)
        values[column] = np.where(_gap(draw, gap, empty), MISSING, codes)
    return values


def _gap(draw: Draw, gap: Floats, empty: float) -> NDArray[np.bool_]:
    return mix((0.985, gap), noise=draw.normal(len(gap))) < normal_score(empty)


def _readings(draw: Draw, measure: str, score: Floats, gap: Floats) -> Values:
    """Average, mode and median of one measure; all three are missing together."""
    if measure in STEPS:
        empty, weights = STEPS[measure]
        steps = np.array(list(weights))[ordered(score, list(weights.values()))]
        missing = _gap(draw, gap, empty)
        return {f"{measure}_{name}": np.where(missing, np.nan, steps) for name in STATISTICS}
    empty, least, quantiles = MEASURES[measure]
    reading = np.round(from_quantiles(score, quantiles), 4)
    reading = np.where(reading < least, 0, reading)
    missing = _gap(draw, gap, empty)
    spreads = (0.0, 0.004 if measure.startswith("YEARS") else 0.05, 0.002)
    return {
        f"{measure}_{name}": np.where(missing, np.nan, _again(draw, reading, spread))
        for name, spread in zip(STATISTICS, spreads, strict=True)
    }


def _again(draw: Draw, reading: Floats, spread: float) -> Floats:
    """The same building measured another way."""
    other = draw.chance(0.4, len(reading))
    return np.round(np.clip(reading * (1 + spread * draw.normal(len(reading)) * other), 0, 1), 4)
