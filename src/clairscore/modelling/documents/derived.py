"""Numbers that follow from recorded ones: decisions by outcome, the cost of simple rules."""

from __future__ import annotations

from dataclasses import dataclass

from clairscore.modelling.figures import Figures


@dataclass(frozen=True, slots=True)
class Decisions:
    """Applications at the served cut-off by outcome: the confusion matrix in the lender's words."""

    granted_good: int
    granted_bad: int
    refused_good: int
    refused_bad: int

    @property
    def clients(self) -> int:
        return self.granted_good + self.granted_bad + self.refused_good + self.refused_bad

    @property
    def accuracy(self) -> float:
        """Share of decisions that the outcome confirms."""
        return (self.granted_good + self.refused_bad) / self.clients

    @property
    def detected(self) -> float:
        """Share of the difficulties that are refused (recall)."""
        return self.refused_bad / (self.refused_bad + self.granted_bad)

    @property
    def wrongly_refused(self) -> float:
        """Share of the good files that are refused."""
        return self.refused_good / (self.refused_good + self.granted_good)

    @property
    def precision(self) -> float:
        """Share of the refusals that had difficulties."""
        return self.refused_bad / max(self.refused_bad + self.refused_good, 1)

    @property
    def bad_rate(self) -> float:
        """Share of difficulties among the granted."""
        return self.granted_bad / max(self.granted_bad + self.granted_good, 1)


def decisions(found: Figures, ratio: float) -> Decisions:
    """The four counts from cost, share granted and outcomes.

    cost = ratio x granted bad + refused good and granted = granted bad + granted good, so that
    (1 + ratio) x granted bad = cost - good + granted.
    """
    good = found.clients - found.difficulties
    cost = found.cost_per_1000.value * found.clients / 1_000
    granted = found.granted_share.value * found.clients
    granted_bad = round((cost - good + granted) / (1 + ratio))
    granted_good = round(granted) - granted_bad
    return Decisions(
        granted_good, granted_bad, good - granted_good, found.difficulties - granted_bad
    )


@dataclass(frozen=True, slots=True)
class Simple:
    """Cost per 1,000 of deciding without a model, and the accuracy of granting everybody."""

    rate: float
    grant_all: float
    refuse_all: float

    @property
    def accuracy(self) -> float:
        """Of granting everybody: the accuracy of the dummy classifier."""
        return 1 - self.rate


def simple(found: Figures, ratio: float) -> Simple:
    """What granting all and refusing all would cost on the same applications."""
    rate = found.difficulties / found.clients
    return Simple(rate, 1_000 * ratio * rate, 1_000 * (1 - rate))
