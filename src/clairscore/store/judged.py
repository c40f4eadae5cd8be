"""Decisions as the fairness audit sees them: protected facts are opened for it alone."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import polars as pl

from clairscore.monitoring.fairness import READ, Judged, labels_of
from clairscore.store.database import Read
from clairscore.store.decided import Span, decided, facts_in, mature_before
from clairscore.store.keys import Keys


def judged_decisions(
    read: Read, keys: Keys, span: Span, now: datetime, months: int, *, bundle: str | None = None
) -> Judged:
    """Everybody about whom something was decided, with mature outcomes where there are any."""
    rows = decided(read, span, mature_before(now, months), bundle=bundle)
    rows = rows.filter(pl.col("decision").is_not_null())
    known = rows["difficulties"].is_not_null().to_numpy()
    return Judged(
        labels=labels_of(facts_in(read, keys, rows, READ)),
        granted=(rows["decision"] == "granted").to_numpy(),
        probability=rows["probability"].to_numpy(),
        known=known,
        difficulties=rows["difficulties"].fill_null(value=False).to_numpy().astype(np.bool_),
    )
