"""What a feature is: a value that says what it reads, how it is computed and what it is for.

The vocabulary is small on purpose, and everything in it gives the same bits on every engine and in
every order of rows: on each history row a *quantity* is a whole number; over a client's rows an
*atom* adds whole numbers, counts them, or takes the smallest or largest; a *feature* makes one
number of a few atoms with a fixed sequence of float operations. No mean, variance, quantile or
first/last of an engine's own appears anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import narwhals.stable.v2 as nw

from clairscore.data.schema import CLIENT_KEY, MONEY_SCALE, RATE_SCALE, TABLES

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

UNDATED = 2**53
"""Where a missing key stands in the order of a client's rows: after every known one."""


def whole(expr: nw.Expr) -> nw.Expr:
    """The expression as a 64-bit whole number, rounded down."""
    return expr.floor().cast(nw.Int64)


def scaled(number: nw.Expr, scale: int) -> nw.Expr:
    """The number divided by a constant, as a product: engines differ in how they divide by one."""
    return number if scale == 1 else number * (1.0 / scale)


def ratio(numerator: nw.Expr, denominator: nw.Expr) -> nw.Expr:
    """Float64 quotient; null where the denominator is zero or either side is missing."""
    divisor = denominator.cast(nw.Float64)
    return numerator.cast(nw.Float64) / nw.when(divisor != 0).then(divisor)


RATIO_BOUND = 10 * RATE_SCALE
"""The largest quotient of two quantities of a row, in millionths."""


def fixed_ratio(numerator: nw.Expr, denominator: nw.Expr) -> nw.Expr:
    """Quotient in whole millionths, cut to plus or minus ten: a ratio that may be summed."""
    bound = float(RATIO_BOUND)
    return whole(
        ratio(numerator.cast(nw.Float64) * float(RATE_SCALE), denominator).clip(-bound, bound)
    )


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


@dataclass(frozen=True)
class Source:
    """A history table as features see it: its short name and the theme its features speak to."""

    table: str
    prefix: str
    theme: str

    def column(self, name: str) -> Quantity:
        """A source column as a quantity."""
        column = TABLES[self.table][name]
        if column.kind == "score":
            raise ValueError(f"{self.table}.{name}: a score is never aggregated")
        limit = max(abs(column.low or 0), abs(column.high or len(column.vocabulary)))
        return Quantity(
            self.table,
            name,
            nw.col(name),
            frozenset({(self.table, name)}),
            bound=limit * column.scale,
            scale=column.scale,
        )

    def derive(
        self,
        name: str,
        expr: nw.Expr,
        *needs: Quantity,
        bound: float,
        scale: int = 1,
        child_atoms: tuple[Atom, ...] = (),
        model: RowModel | None = None,
    ) -> Quantity:
        """A quantity computed on each row from others of the same row."""
        reads = frozenset().union(*(quantity.reads for quantity in needs))
        reads = reads.union(*(atom.reads for atom in child_atoms))
        return Quantity(self.table, name, expr, reads, bound, scale, needs, child_atoms, model)

    def predicted(self, model: RowModel, *, bound: float = RATE_SCALE) -> Quantity:
        """A row model's prediction on each row, in millionths; it counts as reading what teaches
        the model too."""
        stands = self.derive(
            model.name, nw.col(model.name), *model.inputs, bound=bound, scale=RATE_SCALE
        )
        return replace(stands, reads=model.reads, model=model)

    def quotient(self, name: str, numerator: Quantity, denominator: Quantity) -> Quantity:
        """One quantity over another on each row, in millionths, at most ten either way."""
        return self.derive(
            name,
            fixed_ratio(nw.col(numerator.column), nw.col(denominator.column)),
            numerator,
            denominator,
            bound=RATIO_BOUND,
            scale=RATE_SCALE,
        )

    def age_in_months(self, day: Quantity) -> Quantity:
        """Whole months of thirty days between a past day and the application."""
        age = whole(scaled(0 - nw.col(day.column), 30))
        return self.derive("age_months", age, day, bound=day.bound / 30)

    @property
    def every_row(self) -> Subset:
        return Subset(self.table, "", None)

    def where(self, name: str, column: str, *words: str) -> Subset:
        """Rows whose category is one of these words."""
        codes = [TABLES[self.table][column].codes[word] for word in words]
        condition = nw.col(column) == codes[0]
        for code in codes[1:]:
            condition = condition | (nw.col(column) == code)
        rows = self.subset(name, condition, self.column(column))
        return replace(rows, word=(column, codes[0])) if len(codes) == 1 else rows

    def subset(self, name: str, condition: nw.Expr, *needs: Quantity) -> Subset:
        """Rows where a condition on quantities holds."""
        reads = frozenset().union(*(quantity.reads for quantity in needs))
        return Subset(self.table, name, condition, reads, needs)

    def since(self, clock: str, periods: int, window: str) -> Subset:
        """Rows dated within the last `periods` days or months of the application."""
        quantity = self.column(clock)
        return Subset(
            self.table, "", nw.col(clock) >= -periods, quantity.reads, (quantity,), window=window
        )

    def recency(self) -> Quantity:
        """Rank of a row among its client's, 1 the most recent, ties by the table's total order."""
        table = TABLES[self.table]
        order = tuple(f"order:{name}" for name in table.order_by)
        keys = tuple(
            self.derive(
                column,
                nw.when(~nw.col(name).is_null()).then(-nw.col(name)).otherwise(UNDATED),
                self.column(name),
                bound=2**53,
            )
            for column, name in zip(order, table.order_by, strict=True)
        )
        one = self.derive("order:one", nw.lit(1).cast(nw.Int64), bound=1)
        rank = nw.col("order:one").cum_sum().over(CLIENT_KEY, order_by=order).cast(nw.Int64)
        return self.derive("recency", rank, one, *keys, bound=MOST_ROWS)

    def last(self, rows: int) -> Subset:
        """The client's `rows` most recent rows."""
        recency = self.recency()
        return Subset(
            self.table, "", nw.col("recency") <= rows, recency.reads, (recency,), f"last{rows}"
        )


