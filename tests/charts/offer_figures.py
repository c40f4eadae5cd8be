"""One of every figure of offers and compared models, from invented numbers."""

from __future__ import annotations

from clairscore.charts import (
    Fields,
    Figure,
    Step,
    Turning,
    before_after,
    confusion,
    response,
    swap_set,
)
from clairscore.charts.response import Outcome
from clairscore.i18n import Lang

LIMIT = 1 / 11
CURRENCY: dict[Lang, str] = {"fr": "unités monétaires", "en": "money units"}


def outcome_at(probability: float) -> Outcome:
    return "granted" if probability < 0.075 else "referred" if probability < 0.11 else "refused"


def steps(low: float = 200_000.0, high: float = 800_000.0) -> list[Step]:
    """Sixteen amounts along which the risk rises."""
    found = []
    for at in range(16):
        value, probability = low + (high - low) * at / 15, 0.05 + 0.006 * at
        annuity = round(value / 20, 2)
        found.append(Step(value, probability, outcome_at(probability), annuity))
    return found


def turned() -> list[Turning]:
    return [
        Turning(351_200.0, 351_250.0, "granted", "referred"),
        Turning(590_000.0, 590_050.0, "referred", "refused"),
    ]


def offer_figures(lang: Lang) -> tuple[Figure, ...]:
    """Each kind once."""
    return (
        response(steps(), steps()[6], turned(), LIMIT, "amount", CURRENCY[lang], lang),
        before_after(0.132, 0.071, LIMIT, lang),
        confusion(Fields(11_800, 432, 3_837, 931), LIMIT, lang),
        swap_set(Fields(812, 9, 14, 133), lang),
    )
