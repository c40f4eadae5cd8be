"""A call that is repeated is answered again, and done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from clairscore.errors import Busy, Conflict, Erased
from clairscore.store.audit import Event, append, verify
from clairscore.store.clients import add_client
from clairscore.store.idempotency import Answer, Call, Flights, forget_before, keep, recall
from clairscore.store.opening import Store
from clairscore.store.times import stamp

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = stamp(NOON)


def ready(store: Store, *numbers: int) -> None:
    with store.database.write() as write:
        for number in numbers:
            add_client(write, store.keys, number, "ann", actor="test", at=NOON)


def answer(store: Store, call: Call, body: bytes, client: int = 1) -> Answer:
    """What the API does with every call that must not be done twice."""
    with store.database.write() as write:
        kept = recall(write, store.keys, call)
        if kept is not None:
            return kept
        append(write, Event(AT, "ann", "decide", "decision"))
        keep(write, store.keys, call, Answer(201, body), client=client, at=AT)
    return Answer(201, body)


def fail_after(_: object) -> None:
    raise ZeroDivisionError


def decisions(store: Store) -> int:
    with store.database.read() as read:
        return verify(read, store.secrets.chain, store.database.anchor.read()).events - 1


def test_the_first_answer_is_given_again(store: Store) -> None:
    ready(store, 1)
    call = Call("ann", "k1", "decide", b'{"a":1}')
    assert answer(store, call, b"first") == answer(store, call, b"second") == Answer(201, b"first")
    assert decisions(store) == 1


@pytest.mark.parametrize("other", [("decide", b'{"a":2}'), ("revise", b'{"a":1}')])
def test_a_key_that_comes_with_another_request_is_refused(
    store: Store, other: tuple[str, bytes]
) -> None:
    ready(store, 1)
    answer(store, Call("ann", "k1", "decide", b'{"a":1}'), b"first")
    with pytest.raises(Conflict, match="choose a new key"):
        answer(store, Call("ann", "k1", *other), b"second")
    assert decisions(store) == 1


def test_keys_of_two_callers_are_apart(store: Store) -> None:
    ready(store, 1)
    answer(store, Call("ann", "k1", "decide", b"{}"), b"ann's")
    assert answer(store, Call("bob", "k1", "decide", b"{}"), b"bob's").body == b"bob's"


def test_of_many_at_once_one_is_done_and_all_get_its_answer(store: Store) -> None:
    ready(store, 1)
    call = Call("ann", "k1", "decide", b"{}")
    with ThreadPoolExecutor(12) as pool:
        answers = set(pool.map(lambda n: answer(store, call, f"{n}".encode()), range(24)))
    assert len(answers) == 1
    assert decisions(store) == 1


def test_what_failed_is_not_remembered(store: Store) -> None:
    ready(store, 1)
    call = Call("ann", "k1", "decide", b"{}")
    with pytest.raises(ZeroDivisionError), store.database.write() as write:
        fail_after(keep(write, store.keys, call, Answer(201, b"half"), client=1, at=AT))
    assert answer(store, call, b"whole").body == b"whole"


def test_a_second_call_while_the_first_is_under_way_is_told_to_wait() -> None:
    flights = Flights()
    with flights.hold("ann", "k1"):
        with flights.hold("ann", "k2"), flights.hold("bob", "k1"):
            pass
        with pytest.raises(Busy, match="under way"), flights.hold("ann", "k1"):
            pass
    with flights.hold("ann", "k1"):
        pass


def test_an_erased_clients_answer_is_not_given_again(store: Store) -> None:
    ready(store, 1)
    call = Call("ann", "k1", "decide", b"{}")
    answer(store, call, b"first")
    store.keys.destroy(store.keys.pseudonym(1), AT, "request")
    with pytest.raises(Erased):
        answer(store, call, b"second")


def test_old_answers_are_forgotten(store: Store) -> None:
    ready(store, 1)
    call = Call("ann", "k1", "decide", b"{}")
    answer(store, call, b"first")
    with store.database.write() as write:
        assert forget_before(write, AT) == 0
        assert forget_before(write, "2026-04-01T00:00:00.000000Z") == 1
    assert answer(store, call, b"second").body == b"second"
