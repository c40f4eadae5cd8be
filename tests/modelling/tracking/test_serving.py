"""A registered bundle, really served by MLflow, gives the proposals of `decide`."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from clairscore.data.credit_file import credit_files, dump
from clairscore.data.tables import read_folder
from clairscore.modelling.tracking import QUIET
from tests.conftest import clairscore

PATIENCE = 180
"""Seconds that a busy machine may take to start a server."""


@dataclass(frozen=True)
class Answer:
    code: int
    body: dict


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen
    port: int

    def ask(self, *documents) -> Answer:
        """What MLflow's server answers for these credit files."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/invocations",
            json.dumps({"inputs": documents}).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, json.load(answer))
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, json.load(refused))

    def is_up(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ping", timeout=5).close()
        except OSError:
            return False
        return True


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def champion(store, tiny_bundles):
    """The tiny bundle, registered and made champion on the command line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIRSCORE_TRACKING", store.uri)
        for words in (("register", tiny_bundles), ("promote",)):
            done = clairscore("model", *words, "--why", "first model", "--by", "Anne", "--json")
            assert done.code == 0, done.err
        return done.json


@pytest.fixture(scope="module")
def server(store, champion, tmp_path_factory):
    port = free_port()
    told = tmp_path_factory.mktemp("server") / "log"
    words = ("models", "serve", "-m", "models:/clairscore@champion", "--env-manager", "local")
    command = [sys.executable, "-m", "mlflow", *words, "-h", "127.0.0.1", "-p", str(port)]
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, **QUIET, "MLFLOW_TRACKING_URI": store.uri, "PATH": programs}
    with told.open("wb") as log:
        process = subprocess.Popen(
            command, env=environ, stdout=log, stderr=log, start_new_session=True
        )
    running, end = Server(process, port), time.monotonic() + PATIENCE
    while not running.is_up():
        assert process.poll() is None, told.read_text()
        assert time.monotonic() < end, told.read_text()
        time.sleep(0.2)
    yield running
    os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None


@pytest.fixture(scope="module")
def applicants(tiny_folder):
    """Three credit files, the last of somebody without any history."""
    tables = read_folder(tiny_folder, population="test")
    clients = tables["application"].select("SK_ID_CURR").collect()["SK_ID_CURR"].to_list()[:3]
    files = [json.loads(dump(file)) for file in credit_files(tables, clients).values()]
    files[-1] = {"application": files[-1]["application"]}
    return files


@pytest.mark.slow
def test_a_served_bundle_proposes_what_decide_proposes(
    server, champion, applicants, tiny_bundles, tmp_path
):
    served = server.ask(*applicants)
    assert served.code == 200, served.body
    for document, proposal in zip(applicants, served.body["predictions"], strict=True):
        file = tmp_path / "applicant.json"
        file.write_text(json.dumps(document))
        assert proposal == clairscore("decide", file, "-b", tiny_bundles, "--json").json
        assert proposal["bundle"] == champion["bundle"]


@pytest.mark.slow
def test_a_bad_credit_file_is_a_bad_request_that_tells_every_fault(server, applicants):
    bad = {"application": applicants[0]["application"] | {"AMT_CREDIT": "much", "COLOUR": 3}}
    refused = server.ask(bad)
    assert refused.code == 400
    assert "AMT_CREDIT" in refused.body["message"]
    assert "COLOUR" in refused.body["message"]
    assert "Traceback" not in json.dumps(refused.body)
    assert server.ask(applicants[0]).code == 200


@pytest.mark.slow
def test_the_server_stops_when_asked(server):
    os.killpg(server.process.pid, signal.SIGTERM)
    assert server.process.wait(timeout=60) is not None
    end = time.monotonic() + 60
    while server.is_up():  # its worker ends what it has begun
        assert time.monotonic() < end
        time.sleep(0.2)
