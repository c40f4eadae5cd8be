"""A standalone Spark cluster on this machine, of what pip's pyspark brings."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
HOST = "127.0.0.1"
START_SECONDS = 300.0


@dataclass
class Cluster:
    """The address of a running master, its page, and the processes of its workers."""

    url: str
    page: str
    master: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    cpu: float = 0.0

    def alive(self) -> int:
        """How many workers the master knows as alive."""
        with suppress(OSError, ValueError), urlopen(self.page) as answer:
            return int(json.load(answer)["aliveworkers"])
        return 0

    def kill(self, worker: int) -> None:
        """Take the power from a worker and all that runs under it, executors included."""
        for pid in _below(self.workers[worker].pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.workers[worker].wait()

    def stop(self) -> None:
        """End everything; `cpu` is then what all of it used (seconds), where it ended in order."""
        for process in (*self.workers, self.master):
            if process.returncode is None:
                process.terminate()
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                self.cpu += usage.ru_utime + usage.ru_stime


@contextmanager
def spark_cluster(workers: int = 2, cores: int = 1, memory: str = "2g") -> Iterator[Cluster]:
    """A master and so many workers with so many cores each, ended with the block."""
    port, page = _free_port(), _free_port()
    with tempfile.TemporaryDirectory(prefix="clairscore-cluster-") as scratch:
        master = _started(MASTER, "--host", HOST, "--port", port, "--webui-port", page)
        cluster = Cluster(f"spark://{HOST}:{port}", f"http://{HOST}:{page}/json/", master)
        try:
            _wait("master", lambda: _answers(port))
            for number in range(workers):
                words = ("--host", HOST, "--webui-port", _free_port(), "--cores", cores)
                place = ("--memory", memory, "--work-dir", Path(scratch, str(number)))
                cluster.workers.append(_started(WORKER, *words, *place, cluster.url))
            _wait("workers", lambda: cluster.alive() == workers)
            yield cluster
        finally:
            cluster.stop()


def _started(*words: object) -> subprocess.Popen[bytes]:
    import pyspark

    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    return subprocess.Popen(
        [program, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _below(pid: int) -> list[int]:
    """A process and all that it started, itself first: nothing can be started anew."""
    import psutil

    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        process.suspend()
        return [pid, *(child.pid for child in process.children(recursive=True))]
    return []


def _wait(what: str, there: Callable[[], bool]) -> None:
    until = time.monotonic() + START_SECONDS
    while not there():
        if time.monotonic() > until:
            raise RuntimeError(f"the {what} did not start within {START_SECONDS:.0f} seconds")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), 1):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind((HOST, 0))
        return int(chosen.getsockname()[1])
