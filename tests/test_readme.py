"""The README's ten lines of Python are run, and its figures are those of the records."""

from __future__ import annotations

import ast
import inspect
import json
import re
from pathlib import Path

import pytest

from bench import front_page
from clairscore import workbench
from clairscore.modelling.documents import write
from clairscore.modelling.run import Trained
from tests.conftest import Ran

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def code() -> str:
    (found,) = PYTHON.findall(README.read_text("utf-8"))
    return str(found)


@pytest.fixture
def made_before(tiny_training: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fewer people, and the model of other tests; calls are held against the signatures.

    That a document becomes a PDF is tested elsewhere.
    """
    made = {
        "synth": workbench.synth(tmp_path / "few", clients=250, test_clients=40, seed=1),
        "train": Trained(Path(tiny_training.json["folder"]), tiny_training.json["card"], {}, ()),
    }
    for name, value in made.items():
        shape = inspect.signature(getattr(workbench, name))
        monkeypatch.setattr(
            workbench, name, lambda *a, _s=shape, _v=value, **n: (_s.bind(*a, **n), _v)[1]
        )
    monkeypatch.setattr(write, "pdf_of", lambda _: b"%PDF-")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_whole_way_takes_ten_lines() -> None:
    assert len(ast.parse(code()).body) == 11  # the import and ten


def test_the_page_of_the_python_api_shows_the_same_lines() -> None:
    assert PYTHON.findall((ROOT / "docs" / "how-to" / "from-python.md").read_text("utf-8")) == [
        code()
    ]


@pytest.mark.slow
def test_the_ten_lines_do_what_they_say(
    made_before: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(code(), "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "Interval(value=0." in printed
    assert "Of 100 applications at the same level of risk, about" in printed
    assert "outcome" in printed
    assert {path.name for path in (made_before / "demo" / "card").iterdir()} >= {
        "card.fr.html", "card.fr.pdf", "card.en.html", "card.en.pdf"
    }  # fmt: skip


def test_the_figures_are_written_from_records_alone(tmp_path: Path) -> None:
    record = {"key": "real", "measured": "0.9 (0.8 to 1.0)", "met": None, "data": "ten people; all"}
    (tmp_path / "real.json").write_text(json.dumps([record]))
    text = front_page.written(README.read_text("utf-8"), tmp_path)
    told = text.split("<!-- figures -->")[1].split("<!-- end of figures -->")[0]
    rows = told.strip().splitlines()[2:]
    assert rows == [f"| {front_page.ROWS['real']} | 0.9 (0.8 to 1.0) | ten people |"]


def test_every_figure_that_is_promised_is_in_the_readme() -> None:
    text = README.read_text("utf-8")
    known = {each["key"] for each in front_page.every(front_page.RECORDS)}
    missing = [told for key, told in front_page.ROWS.items() if key in known and told not in text]
    assert missing == [], "run python -m bench.front_page"
