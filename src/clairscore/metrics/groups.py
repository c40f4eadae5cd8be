"""The same figure group by group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Figure = TypeVar("Figure")


@dataclass(frozen=True, slots=True)
class Group(Generic[Figure]):
    """One group's figure with the number of clients behind it; None where it is undefined."""

    clients: int
    figure: Figure | None


def by_group(
    metric: Callable[..., Figure], groups: ArrayLike, *columns: ArrayLike
) -> dict[str, Group[Figure]]:
    """`metric(*columns)` within each group, by the group's name in order.

    A group where the metric is undefined (ValueError, such as one class only) has None.
    """
    labels = np.asarray(groups)
    arrays = [np.asarray(column) for column in columns]
    found: dict[str, Group[Figure]] = {}
    for label in np.unique(labels):
        inside = labels == label
        figure = _figure(metric, [array[inside] for array in arrays])
        found[str(label)] = Group(int(inside.sum()), figure)
    return found


def _figure(metric: Callable[..., Figure], columns: list[NDArray[np.generic]]) -> Figure | None:
    try:
        return metric(*columns)
    except ValueError:
        return None
