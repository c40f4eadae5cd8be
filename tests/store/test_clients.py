"""Clients: one number each, one portfolio each, and what may be done with their data."""

from __future__ import annotations

import pytest

from clairscore.errors import Absent, Conflict, Erased
from clairscore.store import clients
from clairscore.store.audit import history
from clairscore.store.opening import Store
from tests.store.people import AT, NOON, client_of


def test_a_client_is_found_by_number(store: Store) -> None:
    ann = client_of(store, 5, "north")
    with store.database.read() as read:
        assert clients.client(read, store.keys, 5) == ann
        with pytest.raises(Absent, match="client 6: there is none"):
            clients.client(read, store.keys, 6)


def test_a_number_is_taken_once(store: Store) -> None:
    client_of(store, 5)
    with pytest.raises(Conflict, match="client 5: this number is taken"):
        client_of(store, 5)


def test_an_erased_client_is_told_apart_from_an_absent_one(store: Store) -> None:
    store.keys.create((5,), NOON)
    store.keys.destroy(store.keys.pseudonym(5), AT, "request")
    with store.database.read() as read, pytest.raises(Erased):
        clients.client(read, store.keys, 5)
    with pytest.raises(Erased):
        client_of(store, 5)


def test_new_clients_get_numbers_above_every_loaded_one(store: Store) -> None:
    with store.database.write() as write:
        first = clients.next_number(write)
    client_of(store, first)
    with store.database.write() as write:
        assert clients.next_number(write) == first + 1 > 10_000_000


def test_portfolios_are_read_in_pages_and_counted(store: Store) -> None:
    for number in (1, 2, 3):
        client_of(store, number, "north")
    client_of(store, 4, "south")
    with store.database.read() as read:
        first = clients.in_portfolio(read, "north", limit=2)
        rest = clients.in_portfolio(read, "north", after=first[-1].number)
        assert clients.portfolios(read) == {"north": 3, "south": 1}
    assert [client.number for client in (*first, *rest)] == [1, 2, 3]


def test_what_becomes_of_a_client_is_kept_and_is_an_event(store: Store) -> None:
    ann = client_of(store, 1)
    with store.database.write() as write:
        clients.assign(write, ann, "south", actor="admin", at=AT)
        clients.restrict(write, ann, actor="admin", at=AT)
        clients.hold(write, ann, "court", actor="admin", at=AT)
        found = clients.client(write, store.keys, 1)
        assert (found.portfolio, found.restricted, found.held) == ("south", AT, "court")
        clients.lift_restriction(write, ann, actor="admin", at=AT)
        clients.hold(write, ann, None, actor="admin", at=AT)
        found = clients.client(write, store.keys, 1)
        assert (found.restricted, found.held) == (None, None)
        actions = [event.action for event in history(write, ann.pseudonym)]
    assert actions == [
        "client.add",
        "client.assign",
        "client.restrict",
        "client.hold",
        "client.unrestrict",
        "client.release",
    ]
