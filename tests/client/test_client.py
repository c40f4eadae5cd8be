"""The typed client: every operation, its answers as records, its refusals as errors."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.api.holder import ModelHolder
from clairscore.client import Client
from clairscore.decision.bundle import load
from clairscore.errors import Fault, Refused, Unavailable
from clairscore.store import accounts
from clairscore.store.database import Write
from tests.api.place import Place, place, user_id
from tests.client.source import PACKAGE, description, sources
from tests.decision.bundle.conftest import bundle, key, saved

__all__ = ["bundle", "key", "saved"]
PASSWORD = "a long sentence of this test"


@pytest.fixture(scope="module")
def served(
    saved: Path, key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A service with a book, and an administrator who has a password."""
    holder = ModelHolder(lambda folder: load(folder, [key.public_key()]))
    holder.change(saved)
    with place(tmp_path_factory.mktemp("client"), holder) as found:
        found.add_score(100_001)
        hashed = found.service.passwords.hash(PASSWORD)

        def keep(write: Write) -> None:
            user = accounts.user_by_id(write, user_id("admin"))
            accounts.set_password(write, user, hashed, actor="test", at="2026")

        found.service.change(keep)
        yield found


@pytest.mark.parametrize("name", ["records.py", "calls.py"])
def test_what_is_written_is_what_the_service_describes(name: str) -> None:
    assert (PACKAGE / name).read_text("utf-8") == sources()[name], (
        "the routes changed: run `python -m tests.client.source`"
    )


def test_no_two_modules_of_routes_use_one_name_for_two_records() -> None:
    assert [name for name in description()["components"]["schemas"] if "__" in name] == []


def test_the_client_needs_nothing_of_the_service() -> None:
    code = (
        "import sys, clairscore.client; "
        "print([name for name in sys.modules if name.split('.')[0] in"
        " ('fastapi', 'sqlalchemy', 'lightgbm', 'polars')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_manager_reads_a_score_as_a_frozen_record(served: Place) -> None:
    manager = Client(served.http, served.token("manager"), "en")
    score = manager.show_score(100_001)
    assert (score.client, score.probability, score.verdict) == (100_001, 0.05, "granted")
    assert score.themes[0].theme == "work"
    assert "about 5" in score.meaning[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        score.probability = 0.0  # type: ignore[misc]


def test_a_parameter_of_several_values_is_sent_once_for_each(served: Place) -> None:
    reviewer = Client(served.http, served.token("reviewer"))
    assert reviewer.list_reviews(state=("requested", "assigned"), mine=True).items == ()
    assert reviewer.list_applications(state=("awaiting_second", "referred")).items == ()


def test_an_account_is_made_and_changed_by_who_read_its_version(served: Place) -> None:
    admin = Client(served.http, Client(served.http).sign_in(name="admin", password=PASSWORD).token)
    made = admin.add_user(name="dora", roles=("analyst",), password=PASSWORD)
    changed = admin.change_user(made.value.id, roles=("reviewer",), if_match=made.etag)
    assert changed.value.roles == ("reviewer",)
    with pytest.raises(Refused) as stale:
        admin.change_user(made.value.id, roles=("analyst",), if_match=made.etag)
    assert (stale.value.status, stale.value.code) == (412, "changed_meanwhile")
    admin.sign_out()
    with pytest.raises(Refused, match="Identification nécessaire"):
        admin.list_users()


def test_a_list_is_read_page_by_page(served: Place) -> None:
    reviewer = Client(served.http, served.token("reviewer"))
    first = reviewer.list_clients(limit=1)
    second = reviewer.list_clients(limit=1, cursor=first.next)
    assert [line.client for line in (*first.items, *second.items)] == [100_001, 100_002]


def test_a_refusal_says_what_where_and_why(served: Place) -> None:
    with pytest.raises(Refused) as refused:
        Client(served.http).sign_in(name="", password=PASSWORD)
    assert (refused.value.status, refused.value.code) == (422, "invalid")
    assert [(wrong.at, wrong.type) for wrong in refused.value.errors] == [
        ("body.name", "string_too_short")
    ]
    assert refused.value.exit_code == 2
    with pytest.raises(Refused, match="Introuvable"):
        Client(served.http, served.token("manager")).show_score(100_002)


def answering(answer: httpx2.Response | Exception) -> Client:
    def handler(_: httpx2.Request) -> httpx2.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    transport = httpx2.MockTransport(handler)
    return Client(httpx2.Client(base_url="http://scores", transport=transport))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx2.ConnectError("refused"), Unavailable),
        (httpx2.ReadTimeout("late"), Unavailable),
        (httpx2.Response(503, json={"title": "a", "detail": "b"}), Unavailable),
        (httpx2.Response(503, text="<html>"), Unavailable),
        (httpx2.Response(500, json={"title": "a", "request_id": "7"}), Fault),
        (httpx2.Response(200, json={"bundle": 1}), Fault),
        (httpx2.Response(200, text="<html>"), Fault),
        (httpx2.Response(404, text="<html>"), Refused),
    ],
)
def test_a_service_that_does_not_answer_well_is_told_apart(
    answer: httpx2.Response | Exception, error: type[Exception]
) -> None:
    with pytest.raises(error) as raised:
        answering(answer).show_model()
    assert type(raised.value) is error
