"""Rooms of threads: bounded, with a deadline, and never piling up."""

from __future__ import annotations

import asyncio
import threading

import pytest

from clairscore.api.problems import Problem
from clairscore.api.work import Room
from clairscore.errors import Unavailable


def test_work_gives_back_what_it_finds_or_raises() -> None:
    room = Room("test", threads=1, waiting=1, seconds=5)

    async def both() -> int:
        with pytest.raises(ZeroDivisionError):
            await room.run(lambda: 1 // 0)
        return await room.run(max, 1, 2)

    assert asyncio.run(both()) == 2
    assert room.taken == 0


def test_work_that_does_not_end_is_given_up_and_keeps_its_place_until_it_does() -> None:
    room, ends = Room("test", threads=1, waiting=0, seconds=0.05), threading.Event()

    async def silent() -> None:
        with pytest.raises(Unavailable, match=r"no answer within 0\.05 s"):
            await room.run(ends.wait, 10)
        with pytest.raises(Problem) as full:
            await room.run(max, 1, 2)
        assert full.value.code == "overloaded"
        ends.set()
        while room.taken:
            await asyncio.sleep(0.01)
        assert await room.run(max, 1, 2) == 2

    asyncio.run(silent())


def test_a_full_room_refuses_at_once_what_others_would_wait_for() -> None:
    room, ends = Room("test", threads=2, waiting=3, seconds=10), threading.Event()

    async def crowd() -> list[str]:
        begun = [asyncio.create_task(room.run(ends.wait, 10)) for _ in range(9)]
        await asyncio.sleep(0.05)
        ends.set()
        ended = await asyncio.gather(*begun, return_exceptions=True)
        return sorted(type(each).__name__ for each in ended)

    assert asyncio.run(crowd()) == ["Problem"] * 4 + ["bool"] * 5


def test_a_closed_room_says_so() -> None:
    room = Room("test", threads=1, waiting=1, seconds=1)
    room.close()
    with pytest.raises(Unavailable, match="ending"):
        asyncio.run(room.run(max, 1, 2))
    assert room.taken == 0
