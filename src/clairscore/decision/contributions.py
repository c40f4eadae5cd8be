"""Exact contributions for many applicants at once.

The same numbers as LightGBM's `pred_contrib` (Lundberg et al. 2020, path dependent), some ten
times as fast: what a leaf gives to each feature depends only on which splits on the way to it the
applicant passes. Trees are cut into blocks of at most eight leaves below one split; a block's
answer is a table by the pattern of its splits' outcomes, worked out once for every applicant
(patterns: Wettenstein's WOODELF, arXiv 2605.14578). All sums in float64.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from math import comb

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.trees import Floats, Ints, Tree, trees_of, unreadable

Matrix = NDArray[np.float32]
PIECE = 16_384
"""Rows of one feature that stay in the processor's cache while all blocks are looked up."""
HEIGHT = 3
"""Levels of splits in a block."""
TINY = np.float32(1e-35)
"""LightGBM's `kZeroThreshold`."""
MOST_SPLITS = 16
"""On one way or in one block: a table has 2^splits patterns."""


@dataclass(frozen=True, slots=True)
class Step:
    """One split on the way to a leaf: which way leads on, and the share of rows that took it."""

    split: int
    goes_left: bool
    share: float


@dataclass(frozen=True, eq=False)
class Block:
    """Some leaves of a tree and every split above them.

    Row k of `table` (features, 2^splits) is what `features[k]` receives by the pattern of the
    splits' outcomes, the first split its highest bit. An outcome is `column <= threshold`, or where
    `above` is set `column > threshold`: the way that a missing value does not take.
    """

    columns: tuple[int, ...]
    thresholds: tuple[np.float32, ...]
    above: tuple[bool, ...]
    features: tuple[int, ...]
    table: Floats


@dataclass(frozen=True, eq=False)
class Forest:
    """A model prepared for many applicants: `base` and contributions sum to the raw log-odds."""

    base: float
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, model: str) -> Forest:
        """From LightGBM's text; Fault for trees that it cannot read."""
        trees = trees_of(model)
        return cls(sum(tree.expected for tree in trees), tuple(chain(*map(_blocks, trees))))

    def contributions(self, matrix: Matrix, threads: int = 1) -> Floats:
        """What each feature gives to the raw log-odds (n, features); threads change no bit."""
        found = np.zeros(matrix.shape[::-1])
        starts = range(0, len(matrix), PIECE)

        def fill(start: int) -> None:
            self._fill(matrix[start : start + PIECE].T.copy(), found[:, start : start + PIECE])

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(fill, starts))
        return found.T

    def _fill(self, columns: Matrix, found: Floats) -> None:
        """Add every block's answers for a piece: `columns` (features, n) to `found`, same shape."""
        rows = columns.shape[1]
        answer, given = np.empty(rows, dtype=np.bool_), np.empty(rows)
        for block in self.blocks:
            pattern = np.zeros(rows, dtype=np.uint8 if len(block.columns) <= 8 else np.uint32)
            splits = zip(block.columns, block.thresholds, block.above, strict=True)
            for column, threshold, above in splits:
                (np.greater if above else np.less_equal)(columns[column], threshold, out=answer)
                np.left_shift(pattern, 1, out=pattern)
                np.bitwise_or(pattern, answer.view(np.uint8), out=pattern)
            index = pattern.astype(np.intp)
            for feature, table in zip(block.features, block.table, strict=True):
                np.take(table, index, out=given, mode="clip")
                np.add(found[feature], given, out=found[feature])


def _blocks(tree: Tree) -> Iterator[Block]:
    if len(tree.feature):
        for leaves in _cut(tree, _paths(tree)):
            yield _block(tree, leaves)


def _paths(tree: Tree) -> dict[int, tuple[Step, ...]]:
    """The steps to each split, and to each leaf under its negative number."""
    paths: dict[int, tuple[Step, ...]] = {0: ()}
    waiting = [0]
    while waiting:
        split = waiting.pop()
        for child, goes_left in ((tree.left[split], True), (tree.right[split], False)):
            rows = tree.count[child] if child >= 0 else tree.leaf_count[-child - 1]
            step = Step(split, goes_left, float(rows / tree.count[split]))
            paths[int(child)] = (*paths[split], step)
            if child >= 0:
                waiting.append(int(child))
    return paths


