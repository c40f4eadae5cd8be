"""The repository keeps its own promises: locked requirements, no data, no machine's traces."""

from __future__ import annotations

import re
import subprocess
import tomllib
import warnings
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
DATA_SUFFIXES = {".csv", ".parquet", ".pkl", ".pickle", ".joblib", ".zip", ".gz", ".db", ".sqlite"}
MEGABYTE = 1_000_000
LONG_MODULE = 400
# Written in halves, so that this file does not name what it forbids.
TRACES = {
    "a package index": re.compile(
        "py" + r"pi\.org|pythonho" + "sted|registry" + r"\.npm|--(extra-)?index" + "-url"
    ),
    "somebody's machine": re.compile(
        r"(?<![\w.])/(wo" + "rk|fa" + "rm|Users|ho" + r"me)/\w|/ro" + "ot/"
    ),
    "a private key": re.compile("BEGIN [A-Z ]*PRIVATE" + " KEY"),
}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that a commit would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    return tuple(ROOT / name for name in listed if name and (ROOT / name).is_file())


def project() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def requirements(group: str) -> list[Requirement]:
    """What pyproject asks for under a lock's name."""
    table, groups = project()["project"], project()["dependency-groups"]
    extras: dict[str, list[str]] = table["optional-dependencies"]  # type: ignore[assignment]
    asked = [] if group in ("uv", "build") else list(table["dependencies"])  # type: ignore[call-overload]
    for name in extras if group == "dev" else {group} & set(extras):
        asked += extras[name]
    pending = [group] if group in groups else []
    while pending:
        for line in groups[pending.pop()]:  # type: ignore[attr-defined]
            asked.append(line) if isinstance(line, str) else pending.append(line["include-group"])
    return [Requirement(line) for line in asked]


def pinned(lock: Path) -> dict[str, Version]:
    found = re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text(), re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_pins_everything_its_group_asks_for(lock: Path) -> None:
    pins = pinned(lock)
    unmet = [
        str(requirement)
        for requirement in requirements(lock.stem)
        if pins.get(canonicalize_name(requirement.name)) is None
        or pins[canonicalize_name(requirement.name)] not in requirement.specifier
    ]
    assert not unmet, f"{lock.name} does not pin {', '.join(unmet)}; run `make locks`"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pin_has_hashes_and_agrees_with_what_was_tested(lock: Path) -> None:
    text = lock.read_text()
    pins = re.split(r"\n(?=\S)", text[text.index("==") - 40 :])
    assert all("--hash=sha256:" in pin for pin in pins if re.match(r"[\w.-]+==", pin))
    tested = pinned(ROOT / "requirements" / "dev.txt")
    if lock.stem != "uv":
        assert pinned(lock).items() <= tested.items()


def test_every_extra_has_a_lock_of_its_own() -> None:
    extras = set(project()["project"]["optional-dependencies"])  # type: ignore[call-overload]
    assert extras <= {lock.stem for lock in LOCKS}


def test_no_data_or_model_is_committed() -> None:
    assert not [path for path in tracked() if path.suffix in DATA_SUFFIXES]


def test_no_file_passes_one_megabyte() -> None:
    assert not [path for path in tracked() if path.stat().st_size > MEGABYTE]


@pytest.mark.parametrize("what", TRACES)
def test_no_file_names(what: str) -> None:
    named = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        for number, line in enumerate(path.read_bytes().decode(errors="replace").splitlines(), 1)
        if TRACES[what].search(line)
    ]
    assert not named, f"{what} is named in {', '.join(named[:10])}"


def test_modules_that_grow_past_their_noun_are_told() -> None:
    """At 300 lines ask which second noun moved in; lists, and what a program writes, may pass."""
    lists = {"schema.py", "tables.py", "calls.py", "records.py"}
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "src") and path.name not in lists
        if "migrations" not in path.parts
        if (count := len(path.read_text().splitlines())) > LONG_MODULE
    }
    if long:
        warnings.warn(f"split these modules: {long}", stacklevel=1)
