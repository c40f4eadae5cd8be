"""A variable cut into bins, as counts of people are told: edges of numbers, or words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clairscore.i18n import NARROW, NO_BREAK, Lang, sentence, t

TICKS = 5
"""Most edges that are written along an axis."""


@dataclass(frozen=True, slots=True)
class Binned:
    """A variable in words, and its bins: `names` of the edges between them, or of categories.

    A number has one bin more than edges: the first holds all that is lower, the last all that is
    higher. Numbers counted back from day 0 (`backwards`) are drawn by their length.
    """

    label: str
    names: tuple[str, ...]
    words: bool = False
    backwards: bool = False

    @property
    def bins(self) -> int:
        return len(self.names) if self.words else len(self.names) + 1

    @property
    def edges(self) -> tuple[str, ...]:
        """Names of the edges from the left."""
        return self.names[::-1] if self.backwards else self.names

    def place(self, bin: int) -> int:
        """Where a bin is drawn, from the left."""
        return self.bins - 1 - bin if self.backwards else bin

    def drawn(self, counts: Sequence[int | None]) -> list[int | None]:
        """Counts of the bins from the left."""
        return list(counts)[::-1] if self.backwards else list(counts)

    def told(self, place: int, lang: Lang) -> str:
        """The bin at a place in words."""
        if self.words:
            return self.names[place]
        if not self.edges:
            return t("chart.bin.all", lang)
        if place == 0:
            return t("chart.bin.first", lang, high=self.edges[0])
        if place == len(self.edges):
            return t("chart.bin.last", lang, low=self.edges[-1])
        return t("chart.bin.between", lang, low=self.edges[place - 1], high=self.edges[place])

    @property
    def unit(self) -> str:
        """What all edges have around their figures, as `… mois`; empty where they differ."""
        before, after = self._around()
        return f"{before}…{after}".strip("… \u00a0\u202f") if not before else f"{before}…{after}"

    @property
    def title(self) -> str:
        """The variable with its unit, for an axis."""
        return sentence(f"{self.label} ({self.unit})" if self.unit else self.label)

    def ticks(self) -> dict[int, str]:
        """Few edges by their place along the axis, without what all have in common."""
        before, after = self._around()
        every = max(1, -(-len(self.edges) // TICKS))
        first = (len(self.edges) - 1) % every // 2
        end = None if not after else -len(after)
        return {
            at + 1: name[len(before) : end]
            for at, name in enumerate(self.edges)
            if at % every == first
        }

    def _around(self) -> tuple[str, str]:
        """Whole words that every edge's name begins and ends with."""
        if len(self.names) < 2:
            return "", ""
        before = _words(_common(self.names))
        turned = _common([name[::-1] for name in self.names])
        after = _words(turned)[::-1]
        return before, after


def _common(names: Sequence[str]) -> str:
    """What all names begin with."""
    least, most = min(names), max(names)
    return least[: next((n for n, a in enumerate(least) if a != most[n : n + 1]), len(least))]


def _words(common: str) -> str:
    """Whole words of the common beginning, up to its first figure."""
    figures = [at for at, letter in enumerate(common) if letter.isdigit()]
    kept = common[: figures[0]] if figures else common
    return kept[: 1 + max(kept.rfind(space) for space in (" ", NO_BREAK, NARROW))]
