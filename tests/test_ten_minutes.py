"""The ten minutes are taken in this process, on few people, by a model that other tests made."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.conftest import clairscore

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = {"en": DOCS / "tutorial" / "ten-minutes.md", "fr": DOCS / "fr" / "dix-minutes.md"}
BLOCK = re.compile(r"^```(bash|python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MADE_BEFORE = ("clairscore data synth", "clairscore train", ". .venv")


def blocks(lang: str) -> list[tuple[str, str]]:
    """Kind and text of every block of the page."""
    return BLOCK.findall(PAGES[lang].read_text("utf-8"))


def of_kind(kind: str, lang: str = "en") -> list[str]:
    return [text for found, text in blocks(lang) if found == kind]


def test_both_pages_have_the_same_lines_but_for_the_language() -> None:
    own = {lang: re.compile(rf'"{lang}"|(?<=LANGUAGE=){lang}') for lang in PAGES}
    said = {lang: [own[lang].sub("?", text) for _, text in blocks(lang)] for lang in PAGES}
    assert said["en"] == said["fr"]


@pytest.fixture
def ten(tiny_bundles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine where the tables, of fewer people, and the model are made already.

    The model sits its exam once for all commands: they run in one process here.
    """
    from clairscore.data.synthetic import generate
    from clairscore.decision import bundle
    from clairscore.decision.bundle import trusted_keys

    load = bundle.load
    loaded = cache(lambda folder: load(folder, trusted_keys(key)))
    key = next(tiny_bundles.parent.glob("*.key.pub"))
    monkeypatch.setattr(bundle, "load", lambda folder, _: loaded(folder))
    monkeypatch.setenv("CLAIRSCORE_TRUSTED_KEYS", str(key))

    monkeypatch.chdir(tmp_path)
    generate(tmp_path / "ten" / "data", clients=40, test_clients=20, seed=1)
    (tmp_path / "ten" / "bundles").symlink_to(tiny_bundles)
    known = dict(os.environ)
    yield tmp_path / "ten"
    os.environ.clear()
    os.environ.update(known)


def do(line: str) -> None:
    """One line of the shell: a setting, a command of ours in this process, or another."""
    if line.startswith("export "):
        os.environ.update(word.split("=", 1) for word in shlex.split(line)[1:])
    elif line.startswith("clairscore "):
        done = clairscore(*shlex.split(line)[1:])
        assert done.code == 0, f"{line}\n{done.out}\n{done.err}"
    else:
        subprocess.run(["bash", "-c", line], check=True)


@pytest.mark.slow
def test_every_line_leads_on_to_the_letter(
    ten: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from clairscore.api.app import create_app
    from clairscore.api.serving import open_service
    from clairscore.settings import load_settings

    for line in "".join(of_kind("bash")).splitlines():
        if line.endswith("&"):
            break
        if not line.startswith(MADE_BEFORE):
            do(line)
    with open_service(load_settings()) as service, TestClient(create_app(service)) as http:
        monkeypatch.setattr(httpx2, "Client", lambda **_: http)
        exec(compile(of_kind("python")[0], "ten-minutes.md", "exec"), {})
    assert capsys.readouterr().out == of_kind("text")[0]
    assert (ten / "letter.pdf").read_bytes().startswith(b"%PDF-")
    do(of_kind("bash")[-1].strip())
