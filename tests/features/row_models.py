"""A tiny LightGBM model over instalments, fitted on random numbers, and features of its word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from clairscore.data.schema import RATE_SCALE
from clairscore.features.engines import Fitted
from clairscore.features.instalments import EVERY, INSTALMENTS, days_late, due, paid_share
from clairscore.features.rollup import rollup
from clairscore.features.spec import Feature, Quantity, RowModel

MODEL = RowModel("payment_risk", "installments_payments", (days_late, paid_share, due))


def modelled() -> tuple[Feature, ...]:
    """Aggregates of the predicted PD of each instalment."""
    risk: Quantity = INSTALMENTS.derive(
        MODEL.name,
        due.expr,  # never computed: the model stands for it
        *MODEL.inputs,
        bound=RATE_SCALE,
        scale=RATE_SCALE,
        model=MODEL,
    )
    return tuple(rollup(INSTALMENTS, risk, "max mean sum", EVERY, INSTALMENTS.last(3)))


@cache
def text(seed: int) -> str:
    """A model of ten trees over the three inputs, as LightGBM writes it."""
    import lightgbm

    draw = np.random.default_rng(seed)
    rows = draw.normal(size=(400, 3)) * (10, 500_000, 500) + (0, 1_000_000, -700)
    target = draw.random(400) < 1 / (1 + np.exp(-rows[:, 0] / 10))
    settings = {"objective": "binary", "num_leaves": 7, "verbose": -1, "num_threads": 1}
    return str(lightgbm.train(settings, lightgbm.Dataset(rows, target), 10).model_to_string())


def fitted(folds: int = 1, clients: Sequence[int] = ()) -> Fitted:
    """One model (serving), or one a fold with the fold of each client (training)."""
    texts = tuple(text(seed) for seed in range(folds))
    return Fitted({MODEL.name: texts}, {client: client % folds for client in clients})
