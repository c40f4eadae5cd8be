"""Shared needs and fixtures: what a test may ask for, and what happens where it is absent."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from collections.abc import Generator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

from tests.api.proxied import missing_nginx
from tests.made_once import Shelf
from tests.postgres import missing_server
from tests.store.places import (  # noqa: F401 - fixtures of every test that keeps records
    postgres,
    store,
    store_settings,
    stores_as_made,
)

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
os.environ.setdefault("CLAIRSCORE_TRACKING", "off")  # tests of tracking turn it on
settings.register_profile("any machine", deadline=None)  # a busy one is slow, not wrong
settings.load_profile("any machine")
REQUIRE_ALL = os.environ.get("CLAIRSCORE_REQUIRE_ALL") == "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--release", action="store_true", help="run fault tests at release length")


def real_data() -> Path | None:
    """The folder of real rows, where this machine has one."""
    named = os.environ.get("CLAIRSCORE_REAL_DATA")
    return Path(named) if named and Path(named).is_dir() else None


def _missing_spark() -> str | None:
    if importlib.util.find_spec("pyspark") is None:
        return "spark: pyspark is not installed (extra `spark`)"
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return "spark: no Java here (openjdk-17-jre-headless)"
    return None


def _missing_real() -> str | None:
    return None if real_data() else "real: CLAIRSCORE_REAL_DATA names no folder of real rows"


def _missing_chromium() -> str | None:
    if importlib.util.find_spec("playwright") is None:
        return "browser: playwright is not installed (group `dev`)"
    return None if shutil.which("chromium") else "browser: no chromium here (Debian's package)"


NEEDS = {
    "spark": _missing_spark,
    "real": _missing_real,
    "postgres": missing_server,
    "browser": _missing_chromium,
    "nginx": missing_nginx,
}


LONGEST = (
    "tests/test_notebooks.py",
    "tests/cli/test_journey.py",
    "tests/modelling/test_documents.py",
    "tests/api/test_any_input.py",
    "tests/features/test_spark.py",
    "tests/features/test_one_and_many.py",
    "tests/bench/test_bench.py",
    "tests/browser/test_client_space.py",
    "tests/browser/test_offers.py",
    "tests/browser/test_client_screen.py",
    "tests/browser/test_staff.py",
    "tests/api/test_serving.py",
    "tests/api/test_killed.py",
    "tests/test_tutorial.py",
    "tests/cli/test_demo_service.py",
    "tests/behaviour/test_model.py",
    "tests/modelling/candidates/test_part.py",
    "tests/modelling/test_fits.py",
)
"""Files that take long begin first: a file's tests stay on one worker, and nobody should wait for
the other at the end."""


def _begins(item: pytest.Item) -> int:
    file = item.nodeid.partition("::")[0]
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=_begins)
    if not config.getoption("--release"):
        late = [item for item in items if item.get_closest_marker("release")]
        config.hook.pytest_deselected(items=late)
        items[:] = [item for item in items if item not in late]
    missing = {name: need() for name, need in NEEDS.items()}
    for item in items:
        for name, reason in missing.items():
            if reason and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _skip_fails(report) if REQUIRE_ALL else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _skip_fails(report) if REQUIRE_ALL else report


def _skip_fails(report: Report) -> Report:
    if report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"skipped where CLAIRSCORE_REQUIRE_ALL=1 allows no skip: {report.longrepr}"
        )
    return report


@pytest.fixture(scope="session")
def real_folder() -> Path:
    """Real rows as Kaggle ships them; only for tests marked `real`."""
    folder = real_data()
    assert folder is not None
    return folder


@dataclass(frozen=True)
class Ran:
    """What one command line gave: its exit code, and the text on both streams."""

    code: int
    out: str = field(repr=False)
    err: str
    words: tuple[str, ...] = ()

    @property
    def json(self) -> dict[str, Any]:
        """What a command asked for JSON gave; it has exactly the keys that are documented."""
        from tests.test_docs import documented

        found: dict[str, Any] = json.loads(self.out)
        pages = documented()
        names = (" ".join(self.words[:length]) for length in (2, 1))
        command = next((name for name in names if name in pages), None)
        assert command is None or set(found) == set(pages[command]), command
        return found


def clairscore(*words: object) -> Ran:
    """Run a command line in this process."""
    from clairscore.cli.app import run

    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = run([str(word) for word in words])
    return Ran(code, out.getvalue(), err.getvalue(), tuple(map(str, words)))


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Where the workers of this run share what is dear to make."""
    return Shelf.of(tmp_path_factory)


def ran_once(shelf: Shelf, name: str, *words: object) -> Ran:
    """What a command line gave that one worker ran for all of them."""

    def run(folder: Path) -> None:
        (folder / "ran.json").write_text(json.dumps(asdict(clairscore(*words))))

    found = json.loads((shelf.made(name, run) / "ran.json").read_text())
    return Ran(found["code"], found["out"], found["err"], tuple(found["words"]))


@pytest.fixture(scope="session")
def tiny_folder(shelf: Shelf) -> Path:
    """Two thousand synthetic clients and two hundred test clients, as Kaggle ships them."""
    from clairscore.data.synthetic import generate

    def make(folder: Path) -> None:
        generate(folder / "data", clients=2_000, test_clients=200, seed=1)

    return shelf.made("tiny", make) / "data"


@pytest.fixture(scope="session")
def tiny_training(shelf: Shelf, tiny_folder: Path) -> Ran:
    """What `train --json` said of the tiny folder; the bundle lies in `bundles` beside it."""
    out = ("--out", tiny_folder.parent / "bundles", "--json")
    trained = ran_once(shelf, "training", "train", tiny_folder, *out, "--seed", 21)
    assert trained.code == 0, trained.err
    return trained


@pytest.fixture(scope="session")
def tiny_evidence(shelf: Shelf, tiny_folder: Path, tiny_bundles: Path) -> Ran:
    """What `evidence --json` said of the tiny bundle; the record lies beside its folder."""
    out = ("--out", tiny_folder.parent / "evidence.json")
    words = (tiny_folder, "--bundle", tiny_bundles, *out, "--unchecked", "--json")
    return ran_once(shelf, "evidence", "evidence", *words)


@pytest.fixture(scope="session")
def tiny_card(shelf: Shelf, tiny_bundles: Path) -> Ran:
    """What `card --json` said of the tiny bundle: the model card in both languages."""
    words = ("--bundle", tiny_bundles, "--document", "card", "--out", tiny_bundles / ".." / "cards")
    return ran_once(shelf, "card", "card", *words, "--json")


@pytest.fixture(scope="session")
def tiny_bundles(tiny_training: Ran) -> Path:
    """A folder with one bundle, trained on the tiny folder; its key lies beside."""
    return Path(tiny_training.json["folder"]).parent
