"""A real cluster of a master and two workers gives the same files, and losing one loses nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import narwhals.stable.v2 as nw
import pytest
from bench.spark_cluster import Cluster, spark_cluster

from clairscore.batch.cutting import with_client
from clairscore.batch.session import spark_session
from clairscore.data.files import sha256
from clairscore.data.on_spark import read_folder_on_spark
from clairscore.data.schema import TABLES
from clairscore.data.synthetic import generate
from tests.conftest import clairscore

pytestmark = [pytest.mark.spark, pytest.mark.faults, pytest.mark.release, pytest.mark.slow]
PARTS = 8
KILL_AFTER = 2
"""Parts that are done when the worker is killed."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight parts of four thousand clients."""
    folder = tmp_path_factory.mktemp("cluster") / "book"
    generate(folder, clients=PARTS * 4_096, test_clients=0, seed=9, format="parquet", parts=PARTS)
    for part in folder.iterdir():
        (part / "application_test.parquet").unlink(missing_ok=True)
    return folder


@pytest.fixture(scope="module")
def expected(book: Path, tiny_bundles: Path, tmp_path_factory: pytest.TempPathFactory) -> Digests:
    """What this process makes of the book."""
    out = tmp_path_factory.mktemp("expected") / "out"
    done = clairscore(*command(book, tiny_bundles, out))
    assert done.code == 0, done.err
    return digests(out)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with spark_cluster() as running:
        yield running


Digests = dict[str, str]


def command(folder: Path, bundles: Path, out: Path, *words: object) -> tuple[object, ...]:
    beside = out.with_name(f"{out.name}-why")
    return (
        *("score", folder, "--bundle", bundles, "--out", out, "--contributions", beside),
        *("--population", "train", *words),
    )


def digests(out: Path) -> Digests:
    """Every file of the decisions and of the contributions."""
    folders = (out, out.with_name(f"{out.name}-why"))
    return {f"{at}/{path.name}": sha256(path) for at in (0, 1) for path in folders[at].iterdir()}


def started(*words: object) -> subprocess.Popen[str]:
    program = Path(sys.executable).with_name("clairscore")
    return subprocess.Popen([program, *map(str, words)], stderr=subprocess.PIPE, text=True)


def wait_for_parts(out: Path, count: int) -> None:
    draft = out.with_name(f".{out.name}.unfinished")
    until = time.monotonic() + 600
    while len(list(draft.glob("part-*.parquet"))) < count:
        assert time.monotonic() < until, "no part was done"
        time.sleep(0.05)


def test_a_killed_worker_loses_nothing(
    cluster: Cluster, book: Path, tiny_bundles: Path, expected: Digests, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = command(book, tiny_bundles, out, "--engine", "spark", "--master", cluster.url)
    running = started(*words)
    wait_for_parts(out, KILL_AFTER)
    cluster.kill(1)
    assert not out.exists(), "the job had ended before the worker was killed"
    _, told = running.communicate(timeout=900)
    assert running.returncode == 0, told
    assert digests(out) == expected


def test_what_a_killed_command_began_on_a_cluster_is_ended_here(
    cluster: Cluster, book: Path, tiny_bundles: Path, expected: Digests, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = command(book, tiny_bundles, out, "--engine", "spark", "--master", cluster.url)
    running = started(*words)
    wait_for_parts(out, KILL_AFTER)
    running.kill()
    running.communicate()
    done = clairscore(*command(book, tiny_bundles, out))
    assert done.code == 0, done.err
    assert digests(out) == expected


def test_workers_cut_a_folder_as_this_process_does(
    cluster: Cluster, tiny_folder: Path, tiny_bundles: Path, tmp_path: Path
) -> None:
    for name, engine in {
        "here": (),
        "there": ("--engine", "spark", "--master", cluster.url),
    }.items():
        done = clairscore(
            *command(tiny_folder, tiny_bundles, tmp_path / name, "--parts", 5, *engine)
        )
        assert done.code == 0, done.err
    assert digests(tmp_path / "here") == digests(tmp_path / "there")


def test_workers_refuse_a_part_that_cannot_be_trusted(
    cluster: Cluster, book: Path, tiny_bundles: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "book"
    (bad / "part-00000").mkdir(parents=True)
    (bad / "part-00000" / "application_train.parquet").write_bytes(b"not a table")
    words = command(bad, tiny_bundles, tmp_path / "out", "--engine", "spark")
    refused = clairscore(*words, "--master", cluster.url)
    assert refused.code == 2
    assert "part-00000: application_train" in refused.err


def test_no_table_is_sent_whole_to_every_worker(tiny_folder: Path, tmp_path: Path) -> None:
    everything = {name: table.names for name, table in TABLES.items()}
    with spark_session("local[1]") as session:
        tables = read_folder_on_spark(session, tiny_folder, population="test", columns=everything)
        native = {name: nw.to_native(frame) for name, frame in tables.items()}
        joined = with_client(native, "bureau_balance")
        plan = joined._jdf.queryExecution().executedPlan().toString()
    assert "SortMergeJoin" in plan
    assert "Broadcast" not in plan
