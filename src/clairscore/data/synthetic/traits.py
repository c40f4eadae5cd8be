"""What no file shows: ability, willingness and shock, and the log-odds that they make.

Ability and willingness are lasting; the shock builds up over the months before the application;
an episode is a hard time in the past that is over. Histories are written row by row from the
stress that these make at the row's own date.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.data.synthetic.draw import Draw, Floats, Ints

SHOCK_MONTHS = 18.0
"""The shock loses a factor e in this many months back from the application."""
EPISODE_MONTHS = 5.0
MONTHS = 130

STRESS_ABILITY = -0.45
STRESS_WILLINGNESS = -0.70
STRESS_SHOCK = 0.85
EPISODE_SIZE = 0.9


@dataclass(frozen=True, slots=True)
class Traits:
    """Standard normal scores, one a client, and the episode's month (back from day 0)."""

    ability: NDArray[np.float32]
    willingness: NDArray[np.float32]
    shock: NDArray[np.float32]
    episode_month: NDArray[np.float32]
    episode: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ability)

    def lasting_stress(self) -> NDArray[np.float32]:
        """Stress apart from shock and episode; spread about 0.83."""
        lasting = STRESS_ABILITY * self.ability + STRESS_WILLINGNESS * self.willingness
        return lasting.astype(np.float32)

    def stress(self, client: Ints, months_ago: Ints) -> Floats:
        """Financial stress of each row's client in the row's month; about N(0, 1), up is worse."""
        recency = fading(SHOCK_MONTHS)[np.clip(months_ago, 0, MONTHS - 1)]
        far = np.abs(months_ago - self.episode_month[client]).astype(np.int32)
        episode = fading(EPISODE_MONTHS)[np.minimum(far, MONTHS - 1)]
        lasting = self.lasting_stress()[client]
        shock = STRESS_SHOCK * self.shock[client] * recency
        return np.asarray(lasting + shock + EPISODE_SIZE * self.episode[client] * episode)

    def stress_now(self) -> Floats:
        """Stress at the application."""
        client = np.arange(len(self), dtype=np.int32)
        return self.stress(client, np.zeros(len(self), dtype=np.int32))


def fading(months: float) -> NDArray[np.float32]:
    """exp(-m / months) for m = 0, 1, ..."""
    return np.exp(-np.arange(MONTHS) / months).astype(np.float32)


def traits(draw: Draw, size: int) -> Traits:
    """The latent scores of `size` clients."""
    return Traits(
        ability=draw.normal(size),
        willingness=draw.normal(size),
        shock=draw.normal(size),
        episode_month=60 * draw.uniform(size),
        episode=np.abs(draw.normal(size)) * draw.chance(0.5, size),
    )
