"""Labels on lines of their own above their bars, so that none is cut on a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence

from clairscore.charts.marks import Drawn, Row, mark, number_of, pixels, words_of
from clairscore.charts.wording import folded

FOLD = 44
"""Characters of a line that fit beside nothing on a narrow phone."""
LINE, BAR, GAP = 15, 15, 12
"""Pixels of a line of words, of a bar, and between two blocks."""


class Stack:
    """Blocks of a label and a bar from the top: where each bar and each label stands, in pixels."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = [folded(label, FOLD) for label in labels]
        self.tops: list[int] = []
        self.height = 0
        for label in self.labels:
            self.tops.append(self.height)
            self.height += LINE * (label.count("\n") + 1) + BAR + GAP

    def bar(self, at: int) -> float:
        """The middle of a bar."""
        return self.tops[at] + LINE * (self.labels[at].count("\n") + 1) + BAR / 2

    def y(self, field: str) -> Drawn:
        """The channel that places by pixels from the top."""
        return number_of(field, (self.height, 0))

    def words(self) -> Drawn:
        """Every label, from the left edge."""
        rows: list[Row] = [
            {"top": top, "label": label} for top, label in zip(self.tops, self.labels, strict=True)
        ]
        style: Drawn = {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "fontSize": 13,
            "lineBreak": "\n",
            "lineHeight": LINE,
        }
        channels = {"x": pixels(0), "y": self.y("top"), "text": words_of("label")}
        return mark(style, rows, channels, "labels")
