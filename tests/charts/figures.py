"""One of every figure, from invented numbers."""

from __future__ import annotations

import numpy as np

from clairscore.charts import (
    Bin,
    Candidate,
    Change,
    CostPoint,
    Curve,
    Decile,
    Figure,
    OutcomeBin,
    Part,
    Pull,
    Quartiles,
    ReviewCase,
    Spread,
    Treatment,
    Weight,
    calibration,
    candidates,
    changes,
    contributions,
    cost_curve,
    distribution,
    gain,
    groups,
    importance_by_feature,
    importance_by_theme,
    missing,
    precision_recall,
    rates,
    reviews,
    roc,
    shift,
    spread,
    treatments,
)
from clairscore.charts.watching import (
    Mover,
    Slice,
    Worth,
    estimates,
    feature_shift,
    score_shift,
)
from clairscore.i18n import Lang
from clairscore.metrics import Interval
from tests.charts.decision_figures import decision_figures
from tests.charts.offer_figures import offer_figures


def between(value: float, half: float) -> Interval:
    return Interval(value, value - half, value + half, "invented")


def review(
    detection: float | None, referred: float, cost: float, approval: float, bad: float
) -> ReviewCase:
    return ReviewCase(
        detection, referred, between(cost, 30), between(approval, 0.01), between(bad, 0.01)
    )


GRID = [float(x) for x in np.linspace(0, 1, 101)]
CURVE = Curve([(x, x**0.4) for x in GRID], between(0.76, 0.02), (0.25, 0.57))
WEIGHTS = [Weight("Outside scores", 0.5), Weight("This loan", 0.3), Weight("Age", 0.2)]


def every_figure(lang: Lang) -> tuple[Figure, ...]:
    """Each kind once."""
    return (
        roc(CURVE, lang),
        precision_recall(
            Curve([(x, 1 - 0.9 * x) for x in GRID], between(0.25, 0.03), (0.57, 0.2)), 0.08, lang
        ),
        distribution(
            [OutcomeBin(low / 2, low / 2 + 0.5, 10 * (9 + low), 2) for low in range(-9, 2)],
            1 / 11,
            (0.57, 0.25),
            lang,
        ),
        gain([Decile(100, 28 - 3 * at) for at in range(9)] + [Decile(100, 1)], lang),
        calibration([Bin(50, at / 40, between(at / 40, 0.03)) for at in range(1, 11)], lang),
        treatments([Treatment("SMOTE", 0.39, 0.08, 0.7)], 0.08, lang),
        cost_curve(
            [CostPoint(at / 200, 500 + abs(at - 18), at / 200) for at in range(1, 101)],
            1 / 11,
            between(0.09, 0.02),
            between(501, 40),
            lang,
        ),
        reviews(
            [
                review(None, 0.0, 530, 0.73, 0.04),
                review(0.5, 0.1, 540, 0.74, 0.04),
                review(1.0, 0.1, 480, 0.74, 0.03),
            ],
            lang,
        ),
        importance_by_theme(WEIGHTS, lang),
        importance_by_feature(WEIGHTS, lang),
        contributions([Pull("Outside scores", 0.4), Pull("Age", -0.1)], 0.13, 1 / 11, lang),
        groups(
            [
                Part("Age", "under 30", 90, between(0.6, 0.1)),
                Part("Age", "30 and over", 900, between(0.75, 0.01)),
            ],
            between(0.73, 0.01),
            lang,
        ),
        candidates(
            [
                Candidate("LightGBM", between(0.764, 0.02), between(532, 45), served=True),
                Candidate("Dummy", between(0.5, 0), between(807, 60)),
            ],
            lang,
        ),
        changes("ladder", [Change("Windows", between(0.004, 0.003))], lang),
        changes("exclusions", [Change("Sex", between(0.001, 0.002), between(-1, 2))], lang),
        *offer_figures(lang),
        missing([Weight("Area of the home", 0.7), Weight("Score", 0.2)], 122, 55, 41, lang),
        rates(
            [
                Part("income", "student", 90, between(0.16, 0.05)),
                Part("income", "pension", 900, between(0.08, 0.01)),
            ],
            between(0.08, 0.005),
            lang,
        ),
        spread(
            Spread(
                "outside score 2",
                [OutcomeBin(at / 10, at / 10 + 0.1, 10 + at, 12 - at) for at in range(10)],
                Quartiles(145, 0.4, 0.6, 0.7),
                Quartiles(75, 0.2, 0.4, 0.6),
                between(0.35, 0.04),
            ),
            lang,
        ),
        shift([Weight("Income", 0.3), Weight("Credit", 0.05)], (1, 99), 0.1, lang),
        *decision_figures(lang),
        score_shift(
            [Slice(0.01 * 2**at, 0.02 * 2**at, 0.2, 0.1 + 0.05 * at) for at in range(5)],
            1 / 11,
            (0.12, 0.01),
            lang,
            moved=True,
        ),
        feature_shift(
            [Mover("Income", 0.4, 0.01, 0.05), Mover("Credit", 0.02, 0.01, 0.08)], (1, 99), lang
        ),
        estimates(
            [
                Worth("observed", between(0.77, 0.02), reference=True),
                Worth("announced", between(0.75, 0.03)),
            ],
            lang,
        ),
    )
