"""What a new model must show before it takes the place of the one that serves."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from clairscore.decision.sections import STRICT, Amount, Share


class Gates(BaseModel):
    """Limits of each gate, on the same people as the model that serves.

    A loss that is proven (its interval lies beyond zero) shuts a gate; so does one that exceeds its
    limit. `auc_loss` is in AUC, `cost_rise` relative, `calibration_gap` observed minus predicted.
    A group's adverse impact ratio may not fall by more than `impact_loss` while below `impact`.
    `swapped` is the share of people whom both models judge differently; `fewest` people must be
    compared, and the comparison may be `days` old.
    """

    model_config = STRICT

    auc_loss: Amount = 0.01
    cost_rise: Amount = 0.02
    calibration_gap: Amount = 0.01
    impact: Share = 0.8
    impact_loss: Share = 0.02
    swapped: Share = 0.15
    fewest: Annotated[int, Field(ge=0)] = 500
    days: Annotated[int, Field(ge=1, le=366)] = 30
