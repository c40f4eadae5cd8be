"""The notebooks run from top to bottom on invented clients, and hold no logic of their own."""

from __future__ import annotations

import ast
from pathlib import Path

import jupytext
import pytest
from notebooks.run import NOTEBOOKS, executed

from clairscore.data.synthetic import generate

NAMES = [path.stem for path in NOTEBOOKS]
FIGURES = {"03_essai_de_l_api": 0}
"""Least figures of a notebook that shows answers rather than pictures."""
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.While, ast.If)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_defines_nothing(path: Path) -> None:
    found = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, LOGIC)
    ]
    assert not found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_script_becomes_a_notebook_and_back(path: Path) -> None:
    """Text and code stay apart: a cell mark that is mistyped would turn prose into code."""
    notebook = jupytext.read(path)
    kinds = {cell.cell_type for cell in notebook.cells}
    again = jupytext.reads(jupytext.writes(notebook, fmt="ipynb"), fmt="ipynb")
    assert kinds == {"markdown", "code"}
    assert jupytext.writes(again, fmt="py:percent") == jupytext.writes(notebook, fmt="py:percent")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of fewer clients than a notebook invents for itself."""
    folder = tmp_path_factory.mktemp("few") / "data"
    generate(folder, clients=600, test_clients=200, seed=3, default_rate=0.15)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("own", [False, pytest.param(True, marks=pytest.mark.release)])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_runs_and_shows_its_figures(
    path: Path, own: bool, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the clients that it invents at release length, on few of them every day."""
    monkeypatch.setenv("CLAIRSCORE_NOTEBOOK_DATA", "" if own else str(few))
    done = executed(path, tmp_path)
    shown = [
        output["data"].get("text/html", "")
        for cell in done.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "data" in output
    ]
    assert sum("<svg" in html for html in shown) >= FIGURES.get(path.stem, 10)
    assert sum("<table" in html for html in shown) >= 4
