"""Who is in the data: blocks of clients, each made from its own streams and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.schema import APPLICATION
from clairscore.data.synthetic import bureau, card, previous, schedule
from clairscore.data.synthetic.application import application
from clairscore.data.synthetic.draw import Draw, draw
from clairscore.data.synthetic.facts import facts
from clairscore.data.synthetic.frames import frame, shuffled
from clairscore.data.synthetic.housing import housing
from clairscore.data.synthetic.outcome import intercept, score, truth
from clairscore.data.synthetic.traits import traits

BLOCK = 4_096
"""Clients a block; part of the data's definition, as another size gives other data."""

FIRST_CLIENT = 100_001
FIRST_CREDIT = 5_000_001
FIRST_LOAN = 1_000_001
CREDITS_A_CLIENT = 9
LOANS_A_CLIENT = 9


@dataclass(frozen=True, slots=True)
class Population:
    """How many clients, how many of them for the test file, and the knobs."""

    clients: int
    test_clients: int
    seed: int
    default_rate: float = 0.08
    drift: float = 1.0

    @property
    def size(self) -> int:
        return self.clients + self.test_clients

    @property
    def blocks(self) -> int:
        return -(-self.size // BLOCK)

    def tested(self) -> NDArray[np.bool_]:
        """Which clients are in the test file: exactly `test_clients`, anywhere among the ids."""
        mask = np.zeros(self.size, dtype=bool)
        order = draw(self.seed, 0, "population").stream.permutation(self.size)
        mask[order[: self.test_clients]] = True
        return mask


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one block of clients: Kaggle's files by name, and the truth behind them."""

    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame


def blocks(population: Population) -> Iterator[Block]:
    tested = population.tested()
    return (block(population, tested, number) for number in range(population.blocks))


def block(population: Population, tested: NDArray[np.bool_], number: int) -> Block:
    """Everything about the clients of one block."""
    start = number * BLOCK
    in_test = tested[start : start + BLOCK]
    ids = (FIRST_CLIENT + start + np.arange(len(in_test))).astype(np.int32)
    stream = _streams(population.seed, number)
    of_clients = traits(stream["traits"], len(ids))
    drift = (population.drift * in_test).astype(np.float32)
    known_facts = facts(stream["facts"], of_clients, drift)
    log_odds = score(of_clients, known_facts) + intercept(population.default_rate)
    target = stream["outcome"].chance(1 / (1 + np.exp(-log_odds)), len(ids))
    has_bureau = bureau.known_to_bureau(stream["bureau"], of_clients)
    columns = {
        "SK_ID_CURR": ids,
        "TARGET": target,
        **application(stream["application"], of_clients, known_facts, has_bureau),
        **housing(stream["housing"], of_clients),
    }
    histories = {
        **_bureau(stream, of_clients, known_facts, has_bureau, ids, number),
        **_earlier(stream, of_clients, known_facts, ids, number),
    }
    applications = _applications(frame(APPLICATION, columns), in_test)
    return Block({**applications, **histories}, truth(ids, of_clients, log_odds))


def _streams(seed: int, number: int) -> dict[str, Draw]:
    names = ("traits", "facts", "application", "bureau", "balance", "previous", "loans", "card")
    return {name: draw(seed, number, name) for name in (*names, "outcome", "housing", "schedule")}


def _applications(rows: pl.DataFrame, in_test: NDArray[np.bool_]) -> dict[str, pl.DataFrame]:
    mask = pl.Series(in_test)
    return {
        "application_train": rows.filter(~mask),
        "application_test": rows.filter(mask).drop("TARGET"),
    }


def _bureau(
    stream: dict[str, Draw],
    of_clients,
    known_facts,
    has_bureau,
    ids,
    number: int,  # type: ignore[no-untyped-def]
) -> dict[str, pl.DataFrame]:
    first_id = FIRST_CREDIT + number * BLOCK * CREDITS_A_CLIENT
    capacity = max(len(ids), 64) * CREDITS_A_CLIENT
    credits = bureau.credits(stream["bureau"], of_clients, has_bureau, first_id, capacity)
    values = bureau.bureau(stream["bureau"], of_clients, known_facts, credits)
    values["SK_ID_CURR"] = ids[credits.client]
    balance = bureau.balance(stream["balance"], of_clients, credits)
    rows = frame("bureau", bureau.listed(values, credits))
    return {
        "bureau": shuffled(stream["bureau"], rows),
        "bureau_balance": frame("bureau_balance", balance),
    }


def _earlier(
    stream: dict[str, Draw],
    of_clients,
    known_facts,
    ids,
    number: int,  # type: ignore[no-untyped-def]
) -> dict[str, pl.DataFrame]:
    first_id = FIRST_LOAN + number * BLOCK * LOANS_A_CLIENT
    capacity = max(len(ids), 64) * LOANS_A_CLIENT
    loans = previous.loans(stream["previous"], of_clients, known_facts, first_id, capacity)
    values = previous.previous(stream["previous"], loans)
    values["SK_ID_CURR"] = ids[loans.client]
    due = schedule.schedule(stream["loans"], of_clients, loans)
    of_cards = card.cards(stream["card"], of_clients, loans)
    paid = _joined(
        schedule.instalments(stream["schedule"], loans, due),
        card.instalments(stream["card"], loans, of_cards),
    )
    monthly = schedule.monthly(stream["schedule"], of_clients, loans, due)
    card_monthly = card.monthly(stream["card"], loans, of_cards)
    listed = {name: column[loans.listed] for name, column in values.items()}
    tables = {
        "previous_application": frame("previous_application", listed),
        "POS_CASH_balance": frame("POS_CASH_balance", _named(monthly, ids)),
        "installments_payments": frame("installments_payments", _named(paid, ids)),
        "credit_card_balance": frame("credit_card_balance", _named(card_monthly, ids)),
    }
    return {name: shuffled(stream["previous"], rows) for name, rows in tables.items()}


def _joined(one, other):  # type: ignore[no-untyped-def]
    return {name: np.concatenate((one[name], other[name])) for name in one}


def _named(values, ids):  # type: ignore[no-untyped-def]
    """The same columns with the client's id in place of his position."""
    return {**values, "SK_ID_CURR": ids[values["CLIENT"]]}
