"""The reference says what the program says of itself."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.reference.source import DOCS, sources

PAGES = dict(sources())
ROOT = DOCS.parent


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(DOCS)))
def test_a_page_of_the_reference_is_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path], "run python -m tests.reference.source"


def test_the_site_is_built_without_a_warning() -> None:
    words = (Path(sys.executable).with_name("zensical"), "build", "--strict")
    built = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr


def test_every_page_but_single_decisions_can_be_found_from_the_menu() -> None:
    menu = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    pages = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}
    aside = {name for name in pages if name.startswith("decisions/0")}
    assert {name for name in pages - aside if f'"{name}"' not in menu} == set()


def test_the_menu_names_pages_that_are_there() -> None:
    project = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
    for name in named(project["nav"]):
        assert (DOCS / name).is_file(), name


def named(menu: list[dict[str, object]]) -> list[str]:
    """Every page of a menu and of its parts."""
    found: list[str] = []
    for entry in menu:
        for value in entry.values():
            found += named(value) if isinstance(value, list) else [str(value)]
    return found
