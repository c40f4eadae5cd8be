"""The book: what the model in service says of each client's newest file; never a decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, bindparam, delete, func, insert, select

from clairscore.contract import Outcome, Verdict
from clairscore.errors import Absent
from clairscore.store.audit import canonical
from clairscore.store.batches import batched
from clairscore.store.database import Read, Write
from clairscore.store.tables import book, clients

AT_ONCE = 500

# built once: the most frequent question of all
_OF = select(book).where(book.c.client == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Score:
    """One client's line: probability of payment difficulties, class, and what each theme gives.

    `themes` are parts of the calibrated log-odds, as shown (multiples of 1e-4).
    """

    client: int
    credit_file: str
    bundle: str
    policy: str
    probability: float
    log_odds: float
    cut_off: float
    verdict: Verdict
    outcome: Outcome
    decided_by: str
    rules: tuple[str, ...]
    causes: tuple[str, ...]
    themes: Mapping[str, float]
    created: str

    @property
    def distance(self) -> float:
        """Probability minus cut-off; positive: above the limit."""
        return self.probability - self.cut_off


def score_of(read: Read, client: int) -> Score:
    """The client's line; Absent where the book has none of him."""
    row = read.connection.execute(_OF, {"number": client}).one_or_none()
    if row is None:
        raise Absent(f"client {client}: the book has no score; `clairscore db score` writes it")
    return _score(row)


def list_scores(
    read: Read, *, portfolio: str | None = None, after: int = 0, limit: int = 50
) -> list[Score]:
    """Lines by rising client number, from the one after `after`; all portfolios for None."""
    statement = select(book).where(book.c.client > after).order_by(book.c.client).limit(limit)
    if portfolio is not None:
        statement = statement.join(clients, clients.c.number == book.c.client).where(
            clients.c.portfolio == portfolio
        )
    return [_score(row) for row in read.connection.execute(statement)]


def count_scores(read: Read) -> int:
    """How many clients the book has."""
    return read.connection.execute(select(func.count()).select_from(book)).scalar_one()


def replace_scores(write: Write, scores: Sequence[Score]) -> None:
    """Keep the lines in place of those that the clients had."""
    drop_scores(write, [score.client for score in scores])
    if scores:
        write.connection.execute(insert(book), [_row(score) for score in scores])


def drop_scores(write: Write, numbers: Sequence[int]) -> None:
    """Take the clients out of the book."""
    for some in batched(numbers, AT_ONCE):
        write.connection.execute(delete(book).where(book.c.client.in_(some)))


def _row(score: Score) -> dict[str, str | int | float]:
    return {
        "client": score.client,
        "credit_file": score.credit_file,
        "bundle": score.bundle,
        "policy": score.policy,
        "probability": score.probability,
        "log_odds": score.log_odds,
        "cut_off": score.cut_off,
        "verdict": score.verdict,
        "outcome": score.outcome,
        "decided_by": score.decided_by,
        "rules": " ".join(score.rules),
        "causes": " ".join(score.causes),
        "themes": canonical(score.themes),
        "created": score.created,
    }


def _score(row: Row[tuple[object, ...]]) -> Score:
    return Score(
        client=row.client,
        credit_file=row.credit_file,
        bundle=row.bundle,
        policy=row.policy,
        probability=row.probability,
        log_odds=row.log_odds,
        cut_off=row.cut_off,
        verdict=row.verdict,
        outcome=row.outcome,
        decided_by=row.decided_by,
        rules=tuple(row.rules.split()),
        causes=tuple(row.causes.split()),
        themes=json.loads(row.themes),
        created=row.created,
    )
