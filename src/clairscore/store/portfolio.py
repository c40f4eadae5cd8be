"""Which manager looks after which client: as a file says, or by a seeded split."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from clairscore.data.schema import CLIENT_KEY
from clairscore.errors import BadData, Violation

FILE = "portfolio.csv"
MANAGER = "manager"
NOBODYS = "unassigned"
"""Portfolio of clients whom the file does not name."""

Portfolio: TypeAlias = Callable[[int], str]


def portfolio_of(folder: Path, managers: Sequence[str], seed: int) -> Portfolio:
    """The folder's `portfolio.csv` where there is one, else a split among the managers."""
    file = folder / FILE
    return from_file(file) if file.exists() else split(managers, seed)


def split(managers: Sequence[str], seed: int) -> Portfolio:
    """Each client to one of the managers, the same one for the same seed."""

    def portfolio(client: int) -> str:
        digest = hashlib.sha256(f"{seed}:{client}".encode()).digest()
        return managers[int.from_bytes(digest[:8], "big") % len(managers)]

    return portfolio


def from_file(file: Path) -> Portfolio:
    """As a CSV of SK_ID_CURR and manager says; BadData with every fault of it."""
    named = _read(file)

    def portfolio(client: int) -> str:
        return named.get(client, NOBODYS)

    return portfolio


def _read(file: Path) -> Mapping[int, str]:
    named: dict[int, str] = {}
    faults: list[str] = []
    with file.open(newline="", encoding="utf-8-sig") as stream:
        rows = csv.reader(stream)
        header = next(rows, [])
        if header != [CLIENT_KEY, MANAGER]:
            raise _refused([f"found the header {','.join(header)!r}, expected SK_ID_CURR,manager"])
        for line, row in enumerate(rows, 2):
            fault = _fault(row, named)
            if fault:
                faults.append(f"line {line}: {fault}")
            else:
                named[int(row[0])] = row[1].strip()
    if faults:
        raise _refused(faults)
    return named


def _fault(row: Sequence[str], named: Mapping[int, str]) -> str:
    if len(row) != 2 or not row[0].strip().isdecimal() or not row[1].strip():
        return "expected a client's number and a manager's name"
    if int(row[0]) in named:
        return "this client has a manager already; name each client once"
    return ""


def _refused(faults: Sequence[str]) -> BadData:
    return BadData(
        [Violation("portfolio", FILE, None, f"{FILE}: {fault}") for fault in faults[:20]]
    )
