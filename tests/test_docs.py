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
from clairscore.i18n import catalogue

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
GUIDES = sorted(ROOT.glob("docs/**/guide/*.md"))
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


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_tests_that_a_page_names_exist(page: Path) -> None:
    for path, name in re.findall(r"`(tests/[\w./]+\.py)::(\w+)`", page.read_text()):
        assert f"def {name}(" in (ROOT / path).read_text(), f"{path} has no {name}"


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_guide_says_of_a_screen_is_on_the_screen(page: Path) -> None:
    """Words in bold are those of the screen, or begin one of its texts."""
    texts = [*catalogue("fr" if "fr" in page.parts else "en").values()]
    known = {" ".join(text.split()).rstrip(" .") for text in texts}
    for found in re.findall(r"\*\*(.+?)\*\*", page.read_text(), re.DOTALL):
        label = " ".join(found.split()).rstrip(" :…")
        begins = re.compile(rf"{re.escape(label)}(?!\w)")
        assert any(begins.match(text) for text in known), label


def test_make_help_lists_every_target() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert re.findall(r"^make (\w+)", listed.stdout, re.MULTILINE) == targets


def test_python_that_the_readme_shows_imports_public_names() -> None:
    names = set(re.findall(r"\bcs\.(\w+)", (ROOT / "README.md").read_text()))
    assert names
    assert names <= set(package.__all__)


def test_every_public_name_is_told_on_the_page_of_the_python_api() -> None:
    page = (ROOT / "docs" / "how-to" / "from-python.md").read_text()
    assert [name for name in package.__all__ if not re.search(rf"`{name}[(`]", page)] == []


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
