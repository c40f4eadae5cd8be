"""A tiny model, and crowds of any size whom it knows perfectly: outcomes drawn from its own
probabilities."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.bundle import Bundle, features_reference, reference_of, score_reference
from clairscore.decision.logistic import probability
from clairscore.features.compute import book
from clairscore.features.engines import NOTHING_FITTED
from clairscore.monitoring.sides import Applicants, Loans, Rows, Yardstick, of_bundle
from tests.decision.people import bundle, people, tables

INCOME, SCORE = "application_amt_income_total", "application_ext_source_2"


@dataclass(frozen=True, eq=False)
class Town:
    """A bundle and the people among whom crowds are drawn."""

    bundle: Bundle
    matrix: Matrix

    def drawn(self, n: int, seed: int) -> Matrix:
        """Features of n people drawn with replacement."""
        return self.matrix[np.random.default_rng(seed).integers(0, len(self.matrix), n)]

    def column(self, name: str) -> int:
        return self.bundle.features.index(name)

    def yardstick(self) -> Yardstick:
        return of_bundle(self.bundle)

    def rows(self, n: int, seed: int) -> Rows:
        matrix = self.drawn(n, seed)
        log_odds = self.bundle.scorer.log_odds(matrix)
        honest = np.ones(matrix.shape[1], dtype=np.bool_)
        return Rows(matrix, log_odds, came(log_odds, seed), honest)

    def applicants(self, matrix: Matrix, loans: Loans | None = None) -> Applicants:
        log_odds = self.bundle.scorer.log_odds(matrix)
        granted = self.bundle.policy.grants(probability(log_odds))
        proposals = pl.DataFrame(
            {
                "outcome": np.where(granted, "granted", "refused"),
                "decided_by": ["score"] * len(matrix),
                "causes": [""] * len(matrix),
            }
        )
        places = np.arange(len(matrix))
        return Applicants(log_odds, matrix, places, proposals, "invented", loans=loans)


def came(log_odds: Floats, seed: int) -> np.ndarray:
    """Outcomes as the probabilities announce them."""
    return np.random.default_rng([seed, 7]).random(len(log_odds)) < probability(log_odds)


def town(reference: int = 20_000, seed: int = 3) -> Town:
    """Five hundred people; the reference is a crowd of them."""
    files = people(500, seed)
    made = bundle(files)
    frame = book(tables(files), made.catalogue, NOTHING_FITTED)
    everyone = frame.select(made.features).to_numpy().astype(np.float32)
    drawn = everyone[np.random.default_rng(seed).integers(0, len(everyone), reference)]
    log_odds = made.scorer.log_odds(drawn)
    # a limit that refuses a quarter, as the real one does
    cut_off = float(np.quantile(probability(log_odds), 0.75))
    policy = made.policy.model_copy(update={"cut_off": cut_off})
    score = score_reference(log_odds, came(log_odds, seed), policy.cut_off_log_odds)
    strength = np.abs(made.scorer.explain(drawn[:500]).contributions).mean(axis=0)
    card = {
        "importance": [
            {"feature": name, "theme": "", "strength": float(strength[at])}
            for at, name in enumerate(made.features)
        ]
    }
    kept = replace(reference_of(drawn, made.features, log_odds), score=score)
    assert features_reference(drawn, made.features) == kept.features
    known = replace(made, reference=kept, policy=policy, card=card)
    return Town(known, everyone)
