"""Documentation that fails when it is wrong: links, commands, options, JSON keys."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

import clairscore as package
from clairscore.cli.app import program
from clairscore.cli.wording import options, walk

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(
    r"(?<!from )(?<!import )\bclairscore ((?:[a-z]+(?:-[a-z]+)* ?)+)((?:[^`\n#]| #)*)"
)


@cache
def commands() -> dict[tuple[str, ...], frozenset[str]]:
    """Every command's option names by its path."""
    return {
        path: frozenset(
            name for option in options(command).values() for name in getattr(option, "opts", ())
        )
        for path, command in walk(program("en"))
        if path
    }


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    text = FENCE.sub("", page.read_text())
    for target in LINK.findall(text):
        if target.startswith(("http://", "https://")):
            continue
        file, _, heading = target.partition("#")
        place = (page.parent / file).resolve() if file else page
        assert place.exists(), f"{target} leads nowhere"
        if heading:
            titles = re.findall(r"^#+ (.*)$", place.read_text(), re.MULTILINE)
            assert heading in [_anchor(title) for title in titles], f"{target}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_commands_and_options_that_a_page_names_exist(page: Path) -> None:
    for words, rest in COMMAND.findall(page.read_text()):
        path = _longest(tuple(words.split()))
        assert path, f"`clairscore {words}`: no such command"
        unknown = set(re.findall(r"(?<=\s)--?[a-z][\w-]*", f" {rest}")) - commands()[path]
        assert not unknown, f"`clairscore {' '.join(path)}` has no {', '.join(sorted(unknown))}"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_make_targets_that_a_page_names_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(), re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_paths_that_a_page_names_exist(page: Path) -> None:
    roots = "|".join(("src", "tests", "bench", "docs", "scripts", "requirements", r"\.ci"))
    for path in re.findall(rf"`((?:{roots})/[\w./-]*)`", page.read_text()):
        assert (ROOT / path).exists(), f"{path} is not there"


def test_make_help_lists_every_target() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert re.findall(r"^make (\w+)", listed.stdout, re.MULTILINE) == targets


def test_python_that_the_readme_shows_imports_public_names() -> None:
    shown = re.findall(r"^from clairscore import (.*)$", (ROOT / "README.md").read_text(), re.M)
    names = {name.strip() for line in shown for name in line.split(",")}
    assert names
    assert names <= set(package.__all__)


def test_every_command_with_json_has_its_keys_documented() -> None:
    printing = {" ".join(path) for path, names in commands().items() if "--json" in names}
    assert printing - {"explain"} == set(documented())


def documented() -> dict[str, list[str]]:
    """Top-level keys by command, from the reference page."""
    text = (ROOT / "docs" / "reference" / "cli-json.md").read_text()
    parts = re.split(r"^## (.*)$", text, flags=re.MULTILINE)[1:]
    return {
        name: re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


def _longest(words: tuple[str, ...]) -> tuple[str, ...]:
    """The longest beginning of the words that is a command."""
    found = [words[:length] for length in range(len(words), 0, -1) if words[:length] in commands()]
    return found[0] if found else ()


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
