"""Tables cut into parts: every row in one part, beside the rest of its client."""

from __future__ import annotations

import stat
from pathlib import Path

import polars as pl

from clairscore.data.parts import cut
from clairscore.data.schema import TABLES
from tests.decision import people

CROWD = people.people(50, seed=4)


def quiet(_done: int, _all: int) -> None:
    """Progress that nobody looks at."""


def test_parts_hold_every_row_once_with_its_client(tmp_path: Path) -> None:
    tables = people.tables(CROWD)
    parts = cut(tables, tmp_path / "parts", 7, quiet)
    for name in TABLES:
        found = [parts.read(number)[name] for number in range(7)]
        for number, rows in enumerate(found):
            assert (rows["SK_ID_CURR"] % 7 == number).all()
        whole = tables[name].collect()
        if name != "bureau_balance":  # its rows without a credit belong to nobody
            together = pl.concat(found).select(whole.columns)
            assert together.sort(pl.all()).equals(whole.sort(pl.all()))


def test_more_parts_than_clients_leave_empty_ones(tmp_path: Path) -> None:
    parts = cut(people.tables(CROWD[:2]), tmp_path / "parts", 1000, quiet)
    rows = parts.read(999)
    assert set(rows) == set(TABLES)
    assert all(frame.is_empty() for frame in rows.values())


def test_only_the_owner_can_enter_and_nothing_remains(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    folder = tmp_path / "parts"
    parts = cut(people.tables(CROWD[:5]), folder, 2, lambda *step: told.append(step))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert told[-1] == (7, 7)
    parts.remove()
    assert not folder.exists()
