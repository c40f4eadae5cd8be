"""What is sealed for one client and record can be read as that, and as nothing else."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.errors import BadSetting, BrokenRecord, Erased
from clairscore.store.keys import DataKey
from clairscore.store.master import make_master_key, read_secrets, secrets_of
from clairscore.store.opening import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
places = st.tuples(st.sampled_from(["ann", "bob"]), st.sampled_from("xy"), st.sampled_from("12"))


@given(plain=st.binary(max_size=200), own=places, other=places)
def test_sealed_bytes_open_in_their_own_place_and_in_no_other(
    plain: bytes, own: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    sealed = DataKey(own[0], bytes(32)).seal(own[1], own[2], plain, os.urandom)
    reader = DataKey(other[0], bytes(32))
    if own == other:
        assert reader.open(other[1], other[2], sealed) == plain
    else:
        with pytest.raises(BrokenRecord, match="altered, or belongs to another record"):
            reader.open(other[1], other[2], sealed)


@given(plain=st.binary(min_size=1, max_size=50), data=st.data())
def test_one_changed_or_missing_byte_is_noticed(plain: bytes, data: st.DataObject) -> None:
    key = DataKey("ann", bytes(32))
    sealed = bytearray(key.seal("file", "1", plain, os.urandom))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    for broken in (bytes(sealed), bytes(sealed[:at])):
        with pytest.raises(BrokenRecord):
            key.open("file", "1", broken)


def test_each_client_has_a_key_that_stays_his(store: Store) -> None:
    made = store.keys.create(range(1, 1200), NOON)
    assert len({key.key for key in made.values()}) == 1199
    assert store.keys.create((5, 6), NOON) == {5: made[5], 6: made[6]}
    assert store.keys.of(7) == made[7]
    sealed = store.keys.seal(7, "file", "1", b"facts")
    assert store.keys.open(7, "file", "1", sealed) == b"facts"
    with pytest.raises(BrokenRecord):
        store.keys.open(8, "file", "1", sealed)


def test_a_destroyed_key_takes_with_it_what_it_sealed(store: Store) -> None:
    store.keys.create((1, 2), NOON)
    sealed = store.keys.seal(1, "file", "1", b"facts")
    store.keys.destroy(store.keys.pseudonym(1), "2026-03-02T00:00:00.000000Z", "request")
    for touch in (lambda: store.keys.open(1, "file", "1", sealed), lambda: store.keys.of(1)):
        with pytest.raises(Erased, match="erased on 2026-03-02"):
            touch()
    with pytest.raises(Erased):
        store.keys.create((1, 3), NOON)
    assert not store.keys.many((3,))
    assert store.keys.of(2)


def test_destroying_twice_keeps_the_first_day(store: Store) -> None:
    store.keys.create((1,), NOON)
    name = store.keys.pseudonym(1)
    for day in ("2026-03-02T00:00:00.000000Z", "2026-04-02T00:00:00.000000Z"):
        store.keys.destroy(name, day, "request")
    assert [entry["at"] for entry in store.keys.erasures()] == ["2026-03-02T00:00:00.000000Z"]


def test_a_client_without_a_key_is_told_apart_from_an_erased_one(store: Store) -> None:
    with pytest.raises(BrokenRecord, match="client 9: there is no data key"):
        store.keys.of(9)


def test_pseudonyms_cannot_be_had_without_the_master_key() -> None:
    assert secrets_of(bytes(32)).pseudonyms != secrets_of(bytes([1]) * 32).pseudonyms
    secrets = secrets_of(bytes(32))
    assert len({secrets.wrapping, secrets.chain, secrets.pepper, secrets.pseudonyms}) == 4
    assert "x" not in repr(secrets)


def test_the_master_key_is_its_owners_and_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    make_master_key(path, os.urandom)
    assert path.stat().st_mode & 0o777 == 0o600
    first = read_secrets(path)
    with pytest.raises(BadSetting, match="never replaced"):
        make_master_key(path, os.urandom)
    assert read_secrets(path) == first


@pytest.mark.parametrize("text", ["", "something", "clairscore master key 1\nAAAA\n", "\xe9"])
def test_a_file_that_is_no_master_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(text.encode("latin-1"))
    path.chmod(0o600)
    with pytest.raises(BadSetting, match="found no master key in it"):
        read_secrets(path)


def test_a_master_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    make_master_key(path, os.urandom)
    path.chmod(0o640)
    with pytest.raises(BadSetting, match="chmod 600"):
        read_secrets(path)


def test_another_master_key_opens_nothing(store: Store) -> None:
    from clairscore.store.keys import Keys

    store.keys.create((1,), NOON)
    other = Keys(store.keys.engine, secrets_of(bytes(32)), os.urandom)
    renamed = Keys(
        store.keys.engine,
        type(other.secrets)(bytes(32), b"", b"", store.secrets.pseudonyms),
        os.urandom,
    )
    with pytest.raises(BrokenRecord):
        other.of(1)
    with pytest.raises(BrokenRecord, match="another master key"):
        renamed.of(1)
