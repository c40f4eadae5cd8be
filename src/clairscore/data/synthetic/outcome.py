"""The true log-odds of payment difficulties, and the outcome drawn from them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.synthetic.draw import Floats, draw, sigmoid
from clairscore.data.synthetic.facts import Facts, burden, facts, rootedness, schooling
from clairscore.data.synthetic.traits import Traits, traits

ABILITY = -0.60
WILLINGNESS = -0.83
SHOCK = 0.76
BURDEN = 0.42
ROOTEDNESS = -0.37
SCHOOLING = -0.15
MALE = 0.16

PILOT_SEED = 20_180_517
PILOT_SIZE = 40_000


def score(traits: Traits, facts: Facts) -> NDArray[np.float64]:
    """Log-odds up to the intercept."""
    return np.asarray(
        ABILITY * traits.ability
        + WILLINGNESS * traits.willingness
        + SHOCK * traits.shock
        + BURDEN * burden(facts)
        + ROOTEDNESS * rootedness(facts)
        + SCHOOLING * schooling(facts)
        + MALE * ~facts.female
    )


@lru_cache(maxsize=8)
def intercept(default_rate: float) -> float:
    """What brings the expected rate of an undrifted population to `default_rate`."""
    pilot = _pilot_scores()
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if sigmoid(pilot + middle).mean() < default_rate else (low, middle)
        )
    return (low + high) / 2


@lru_cache(maxsize=1)
def _pilot_scores() -> NDArray[np.float64]:
    of_pilot = traits(draw(PILOT_SEED, 0, "traits"), PILOT_SIZE)
    undrifted = np.zeros(PILOT_SIZE, dtype=np.float32)
    return score(of_pilot, facts(draw(PILOT_SEED, 0, "facts"), of_pilot, undrifted))


def truth(ids: NDArray[np.int32], traits: Traits, log_odds: Floats) -> pl.DataFrame:
    """What no reader may see: true log-odds, probability and the traits behind them."""
    return pl.DataFrame(
        {
            "SK_ID_CURR": ids.astype(np.int64),
            "log_odds": log_odds,
            "probability": sigmoid(log_odds),
            "ability": traits.ability,
            "willingness": traits.willingness,
            "shock": traits.shock,
        }
    )
