"""What a run has to tell whoever keeps the record of runs: a name, settings, figures, seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One candidate or one trial. `params` as they were set, `metrics` as numbers alone."""

    name: str
    kind: str
    params: Mapping[str, str | int | float]
    metrics: Mapping[str, float]
    seconds: float
