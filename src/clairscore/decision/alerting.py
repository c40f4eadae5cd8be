"""Which signals call somebody, how soon, and over which days they are looked at."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from clairscore.decision.sections import STRICT
from clairscore.decision.watching import SignalName

InARow = Annotated[int, Field(ge=1, le=50)]


class AlertRule(BaseModel):
    """When a signal raises an alert; its limits are those of `watching`.

    `watch_after` and `act_after` are reports in a row at that level or above, None: never. As many
    reports below close the alert. Reports on fewer than `fewest` applications are passed over.
    """

    model_config = STRICT

    signal: SignalName
    watch_after: InARow | None = None
    act_after: InARow | None = 1
    fewest: Annotated[int, Field(ge=0)] = 200


class Alerting(BaseModel):
    """Rules of alert, one a signal; a signal without one never calls anybody.

    `window_days` are the days that `monitor run` looks back.
    """

    model_config = STRICT

    window_days: Annotated[int, Field(ge=1, le=366)] = 28
    rules: tuple[AlertRule, ...] = (
        AlertRule(signal="approvals", watch_after=2),
        AlertRule(signal="expected_difficulties", watch_after=2),
        AlertRule(signal="cost", watch_after=2),
        AlertRule(signal="score"),
        AlertRule(signal="features"),
        AlertRule(signal="missing"),
        AlertRule(signal="outside"),
        AlertRule(signal="unknown"),
        AlertRule(signal="told_apart", act_after=2),
        AlertRule(signal="ranking", watch_after=2),
        AlertRule(signal="calibration", watch_after=2),
    )

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        named = [rule.signal for rule in self.rules]
        if len(set(named)) < len(named):
            raise ValueError("rules: a signal is given twice; keep one")
        return self

    def rule(self, signal: str) -> AlertRule | None:
        """The rule of a signal."""
        return next((rule for rule in self.rules if rule.signal == signal), None)
