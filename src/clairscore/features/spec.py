"""What a feature is: a value that says what it reads, how it is computed and what it is for.

The vocabulary is small on purpose, and everything in it gives the same bits on every engine and in
every order of rows: on each history row a *quantity* is a whole number; over a client's rows an
*atom* adds whole numbers, counts them, or takes the smallest or largest; a *feature* makes one
number of a few atoms with a fixed sequence of float operations. No mean, variance, quantile or
first/last of an engine's own appears anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import narwhals.stable.v2 as nw

from clairscore.features.exact import scaled

Read = tuple[str, str]
"""A source table and one of its columns."""

Operation = Literal["sum", "min", "max", "count", "rows"]
"""`count` counts the rows that have the quantity, and is missing where there are none; `rows`
counts the subset's rows, and may be zero."""
MOST_ROWS = 1_000_000
"""Rows that one client may have in one table without a sum of whole numbers overflowing."""

MOST_ROWS_SQUARED = 10_000
"""The same for a sum of squares or products."""

LARGEST = 2**63 - 1


@dataclass(frozen=True, eq=False)
class Quantity:
    """A whole number on every row of a table, possibly missing.

    `column` names it in frames; `scale` is how many of it make one unit; `bound` is the largest
    absolute value it can take, from which overflow is ruled out when the catalogue is built.
    A quantity may need others of the same row, atoms of a child table grouped by the link between
    both tables, or a row model.
    """

    table: str
    column: str
    expr: nw.Expr
    reads: frozenset[Read]
    bound: float
    scale: int = 1
    needs: tuple[Quantity, ...] = ()
    child_atoms: tuple[Atom, ...] = ()
    model: RowModel | None = None

    @property
    def depth(self) -> int:
        """How many rounds of columns must exist before this one."""
        return 1 + max((quantity.depth for quantity in self.needs), default=0)

    def closure(self) -> Iterable[Quantity]:
        """This quantity and all those it needs."""
        for quantity in self.needs:
            yield from quantity.closure()
        yield self


@dataclass(frozen=True, eq=False)
class Lesson:
    """The rows that a row model learns from, where they are not its own: `inputs` stand in the
    order of the model's, `target` is the quantity to predict; rows without it teach nothing."""

    inputs: tuple[Quantity, ...]
    target: Quantity


@dataclass(frozen=True, eq=False)
class RowModel:
    """A small model over a table's rows, fitted apart, predicting in millionths.

    Without a `lesson` it learns from its own rows whether their client had payment difficulties.
    `directions` are the monotone constraints of its inputs (none: all free).
    """

    name: str
    table: str
    inputs: tuple[Quantity, ...]
    lesson: Lesson | None = None
    directions: tuple[int, ...] = ()

    @property
    def taught_by(self) -> tuple[Quantity, ...]:
        """The inputs of the rows that it learns from."""
        return self.lesson.inputs if self.lesson else self.inputs

    @property
    def reads(self) -> frozenset[Read]:
        """All that it reads, to learn or to predict."""
        target = (self.lesson.target,) if self.lesson else ()
        quantities = (*self.inputs, *self.taught_by, *target)
        return frozenset().union(*(quantity.reads for quantity in quantities))


@dataclass(frozen=True, eq=False)
class Subset:
    """Some rows of a table: those where the condition holds (a null condition does not hold).

    `word` is the category column and the code that the condition compares, where that is all.
    """

    table: str
    name: str
    condition: nw.Expr | None
    reads: frozenset[Read] = frozenset()
    needs: tuple[Quantity, ...] = ()
    window: str = ""
    word: tuple[str, int] | None = None

    def __and__(self, other: Subset) -> Subset:
        if self.condition is None or other.condition is None:
            return other if self.condition is None else self
        return Subset(
            self.table,
            "_".join(filter(None, (self.name, other.name))),
            self.condition & other.condition,
            self.reads | other.reads,
            self.needs + other.needs,
            "_".join(filter(None, (self.window, other.window))),
        )

    @property
    def label(self) -> str:
        """Name and window together, as they end a feature's name."""
        return "_".join(filter(None, (self.name, self.window)))

    @property
    def membership(self) -> str:
        """Name of the column that says whether a row belongs to it."""
        return f"in:{self.label}"


@dataclass(frozen=True, eq=False)
class Atom:
    """One exact aggregate of one quantity over one subset of a client's (or a loan's) rows."""

    operation: Operation
    subset: Subset
    quantity: Quantity | None = None

    @property
    def table(self) -> str:
        return self.subset.table

    @property
    def column(self) -> str:
        quantity = self.quantity.column if self.quantity else "row"
        return ":".join((self.table, self.operation, quantity, self.subset.label or "all"))

    @property
    def reads(self) -> frozenset[Read]:
        return self.subset.reads | (self.quantity.reads if self.quantity else frozenset())

    @property
    def quantities(self) -> Iterable[Quantity]:
        for quantity in (*self.subset.needs, *((self.quantity,) if self.quantity else ())):
            yield from quantity.closure()

    @property
    def value(self) -> nw.Expr:
        """The aggregate in the quantity's own unit."""
        return scaled(nw.col(self.column), self.scale)

    @property
    def number(self) -> nw.Expr:
        """The same as Float64, for products that whole numbers might overflow."""
        return self.value.cast(nw.Float64)

    @property
    def scale(self) -> int:
        """How many of the aggregate make one unit."""
        scaled = self.quantity is not None and self.operation in ("sum", "min", "max")
        return self.quantity.scale if scaled and self.quantity else 1

    def __post_init__(self) -> None:
        if self.operation == "sum" and self.quantity is not None:
            rows = MOST_ROWS_SQUARED if self.quantity.bound > LARGEST / MOST_ROWS else MOST_ROWS
            if self.quantity.bound * rows > LARGEST:
                raise OverflowError(
                    f"{self.column}: values up to {self.quantity.bound:.0f} over {rows} rows do not"
                    " fit in 64 bits; use whole units or a tighter limit"
                )


@dataclass(frozen=True, eq=False)
class Feature:
    """One number about one client, with all that is needed to compute, constrain and tell it.

    `source` is the table whose rows it rolls up ("application": the client's own row; "client":
    several tables). `column`, `statistic`, `subset` and `window` compose its description in every
    language. `empty` is its value for a client without any row in `source` (None: missing).
    `monotone` is +1 where a higher value may never lower the PD, -1 where it may never raise it.
    `needs` are the quantities of the application's own row that `expr` refers to.
    """

    name: str
    source: str
    theme: str
    expr: nw.Expr
    reads: frozenset[Read]
    statistic: str
    column: str
    atoms: tuple[Atom, ...] = ()
    subset: str = ""
    window: str = ""
    empty: float | None = None
    monotone: Literal[-1, 0, 1] = 0
    purpose: str = ""
    needs: tuple[Quantity, ...] = ()

    @property
    def quantities(self) -> Iterable[Quantity]:
        """The quantities that it needs of the client's own row and of its atoms' rows."""
        for quantity in self.needs:
            yield from quantity.closure()
        for atom in self.atoms:
            yield from atom.quantities

    @property
    def row_models(self) -> tuple[RowModel, ...]:
        """The models that must be fitted before it can be computed."""
        models = (quantity.model for quantity in self.quantities)
        return tuple(dict.fromkeys(model for model in models if model))

    @property
    def learns_outcome(self) -> bool:
        """Whether a model behind it was taught by the outcomes of training clients."""
        return any(model.lesson is None for model in self.row_models)
