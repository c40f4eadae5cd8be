"""The six history tables of a block of clients."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.synthetic import bureau, card, schedule
from clairscore.data.synthetic.clients import Clients
from clairscore.data.synthetic.draw import Draw
from clairscore.data.synthetic.frames import Values, frame, shuffled
from clairscore.data.synthetic.loans import Loans
from clairscore.data.synthetic.loans import loans as made_loans
from clairscore.data.synthetic.previous import previous

FIRST_CREDIT = 5_000_001
FIRST_LOAN = 1_000_001
IDS_A_CLIENT = 9
"""Ids set aside for each client's credits, and loans; a block shares its part."""


def histories(clients: Clients, block_size: int) -> dict[str, pl.DataFrame]:
    """Every history row of the block's clients, by table."""
    return {**_elsewhere(clients, block_size), **_here(clients, block_size)}


def _identifiers(
    clients: Clients, draw: Draw, first: int, block_size: int, size: int
) -> NDArray[np.int32]:
    """Ids that no other block uses, in an order that means nothing."""
    start = first + clients.number * block_size * IDS_A_CLIENT
    capacity = max(len(clients), 64) * IDS_A_CLIENT
    return (start + draw.stream.permutation(max(capacity, size))[:size]).astype(np.int32)


def _elsewhere(clients: Clients, block_size: int) -> dict[str, pl.DataFrame]:
    draw = clients.draw("bureau")
    credits = bureau.credits(draw, clients.traits, clients.in_bureau)
    ids = _identifiers(clients, draw, FIRST_CREDIT, block_size, len(credits))
    values = bureau.bureau(draw, clients.traits, clients.facts, credits)
    values |= {"SK_ID_CURR": clients.ids[credits.client], "SK_ID_BUREAU": ids}
    balance = bureau.balance(clients.draw("balance"), clients.traits, credits)
    balance["SK_ID_BUREAU"] = ids[balance["CREDIT"]]
    return {
        "bureau": shuffled(draw, frame("bureau", _only(values, credits.listed))),
        "bureau_balance": frame("bureau_balance", balance),
    }


def _here(clients: Clients, block_size: int) -> dict[str, pl.DataFrame]:
    draw = clients.draw("previous")
    loans = made_loans(draw, clients.traits, clients.facts)
    ids = _identifiers(clients, draw, FIRST_LOAN, block_size, len(loans))
    tables = {
        "previous_application": _only(previous(draw, loans), loans.listed),
        **_repayment(clients, loans),
    }
    return {
        name: shuffled(draw, frame(name, _named(values, ids, clients.ids[loans.client])))
        for name, values in tables.items()
    }


def _repayment(clients: Clients, loans: Loans) -> dict[str, Values]:
    """What followed from the granted loans and cards."""
    due = schedule.schedule(clients.draw("loans"), clients.traits, loans)
    cards = card.cards(clients.draw("card"), clients.traits, loans)
    draw, of_cards = clients.draw("schedule"), clients.draw("card rows")
    return {
        "POS_CASH_balance": schedule.monthly(draw, clients.traits, loans, due),
        "installments_payments": _joined(
            schedule.instalments(draw, loans, due), card.instalments(of_cards, cards)
        ),
        "credit_card_balance": card.monthly(of_cards, cards),
    }


def _only(values: Values, kept: NDArray[np.bool_]) -> Values:
    return {name: column[kept] for name, column in values.items()}


def _joined(one: Values, other: Values) -> Values:
    return {name: np.concatenate((one[name], other[name])) for name in one}


def _named(values: Values, loans: NDArray[np.int32], clients: NDArray[np.int32]) -> Values:
    """The same columns, with ids in place of the loan's position."""
    place = values["LOAN"]
    return {**values, "SK_ID_PREV": loans[place], "SK_ID_CURR": clients[place]}
