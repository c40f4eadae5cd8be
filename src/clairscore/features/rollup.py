"""From rows to one number: the statistics that a feature may be, each a fixed formula over atoms.

Every float operation has one written order, and every sum is of whole numbers, so the same rows
give the same bits whatever the engine, the order of rows and the company they are computed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Literal

import narwhals.stable.v2 as nw

from clairscore.data.schema import TABLES
from clairscore.features.exact import ratio
from clairscore.features.source import Source, in_units, present_with, product
from clairscore.features.spec import Atom, Feature, Quantity, Subset

Statistic = Literal["sum", "mean", "min", "max", "var"]


def named(*parts: str) -> str:
    """A feature's name from its parts, lower snake case."""
    return "_".join(part.lower().replace(":", "_") for part in parts if part)


def feature(
    source: Source,
    quantity: str,
    statistic: str,
    subset: Subset,
    expr: nw.Expr,
    atoms: Sequence[Atom],
    *,
    empty: float | None = None,
) -> Feature:
    """A feature of a history table, named after what it is."""
    return Feature(
        name=named(source.prefix, quantity, statistic, subset.label),
        source=source.table,
        theme=source.theme,
        expr=expr,
        reads=frozenset().union(*(atom.reads for atom in atoms)),
        statistic=statistic,
        column=quantity,
        atoms=tuple(atoms),
        subset=subset.name,
        window=subset.window,
        empty=empty,
    )


def row_count(source: Source, subset: Subset | None = None) -> Feature:
    """How many rows the client has in the subset; 0 without any."""
    subset = subset or source.every_row
    rows = Atom("rows", subset)
    return feature(source, "rows", "count", subset, rows.value, [rows], empty=0.0)


def total(source: Source, quantity: Quantity, subset: Subset) -> Feature:
    """Sum; 0 where the subset's rows all lack the quantity, missing where there is no row."""
    amount = Atom("sum", subset, quantity)
    if subset.condition is None:
        return feature(source, quantity.column, "sum", subset, amount.value, [amount])
    rows = Atom("rows", subset)
    expr = nw.when(rows.value > 0).then(amount.value)
    return feature(source, quantity.column, "sum", subset, expr, [amount, rows])


def mean(source: Source, quantity: Quantity, subset: Subset) -> Feature:
    """Mean over the rows that have the quantity."""
    amount, known = Atom("sum", subset, quantity), Atom("count", subset, quantity)
    expr = amount.value / known.value
    return feature(source, quantity.column, "mean", subset, expr, [amount, known])


def smallest(source: Source, quantity: Quantity, subset: Subset) -> Feature:
    atom = Atom("min", subset, quantity)
    return feature(source, quantity.column, "min", subset, atom.value, [atom])


def largest(source: Source, quantity: Quantity, subset: Subset) -> Feature:
    atom = Atom("max", subset, quantity)
    return feature(source, quantity.column, "max", subset, atom.value, [atom])


def variance(source: Source, quantity: Quantity, subset: Subset) -> Feature:
    """Sample variance (n - 1), money in whole units; missing with fewer than two values."""
    units = in_units(source, quantity)
    amount, known = Atom("sum", subset, units), Atom("count", subset, units)
    squares = Atom("sum", subset, product(source, units, units))
    spread = squares.number - amount.number * amount.number / known.value
    expr = ratio(spread.clip(0.0, None), known.value - 1.0)
    return feature(source, quantity.column, "var", subset, expr, [amount, known, squares])


def share_of_rows(source: Source, part: Subset, of: Subset) -> Feature:
    """Share of the rows of `of` that are also in `part`."""
    inside, rows = Atom("rows", part & of), Atom("rows", of)
    whole_part = rows.value if of.condition is None else nw.when(rows.value > 0).then(rows.value)
    expr = inside.value / whole_part
    return feature(source, "rows", "share", part & of, expr, [inside, rows])


def category_shares(source: Source, columns: Iterable[str], of: Subset) -> list[Feature]:
    """For each word of each column, the share of rows that hold it."""
    return [
        replace(
            share_of_rows(source, source.where(f"{column.lower()}_{slug(word)}", column, word), of),
            name=named(source.prefix, column, slug(word), "share", of.label),
            column=column,
            subset="|".join(filter(None, (word, of.name))),
        )
        for column in columns
        for word in (TABLES[source.table][column].vocabulary)
    ]


def slug(word: str) -> str:
    """A category word as part of a name."""
    return "_".join("".join(c if c.isalnum() else " " for c in word.lower()).split())


def slope(source: Source, quantity: Quantity, time: Quantity, subset: Subset) -> Feature:
    """Least-squares slope over time, per period; missing with fewer than two distinct times."""
    units = in_units(source, quantity)
    clock = present_with(source, time, units)
    y, x = Atom("sum", subset, units), Atom("sum", subset, clock)
    xy = Atom("sum", subset, product(source, units, clock))
    xx = Atom("sum", subset, product(source, clock, clock))
    known = Atom("count", subset, units)
    rise = known.number * xy.number - x.number * y.number
    run = known.number * xx.number - x.number * x.number
    atoms = [y, x, xy, xx, known]
    return feature(source, quantity.column, "slope", subset, ratio(rise, run), atoms)


def weighted_mean(
    source: Source, quantity: Quantity, weight: Quantity, name: str, subset: Subset
) -> Feature:
    """Mean weighted by a whole-number weight, such as one that halves with age."""
    units = in_units(source, quantity)
    amount = Atom("sum", subset, product(source, units, weight))
    weights = Atom("sum", subset, present_with(source, weight, units))
    expr = ratio(amount.value, weights.value)
    made = feature(source, quantity.column, name, subset, expr, [amount, weights])
    return replace(made, statistic="ewm")


def since_last(source: Source, clock: str, event: Subset) -> Feature:
    """Periods since the latest row of the event; missing where it never happened."""
    latest = Atom("max", event, source.column(clock))
    return feature(source, clock, "since_last", event, latest.value * -1, [latest])


def short_over_long(source: Source, quantity: Quantity, short: Subset, long: Subset) -> Feature:
    """Mean over a short window relative to the mean over a longer one."""
    near, far = mean(source, quantity, short), mean(source, quantity, long)
    name = f"{quantity.column}_{short.label}_over"
    atoms = [*near.atoms, *far.atoms]
    made = feature(source, name, "ratio", long, ratio(near.expr, far.expr), atoms)
    return replace(made, column=quantity.column, window=f"{short.window}/{long.window}")


def overall(
    source: Source, share: Quantity, numerator: Quantity, denominator: Quantity, subset: Subset
) -> Feature:
    """One total over another, over the rows that have both: what `share` is on all of them."""
    part = Atom("sum", subset, present_with(source, numerator, denominator))
    of = Atom("sum", subset, present_with(source, denominator, numerator))
    expr = ratio(part.value, of.value)
    return feature(source, share.column, "overall", subset, expr, [part, of])


STATISTICS: dict[Statistic, Callable[[Source, Quantity, Subset], Feature]] = {
    "sum": total,
    "mean": mean,
    "min": smallest,
    "max": largest,
    "var": variance,
}


def rollup(source: Source, quantity: Quantity, statistics: str, *subsets: Subset) -> list[Feature]:
    """The named statistics ("min max mean") of a quantity, over each subset (default: all rows)."""
    return [
        STATISTICS[statistic](source, quantity, subset)  # type: ignore[index]
        for subset in subsets or (source.every_row,)
        for statistic in statistics.split()
    ]
