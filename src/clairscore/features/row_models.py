"""Small models over single rows: how risky each earlier loan with us, and each credit elsewhere,
looks by itself; their predictions are rolled up like any other quantity.

A loan with us is seen with its own instalments, monthly record and card. Nothing of the current
offer or of the client's income is an input, so that changing the offer moves no prediction.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.data.schema import RATE_SCALE
from clairscore.features import bureau, previous
from clairscore.features.bureau import BUREAU
from clairscore.features.exact import fixed_ratio
from clairscore.features.instalments import (
    INSTALMENTS,
    LATE,
    LATE_WEEK,
    PARTIAL,
    days_late,
    due,
    paid_share,
    shortfall,
)
from clairscore.features.monthly import CARD, POS, POS_LATE, drawn_cash, utilisation
from clairscore.features.previous import PREVIOUS
from clairscore.features.rollup import rollup
from clairscore.features.source import Source
from clairscore.features.spec import Atom, Feature, Quantity, RowModel

MOST = 2.0**62
"""Bound of a child table's sum: inputs of a row model are never added up."""


def of_loan(name: str, atom: Atom) -> Quantity:
    """An aggregate of a loan's own rows in a child table."""
    return PREVIOUS.derive(f"loan_{name}", nw.col(atom.column), bound=MOST, child_atoms=(atom,))


def share_of_loan(name: str, part: Atom, whole: Atom) -> Quantity:
    """One aggregate of a loan's own rows over another."""
    return PREVIOUS.derive(
        f"loan_{name}",
        fixed_ratio(nw.col(part.column), nw.col(whole.column)),
        bound=10 * RATE_SCALE,
        scale=RATE_SCALE,
        child_atoms=(part, whole),
    )


def codes(source: Source, *columns: str) -> tuple[Quantity, ...]:
    """Categories by the number of their word."""
    return tuple(source.column(column) for column in columns)


payments = Atom("rows", INSTALMENTS.every_row)
months = Atom("rows", POS.every_row)
card_months = Atom("rows", CARD.every_row)

REPAYMENT: tuple[Quantity, ...] = (
    of_loan("payments", payments),
    share_of_loan("late_share", Atom("rows", LATE), payments),
    share_of_loan("late_week_share", Atom("rows", LATE_WEEK), payments),
    share_of_loan("partial_share", Atom("rows", PARTIAL), payments),
    of_loan("days_late_max", Atom("max", INSTALMENTS.every_row, days_late)),
    of_loan("days_late_sum", Atom("sum", INSTALMENTS.every_row, days_late)),
    of_loan("paid_share_min", Atom("min", INSTALMENTS.every_row, paid_share)),
    of_loan("shortfall_sum", Atom("sum", INSTALMENTS.every_row, shortfall)),
    of_loan("due_last", Atom("max", INSTALMENTS.every_row, due)),
    of_loan("months", months),
    share_of_loan("months_late_share", Atom("rows", POS_LATE), months),
    of_loan("months_late_max", Atom("max", POS.every_row, POS.column("SK_DPD_DEF"))),
    of_loan("months_to_come", Atom("min", POS.every_row, POS.column("CNT_INSTALMENT_FUTURE"))),
    of_loan("month_last", Atom("max", POS.every_row, POS.column("MONTHS_BALANCE"))),
    of_loan("card_months", card_months),
    of_loan("utilisation_max", Atom("max", CARD.every_row, utilisation)),
    share_of_loan("utilisation_mean", Atom("sum", CARD.every_row, utilisation), card_months),
    of_loan("cash_drawn", Atom("sum", CARD.every_row, drawn_cash)),
    of_loan("card_late_max", Atom("max", CARD.every_row, CARD.column("SK_DPD_DEF"))),
)

EARLIER_LOAN = RowModel(
    "earlier_loan_risk",
    PREVIOUS.table,
    (
        previous.annuity,
        previous.asked,
        previous.credit,
        previous.down_payment,
        previous.goods,
        previous.down_rate,
        previous.days_decision,
        previous.payments,
        previous.asked_to_credit,
        previous.total_cost,
        previous.first_due,
        previous.planned_end,
        previous.last_due,
        previous.termination,
        previous.ended_early,
        PREVIOUS.column("DAYS_FIRST_DRAWING"),
        PREVIOUS.column("SELLERPLACE_AREA"),
        PREVIOUS.column("NFLAG_INSURED_ON_APPROVAL"),
        PREVIOUS.quotient("goods_to_credit", previous.goods, previous.credit),
        *codes(
            PREVIOUS,
            "NAME_CONTRACT_TYPE",
            "NAME_CASH_LOAN_PURPOSE",
            "NAME_CONTRACT_STATUS",
            "NAME_PAYMENT_TYPE",
            "CODE_REJECT_REASON",
            "NAME_CLIENT_TYPE",
            "NAME_GOODS_CATEGORY",
            "NAME_PORTFOLIO",
            "NAME_PRODUCT_TYPE",
            "CHANNEL_TYPE",
            "NAME_SELLER_INDUSTRY",
            "NAME_YIELD_GROUP",
            "PRODUCT_COMBINATION",
        ),
        *REPAYMENT,
    ),
)

CREDIT_ELSEWHERE = RowModel(
    "credit_elsewhere_risk",
    BUREAU.table,
    (
        bureau.days_credit,
        bureau.days_end,
        bureau.days_end_fact,
        bureau.days_update,
        bureau.day_overdue,
        bureau.max_overdue,
        bureau.credit,
        bureau.debt,
        bureau.overdue,
        bureau.limit,
        bureau.annuity,
        bureau.prolonged,
        bureau.duration,
        bureau.debt_share,
        bureau.overdue_share,
        bureau.months_known,
        bureau.first_month,
        bureau.last_month,
        bureau.months_late,
        bureau.worst_status,
        *codes(BUREAU, "CREDIT_ACTIVE", "CREDIT_CURRENCY", "CREDIT_TYPE"),
    ),
)

earlier_loan_risk = PREVIOUS.predicted(EARLIER_LOAN)
credit_elsewhere_risk = BUREAU.predicted(CREDIT_ELSEWHERE)

RISKS: tuple[Feature, ...] = (
    *rollup(PREVIOUS, earlier_loan_risk, "min max mean", previous.EVERY),
    *rollup(PREVIOUS, earlier_loan_risk, "max mean", previous.APPROVED, previous.REFUSED),
    *rollup(PREVIOUS, earlier_loan_risk, "mean", PREVIOUS.last(1)),
    *rollup(PREVIOUS, earlier_loan_risk, "max mean", PREVIOUS.last(3), previous.YEAR),
    *rollup(BUREAU, credit_elsewhere_risk, "min max mean", bureau.EVERY),
    *rollup(BUREAU, credit_elsewhere_risk, "max mean", bureau.ACTIVE, bureau.CLOSED),
    *rollup(BUREAU, credit_elsewhere_risk, "mean", BUREAU.last(1)),
    *rollup(BUREAU, credit_elsewhere_risk, "max", BUREAU.last(3)),
    *rollup(BUREAU, credit_elsewhere_risk, "max mean", bureau.YEAR),
)
