"""Who tells a proposal, to whom, and what a text is made of: sections of lines, no layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from clairscore.decision.sources import Sources, load_sources
from clairscore.decision.units import Style
from clairscore.features.spec import Feature
from clairscore.i18n import Lang, t

if TYPE_CHECKING:
    from clairscore.decision.bundle import Bundle

Register = Literal["client", "manager", "validator"]
"""Whom a text speaks to: each reads what the one before reads, and more."""
Tone = Literal["plain", "against", "for", "muted"]

DIGITS = 4
"""Decimals of weights on the additive scale, those to which themes are rounded."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `level` 0 stands alone, 1 belongs to the line above."""

    text: str
    level: int = 0
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Section:
    """A title and its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Teller:
    """Language and currency, the features to describe, and who stands behind outside scores."""

    style: Style
    features: Mapping[str, Feature]
    sources: Sources

    @classmethod
    def of(cls, bundle: Bundle, lang: Lang, currency: str | None, sources: Path | None) -> Teller:
        """Who tells a bundle's proposals; `sources` names the organisations behind outside scores.

        BadSetting where that file cannot be used.
        """
        return cls(Style.of(lang, currency), bundle.catalogue.by_name, load_sources(sources))

    @property
    def lang(self) -> Lang:
        return self.style.lang

    def t(self, key: str, **values: str | int) -> str:
        return t(key, self.style.lang, **values)


def as_markdown(sections: Iterable[Section]) -> str:
    """The sections as Markdown: titles, lines, and what belongs to a line below it."""
    told = []
    for section in sections:
        lines = [f"{'    ' * line.level}- {line.text}" for line in section.lines]
        told.append("\n".join([f"**{section.title}**", "", *lines]))
    return "\n\n".join(told)
