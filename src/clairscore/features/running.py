"""Loans with us that still run: what remains of each one's schedule, from its monthly record."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.data.schema import MONEY_SCALE
from clairscore.features.exact import scaled, whole
from clairscore.features.monthly import POS
from clairscore.features.previous import APPROVED, PREVIOUS, annuity, payments
from clairscore.features.rollup import rollup, row_count, share_of_rows
from clairscore.features.spec import Atom, Feature, Quantity

PACK = 1_024
"""Above any number of instalments: month and number travel as one whole number, so that the
largest is the latest month's number."""

month, to_come = POS.column("MONTHS_BALANCE"), POS.column("CNT_INSTALMENT_FUTURE")
latest = Atom(
    "max",
    POS.every_row,
    POS.derive(
        "month_and_instalments_to_come",
        nw.col("MONTHS_BALANCE") * PACK + nw.col("CNT_INSTALMENT_FUTURE"),
        month,
        to_come,
        bound=1_200 * PACK,
    ),
)
worst = Atom("max", POS.every_row, POS.column("SK_DPD_DEF"))

last_month = whole(scaled(latest.value, PACK))
instalments_left = PREVIOUS.derive(
    "instalments_left",
    (latest.value - last_month * PACK + last_month + 1).clip(0, None),
    bound=1_000,
    child_atoms=(latest,),
)
"""Instalments to come after the latest month on record, less the months gone by since."""

left_share = PREVIOUS.quotient("left_share", instalments_left, payments)
worst_delay = PREVIOUS.derive("worst_delay", worst.value, bound=45_000, child_atoms=(worst,))

RUNNING = PREVIOUS.subset("running", nw.col("instalments_left") > 0, instalments_left)
EVER_LATE = PREVIOUS.subset("late", nw.col("worst_delay") > 0, worst_delay)


def due_within(months: int) -> Quantity:
    """What falls due on the loan within so many months."""
    count = nw.when(nw.col("instalments_left") > months).then(months)
    return PREVIOUS.derive(
        f"due_{months}m",
        count.otherwise(nw.col("instalments_left")) * nw.col("AMT_ANNUITY"),
        instalments_left,
        annuity,
        bound=annuity.bound * months,
        scale=MONEY_SCALE,
    )


due = {months: due_within(months) for months in (13, 19, 28)}

RUNNING_LOANS: tuple[Feature, ...] = (
    row_count(PREVIOUS, RUNNING),
    *(total for quantity in due.values() for total in rollup(PREVIOUS, quantity, "sum")),
    *rollup(PREVIOUS, annuity, "sum", RUNNING),
    *rollup(PREVIOUS, instalments_left, "max", RUNNING),
    *rollup(PREVIOUS, left_share, "max mean", RUNNING),
    share_of_rows(PREVIOUS, EVER_LATE, APPROVED),
    *(
        delay
        for rows in (1, 3, 5)
        for delay in rollup(PREVIOUS, worst_delay, "max", PREVIOUS.last(rows))
    ),
)
