"""A client's facts and time lines over HTTP, in both languages, to those within reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clairscore.api.holder import ModelHolder
from clairscore.data.schema import APPLICATION, TABLES
from clairscore.store.accesses import accesses_of
from clairscore.store.clients import client
from clairscore.store.credit_files import add_file
from tests.api.place import Place, place
from tests.decision.people import one
from tests.decision.test_history import FILE


@pytest.fixture(scope="module")
def scene(holder: ModelHolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Client 100,001 has a history, 100,002 has no file."""
    with place(tmp_path_factory.mktemp("histories"), holder) as found:
        keep(found, "file-1")
        yield found


def keep(found: Place, name: str) -> None:
    service = found.service
    service.change(
        lambda write: add_file(
            write, service.store.keys, client(write, service.store.keys, 100_001), FILE,
            id=name, as_of=found.clock().date(), actor="test", at="2026",
        )
    )  # fmt: skip


def read(scene: Place, path: str, who: str = "manager", lang: str = "fr") -> dict:
    headers = {**scene.as_(who), "Accept-Language": lang}
    answer = scene.http.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_facts_are_told_with_their_definitions_in_the_callers_language(scene: Place) -> None:
    for lang, label in (("fr", "revenus"), ("en", "income")):
        found = read(scene, "/v1/clients/100001/facts", lang=lang)
        facts = {fact["column"]: fact for fact in found["facts"]}
        income = facts["AMT_INCOME_TOTAL"]
        assert (income["label"], income["raw"], income["use"]) == (label, 160_000, "model")
        assert income["definition"].endswith(".")
        assert len(facts) == len(TABLES[APPLICATION].columns) - 2


def test_what_is_not_supplied_has_no_value(scene: Place) -> None:
    facts = read(scene, "/v1/clients/100001/facts")["facts"]
    missing = next(fact for fact in facts if fact["column"] == "OWN_CAR_AGE")
    assert (missing["raw"], missing["value"]) == (None, "information non fournie")


def test_the_history_is_told_by_loan_and_day(scene: Place) -> None:
    loans = read(scene, "/v1/clients/100001/history", who="client")["loans"]
    assert [(loan["source"], loan["number"]) for loan in loans] == [
        ("previous_application", 7),
        ("bureau", 1),
        ("previous_application", 9),
    ]
    paid = loans[0]["events"][1]
    assert (paid["day"], paid["amount"], paid["paid"], paid["days_late"]) == (-370, 100, 100, 5)
    assert "retard de 5\xa0jours" in paid["text"]


def test_a_client_without_a_file_has_neither(scene: Place) -> None:
    for path in ("facts", "history"):
        answer = scene.http.get(f"/v1/clients/100002/{path}", headers=scene.as_("other_manager"))
        assert answer.status_code == 404


def test_the_newest_file_is_told(own: Place) -> None:
    keep(own, "file-1")
    own.add_score(100_001)  # keeps another file, without history
    assert read(own, "/v1/clients/100001/history")["loans"] == []
    assert one().application["AMT_CREDIT"] == 500_000


def test_looks_leave_a_trace(own: Place, tmp_path: Path) -> None:
    keep(own, "file-1")
    read(own, "/v1/clients/100001/facts")
    read(own, "/v1/clients/100001/history")
    own.service.accesses.flush(own.service)
    keys = own.service.store.keys
    pseudonym = own.service.look(client, keys, 100_001).pseudonym
    looks = own.service.look(accesses_of, pseudonym)
    assert {look.operation for look in looks} >= {"facts", "history"}