def in_units(source: Source, quantity: Quantity) -> Quantity:
    """The quantity in whole units, rounded down, so that its square fits in 64 bits."""
    if quantity.scale != MONEY_SCALE:
        return quantity
    return source.derive(
        f"{quantity.column}:units",
        whole(scaled(nw.col(quantity.column), MONEY_SCALE)),
        quantity,
        bound=quantity.bound / MONEY_SCALE,
    )


def product(source: Source, left: Quantity, right: Quantity) -> Quantity:
    """The product of two quantities of the same row."""
    return source.derive(
        f"{left.column}*{right.column}",
        nw.col(left.column) * nw.col(right.column),
        left,
        right,
        bound=left.bound * right.bound,
        scale=left.scale * right.scale,
    )


def present_with(source: Source, quantity: Quantity, other: Quantity) -> Quantity:
    """The quantity on rows where the other one is present too."""
    return source.derive(
        f"{quantity.column}|{other.column}",
        nw.when(~nw.col(other.column).is_null()).then(nw.col(quantity.column)),
        quantity,
        other,
        bound=quantity.bound,
        scale=quantity.scale,
    )


WEIGHT_ONE = 2**20
"""What a weight of one is as a whole number."""


def halving_weight(source: Source, age: Quantity, half_life: int, *, bits: int = 8) -> Quantity:
    """2^20 * 0.5^(age / half_life) in whole numbers, looked up: the same on every engine.

    `age` counts periods back from the application (0 or more); beyond 2^bits - 1 it counts as that.
    """
    weights = [halved(periods, half_life, bits) for periods in range(2**bits)]
    looked_up = nw.col(age.column).replace_strict(
        list(range(2**bits)), weights, default=weights[-1], return_dtype=nw.Int64
    )
    known = nw.when(~nw.col(age.column).is_null()).then(looked_up)
    return source.derive(f"weight:{age.column}:{half_life}", known, age, bound=WEIGHT_ONE)


def halved(age: int, half_life: int, bits: int) -> int:
    """2^20 * 0.5^(age / half_life) by binary powers, each rounded down."""
    weight = WEIGHT_ONE
    for bit in range(bits):
        if age >> bit & 1:
            weight = weight * round(WEIGHT_ONE * 0.5 ** (2**bit / half_life)) // WEIGHT_ONE
    return weight
