"""The chain of events: whatever is done to it behind its back is told."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from clairscore.errors import BrokenRecord
from clairscore.store import audit
from clairscore.store.anchor import LINE, Anchor, AnchorBehind, Mark
from clairscore.store.audit import Event, Verification, append, verify
from clairscore.store.database import Tail, Write
from clairscore.store.opening import Store, open_store
from clairscore.store.tables import chain_heads, events
from tests.store.places import settings_in

MORNING = "2026-03-01T08:00:00.000000Z"


def event(number: int) -> Event:
    return Event(MORNING, "ann", "decide", f"decision-{number}", detail={"n": number})


def fill(store: Store, count: int) -> None:
    with store.database.write() as write:
        append(write, *(event(number) for number in range(count)))


def fail_after(_: object) -> None:
    raise ZeroDivisionError


def verified(store: Store) -> Verification:
    with store.database.read() as read:
        return verify(read, store.secrets.chain, store.database.anchor.read())


def behind_its_back(store: Store, change: Callable[[Write], object]) -> None:
    """Change tables without adding an event and without moving the anchor."""
    with store.database.engine.begin() as connection:
        change(Write(connection, Tail(0, b""), b""))


def test_an_untouched_chain_is_intact(store: Store) -> None:
    assert verified(store) == Verification(0, 0, ())
    fill(store, 3)
    fill(store, 2)
    assert verified(store) == Verification(5, 5, ())


def test_what_is_rolled_back_leaves_no_event(store: Store) -> None:
    fill(store, 2)
    with pytest.raises(ZeroDivisionError), store.database.write() as write:
        fail_after(append(write, event(9)))
    fill(store, 1)
    assert verified(store) == Verification(3, 3, ())


def test_the_history_of_a_record_is_told_oldest_first(store: Store) -> None:
    fill(store, 3)
    with store.database.write() as write:
        append(write, replace(event(1), action="notify"))
    with store.database.read() as read:
        assert [found.action for found in audit.history(read, "decision-1")] == ["decide", "notify"]
        assert audit.history(read, "decision-2") == [event(2)]


ATTACKS = ("edit", "delete", "truncate", "truncate with head", "restamp", "swap", "renumber")
COLUMNS = ("at", "actor", "action", "subject", "about", "digest", "detail")


def rows(write: Write) -> list[dict[str, object]]:
    found = write.connection.execute(select(events).order_by(events.c.number))
    return [dict(row) for row in found.mappings()]


def rewrite(write: Write, new: list[dict[str, object]]) -> None:
    write.connection.execute(delete(events))
    for row in new:
        write.connection.execute(events.insert(), row)


def set_head(write: Write, length: int, mac: object) -> None:
    write.connection.execute(update(chain_heads).values(length=length, mac=mac))


def attack(write: Write, kind: str, random: Random, key: bytes) -> None:
    """What somebody with the database might do; to `restamp` he has even the chain's key."""
    new = rows(write)
    at = random.randrange(len(new) - 1)
    if kind == "edit":
        new[at][random.choice(COLUMNS)] = f"forged-{random.random()}"
    elif kind == "delete":
        del new[at]
    elif kind in ("truncate", "truncate with head"):
        new = new[: at + 1]
        if kind == "truncate with head":
            set_head(write, at + 1, new[-1]["mac"])
    elif kind == "swap":
        new[at]["number"], new[at + 1]["number"] = new[at + 1]["number"], new[at]["number"]
    elif kind == "renumber":
        del new[at]
        for number, row in enumerate(new, 1):
            row["number"] = number
        set_head(write, len(new), new[-1]["mac"])
    else:
        new[at]["actor"] = "forged"
        before = audit.GENESIS
        for row in new:
            fields = tuple(row[name] for name in audit.NAMES)
            row["mac"] = before = audit._code(key, before, fields)
        set_head(write, len(new), before)
    rewrite(write, new)


@pytest.mark.parametrize("kind", ATTACKS)
def test_every_attack_is_caught(store: Store, kind: str) -> None:
    fill(store, 12)
    with store.database.read() as read:
        kept = rows(read)  # type: ignore[arg-type]
        head = read.connection.execute(select(chain_heads)).one()
    for seed in range(15):
        behind_its_back(
            store, lambda write, seed=seed: attack(write, kind, Random(seed), store.secrets.chain)
        )
        assert verified(store).faults, f"{kind} {seed} was not noticed"
        behind_its_back(store, lambda write: rewrite(write, kept))
        behind_its_back(store, lambda write: set_head(write, head.length, head.mac))
    assert verified(store).intact


