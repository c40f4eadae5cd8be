"""A history table as a feature's author meets it: its columns, derived quantities and subsets."""

from __future__ import annotations

from dataclasses import dataclass, replace

import narwhals.stable.v2 as nw

from clairscore.data.schema import CLIENT_KEY, MONEY_SCALE, RATE_SCALE, TABLES
from clairscore.features.exact import RATIO_BOUND, fixed_ratio, scaled, whole
from clairscore.features.spec import MOST_ROWS, Atom, Quantity, RowModel, Subset

UNDATED = 2**53
"""Where a missing key stands in the order of a client's rows: after every known one."""


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
