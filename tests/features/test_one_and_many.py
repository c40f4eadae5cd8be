"""One applicant, a book, any order of rows, any company: the same bits."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import pytest

from clairscore.data.credit_file import credit_files
from clairscore.data.credit_file import frames as frames_of
from clairscore.data.schema import APPLICATION, CLIENT_KEY, HISTORY_TABLES, protected_columns
from clairscore.data.tables import raw_schema
from clairscore.features.catalogue import Catalogue, Extent, catalogue
from clairscore.features.compute import book
from clairscore.features.online import OneApplicant
from tests.features.crowd import bits, differing, ids, lazy, only, representative, shuffled, tied
from tests.features.row_models import learnt
from tests.features.rows import frames

FULL = catalogue("full")
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def crowd() -> Tables:
    return tied(1_000)


@pytest.fixture(scope="module")
def few(crowd: Tables) -> Tables:
    return only(crowd, set(ids(crowd)[:120]))


def matrix(made: Tables, chosen: Catalogue = FULL) -> np.ndarray:
    """Float32 values of the book, clients by id, features in order."""
    return book(lazy(made), chosen, learnt()).drop(CLIENT_KEY).to_numpy()


def alone(made: Tables, clients: Iterable[int], one: OneApplicant) -> np.ndarray:
    """The same, each client by himself, from his credit file."""
    files = credit_files(lazy(made), list(clients))
    with ThreadPoolExecutor(2) as threads:
        rows = list(threads.map(lambda file: one.features(frames_of(file)), files.values()))
    order = np.argsort(list(files))
    return np.stack(rows)[order]


@pytest.mark.parametrize("applicants", [200, pytest.param(1_000, marks=pytest.mark.release)])
@pytest.mark.slow
def test_each_of_many_applicants_has_the_values_of_his_row_in_the_book(
    crowd: Tables, applicants: int
) -> None:
    chosen = representative()
    by_himself = alone(crowd, ids(crowd)[:applicants], OneApplicant(chosen, learnt(), slots=2))
    assert by_himself.shape == (applicants, len(chosen))
    assert differing(matrix(crowd, chosen)[:applicants], by_himself, chosen.names) == []


@pytest.mark.parametrize("extent", ["raw", "plain", "full"])
def test_the_same_holds_of_every_feature(extent: Extent, few: Tables) -> None:
    chosen = catalogue(extent)
    by_himself = alone(few, ids(few)[:50], OneApplicant(chosen, learnt(), slots=2))
    assert differing(matrix(few, chosen)[:50], by_himself, chosen.names) == []


def test_the_order_of_rows_changes_nothing(crowd: Tables) -> None:
    assert differing(matrix(crowd), matrix(shuffled(crowd, seed=5)), FULL.names) == []


def test_other_applicants_change_nothing(crowd: Tables, few: Tables) -> None:
    together = matrix(crowd)[: len(ids(few))]
    assert differing(together, matrix(few), FULL.names) == []


def test_the_choice_of_other_features_changes_nothing(few: Tables) -> None:
    odd = FULL.select(FULL.names[::7])
    assert differing(matrix(few)[:, ::7], matrix(few, odd), odd.names) == []


def test_a_client_without_history_has_the_declared_values() -> None:
    values = OneApplicant(FULL, learnt(), slots=1).features(frames())
    for feature, value in zip(FULL, values, strict=True):
        if feature.source != APPLICATION:
            expected = np.nan if feature.empty is None else feature.empty
            np.testing.assert_equal(value, np.float32(expected), feature.name)


@pytest.mark.parametrize("missing", HISTORY_TABLES)
def test_a_table_without_a_row_is_a_table(missing: str, few: Tables) -> None:
    empty = few | {missing: pl.DataFrame(schema=raw_schema(missing))}
    kept = FULL.of_tables(set(few) - {missing})
    assert differing(matrix(empty, kept), matrix(few, kept), kept.names) == []
    assert matrix(empty).shape == (120, len(FULL))


def test_only_the_declared_columns_are_read(few: Tables) -> None:
    chosen = FULL.without(protected_columns())
    read = {name: few[name].select(sorted(columns)) for name, columns in chosen.reads.items()}
    assert differing(matrix(read, chosen), matrix(few, chosen), chosen.names) == []


def poisoned(made: Tables) -> Tables:
    """The tables with garbage in every protected column, of a type of its own."""
    spoilt = dict(made)
    for table, column in protected_columns():
        spoilt[table] = spoilt[table].with_columns(pl.lit("garbage").alias(column))
    return spoilt


def test_excluded_columns_are_never_read(few: Tables) -> None:
    chosen = FULL.without(protected_columns())
    assert differing(matrix(poisoned(few), chosen), matrix(few, chosen), chosen.names) == []
    one = OneApplicant(chosen, learnt(), slots=1)
    client = {ids(few)[3]}
    spoilt, clean = (one.features(only(made, client)) for made in (poisoned(few), few))
    assert (bits(spoilt) == bits(clean)).all()


def test_the_target_is_never_read(few: Tables) -> None:
    blind = few | {APPLICATION: few[APPLICATION].drop("TARGET")}
    assert differing(matrix(blind), matrix(few), FULL.names) == []


def test_two_hundred_requests_from_sixteen_threads_keep_apart(few: Tables) -> None:
    chosen = FULL.select(FULL.names[::9])
    one = OneApplicant(chosen, learnt(), slots=4)
    expected = matrix(few, chosen)
    files = [only(few, {client}) for client in ids(few)[:50]]

    def ask(request: int) -> bool:
        found = one.features(files[request % 50])
        return bool((bits(found) == bits(expected[request % 50])).all())

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(ask, range(200)))


def test_a_refused_file_leaves_the_slot_free(few: Tables) -> None:
    one = OneApplicant(FULL.select(["application_amt_credit"]), slots=1)
    with pytest.raises(KeyError):
        one.features({})
    assert one.features(only(few, {ids(few)[0]})).shape == (1,)
