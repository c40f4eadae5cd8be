"""This application against the client's own history: several tables at once.

Whatever holds the current credit, instalment or income declares the direction that goes with it;
the rest stays put when the whole offer is scaled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import narwhals.stable.v2 as nw

from clairscore.data.schema import APPLICATION, MONEY_SCALE
from clairscore.features import bureau, debt, instalments, monthly, previous, running
from clairscore.features.exact import ratio, scaled
from clairscore.features.rollup import named
from clairscore.features.spec import Atom, Feature, Quantity, Subset

Monotone = Literal[-1, 0, 1]


@dataclass(frozen=True, eq=False)
class Amount:
    """A part of a feature across tables: an expression, and what it takes."""

    expr: nw.Expr
    atoms: tuple[Atom, ...] = ()
    columns: tuple[str, ...] = ()

    def __add__(self, other: Amount) -> Amount:
        """Both together, whichever is missing counting as nothing."""
        return Amount(
            self.expr.fill_null(0.0) + other.expr.fill_null(0.0),
            self.atoms + other.atoms,
            self.columns + other.columns,
        )


def this(column: str) -> Amount:
    """An amount of the current application."""
    return Amount(scaled(nw.col(column), MONEY_SCALE), columns=(column,))


def total(quantity: Quantity, subset: Subset) -> Amount:
    atom = Atom("sum", subset, quantity)
    return Amount(atom.value, (atom,))


def largest(quantity: Quantity, subset: Subset) -> Amount:
    atom = Atom("max", subset, quantity)
    return Amount(atom.value, (atom,))


def smallest(quantity: Quantity, subset: Subset) -> Amount:
    atom = Atom("min", subset, quantity)
    return Amount(atom.value, (atom,))


def mean(quantity: Quantity, subset: Subset) -> Amount:
    amount, known = Atom("sum", subset, quantity), Atom("count", subset, quantity)
    return Amount(amount.value / known.value, (amount, known))


def over(
    name: str, theme: str, numerator: Amount, denominator: Amount, monotone: Monotone = 0
) -> Feature:
    """One amount over another."""
    atoms = (*numerator.atoms, *denominator.atoms)
    columns = (*numerator.columns, *denominator.columns)
    reads = frozenset((APPLICATION, column) for column in columns)
    return Feature(
        name=named("client", name),
        source="client",
        theme=theme,
        expr=ratio(numerator.expr, denominator.expr),
        reads=reads.union(*(atom.reads for atom in atoms)),
        statistic="ratio",
        column=name,
        atoms=atoms,
        monotone=monotone,
    )


def against_past(name: str, current: str, past: Amount) -> Feature:
    """The current amount over one of the past: it rises with what is asked for now."""
    return over(name, "earlier_applications", this(current), past, monotone=1)


CREDIT, ANNUITY, GOODS = "AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"
income = this("AMT_INCOME_TOTAL")
term = Amount(ratio(nw.col(CREDIT), nw.col(ANNUITY)), columns=(CREDIT, ANNUITY))

owed_elsewhere = total(bureau.debt, bureau.ACTIVE)
monthly_elsewhere = total(debt.monthly_due, bureau.ACTIVE)
monthly_here = total(previous.annuity, running.RUNNING)
left_here = total(running.due[28], previous.EVERY)
on_card = largest(monthly.balance, monthly.CARD_LAST)

OWN_HISTORY: tuple[Feature, ...] = (
    *(
        against_past(f"{name}_to_{which}", current, past)
        for name, current, quantity in (
            ("credit", CREDIT, previous.credit),
            ("annuity", ANNUITY, previous.annuity),
            ("goods", GOODS, previous.goods),
        )
        for which, past in (
            ("mean_approved", mean(quantity, previous.APPROVED)),
            ("largest_approved", largest(quantity, previous.APPROVED)),
            ("last_asked", largest(quantity, previous.LAST)),
        )
    ),
    against_past("credit_to_smallest_refused", CREDIT, smallest(previous.asked, previous.REFUSED)),
    against_past("credit_to_mean_refused", CREDIT, mean(previous.asked, previous.REFUSED)),
    against_past("credit_to_largest_elsewhere", CREDIT, largest(bureau.credit, bureau.EVERY)),
    against_past("credit_to_mean_elsewhere", CREDIT, mean(bureau.credit, bureau.EVERY)),
    against_past(
        "annuity_to_instalments_last_year",
        ANNUITY,
        mean(instalments.owed, instalments.WINDOWS[1]),
    ),
    over(
        "term_to_mean_approved",
        "earlier_applications",
        term,
        mean(previous.payments, previous.APPROVED),
    ),
    over(
        "term_to_largest_approved",
        "earlier_applications",
        term,
        largest(previous.payments, previous.APPROVED),
    ),
)

BURDEN: tuple[Feature, ...] = (
    over("debt_elsewhere_to_income", "credits_elsewhere", owed_elsewhere, income, 1),
    over("monthly_elsewhere_to_income", "credits_elsewhere", monthly_elsewhere, income, 1),
    over(
        "overdue_elsewhere_to_income",
        "credits_elsewhere",
        total(bureau.overdue, bureau.EVERY),
        income,
        1,
    ),
    over("left_here_to_income", "repayment_here", left_here, income, 1),
    over("monthly_here_to_income", "repayment_here", monthly_here, income, 1),
    over("card_balance_to_income", "card_use", on_card, income, 1),
    over(
        "every_debt_to_income",
        "income",
        this(CREDIT) + owed_elsewhere + left_here + on_card,
        income,
        1,
    ),
    over(
        "every_instalment_to_income",
        "income",
        this(ANNUITY) + monthly_elsewhere + monthly_here,
        income,
        1,
    ),
    over(
        "every_debt_to_largest_credit",
        "this_loan",
        this(CREDIT) + owed_elsewhere,
        largest(bureau.credit, bureau.EVERY),
        1,
    ),
)

OFFER: tuple[Feature, ...] = (*OWN_HISTORY, *BURDEN)
