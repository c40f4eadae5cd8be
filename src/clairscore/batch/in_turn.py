"""The parts of a book one after the other, in this process: memory holds one part."""

from __future__ import annotations

from collections.abc import Callable

from clairscore.batch.work import Work
from clairscore.decision.decide_book import NOBODY, Tally

Progress = Callable[[int, int], None]
"""Told parts done, and all parts."""


def in_turn(work: Work, progress: Progress) -> Tally:
    """Do every part; the counts of the whole book."""
    names, counted = work.source.names, NOBODY
    for done, name in enumerate(names):
        progress(done, len(names))
        counted += work(name)
    progress(len(names), len(names))
    return counted
