"""Many clients given to portfolios at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from clairscore.errors import Absent, BadInput
from clairscore.store.audit import history
from clairscore.store.clients import add_client, portfolios
from clairscore.store.duties import STAFF, require_duties
from clairscore.store.opening import init_store, open_store
from clairscore.store.portfolios import assign_all, dealt, numbers
from tests.api.place import START, chance, settings_in


def test_clients_are_dealt_evenly_and_always_alike() -> None:
    found = dealt(range(1, 102), ["a", "b"], seed=3)
    sizes = sorted(list(found.values()).count(name) for name in "ab")
    assert sizes == [50, 51]
    assert found == dealt(reversed(range(1, 102)), ["a", "b"], seed=3)
    assert found != dealt(range(1, 102), ["a", "b"], seed=4)
    with pytest.raises(BadInput, match="each once"):
        dealt([1], ["a", "a"], seed=0)


def test_all_are_given_or_none(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    init_store(settings, chance())
    with open_store(settings, chance(2)) as store:
        with store.database.write() as write:
            for number in (1, 2, 3):
                add_client(write, store.keys, number, "none", actor="test", at=START)
            assert numbers(write) == [1, 2, 3]
            assign_all(write, {1: "north", 3: "south"}, actor="test", at="2026")
        with store.database.write() as write, pytest.raises(Absent, match="1 of 2 are not here"):
            assign_all(write, {2: "north", 9: "north"}, actor="test", at="2026")
        with store.database.read() as read:
            assert portfolios(read) == {"north": 1, "none": 1, "south": 1}
            assert history(read, "portfolios")[0].detail == {"north": 1, "south": 1}


@pytest.mark.parametrize(
    ("roles", "portfolio", "fault"),
    [
        ([], None, "found none"),
        (["king"], None, "found king"),
        (["admin", "manager"], "north", "must not decide"),
        (["auditor", "reviewer"], None, "must not decide"),
        (["manager"], None, "name it"),
        (["manager"], "a\nb", "printable"),
    ],
)
def test_roles_that_do_not_go_together_are_refused(
    roles: list[str], portfolio: str | None, fault: str
) -> None:
    with pytest.raises(BadInput, match=fault):
        require_duties(roles, STAFF, portfolio)


def test_roles_that_go_together_come_back_in_order() -> None:
    assert require_duties(["reviewer", "manager"], STAFF, "north") == ("manager", "reviewer")
