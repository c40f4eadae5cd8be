"""What the intervals allow to say: which candidate differs, which group is not well calibrated."""

from __future__ import annotations

from dataclasses import dataclass

from clairscore.i18n import Lang
from clairscore.modelling.documents.comparison import Comparison
from clairscore.modelling.documents.rows import GroupRow, candidate_name


@dataclass(frozen=True, slots=True)
class Rivals:
    """Candidates whose cost is below the served one's beyond chance, above it, or neither."""

    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    even: tuple[str, ...] = ()


def rivals(comparison: Comparison | None, lang: Lang) -> Rivals:
    """The learners beside the served one, by the interval of their paired difference of cost."""
    if comparison is None:
        return Rivals()
    gaps = {
        candidate_name(each.candidate, lang): each.difference.cost_per_1000
        for each in comparison.learners()
        if each.difference is not None
    }
    return Rivals(
        better=tuple(name for name, gap in gaps.items() if gap.high < 0),
        worse=tuple(name for name, gap in gaps.items() if gap.low > 0),
        even=tuple(name for name, gap in gaps.items() if gap.holds(0)),
    )


def miscalibrated(rows: list[GroupRow]) -> list[str]:
    """Groups whose observed minus predicted has an interval without zero."""
    return [row.label for row in rows if not row.figures.calibration.holds(0)]
