"""A Spark session: on this machine, or on the cluster of a master's address."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from clairscore.errors import BadSetting, MissingExtra, Unavailable

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = re.compile(
    r"local(\[(\d+|\*)\])?|spark://(?P<hosts>[^\s/:,]+:\d+(,[^\s/:,]+:\d+)*)|yarn|k8s://\S+"
)
SETTINGS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    # a task has one core: libraries that would take every core of its machine are held to that
    "spark.executorEnv.POLARS_MAX_THREADS": "1",
    "spark.executorEnv.OMP_NUM_THREADS": "1",
}
LOCAL: Mapping[str, str] = {"spark.driver.memory": "4g", "spark.driver.bindAddress": "127.0.0.1"}
PYTHON = "PYSPARK_PYTHON"
"""Names the Python of the workers; by default it has this one's path."""
KNOCK_SECONDS, WORKER_SECONDS = 5.0, 120.0


@contextmanager
def spark_session(master: str | None, threads: int = 0) -> Iterator[SparkSession]:
    """A session on that master, by default on this machine's threads (0: all), ended afterwards.

    MissingExtra without pyspark or Java, BadSetting for what is no master's address, Unavailable
    where no master answers there or no worker takes the job.
    """
    chosen = master or f"local[{threads or '*'}]"
    require_spark()
    require_master(chosen)
    # it warns of pandas 3, which nothing here goes through
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    session = _session(chosen)
    try:
        if not chosen.startswith("local"):
            _require_worker(session)
        yield session
    finally:
        session.stop()


def require_spark() -> None:
    """MissingExtra where this machine cannot run Spark, and what to install."""
    if find_spec("pyspark") is None:
        raise MissingExtra(
            "--engine spark: pyspark is not installed; install clairscore[spark] and Java 17"
        )
    home = os.environ.get("JAVA_HOME")
    if home and not Path(home, "bin", "java").is_file():
        raise MissingExtra(
            f"--engine spark: JAVA_HOME is {home}, where there is no bin/java; correct it, or unset"
            " it where java is on the path"
        )
    if not home and shutil.which("java") is None:
        raise MissingExtra(
            "--engine spark: there is no Java here; install Java 17 (Debian:"
            " openjdk-17-jre-headless), or name it by JAVA_HOME"
        )


def require_master(master: str) -> None:
    """BadSetting for what is no master's address; Unavailable where none answers there."""
    found = MASTER.fullmatch(master)
    if found is None:
        raise BadSetting(
            f"--master {master}: expected spark://HOST:PORT as the master's page shows it,"
            " local[THREADS], yarn or k8s://ADDRESS"
        )
    hosts = (found["hosts"] or "").split(",")
    faults = [_knock(host) for host in hosts if host]
    if faults and all(faults):  # of several masters one is enough
        raise Unavailable(
            f"--master {master}: {'; '.join(map(str, faults))}; start the master, or correct the"
            " address"
        )


def _knock(address: str) -> str | None:
    """Why nobody answers at HOST:PORT; None where somebody does."""
    host, _, port = address.partition(":")
    try:
        socket.create_connection((host, int(port)), KNOCK_SECONDS).close()
    except (OSError, OverflowError) as error:
        return f"nothing answers at {address} ({error})"
    return None


def _session(master: str) -> SparkSession:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("clairscore").master(master)
    settings = {**SETTINGS, **(LOCAL if master.startswith("local") else {})}
    settings["spark.driver.host"] = _own_address(master)
    settings["spark.driver.extraJavaOptions"] = f"-Dlog4j2.configurationFile={_quiet().as_uri()}"
    for name, value in settings.items():
        builder = builder.config(name, value)
    session: SparkSession = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    if PYTHON not in os.environ:
        session.sparkContext.pythonExec = sys.executable  # where Clairscore is, here and there
    return session


def _quiet() -> Path:
    """Spark's own words are held to errors from its first second on."""
    return Path(__file__).with_name("log4j2.properties")


def _own_address(master: str) -> str:
    """This machine's address as the master sees it: workers answer there."""
    found = MASTER.fullmatch(master)
    if found is None or not found["hosts"]:
        return "127.0.0.1" if master.startswith("local") else socket.getfqdn()
    host, _, port = found["hosts"].partition(",")[0].partition(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as towards:  # sends nothing
        towards.connect((host, int(port)))
        return str(towards.getsockname()[0])


def _require_worker(session: SparkSession) -> None:
    """Wait for a first worker: Spark itself would wait for ever, without a word."""
    # the session's own process is the first entry
    status = session.sparkContext._jsc.sc().getExecutorMemoryStatus
    until = time.monotonic() + WORKER_SECONDS
    while status().size() < 2:
        if time.monotonic() > until:
            raise Unavailable(
                f"--master {session.sparkContext.master}: no worker took the job within"
                f" {WORKER_SECONDS:.0f} seconds; expected one with a free core and 1 GB; look at"
                " the master's page for its workers and what runs there"
            )
        time.sleep(0.2)
