"""From contributions of hundreds of features to a few reasons by theme, each with its facts.

A contribution is measured from the model's expected value: positive raises the risk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clairscore.contract import Basis, BeyondScores, Fact, Reason, ThemeContribution
from clairscore.data.schema import APPLICATION, measure_of
from clairscore.decision.policy import Policy
from clairscore.errors import BadSetting

Floats = NDArray[np.float64]

MOST_REASONS = 4
MOST_FACTS = 3
SHOWN_DIGITS = 4
"""Themes are rounded to 1e-4 before they are ranked: exact algorithms differ by less."""


class Told(Protocol):
    """What reasons need to know of a feature."""

    @property
    def name(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def column(self) -> str: ...
    @property
    def theme(self) -> str: ...
    @property
    def reads(self) -> frozenset[tuple[str, str]]: ...


@dataclass(frozen=True, eq=False)
class Layout:
    """How a model's features fall into themes and subjects; built once for a bundle.

    `theme_of` gives, for each feature, the index of its theme, `subjects` what it speaks of: two
    features on one subject make one fact.
    """

    names: tuple[str, ...]
    themes: tuple[str, ...]
    theme_of: NDArray[np.int64]
    subjects: tuple[frozenset[tuple[str, str]], ...]

    @classmethod
    def of(cls, features: Iterable[Told], themes: Sequence[str]) -> Layout:
        """From the model's features in order; BadSetting names a theme that the policy lacks."""
        features = tuple(features)
        unknown = sorted({feature.theme for feature in features} - set(themes))
        if unknown:
            raise BadSetting(
                f"policy.themes: found {len(themes)} themes, expected {unknown} among them, which"
                " features of the model speak of; add them to the policy"
            )
        return cls(
            tuple(feature.name for feature in features),
            tuple(themes),
            np.array([themes.index(feature.theme) for feature in features], dtype=np.int64),
            tuple(map(_subjects, features)),
        )

    def by_theme(self, contributions: Floats) -> Floats:
        """Sum of contributions per theme, (themes,) or (n, themes) like the input."""
        member = self.theme_of[:, None] == np.arange(len(self.themes))
        return np.asarray(contributions @ member.astype(np.float64), dtype=np.float64)


def _subjects(feature: Told) -> frozenset[tuple[str, str]]:
    """The measures behind a fact of the application; of a history, the column rolled up."""
    if feature.source == APPLICATION:
        return frozenset((table, measure_of(column)) for table, column in feature.reads)
    return frozenset({(feature.source, feature.column)})


def rounded(by_theme: Floats) -> Floats:
    """Theme contributions as shown and ranked."""
    return np.round(by_theme, SHOWN_DIGITS) + 0.0


def theme_contributions(layout: Layout, by_theme: Floats) -> tuple[ThemeContribution, ...]:
    """Every theme in the policy's order, exact and shown."""
    shown = rounded(by_theme).tolist()
    return tuple(map(ThemeContribution, layout.themes, by_theme.tolist(), shown))


def reasons(
    layout: Layout,
    by_theme: Floats,
    values: Floats,
    contributions: Floats,
    policy: Policy,
    sign: int,
) -> tuple[Reason, ...]:
    """Up to four reasons, strongest first: sign +1 against granting, -1 for it."""
    return tuple(
        _reason(layout, theme, float(by_theme[theme]), values, contributions)
        for theme in ranked(by_theme, sign, policy.reason_floor)[:MOST_REASONS]
    )


def ranked(by_theme: Floats, sign: int, floor: float) -> list[int]:
    """Themes of one sign beyond the floor, strongest first, ties in the policy's order."""
    weight = sign * rounded(by_theme)
    order = np.argsort(-weight, kind="stable")
    return [int(theme) for theme in order if weight[theme] > 0 and weight[theme] >= floor]


def beyond_scores(
    against: Sequence[Reason], distance: float, policy: Policy
) -> BeyondScores | None:
    """In a refusal led by external scores, the strongest reason outside them and its share.

    `distance` is the log-odds above the limit, positive for a refusal.
    """
    if distance < 0 or len(against) < 2 or against[0].theme != policy.scores_theme:
        return None
    led, other = against[0].contribution, against[1]
    return BeyondScores(other, _part(other.contribution, distance), _part(led, distance))


def _part(contribution: float, distance: float) -> float:
    """Share of the distance, infinite exactly at the limit."""
    return contribution / distance if distance > 0 else float("inf")


def _reason(
    layout: Layout, theme: int, contribution: float, values: Floats, contributions: Floats
) -> Reason:
    inside = np.flatnonzero(layout.theme_of == theme)
    speaking = inside[contributions[inside] * np.sign(contribution) > 0]
    strongest = speaking[np.argsort(-np.abs(contributions[speaking]), kind="stable")]
    return Reason(
        theme=layout.themes[theme],
        contribution=contribution,
        basis=_basis(values[strongest], contributions[strongest]),
        facts=_facts(layout, strongest, values, contributions),
    )


def _basis(values: Floats, contributions: Floats) -> Basis:
    """Whether what is missing weighs more than what is known."""
    missing = float(np.abs(contributions[np.isnan(values)]).sum())
    return "missing" if 2 * missing > float(np.abs(contributions).sum()) else "value"


def _facts(
    layout: Layout, strongest: NDArray[np.int64], values: Floats, contributions: Floats
) -> tuple[Fact, ...]:
    """The strongest features, each on subjects that none before it spoke of."""
    told: list[Fact] = []
    spoken: frozenset[tuple[str, str]] = frozenset()
    for index in strongest.tolist():
        if spoken.isdisjoint(layout.subjects[index]):
            value = float(values[index])
            known = None if value != value else value
            told.append(Fact(layout.names[index], known, float(contributions[index])))
            spoken |= layout.subjects[index]
        if len(told) == MOST_FACTS:
            break
    return tuple(told)
