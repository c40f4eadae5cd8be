"""The figures that go with a recorded run, as pictures."""

from __future__ import annotations

from collections.abc import Mapping

from clairscore.charts import Bin, Figure, calibration, cost_curve
from clairscore.decision.bundle import Json
from clairscore.i18n import Lang
from clairscore.metrics import wilson
from clairscore.modelling.documents.training import Card


def drawings(card: Mapping[str, Json], lang: Lang) -> dict[str, str]:
    """What decisions cost at every cut-off, and whether probabilities hold, as SVG by file name."""
    return {f"figures/{figure.kind}.svg": figure.to_svg() for figure in _figures(card, lang)}


def _figures(card: Mapping[str, Json], lang: Lang) -> tuple[Figure, ...]:
    told = Card.model_validate(card)
    limit, cost = told.cut_off, told.out_of_fold.cost_per_1000
    bins = [
        Bin(each.clients, each.predicted, wilson(each.observed * each.clients, each.clients))
        for each in told.calibration.bins
    ]
    return (
        cost_curve(told.cost_curve, limit.value, limit.optimum, cost, lang),
        calibration(bins, lang),
    )