def _cut(tree: Tree, paths: dict[int, tuple[Step, ...]]) -> Iterator[dict[int, tuple[Step, ...]]]:
    """The leaves in lots: those below one split of at most `HEIGHT` levels, or one by itself."""
    levels = _levels(tree)
    lots: dict[int, dict[int, tuple[Step, ...]]] = {}
    for node, steps in paths.items():
        if node < 0:
            tops = [step.split for step in steps if levels[step.split] <= HEIGHT]
            lots.setdefault(tops[0] if tops else node, {})[node] = steps
    yield from lots.values()


def _levels(tree: Tree) -> Ints:
    """Levels of splits from each split down to its deepest leaf; children have larger numbers."""
    levels = np.ones(len(tree.feature), dtype=np.int64)
    for split in range(len(levels) - 1, -1, -1):
        for child in (tree.left[split], tree.right[split]):
            if child >= 0:
                levels[split] = max(levels[split], levels[child] + 1)
    return levels


def _block(tree: Tree, leaves: dict[int, tuple[Step, ...]]) -> Block:
    splits = sorted({step.split for steps in leaves.values() for step in steps})
    if len(splits) > MOST_SPLITS:
        raise unreadable(f"a leaf {len(splits)} splits deep")
    features = sorted({int(tree.feature[split]) for split in splits})
    table = np.zeros((len(features), 1 << len(splits)))
    left = _went_left(splits, tree.missing_left)
    for leaf, steps in leaves.items():
        given = _leaf(tree, steps, float(tree.value[-leaf - 1]), left)
        for feature, contribution in given.items():
            table[features.index(feature)] += contribution
    return Block(
        columns=tuple(int(tree.feature[split]) for split in splits),
        thresholds=tuple(_float32_below(tree.threshold[split]) for split in splits),
        above=tuple(bool(tree.missing_left[split]) for split in splits),
        features=tuple(features),
        table=table,
    )


def _went_left(splits: Sequence[int], above: NDArray[np.bool_]) -> dict[int, NDArray[np.bool_]]:
    """For each split, by pattern (2^splits,), whether an applicant of that pattern goes left."""
    patterns = np.arange(1 << len(splits))
    last = len(splits) - 1
    return {
        split: ((patterns >> (last - place)) & 1 == 1) != above[split]
        for place, split in enumerate(splits)
    }


def _leaf(
    tree: Tree, steps: Sequence[Step], value: float, left: dict[int, NDArray[np.bool_]]
) -> dict[int, Floats]:
    """What one leaf gives to each feature on its way, by pattern."""
    passed: dict[int, NDArray[np.bool_]] = {}
    share: dict[int, float] = {}
    for step in steps:
        feature = int(tree.feature[step.split])
        here = left[step.split] == step.goes_left
        passed[feature] = here & passed.get(feature, True)
        share[feature] = share.get(feature, 1.0) * step.share
    code = sum(way.astype(np.int64) << place for place, way in enumerate(passed.values()))
    shapley = value * _shapley(np.array(list(share.values())))
    return {feature: shapley[place][code] for place, feature in enumerate(passed)}


def _shapley(share: Floats) -> Floats:
    """Shapley values (m, 2^m) of the game of one leaf of value 1, by which of m features pass.

    A coalition is worth the product of its features' passes (0 or 1), times the shares of the
    others.
    """
    m = len(share)
    passes = (np.arange(1 << m) >> np.arange(m)[:, None]) & 1
    found = np.empty((m, 1 << m))
    for own in range(m):
        sizes = np.zeros((m, 1 << m))
        sizes[0] = 1.0
        for other in range(m):
            if other != own:
                sizes[1:] = sizes[1:] * share[other] + sizes[:-1] * passes[other]
                sizes[0] *= share[other]
        weights = np.array([1 / (m * comb(m - 1, size)) for size in range(m)])
        found[own] = (passes[own] - share[own]) * (weights @ sizes)
    return found


def _float32_below(threshold: np.float64) -> np.float32:
    """The largest float32 that is not above: the same float32 values are at most both.

    As LightGBM does, values of at most 1e-35 are taken for the 0 that they hardly differ from.
    """
    if abs(threshold) <= TINY:
        return TINY if threshold >= 0 else np.nextafter(-TINY, np.float32(-np.inf))
    near = np.float32(threshold)
    return near if near <= threshold else np.nextafter(near, np.float32(-np.inf))
