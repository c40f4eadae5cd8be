"""Many clients at once: every file whole and encrypted, however often the loading is stopped."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import func, select

from clairscore.data.credit_file import credit_files as files_of_tables
from clairscore.data.tables import read_folder
from clairscore.errors import Erased
from clairscore.store import load as loading
from clairscore.store.audit import verify
from clairscore.store.clients import client, in_portfolio, portfolios
from clairscore.store.credit_files import latest_file, open_file
from clairscore.store.load import Loaded, Terms, load
from clairscore.store.opening import Store
from clairscore.store.tables import applications, outcomes
from tests.store.people import AT, NOON
from tests.store.test_credit_files import rows_in_any_order

DAY = date(2026, 1, 31)
TERMS = Terms(DAY, lambda _: "ann", lambda: NOON, os.urandom)
SOME = 330


@pytest.fixture(scope="module")
def tables(tiny_folder: Path) -> dict[str, pl.LazyFrame]:
    """The last labelled and the first test clients of the tiny folder."""
    found = read_folder(tiny_folder, population="both")
    return found | {"application": found["application"].tail(SOME).collect().lazy()}


def run(store: Store, tables: dict[str, pl.LazyFrame], folder: Path) -> Loaded:
    return load(store, tables, folder / "workspace", TERMS, lambda *_: None)


def test_every_client_has_his_file(
    store: Store, tables: dict[str, pl.LazyFrame], tmp_path: Path
) -> None:
    assert run(store, tables, tmp_path) == Loaded(SOME, 0, 0)
    numbers = tables["application"].collect()["SK_ID_CURR"].to_list()
    expected = files_of_tables(tables, numbers)
    with store.database.read() as read:
        for number in numbers[::7]:
            stored = latest_file(read, number)
            found = open_file(read, store.keys, stored)
            assert rows_in_any_order(found) == rows_in_any_order(expected[number])
            assert (stored.as_of, stored.source) == (DAY, "loaded")
        checked = verify(read, store.secrets.chain, store.database.anchor.read())
    assert (checked.events, checked.anchored, checked.faults) == (SOME, SOME, ())
    assert not (tmp_path / "workspace").exists()


def test_known_outcomes_close_an_application_and_others_wait(
    store: Store, tables: dict[str, pl.LazyFrame], tmp_path: Path
) -> None:
    run(store, tables, tmp_path)
    labels = tables["application"].select("SK_ID_CURR", "TARGET").collect()
    with store.database.read() as read:
        states = read.connection.execute(
            select(applications.c.state, func.count()).group_by(applications.c.state)
        )
        assert dict(iter(states)) == {"draft": 200, "closed": SOME - 200}
        observed = read.connection.execute(select(outcomes.c.client, outcomes.c.difficulties))
        assert dict(iter(observed)) == {
            number: target == 1 for number, target in labels.drop_nulls().iter_rows()
        }


def test_loading_that_was_stopped_goes_on(
    store: Store,
    tables: dict[str, pl.LazyFrame],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "CLIENTS_A_BATCH", 50)
    whole, left = loading._add, [3]

    def stopped(*given: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        whole(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(loading, "_add", stopped)
        with pytest.raises(KeyboardInterrupt):
            run(store, tables, tmp_path)
    assert not (tmp_path / "workspace").exists()
    assert run(store, tables, tmp_path) == Loaded(SOME - 150, 150, 0)
    assert run(store, tables, tmp_path) == Loaded(0, SOME, 0)
    with store.database.read() as read:
        assert sum(portfolios(read).values()) == SOME


def test_whoever_was_erased_is_not_loaded_again(
    store: Store, tables: dict[str, pl.LazyFrame], tmp_path: Path
) -> None:
    number = tables["application"].collect()["SK_ID_CURR"][0]
    store.keys.create((number,), NOON)
    store.keys.destroy(store.keys.pseudonym(number), AT, "request")
    assert run(store, tables, tmp_path) == Loaded(SOME - 1, 0, 1)
    with store.database.read() as read, pytest.raises(Erased):
        client(read, store.keys, number)


def test_progress_ends_with_every_client(
    store: Store, tables: dict[str, pl.LazyFrame], tmp_path: Path
) -> None:
    told: list[tuple[str, int, int]] = []
    load(store, tables, tmp_path / "w", TERMS, lambda *step: told.append(step))
    assert [step for step in told if step[0] == "cut"][-1] == ("cut", 7, 7)
    assert told[-1] == ("load", SOME, SOME)


def test_clients_go_to_the_portfolios_that_the_terms_say(
    store: Store, tables: dict[str, pl.LazyFrame], tmp_path: Path
) -> None:
    terms = replace(TERMS, portfolio=lambda number: "even" if number % 2 == 0 else "odd")
    load(store, tables, tmp_path / "w", terms, lambda *_: None)
    with store.database.read() as read:
        found = in_portfolio(read, "even", limit=SOME)
        assert found
        assert all(client.number % 2 == 0 for client in found)
