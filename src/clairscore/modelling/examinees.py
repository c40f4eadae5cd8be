"""The applicants of a bundle's exam: synthetic, so that no bundle carries a real person."""

from __future__ import annotations

from dataclasses import replace

from clairscore.contract import CreditFile
from clairscore.data.credit_file import credit_files
from clairscore.data.schema import APPLICATION, CLIENT_KEY
from clairscore.data.synthetic import tables

APPLICANTS = 50
SEED = 2_016


def examinees(applicants: int = APPLICANTS, seed: int = SEED) -> tuple[CreditFile, ...]:
    """That many synthetic credit files, the same for the same seed."""
    made = tables(applicants, seed)
    clients = made[APPLICATION][CLIENT_KEY].to_list()
    files = credit_files({name: frame.lazy() for name, frame in made.items()}, clients)
    return tuple(_ordered(files[client]) for client in clients)


def _ordered(credit_file: CreditFile) -> CreditFile:
    """The file with its rows in one order, since a join gives them in any."""
    history = {
        name: tuple(sorted(rows, key=lambda row: [*map(repr, row.items())]))
        for name, rows in credit_file.history.items()
    }
    return replace(credit_file, history=history)
