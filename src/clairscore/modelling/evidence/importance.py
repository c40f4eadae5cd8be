"""What the model leans on: mean absolute contribution over every client of the untouched test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clairscore.decision.booster import Floats
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import prepared
from clairscore.decision.decide_book import EXPLAINED_AT_ONCE, Book
from clairscore.metrics import LEVEL, Interval, z


@dataclass(frozen=True, slots=True)
class Weight:
    """Mean |contribution| to the log-odds; `share` of the sum over all themes, or all features."""

    name: str
    theme: str
    strength: Interval
    share: float


@dataclass(frozen=True, slots=True)
class Importance:
    """Themes and features, strongest first; a theme's contributions are summed before the mean."""

    clients: int
    themes: tuple[Weight, ...]
    features: tuple[Weight, ...]


def importance(bundle: Bundle, computed: Book) -> Importance:
    """Over every client of `computed`, each one's contributions checked to sum to his log-odds."""
    layout, scorer = prepared(bundle).layout, bundle.scorer
    sums, squares = np.zeros((2, len(layout.themes) + len(layout.names)))
    for start in range(0, len(computed.clients), EXPLAINED_AT_ONCE):
        rows = slice(start, start + EXPLAINED_AT_ONCE)
        given = scorer.explain(computed.matrix[rows], computed.clients[rows]).contributions
        weights = np.hstack([np.abs(layout.by_theme(given)), np.abs(given)])
        sums += weights.sum(axis=0)
        squares += np.square(weights).sum(axis=0)
    n, themes = len(computed.clients), len(layout.themes)
    owners = [layout.themes[at] for at in layout.theme_of.tolist()]
    return Importance(
        clients=n,
        themes=_ranked(layout.themes, layout.themes, sums[:themes], squares[:themes], n),
        features=_ranked(layout.names, owners, sums[themes:], squares[themes:], n),
    )


def _ranked(
    names: Sequence[str], themes: Sequence[str], sums: Floats, squares: Floats, n: int
) -> tuple[Weight, ...]:
    means = sums / n
    half = z(LEVEL) * np.sqrt(np.maximum(squares / n - means**2, 0) / n)
    total = max(float(means.sum()), np.finfo(np.float64).tiny)

    def weight(at: int) -> Weight:
        value, spread = float(means[at]), float(half[at])
        strength = Interval(value, value - spread, value + spread, "normal over clients", LEVEL)
        return Weight(names[at], themes[at], strength, value / total)

    return tuple(weight(int(at)) for at in np.argsort(-means, kind="stable"))
