"""Atoms over sorted rows equal atoms by hashing, whatever the rows, their order and the pieces."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairscore.data.schema import TABLES
from clairscore.features import runs
from clairscore.features.compute import hashed_rows, with_memberships
from clairscore.features.engines import NOTHING_FITTED
from clairscore.features.rollup import category_shares, rollup, row_count
from clairscore.features.runs import in_runs, pieces
from clairscore.features.source import Source
from clairscore.features.spec import Atom

BUREAU = Source("bureau", "bureau", "credits_elsewhere")
KEY = "SK_ID_CURR"
ACTIVE = BUREAU.where("active", "CREDIT_ACTIVE", "Active")
OPEN = BUREAU.where("open", "CREDIT_ACTIVE", "Active", "Sold")
debt = BUREAU.column("AMT_CREDIT_SUM_DEBT")
STATES = TABLES["bureau"]["CREDIT_ACTIVE"].unknown_code + 1
FEATURES = (
    row_count(BUREAU),
    row_count(BUREAU, OPEN),
    *rollup(BUREAU, debt, "min max mean sum", BUREAU.every_row, ACTIVE, OPEN),
    *category_shares(BUREAU, ("CREDIT_ACTIVE",), BUREAU.every_row),
)
ATOMS = list({atom.column: atom for feature in FEATURES for atom in feature.atoms}.values())

number = st.one_of(st.none(), st.integers(-(10**15), 10**15))
row = st.tuples(st.integers(1, 6), st.one_of(st.none(), st.integers(0, STATES - 1)), number)


def table(rows: list[tuple[int, int | None, int | None]]) -> pl.DataFrame:
    names = (KEY, "CREDIT_ACTIVE", "AMT_CREDIT_SUM_DEBT")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Int64()), orient="row")


def by_runs(rows: pl.DataFrame) -> pl.DataFrame:
    def prepare(frame: pl.LazyFrame) -> pl.LazyFrame:
        return nw.to_native(with_memberships(nw.from_native(frame), ATOMS))

    return in_runs(rows, KEY, ATOMS, prepare)


def by_hashing(rows: pl.DataFrame) -> pl.DataFrame:
    frame = hashed_rows(nw.from_native(rows.lazy()), KEY, [debt], ATOMS, NOTHING_FITTED)
    return nw.to_native(frame).cast(pl.Int64).sort(KEY).collect()


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(row, max_size=25), piece=st.integers(1, 8))
def test_sorted_rows_and_hashed_rows_give_the_same_atoms(
    rows: list[tuple[int, int | None, int | None]], piece: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "PIECE", piece)
        assert by_runs(table(rows)).equals(by_hashing(table(rows)))


@given(keys=st.lists(st.integers(0, 9), max_size=40).map(sorted), size=st.integers(1, 12))
def test_pieces_cover_every_row_once_and_part_no_key(keys: list[int], size: int) -> None:
    found = list(pieces(pl.Series(keys, dtype=pl.Int64).to_numpy(), size))
    assert [at for first, last in found for at in range(first, last)] == list(range(len(keys)))
    ends = [last for _, last in found[:-1]]
    assert all(keys[end - 1] != keys[end] for end in ends)


def test_a_table_without_rows_gives_no_row_and_every_atom() -> None:
    empty = by_runs(table([]))
    assert empty.height == 0
    assert empty.columns == [KEY, *(atom.column for atom in ATOMS)]


def test_a_key_without_rows_in_the_subset_has_none_a_sum_of_zero_and_no_extreme() -> None:
    closed = TABLES["bureau"]["CREDIT_ACTIVE"].codes["Closed"]
    found = by_runs(table([(7, closed, 30)])).row(0, named=True)

    def told(operation: str) -> int | None:
        column: int | None = found[Atom(operation, ACTIVE, debt).column]  # type: ignore[arg-type]
        return column

    assert [told(each) for each in ("sum", "count", "min", "max")] == [0, 0, None, None]
