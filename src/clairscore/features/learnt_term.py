"""The term of the current loan, which the application does not state, and the rate it implies.

How many instalments a loan has is learnt on earlier cash loans from one number, the share of the
credit that an instalment repays; credit and goods are no inputs, so that scaling the whole offer,
or paying more down, moves neither term nor rate.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.data.schema import APPLICATION, RATE_SCALE, TABLES
from clairscore.features import previous
from clairscore.features.exact import ratio, scaled
from clairscore.features.previous import APPROVED, PREVIOUS
from clairscore.features.rates import flat_rate
from clairscore.features.rollup import named
from clairscore.features.source import Source
from clairscore.features.spec import Atom, Feature, Lesson, Quantity, RowModel

OWN = Source(APPLICATION, APPLICATION, "this_loan")
LONGEST = 1_000
CASH = "Cash loans"

annuity, credit = OWN.column("AMT_ANNUITY"), OWN.column("AMT_CREDIT")
contract = OWN.column("NAME_CONTRACT_TYPE")
past_contract = PREVIOUS.column("NAME_CONTRACT_TYPE")


def code(table: str) -> int:
    """The number of the word for a cash loan."""
    return TABLES[table]["NAME_CONTRACT_TYPE"].codes[CASH]


cash_payments = PREVIOUS.derive(
    "cash_payments",
    nw.when((nw.col("NAME_CONTRACT_TYPE") == code(PREVIOUS.table)) & (nw.col("CNT_PAYMENT") > 0))
    .then(nw.col("CNT_PAYMENT") * RATE_SCALE),
    previous.payments,
    past_contract,
    bound=LONGEST * RATE_SCALE,
    scale=RATE_SCALE,
)  # fmt: skip

instalment_share = OWN.quotient("instalment_share", annuity, credit)
TERM = RowModel(
    "learnt_term",
    APPLICATION,
    (instalment_share,),
    Lesson(
        (PREVIOUS.quotient("instalment_share", previous.annuity, previous.credit),), cash_payments
    ),
)
learnt_term = OWN.predicted(TERM, bound=LONGEST * RATE_SCALE)

of_a_cash_loan = nw.when(
    (nw.col("NAME_CONTRACT_TYPE") == code(APPLICATION)) & ~nw.col("instalment_share").is_null()
)
term = of_a_cash_loan.then(scaled(nw.col(TERM.name), RATE_SCALE))
rate = of_a_cash_loan.then(
    ratio(
        nw.col("AMT_ANNUITY").cast(nw.Float64) * scaled(nw.col(TERM.name), RATE_SCALE)
        - nw.col("AMT_CREDIT"),
        nw.col("AMT_CREDIT").cast(nw.Float64) * scaled(nw.col(TERM.name), RATE_SCALE),
    )
)
"""(annuity x term / credit - 1) / term: the flat rate of one instalment, never an APR."""


def learnt(
    name: str, source: str, theme: str, statistic: str, expr: nw.Expr, atoms: tuple[Atom, ...] = ()
) -> Feature:
    """A feature of the learnt term, alone or against the client's own history."""
    needs: tuple[Quantity, ...] = (learnt_term, instalment_share, annuity, credit, contract)
    reads = frozenset().union(*(quantity.reads for quantity in needs))
    reads = reads.union(*(atom.reads for atom in atoms))
    return Feature(
        named(source, name), source, theme, expr, reads, statistic, name, atoms, needs=needs
    )


def mean(quantity: Quantity) -> tuple[nw.Expr, tuple[Atom, ...]]:
    """The mean over the client's granted applications, and what it takes."""
    amount, known = Atom("sum", APPROVED, quantity), Atom("count", APPROVED, quantity)
    return amount.value / known.value, (amount, known)


mean_term, term_atoms = mean(previous.payments)
mean_rate, rate_atoms = mean(flat_rate)

TERMS: tuple[Feature, ...] = (
    learnt("learnt_term", APPLICATION, "this_loan", "value", term),
    learnt("implied_rate", APPLICATION, "this_loan", "ratio", rate),
    learnt(
        "learnt_term_to_mean_approved",
        "client",
        "earlier_applications",
        "ratio",
        ratio(term, mean_term),
        term_atoms,
    ),
    learnt(
        "implied_rate_over_mean_approved",
        "client",
        "earlier_applications",
        "difference",
        rate - mean_rate,
        rate_atoms,
    ),
)
