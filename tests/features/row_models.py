"""A tiny LightGBM model over instalments, fitted on random numbers, and features of its word; and
the catalogue's own row models, fitted as training fits them on a few synthetic clients."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from clairscore.data.schema import RATE_SCALE
from clairscore.data.synthetic import tables
from clairscore.features.catalogue import catalogue
from clairscore.features.engines import Fitted
from clairscore.features.instalments import EVERY, INSTALMENTS, days_late, due, paid_share
from clairscore.features.learnt import Rows, rows_of
from clairscore.features.rollup import rollup
from clairscore.features.spec import Feature, Quantity, RowModel
from clairscore.modelling.folds import deal
from clairscore.modelling.recipe import Recipe
from clairscore.modelling.row_models import fitted_on, served

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


@cache
def history(clients: int = 300, seed: int = 5) -> tuple[Rows, np.ndarray, np.ndarray]:
    """The rows behind the catalogue's learnt features, with their clients and outcomes."""
    made = {name: frame.lazy() for name, frame in tables(clients, seed, default_rate=0.2).items()}
    known = made["application"].select("SK_ID_CURR", "TARGET").collect()
    y = known["TARGET"].to_numpy().astype(np.bool_)
    return rows_of([made], catalogue("full")), known["SK_ID_CURR"].to_numpy(), y


@cache
def by_fold() -> Fitted:
    """The catalogue's row models, one a fold of two, and last that of all clients."""
    rows, clients, y = history()
    fold = deal(clients, y, folds=2, seed=1, test_share=0.0).fold
    return fitted_on(rows, clients, y, fold, Recipe(), seed=1)


@cache
def learnt() -> Fitted:
    """The catalogue's row models as they are served."""
    return Fitted(served(by_fold(), [model.name for model in catalogue("full").row_models]))
