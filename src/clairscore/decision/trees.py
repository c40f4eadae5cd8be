"""The trees of a LightGBM text, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from clairscore.errors import Fault

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Number = TypeVar("Number", int, float)

CATEGORICAL, DEFAULT_LEFT, ZERO_IS_MISSING, NAN_IS_MISSING = 0b0001, 0b0010, 0b0100, 0b1000
"""Bits of a decision (LightGBM's `tree.h`)."""
ONLY_ROOT = 1


@dataclass(frozen=True, eq=False)
class Tree:
    """One tree: splits are numbered from 0, the root; leaf k is child -k - 1.

    A row goes left at a split where its `feature` is at most `threshold`, or is missing and
    `missing_left`. `count` and `leaf_count` are the training rows of each split and leaf.
    """

    feature: Ints
    threshold: Floats
    missing_left: Flags
    left: Ints
    right: Ints
    count: Ints
    value: Floats
    leaf_count: Ints

    @property
    def expected(self) -> float:
        """Mean of the leaves over the training rows."""
        if len(self.value) == ONLY_ROOT:
            return float(self.value[0])
        return float((self.leaf_count / self.count[0] * self.value).sum())


def trees_of(model: str) -> tuple[Tree, ...]:
    """The trees of a model's text; Fault names what the exact look-up of a book cannot read."""
    blocks = model.partition("\nTree=")[2].partition("\nend of trees")[0].split("\nTree=")
    return tuple(_tree(block) for block in blocks if block)


def _tree(block: str) -> Tree:
    lines = dict(line.split("=", 1) for line in block.splitlines()[1:] if "=" in line)
    if lines.get("is_linear", "0") != "0":
        raise unreadable("a linear tree")
    value = _numbers(lines, "leaf_value", float)
    if len(value) == ONLY_ROOT:
        return _leaf_only(value)
    decision = np.array(_numbers(lines, "decision_type", int), dtype=np.int64)
    if (decision & (CATEGORICAL | ZERO_IS_MISSING)).any():
        raise unreadable("a categorical split, or zero read as missing")
    threshold = np.array(_numbers(lines, "threshold", float))
    default_left = (decision & DEFAULT_LEFT) != 0
    knows_missing = (decision & NAN_IS_MISSING) != 0
    return Tree(
        feature=_ints(lines, "split_feature"),
        threshold=threshold,
        # a split that never met a missing value reads it as 0
        missing_left=np.where(knows_missing, default_left, threshold >= 0),
        left=_ints(lines, "left_child"),
        right=_ints(lines, "right_child"),
        count=_ints(lines, "internal_count"),
        value=np.array(value),
        leaf_count=_ints(lines, "leaf_count"),
    )


def _leaf_only(value: list[float]) -> Tree:
    none = np.empty(0, dtype=np.int64)
    every = np.ones(1, dtype=np.int64)
    empty = np.empty(0)
    return Tree(none, empty, empty.astype(np.bool_), none, none, none, np.array(value), every)


def _ints(lines: dict[str, str], name: str) -> Ints:
    return np.array(_numbers(lines, name, int), dtype=np.int64)


def _numbers(lines: dict[str, str], name: str, kind: Callable[[str], Number]) -> list[Number]:
    return [kind(word) for word in lines[name].split()]


def unreadable(what: str) -> Fault:
    """The fault of a model that only LightGBM itself can explain."""
    return Fault(
        f"model: found {what}, expected shallow trees of numerical splits; explain it with"
        " LightGBM, row by row"
    )
