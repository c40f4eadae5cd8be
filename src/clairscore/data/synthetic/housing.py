"""The housing block of the application: one building behind forty-seven readings and gaps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clairscore.data.schema import APPLICATION
from clairscore.data.synthetic import shares
from clairscore.data.synthetic.draw import Draw, Floats, from_quantiles, mix, normal_score
from clairscore.data.synthetic.frames import MISSING, pick
from clairscore.data.synthetic.traits import Traits

MEASURES: dict[str, tuple[float, float, tuple[float, ...]]] = {
    "APARTMENTS": (0.5075, 0, (0.002, 0.009, 0.017, 0.057, 0.087, 0.148, 0.24, 0.33, 0.57, 1)),
    "BASEMENTAREA": (0.585, 0, (0, 0, 0, 0.044, 0.076, 0.112, 0.17, 0.23, 0.4, 1)),
    "YEARS_BEGINEXPLUATATION": (
        0.4878,
        0,
        (0.95, 0.967, 0.972, 0.977, 0.982, 0.987, 0.991, 0.995, 0.999, 1),
    ),
    "YEARS_BUILD": (0.665, 0.0068, (0.4, 0.59, 0.63, 0.69, 0.755, 0.823, 0.88, 0.94, 0.98, 1)),
    "COMMONAREA": (0.6987, 0, (0, 0, 0.001, 0.008, 0.021, 0.052, 0.12, 0.18, 0.42, 1)),
    "ELEVATORS": (0.533, 0.04, (0, 0, 0, 0, 0, 0.12, 0.24, 0.36, 0.64, 1)),
    "ENTRANCES": (0.5035, 0.0345, (0.035, 0.035, 0.035, 0.069, 0.14, 0.207, 0.28, 0.31, 0.52, 1)),
    "FLOORSMAX": (0.4976, 0.0417, (0, 0.042, 0.042, 0.167, 0.167, 0.333, 0.38, 0.5, 0.67, 1)),
    "FLOORSMIN": (0.6785, 0.0417, (0, 0.042, 0.042, 0.083, 0.208, 0.375, 0.42, 0.52, 0.71, 1)),
    "LANDAREA": (0.5938, 0, (0, 0, 0.005, 0.019, 0.048, 0.086, 0.15, 0.21, 0.41, 1)),
    "LIVINGAPARTMENTS": (0.6835, 0, (0.003, 0.01, 0.018, 0.05, 0.076, 0.121, 0.21, 0.28, 0.5, 1)),
    "LIVINGAREA": (0.5019, 0, (0.003, 0.008, 0.014, 0.045, 0.0745, 0.13, 0.24, 0.33, 0.59, 1)),
    "NONLIVINGAPARTMENTS": (0.6943, 0, (0, 0, 0, 0, 0, 0.004, 0.015, 0.031, 0.11, 1)),
    "NONLIVINGAREA": (0.5518, 0, (0, 0, 0, 0, 0.0036, 0.028, 0.08, 0.13, 0.34, 1)),
}
"""Share of empty cells, step between values (0: any), quantiles."""

TOTAL_AREA = (0.002, 0.007, 0.012, 0.041, 0.0688, 0.128, 0.232, 0.317, 0.58, 1)
WORD_GAPS = {
    "FONDKAPREMONT_MODE": (0.6839, shares.FONDKAPREMONT_MODE),
    "HOUSETYPE_MODE": (0.5018, shares.HOUSETYPE_MODE),
    "WALLSMATERIAL_MODE": (0.5084, shares.WALLSMATERIAL_MODE),
    "EMERGENCYSTATE_MODE": (0.474, shares.EMERGENCYSTATE_MODE),
}


def housing(draw: Draw, traits: Traits) -> dict[str, NDArray[np.generic]]:
    """All housing columns of the application; gaps mostly come together."""
    size = len(traits)
    building = mix((0.25, traits.ability), noise=draw.normal(size))
    gap = mix((-0.1, traits.ability), noise=draw.normal(size))
    values: dict[str, NDArray[np.generic]] = {}
    for measure, (empty, step, quantiles) in MEASURES.items():
        score = mix((0.75, building), noise=draw.normal(size))
        missing = _gap(draw, gap, empty)
        reading = _stepped(from_quantiles(score, quantiles), step)
        values[f"{measure}_AVG"] = np.where(missing, np.nan, reading)
        values[f"{measure}_MODE"] = np.where(missing, np.nan, _again(draw, reading, 0.05))
        values[f"{measure}_MEDI"] = np.where(missing, np.nan, _again(draw, reading, 0.01))
    total = np.round(from_quantiles(mix((0.8, building), noise=draw.normal(size)), TOTAL_AREA), 4)
    values["TOTALAREA_MODE"] = np.where(_gap(draw, gap, 0.4827), np.nan, total)
    for column, (empty, of_column) in WORD_GAPS.items():
        codes = pick(draw, APPLICATION, column, of_column, size)
        values[column] = np.where(_gap(draw, gap, empty), MISSING, codes)
    return values


def _gap(draw: Draw, gap: Floats, empty: float) -> NDArray[np.bool_]:
    return mix((0.985, gap), noise=draw.normal(len(gap))) < normal_score(empty)


def _stepped(reading: Floats, step: float) -> Floats:
    steps = np.minimum(np.rint(reading / step) * step, 1) if step else reading
    return np.round(steps, 4)


def _again(draw: Draw, reading: Floats, spread: float) -> Floats:
    """The same building measured another way."""
    other = draw.chance(0.4, len(reading))
    return np.round(np.clip(reading * (1 + spread * draw.normal(len(reading)) * other), 0, 1), 4)
