"""The demonstration's service: filled from the same folder again and again, open to every role."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from clairscore.api.app import create_app
from clairscore.api.serving import open_service
from clairscore.cli import demo_service
from clairscore.cli.demo_life import live
from clairscore.client import Client
from clairscore.data.schema import CLIENT_KEY
from clairscore.data.tables import read_folder
from clairscore.settings import load_settings
from tests.conftest import Ran


@pytest.mark.slow
def test_everybody_who_is_printed_may_sign_in_and_every_screen_has_something_to_show(
    tiny_training: Ran,
    tiny_folder: Path,
    tiny_bundles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in demo_service.variables(tmp_path, tiny_bundles).items():
        monkeypatch.setenv(name, value)
    pending = read_folder(tiny_folder, population="test")["application"].select(CLIENT_KEY)
    client = int(pending.collect()[CLIENT_KEY][0])
    first = demo_service.fill(tmp_path, tiny_folder, tiny_bundles, client, "fr")
    again = demo_service.fill(tmp_path, tiny_folder, tiny_bundles, client, "fr")
    assert first.password != again.password
    demo_service.show_access(again, "fr")
    printed = capsys.readouterr().out
    assert again.password in printed
    with open_service(load_settings()) as service, TestClient(create_app(service)) as http:
        for name in (*demo_service.STAFF, str(client)):
            assert re.search(rf"\b{name}\b", printed), name
            asked = {"name": name, "password": again.password}
            assert http.post("/v1/sessions", json=asked).status_code == 201, name
        old = {"name": "admin-1", "password": first.password}
        assert http.post("/v1/sessions", json=old).status_code == 401
        token = http.post("/v1/sessions", json=old | {"password": again.password}).json()["token"]
        portfolios = http.get("/v1/portfolios", headers={"Authorization": f"Bearer {token}"})
        names = [each["name"] for each in portfolios.json()["items"]]
        assert names == ["manager-1", "manager-2", "manager-3"]
        program = {"Authorization": f"Bearer {again.key}"}
        assert http.get("/v1/clients", headers=program).json()["items"]
        live(http, again, "fr")
        live(http, again, "fr")  # a second start adds nothing
        own = {"name": str(client), "password": again.password}
        assert (
            Client(http, http.post("/v1/sessions", json=own).json()["token"]).own_decisions().items
        )
        manager = {"name": "manager-1", "password": again.password}
        desk = Client(http, http.post("/v1/sessions", json=manager).json()["token"])
        states = {each.state for each in desk.list_applications(limit=100).items}
        assert {"draft", "notified"} <= states
        assert states & {"proposed", "decided", "referred"}
