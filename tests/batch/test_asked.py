"""What is asked for is judged before any work, in words that say what to do."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from clairscore.batch import session
from clairscore.batch.asked import Asked
from clairscore.batch.session import require_master, require_spark
from clairscore.errors import BadSetting, MissingExtra, Unavailable
from tests.conftest import clairscore


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--out", "new.parquet", "--parts", 2), "give it a name such as new"),
        (("--out", "taken", "--parts", 2), "taken: is there already"),
        (("--out", "new", "--contributions", "taken", "--parts", 2), "--contributions taken: is"),
        (("--out", "new", "--contributions", "new", "--parts", 2), "is --out too"),
        (("--out", "new", "--master", "spark://here:7077"), "needs --engine spark"),
        (("--out", "new"), "ends in .parquet or .csv"),
        (("--out", "new", "--engine", "spark", "--master", "here:7077"), "expected spark://HOST"),
    ],
)
def test_options_that_cannot_be_used_are_refused_before_any_work(
    words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(session, "require_spark", lambda: None)
    monkeypatch.setattr("clairscore.batch.asked.require_spark", lambda: None)
    Path("taken").mkdir()
    refused = clairscore("score", "no-such-folder", "--bundle", "none", *words)
    assert refused.code == 2
    assert told in refused.err


def test_a_book_in_parts_is_not_cut_again(tmp_path: Path) -> None:
    (tmp_path / "part-00000").mkdir()
    refused = clairscore("score", tmp_path, "--out", tmp_path / "out", "--parts", 3)
    assert refused.code == 2
    assert "lies in 1 parts already" in refused.err


def test_a_book_is_another_when_a_file_changes_not_when_a_run_writes_into_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "bureau.parquet").write_bytes(b"rows")
    asked = Asked(tmp_path, "test")
    before = asked.state()
    (tmp_path / ".decided.unfinished").mkdir()
    (tmp_path / ".decided.unfinished" / "part-00000.parquet").write_bytes(b"rows")
    assert asked.state() == before
    (tmp_path / "bureau.parquet").write_bytes(b"other rows")
    assert asked.state() != before


def test_a_master_that_does_not_answer_is_told_at_once() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"spark://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(Unavailable, match=r"nothing answers at .*; start the master"):
            require_master(address)


def test_one_of_several_masters_is_enough() -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
        require_master(f"spark://127.0.0.1:1,127.0.0.1:{port}")


@pytest.mark.parametrize("address", ["here:7077", "spark://here", "local[x]", "mesos://a:1", ""])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadSetting, match="expected spark://HOST:PORT"):
        require_master(address)


@pytest.mark.parametrize("address", ["local", "local[4]", "local[*]", "yarn", "k8s://https://a:1"])
def test_addresses_that_are_not_knocked_at(address: str) -> None:
    require_master(address)


def test_a_machine_without_spark_or_java_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "find_spec", lambda _name: None)
    with pytest.raises(MissingExtra, match=r"install clairscore\[spark\]"):
        require_spark()
    monkeypatch.setattr(session, "find_spec", lambda _name: object())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(MissingExtra, match="openjdk-17-jre-headless"):
        require_spark()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(MissingExtra, match="JAVA_HOME is"):
        require_spark()
