"""The clients of one block: who they are, what they asked for, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.schema import APPLICATION
from clairscore.data.synthetic.application import application
from clairscore.data.synthetic.bureau import known_to_bureau
from clairscore.data.synthetic.draw import Bools, Draw, draw, sigmoid
from clairscore.data.synthetic.facts import Facts, facts
from clairscore.data.synthetic.frames import frame
from clairscore.data.synthetic.housing import housing
from clairscore.data.synthetic.outcome import intercept, score, truth
from clairscore.data.synthetic.traits import Traits, traits


@dataclass(frozen=True, slots=True)
class Clients:
    """One entry a client of the block; `number` is the block's place in the population."""

    seed: int
    number: int
    ids: NDArray[np.int32]
    traits: Traits
    facts: Facts
    log_odds: NDArray[np.float64]
    in_bureau: Bools

    def __len__(self) -> int:
        return len(self.ids)

    def draw(self, purpose: str) -> Draw:
        """The block's stream for one purpose, from its beginning."""
        return draw(self.seed, self.number, purpose)

    def truth(self) -> pl.DataFrame:
        """Log-odds, probability and traits, one row a client."""
        return truth(self.ids, self.traits, self.log_odds)


def clients(
    seed: int, number: int, ids: NDArray[np.int32], drift: NDArray[np.float32], default_rate: float
) -> Clients:
    """The block's clients; `drift` is each one's strength of drift."""
    of_block = traits(draw(seed, number, "traits"), len(ids))
    known = facts(draw(seed, number, "facts"), of_block, drift)
    return Clients(
        seed=seed,
        number=number,
        ids=ids,
        traits=of_block,
        facts=known,
        log_odds=score(of_block, known) + intercept(default_rate),
        in_bureau=known_to_bureau(draw(seed, number, "known"), len(ids)),
    )


def applications(clients: Clients) -> pl.DataFrame:
    """The clients' rows of the application table, TARGET drawn from the true probability."""
    outcome = clients.draw("outcome").chance(sigmoid(clients.log_odds), len(clients))
    values = {
        "SK_ID_CURR": clients.ids,
        "TARGET": outcome,
        **application(
            clients.draw("application"), clients.traits, clients.facts, clients.in_bureau
        ),
        **housing(clients.draw("housing"), clients.traits),
    }
    return frame(APPLICATION, values)
