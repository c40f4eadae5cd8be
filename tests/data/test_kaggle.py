"""`fetch` against a server on this machine: kagglehub's own code, only its address is another."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from clairscore.data import kaggle
from clairscore.data.checks import check_folder
from clairscore.data.files import hold
from clairscore.errors import BadInput, Busy, Fault, MissingExtra
from tests.data import tiny

kaggle_env = pytest.importorskip("kagglesdk.kaggle_env")


class FakeKaggle(ThreadingHTTPServer):
    """Serves one archive to whoever has the right token; `status` is its answer otherwise."""

    def __init__(self, archive: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.archive, self.status, self.sent = archive, 200, len(archive)
        self.requests: list[tuple[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    server: FakeKaggle

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.path, self.headers.get("Authorization", "")))
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/zip")
        self.send_header("Content-Length", str(len(self.server.archive)))
        self.end_headers()
        self.wfile.write(self.server.archive[: self.server.sent])

    def log_message(self, format: str, *args: object) -> None:
        """No line on the terminal."""


def _archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for stem, cells in tiny.tables().items():
            archive.writestr(f"{stem}.csv", tiny.text(cells))
        archive.writestr("sample_submission.csv", "SK_ID_CURR,TARGET\n")
    return packed.getvalue()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeKaggle]:
    with FakeKaggle(_archive()) as fake:
        Thread(target=fake.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{fake.server_port}"
        monkeypatch.setitem(kaggle_env._env_to_endpoint, kaggle_env.KaggleEnv.LOCAL, address)
        monkeypatch.setenv("KAGGLE_API_ENVIRONMENT", "LOCALHOST")
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("KAGGLE_CONFIG_DIR", str(tmp_path / "home"))
        monkeypatch.delenv("KAGGLE_API_TOKEN", raising=False)
        monkeypatch.setenv("KAGGLE_USERNAME", "ada")
        monkeypatch.setenv("KAGGLE_KEY", "not-a-real-key")
        yield fake
        fake.shutdown()


def test_a_fetched_folder_holds_the_competition_and_passes_the_check(
    server: FakeKaggle, tmp_path: Path
) -> None:
    folder = kaggle.fetch(tmp_path / "data" / "kaggle")
    assert {path.name for path in folder.iterdir()} == {
        *(f"{stem}.csv" for stem in tiny.STEMS),
        "sample_submission.csv",
    }
    assert check_folder(folder).refusals == ()
    assert [path.name for path in folder.parent.iterdir()] == ["kaggle"]


def test_the_user_s_token_goes_to_the_competition_s_download(
    server: FakeKaggle, tmp_path: Path
) -> None:
    kaggle.fetch(tmp_path / "kaggle")
    ((path, authorization),) = server.requests
    assert path.endswith("CompetitionApiService/DownloadDataFiles")
    assert authorization.startswith("Basic ")


def test_without_a_token_it_says_where_to_get_one(
    server: FakeKaggle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KAGGLE_KEY")
    with pytest.raises(BadInput, match=r"no Kaggle token; make one at .*kaggle\.json"):
        kaggle.fetch(tmp_path / "kaggle")
    assert server.requests == []


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (401, BadInput, "does not know this token"),
        (403, BadInput, "accepted the competition's rules .*accept them at https"),
        (404, Fault, "answered 404"),
        (503, Fault, "answered 503 .*try again later"),
    ],
)
def test_a_refusal_is_a_sentence_and_leaves_nothing(
    server: FakeKaggle, tmp_path: Path, status: int, error: type[Exception], says: str
) -> None:
    server.status = status
    with pytest.raises(error, match=says):
        kaggle.fetch(tmp_path / "out" / "kaggle")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_download_that_breaks_off_leaves_nothing(server: FakeKaggle, tmp_path: Path) -> None:
    server.sent = len(server.archive) // 2
    with pytest.raises(Fault, match="broke off"):
        kaggle.fetch(tmp_path / "out" / "kaggle")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_download_that_is_no_archive_is_a_fault(server: FakeKaggle, tmp_path: Path) -> None:
    server.archive = b"<html>maintenance</html>"
    server.sent = len(server.archive)
    with pytest.raises(Fault, match="broke off"):
        kaggle.fetch(tmp_path / "kaggle")


def test_a_broken_token_file_is_named(
    server: FakeKaggle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KAGGLE_KEY")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "kaggle.json").write_text("{")
    with pytest.raises(BadInput, match=r"kaggle\.json; make a new token"):
        kaggle.fetch(tmp_path / "kaggle")


def test_a_folder_with_files_is_left_alone(server: FakeKaggle, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="is not empty; choose a new folder"):
        kaggle.fetch(tmp_path)
    assert server.requests == []


def test_a_second_run_is_refused_by_name(server: FakeKaggle, tmp_path: Path) -> None:
    with hold(tmp_path / "kaggle"), pytest.raises(Busy, match="is being written by process"):
        kaggle.fetch(tmp_path / "kaggle")


def test_without_kagglehub_it_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kaggle, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"pip install 'clairscore\[kaggle\]'"):
        kaggle.fetch(tmp_path / "kaggle")
