"""When a change of the people who apply, or of what becomes of them, is worth a person's time.

Limits of the policy, with the defaults that are shipped. Each signal has two: beyond the first it
is watched, beyond the second somebody acts; below either, or within what chance gives, it is calm.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from clairscore.decision.sections import STRICT, Amount, Open

SignalName = Literal[
    "approvals",
    "expected_difficulties",
    "cost",
    "score",
    "features",
    "missing",
    "outside",
    "unknown",
    "told_apart",
    "ranking",
    "calibration",
]
"""What can call for attention, in the order in which it is told."""


class Limit(BaseModel):
    """From where a signal is watched, and from where somebody acts."""

    model_config = STRICT

    watch: Amount
    act: Amount

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.watch > self.act:
            raise ValueError(f"found watch {self.watch:g} above act {self.act:g}; swap them")
        return self


class Watching(BaseModel):
    """Limits of each signal; shares are between 0 and 1, `cost` and the like relative changes.

    `false_alarms` is the chance that a report of an unchanged population is not calm, all its
    signals and features together. `fewest` applications are needed to judge anything.
    """

    model_config = STRICT

    false_alarms: Open = 0.05
    fewest: Annotated[int, Field(ge=100)] = 200
    # change of the share that the score grants
    approvals: Limit = Limit(watch=0.015, act=0.05)
    # relative change of the expected share of payment difficulties, and of the business cost
    expected_difficulties: Limit = Limit(watch=0.10, act=0.25)
    cost: Limit = Limit(watch=0.10, act=0.25)
    # PSI beyond what chance gives, of the score and of one feature (Siddiqi 2006)
    score: Limit = Limit(watch=0.10, act=0.25)
    feature: Limit = Limit(watch=0.10, act=0.25)
    # share of the model's importance that lies in features beyond their first limit
    features: Limit = Limit(watch=0.05, act=0.25)
    # change of the share of missing values of a feature; share of values outside training
    missing: Limit = Limit(watch=0.05, act=0.20)
    outside: Limit = Limit(watch=0.05, act=0.20)
    # share of words that the schema does not know in a column
    unknown: Limit = Limit(watch=0.01, act=0.05)
    # AUC of a model that tells current from reference applications
    told_apart: Limit = Limit(watch=0.60, act=0.80)
    # observed among mature loans: AUC lost, relative gap of observed to expected difficulties
    ranking: Limit = Limit(watch=0.02, act=0.05)
    calibration: Limit = Limit(watch=0.10, act=0.25)
    # from which on an outcome counts
    mature_months: Annotated[int, Field(ge=1, le=120)] = 12
