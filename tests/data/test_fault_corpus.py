"""Every fault that the service promises to tell, in each table that can have it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clairscore.data.checks import check_folder
from clairscore.data.folder import FILES
from clairscore.data.schema import APPLICATION, TABLES
from tests.data import tiny
from tests.data.faults import FAULTS, Fault, Meddler, Spoiled

pytestmark = pytest.mark.faults

DAILY = 2
"""Tables in which each fault is looked for every day, in turn; all of them at release length."""


def _case(fault: Fault, stem: str, *, daily: bool) -> object:
    marks = () if daily else (pytest.mark.release,)
    return pytest.param(fault, stem, id=f"{fault.name}: {stem}", marks=marks)


CASES = [
    _case(fault, stem, daily=(at - turn) % len(fault.stems) < DAILY)
    for turn, fault in enumerate(FAULTS)
    for at, stem in enumerate(fault.stems)
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write(tmp_path_factory.mktemp("good") / "tables")


def test_the_corpus_has_sixty_faults_for_seven_tables() -> None:
    assert len(FAULTS) >= 60
    assert len(CASES) >= 60 * 7


def test_a_good_folder_is_neither_refused_nor_remarked_on(good: Path) -> None:
    assert check_folder(good).violations == ()


@pytest.mark.parametrize(("fault", "stem"), CASES)
def test_each_fault_is_told_by_table_and_column(
    good: Path, tmp_path: Path, fault: Fault, stem: str
) -> None:
    spoiled = _spoil(good, tmp_path / "folder", fault, stem)
    meddler = Meddler(spoiled.path) if fault.code == "changed" else None
    report = check_folder(spoiled.folder, on_block=meddler)
    told = [v for v in report.violations if v.code == fault.code and v.table == spoiled.stem]
    told = [v for v in told if spoiled.column is None or v.column == spoiled.column]
    assert told, [str(violation) for violation in report.violations]
    assert {v.severity for v in told} == {fault.severity}
    place = spoiled.stem if spoiled.column is None else f"{spoiled.stem}.{spoiled.column}"
    assert any(re.search(f"^{re.escape(place)}: .*{fault.says}", str(v)) for v in told), told
    if fault.severity == "warn":
        assert report.refusals == ()


def _spoil(good: Path, folder: Path, fault: Fault, stem: str) -> Spoiled:
    folder.mkdir()
    for name in _related(stem):
        (folder / f"{name}.csv").write_bytes((good / f"{name}.csv").read_bytes())
    spoiled = Spoiled(folder, stem, [list(row) for row in tiny.tables()[stem]])
    fault.spoil(spoiled)
    return spoiled


def _related(stem: str) -> set[str]:
    """The file, the clients, its parent and its children: what a fault in it can touch."""
    name = FILES[stem]
    parents = {TABLES[name].parent} - {None, APPLICATION}
    children = {table.name for table in TABLES.values() if table.parent == name != APPLICATION}
    return {*TABLES[APPLICATION].files, stem, *map(str, parents), *children}
