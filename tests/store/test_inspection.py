"""Records against the chain: none changed, taken out or put in behind its back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from clairscore.store.erasure import drop_application, erase
from clairscore.store.inspection import Inspection, inspect
from clairscore.store.opening import Store
from clairscore.store.tables import decisions, notices, proposals, requests, reviews
from tests.decision import people
from tests.store.files import CLIENT, NOON, Bureau
from tests.store.lives import AT, asked, lived, refused, the_client
from tests.store.people import file_of


def inspected(store: Store) -> Inspection:
    with store.database.read() as read:
        return inspect(read)


def whole(store: Store) -> None:
    lived(Bureau(store))
    file_of(store, the_client(store), people.people(1)[0], "a-file")


def test_untouched_records_are_what_their_events_say(store: Store) -> None:
    whole(store)
    found = inspected(store)
    assert found.faults == ()
    assert found.records >= 6


def _edit(connection: Connection) -> object:
    return connection.execute(update(notices).values(sealed=b"forged", digest="forged"))


def _empty(connection: Connection) -> object:
    return connection.execute(update(reviews).values(sealed=None))


def _take_out(connection: Connection) -> object:
    return connection.execute(delete(requests))


def _put_in(connection: Connection) -> object:
    row = dict(connection.execute(select(notices)).mappings().first() or {})
    return connection.execute(insert(notices), row | {"id": "forged"})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_edit, "notices .*: its content is not what its event says"),
        (_empty, "reviews .*: its content is not what its event says"),
        (_take_out, "it was taken out"),
        (_put_in, "notices forged: no event tells of it; it was put in"),
    ],
)
def test_what_was_done_behind_the_chains_back_is_told(
    store: Store, change: Callable[[Connection], object], told: str
) -> None:
    import re

    whole(store)
    with store.database.engine.begin() as connection:
        change(connection)
    (fault,) = inspected(store).faults
    assert re.search(told, fault)


def test_the_newest_content_counts(store: Store) -> None:
    whole(store)
    with store.database.engine.begin() as connection:
        connection.execute(update(proposals).values(sealed=b"older"))
        connection.execute(update(decisions).values(sealed=b"older"))
    assert len(inspected(store).faults) == 2


def test_what_was_erased_or_dropped_is_not_missed(store: Store) -> None:
    bureau = Bureau(store)
    gone, stays = refused(bureau), refused(bureau)
    with store.database.write() as write:
        about = store.keys.pseudonym(CLIENT)
        drop_application(write, gone.application.id, about=about, actor="admin", at=AT)
    assert inspected(store).faults == ()
    assert bureau.stands(stays.application) == stays
    asked(store, "access")
    erase(store, CLIENT, reason="request", actor="admin", at=NOON)
    assert inspected(store) == Inspection(0, ())