def test_faults_say_where(store: Store) -> None:
    fill(store, 9)
    behind_its_back(
        store,
        lambda write: write.connection.execute(
            text("UPDATE events SET actor = 'forged' WHERE number = 4")
        ),
    )
    assert verified(store).faults == ("event 4: it, or the one before it, was altered or moved",)
    behind_its_back(
        store, lambda write: write.connection.execute(delete(events).where(events.c.number > 5))
    )
    told = "\n".join(verified(store).faults)
    assert "anchor: it knows 9 events, 5 are here; the end was cut off" in told
    assert "head: it does not belong to event 5" in told


def test_a_missing_anchor_and_a_broken_one_are_told(store: Store) -> None:
    fill(store, 2)
    path = store.database.anchor.path
    path.unlink()
    assert "anchor: its file is not there" in verified(store).faults[0]
    path.write_text("{}")
    with pytest.raises(BrokenRecord, match="no count and head"):
        verified(store)


def test_many_faults_are_counted_and_few_are_told(store: Store) -> None:
    fill(store, 60)
    behind_its_back(
        store, lambda write: write.connection.execute(text("UPDATE events SET actor = 'forged'"))
    )
    faults = verified(store).faults
    assert len(faults) == 21
    assert faults[-1] == "and 40 more"


@settings(max_examples=20)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=9))
def test_the_anchor_never_goes_back(tmp_path_factory: pytest.TempPathFactory, counts) -> None:  # type: ignore[no-untyped-def]
    anchor = Anchor(tmp_path_factory.mktemp("anchor") / "anchor.json")
    for count in counts:
        anchor.advance(Mark(count, bytes([count])))
    assert anchor.read() == Mark(max(counts), bytes([max(counts)]))


@given(cut=st.integers(0, 2 * LINE - 1), filler=st.binary(min_size=1, max_size=1))
def test_an_anchor_whose_last_write_was_cut_short_still_knows_the_one_before(
    tmp_path_factory: pytest.TempPathFactory, cut: int, filler: bytes
) -> None:
    anchor = Anchor(tmp_path_factory.mktemp("anchor") / "anchor.json")
    for count in (1, 2, 3):
        before = anchor.path.read_bytes() if count > 1 else b""
        anchor.advance(Mark(count, bytes([count]) * 32))
    after = anchor.path.read_bytes()
    torn = bytes(
        new if place < cut else old
        for place, (old, new) in enumerate(zip(before, after, strict=True))
    )
    anchor.path.write_bytes(torn)
    assert anchor.read() in (Mark(2, bytes([2]) * 32), Mark(3, bytes([3]) * 32))
    anchor.path.write_bytes(after[:-1] + filler)
    assert anchor.read() == Mark(3, bytes([3]) * 32)


def test_an_anchor_that_cannot_be_written_lags_and_catches_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 2)
    with monkeypatch.context() as patch:
        patch.setattr(Anchor, "advance", _full)
        fill(store, 2)
    assert verified(store) == Verification(4, 2, ())
    fill(store, 1)
    assert verified(store) == Verification(5, 5, ())


def test_an_anchor_behind_holds_the_newest_mark_once_it_is_read(tmp_path: Path) -> None:
    behind = AnchorBehind(Anchor(tmp_path / "anchor.json"))
    behind.flush()
    with ThreadPoolExecutor(4) as callers:
        list(callers.map(lambda count: behind.advance(Mark(count, bytes(32))), range(200)))
    assert behind.read() == Mark(199, bytes(32)) == behind.kept.read()
    behind.reset(Mark(3, bytes(32)))
    assert behind.read() == Mark(3, bytes(32))


def test_an_anchor_behind_whose_disk_refuses_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = AnchorBehind(Anchor(tmp_path / "anchor.json"))
    behind.advance(Mark(1, bytes(32)))
    behind.flush()
    with monkeypatch.context() as patch:
        patch.setattr(Anchor, "advance", _full)
        behind.advance(Mark(2, bytes(32)))
        assert behind.read() == Mark(1, bytes(32))
    behind.advance(Mark(3, bytes(32)))
    assert behind.read() == Mark(3, bytes(32))


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_events_are_verified_at_a_hundred_thousand_a_second(
    stores_as_made: Path, tmp_path: Path
) -> None:
    shutil.copytree(stores_as_made, tmp_path / "store")
    with open_store(settings_in(tmp_path / "store"), Random(1).randbytes) as store:
        fill(store, 20_000)
        begun = time.process_time()
        assert verified(store) == Verification(20_000, 20_000, ())
        assert time.process_time() - begun < 0.2
