"""`portfolio.csv`: who looks after whom, with every fault told at once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from clairscore.errors import BadInput

COLUMNS = ("SK_ID_CURR", "manager")
TOLD = 20
LONGEST = 100


def read_portfolio(file: Path) -> dict[int, str]:
    """The portfolio of each client that the file names; BadInput tells each line that is wrong."""
    assigned: dict[int, str] = {}
    faults: list[str] = []
    for line, client, portfolio in _lines(file):
        fault = _fault(client, portfolio, assigned)
        if fault:
            faults.append(f"{file}, line {line}: {fault}")
        else:
            assigned[int(client)] = portfolio
    if faults:
        more = [f"and {len(faults) - TOLD} lines more"] if len(faults) > TOLD else []
        raise BadInput("\n".join([*faults[:TOLD], *more]))
    return assigned


def _lines(file: Path) -> Iterator[tuple[int, str, str]]:
    """Line number, client and portfolio of each line below the header."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream)
        header = next(rows, [])
        if sorted(header) != sorted(COLUMNS):
            raise BadInput(f"{file}: expected the columns {', '.join(COLUMNS)} in its first line")
        client, portfolio = (header.index(name) for name in COLUMNS)
        for row in rows:
            if row:
                padded = [*row, "", ""]
                yield rows.line_num, padded[client].strip(), padded[portfolio].strip()


def _fault(client: str, portfolio: str, assigned: dict[int, str]) -> str | None:
    if not (client.isascii() and client.isdigit() and 0 < int(client[:20]) < 2**63):
        return "SK_ID_CURR is not a client's number"
    if not (portfolio.isprintable() and 0 < len(portfolio) <= LONGEST):
        return f"manager is not a name of 1 to {LONGEST} printable characters"
    if int(client) in assigned:
        return "this client was given before"
    return None
