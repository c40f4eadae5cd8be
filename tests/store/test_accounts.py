"""Accounts: who signs in, who holds a key, and what is kept of their secrets."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from clairscore.errors import Absent, BadInput, Busy, Conflict
from clairscore.store.accounts import (
    User,
    add_user,
    credentials,
    disable_user,
    find_user,
    list_users,
    note_failure,
    note_success,
    set_password,
    set_portfolio,
    set_roles,
    user_by_id,
)
from clairscore.store.activation import add_activation_code, use_activation_code
from clairscore.store.api_keys import add_api_key, find_api_key, list_api_keys, revoke_api_key
from clairscore.store.audit import history
from clairscore.store.opening import Store
from clairscore.store.passwords import Passwords
from clairscore.store.sessions import (
    IDLE,
    LONGEST,
    close_session,
    close_sessions_of,
    forget_ended,
    open_session,
    touch_session,
    user_of_session,
)
from clairscore.store.tables import activation_codes, api_keys, sessions, users
from clairscore.store.times import stamp
from clairscore.store.tokens import CODE_LETTERS, new_code, new_token
from tests.store.people import AT, NOON, client_of

ANN = User("u1", "ann", ("manager",), portfolio="north")
SECOND = timedelta(seconds=1)


def ann(store: Store) -> User:
    with store.database.write() as write:
        add_user(write, ANN, "hash", actor="admin", at=AT)
    return ANN


def test_an_account_is_found_by_name_and_by_id(store: Store) -> None:
    ann(store)
    with store.database.read() as read:
        assert find_user(read, "ann") == ANN == user_by_id(read, "u1")
        assert find_user(read, "bob") is None
        with pytest.raises(Absent, match="user u9"):
            user_by_id(read, "u9")


def test_a_name_is_taken_once(store: Store) -> None:
    ann(store)
    with pytest.raises(Conflict, match="user ann"), store.database.write() as write:
        add_user(write, User("u2", "ann", ()), None, actor="admin", at=AT)


@pytest.mark.parametrize("name", ["", "a" * 101, "ann\n"])
def test_names_are_short_and_printable(store: Store, name: str) -> None:
    with pytest.raises(BadInput, match="printable"), store.database.write() as write:
        add_user(write, User("u2", name, ()), None, actor="admin", at=AT)


def test_accounts_are_listed_in_pages(store: Store) -> None:
    with store.database.write() as write:
        for number in range(5):
            add_user(write, User(f"u{number}", f"n{number}", ()), None, actor="admin", at=AT)
    with store.database.read() as read:
        first = list_users(read, limit=3)
        rest = list_users(read, after=first[-1].name, limit=3)
    assert [user.name for user in (*first, *rest)] == ["n0", "n1", "n2", "n3", "n4"]


def test_changes_of_an_account_are_events(store: Store) -> None:
    ann(store)
    with store.database.write() as write:
        set_roles(write, ANN, ("manager", "reviewer"), actor="admin", at=AT)
        set_portfolio(write, ANN, "south", actor="admin", at=AT)
        set_password(write, ANN, "another hash", actor="u1", at=AT)
        disable_user(write, ANN, actor="admin", at=AT)
    with store.database.read() as read:
        found = user_by_id(read, "u1")
        events = history(read, "u1")
    assert (found.roles, found.portfolio, found.disabled) == (("manager", "reviewer"), "south", AT)
    actions = ["user.add", "user.roles", "user.portfolio", "user.password", "user.disable"]
    assert [event.action for event in events] == actions
    assert "hash" not in repr(events)


def test_an_unknown_account_cannot_be_changed(store: Store) -> None:
    with pytest.raises(Absent, match="user ann"), store.database.write() as write:
        disable_user(write, ANN, actor="admin", at=AT)


def test_wrong_passwords_in_a_row_cost_ever_more_waiting(store: Store) -> None:
    ann(store)
    waits = []
    for _ in range(8):
        with store.database.write() as write:
            note_failure(write, ANN, AT)
            found = credentials(write, "ann")
        assert found is not None
        waits.append(found.waits_until and found.waits_until - NOON)
    assert waits == [None] * 4 + [SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND]
    with store.database.write() as write:
        note_success(write, ANN)
        found = credentials(write, "ann")
    assert found is not None
    assert found.waits_until is None


def test_a_disabled_or_unknown_account_has_no_credentials(store: Store) -> None:
    ann(store)
    with store.database.write() as write:
        assert credentials(write, "ann") is not None
        disable_user(write, ANN, actor="admin", at=AT)
        assert credentials(write, "ann") is None
        assert credentials(write, "bob") is None


# Passwords -------------------------------------------------------------------------------------
def test_passwords_are_kept_as_argon2id() -> None:
    passwords = Passwords()
    kept = passwords.hash("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches("correct horse battery", kept)
    assert not passwords.matches("correct horse batterY", kept)
    assert not passwords.matches("correct horse battery", None)
    assert not passwords.matches("nobody has this password", None)
    assert not passwords.matches("correct horse battery", "no hash")


@pytest.mark.parametrize("password", ["short", "x" * 1025])
def test_passwords_have_a_length(password: str) -> None:
    with pytest.raises(BadInput, match="expected 12 to 1024"):
        Passwords().hash(password)


def test_two_passwords_are_tried_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clairscore.store.passwords.WAIT_SECONDS", 0.01)
    passwords = Passwords()
    with passwords._slot(), passwords._slot(), pytest.raises(Busy, match="signing in"):
        passwords.matches("correct horse battery", None)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: passwords.matches("x", None), range(2))) == [False, False]


# Sessions --------------------------------------------------------------------------------------
def opened(store: Store) -> str:
    with store.database.write() as write:
        pepper = store.secrets.pepper
        return open_session(write, ANN, pepper=pepper, random=os.urandom, at=NOON)


def holder(store: Store, token: str, after: timedelta) -> User | None:
    with store.database.read() as read:
        return user_of_session(read, token, pepper=store.secrets.pepper, at=NOON + after)


def test_a_session_ends_when_it_lies_idle_or_grows_old(store: Store) -> None:
    ann(store)
    token, pepper = opened(store), store.secrets.pepper
    assert holder(store, token, IDLE - SECOND) == ANN
    assert holder(store, token, IDLE) is None
    for step in range(1, 2 * 12 + 1):
        with store.database.write() as write:
            touch_session(write, token, pepper=pepper, at=NOON + step * IDLE - SECOND)
    assert holder(store, token, LONGEST - SECOND) == ANN
    assert holder(store, token, LONGEST) is None
    assert holder(store, "another", timedelta()) is None


def test_a_session_ends_with_its_closing_and_with_its_account(store: Store) -> None:
    ann(store)
    one, two, three = opened(store), opened(store), opened(store)
    with store.database.write() as write:
        close_session(write, one, pepper=store.secrets.pepper)
    assert (holder(store, one, SECOND), holder(store, two, SECOND)) == (None, ANN)
    with store.database.write() as write:
        disable_user(write, ANN, actor="admin", at=AT)
    assert holder(store, two, SECOND) is None
    with store.database.write() as write:
        assert forget_ended(write, NOON + SECOND) == 0
        close_sessions_of(write, ANN)
        assert forget_ended(write, NOON + LONGEST) == 0
    assert holder(store, three, SECOND) is None


def test_ended_sessions_are_forgotten(store: Store) -> None:
    ann(store)
    opened(store)
    with store.database.write() as write:
        assert forget_ended(write, NOON + IDLE) == 1


# Keys and codes --------------------------------------------------------------------------------
def program_key(store: Store, **options: object) -> str:
    with store.database.write() as write:
        return add_api_key(
            write,
            "nightly",
            ("service",),
            pepper=store.secrets.pepper,
            random=os.urandom,
            actor="admin",
            at=NOON,
            **options,  # type: ignore[arg-type]
        )


def test_a_programs_key_is_known_by_its_secret(store: Store) -> None:
    key, pepper = program_key(store, expires=NOON + LONGEST), store.secrets.pepper
    with store.database.read() as read:
        found = find_api_key(read, key, pepper=pepper, at=NOON)
        assert found is not None
        assert (found.name, found.roles) == ("nightly", ("service",))
        assert list_api_keys(read) == [found]
        wrong = [key[:-1] + ("a" if key[-1] != "a" else "b"), "csk_x_y", "csk", "", key[4:]]
        assert [find_api_key(read, text, pepper=pepper, at=NOON) for text in wrong] == [None] * 5
        assert find_api_key(read, key, pepper=b"other", at=NOON) is None
        assert find_api_key(read, key, pepper=pepper, at=NOON + LONGEST) is None


def test_a_revoked_key_ends_at_once(store: Store) -> None:
    key, pepper = program_key(store), store.secrets.pepper
    name = key.split("_")[1]
    with store.database.write() as write:
        revoke_api_key(write, name, actor="admin", at=AT)
        assert find_api_key(write, key, pepper=pepper, at=NOON) is None
        with pytest.raises(Absent, match="none in force"):
            revoke_api_key(write, name, actor="admin", at=AT)


def test_an_activation_code_opens_one_account_once(store: Store) -> None:
    client, other = client_of(store, 1), client_of(store, 2)
    pepper = store.secrets.pepper
    with store.database.write() as write:
        code = add_activation_code(
            write,
            client.number,
            pseudonym=client.pseudonym,
            pepper=pepper,
            random=os.urandom,
            actor="ann",
            at=NOON,
        )
        for number, days in ((other.number, 0), (client.number, 14)):
            at = NOON + timedelta(days=days)
            with pytest.raises(Conflict, match="not valid"):
                use_activation_code(write, number, code, pepper=pepper, at=at)
        use_activation_code(write, 1, f" {code.lower()}", pepper=pepper, at=NOON)
        with pytest.raises(Conflict, match="not valid"):
            use_activation_code(write, 1, code, pepper=pepper, at=NOON)


def test_no_secret_is_kept_as_it_is(store: Store) -> None:
    ann(store)
    client = client_of(store, 1)
    token, key = opened(store), program_key(store)
    with store.database.write() as write:
        code = add_activation_code(
            write,
            1,
            pseudonym=client.pseudonym,
            pepper=store.secrets.pepper,
            random=os.urandom,
            actor="ann",
            at=NOON,
        )
        kept = [write.connection.execute(select(table)).all() for table in (users, sessions)]
        kept += [write.connection.execute(select(t)).all() for t in (api_keys, activation_codes)]
    for secret in (token, key.split("_", 2)[2], code):
        assert secret not in repr(kept)


def test_tokens_and_codes_are_long_and_even() -> None:
    random = Random(1).randbytes
    assert len({new_token(random) for _ in range(1000)}) == 1000
    letters = Counter("".join(new_code(random) for _ in range(2000)).replace("-", ""))
    assert set(letters) == set(CODE_LETTERS)
    assert max(letters.values()) < 1.2 * min(letters.values())
    assert stamp(NOON) == AT
