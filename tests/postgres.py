"""A PostgreSQL server of one's own: in a folder, on a Unix socket, gone with the tests.

As root the server runs as `postgres` (or `nobody`), since it refuses to run as root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

SECONDS_TO_START = 20.0
UNFLUSHED = ("-c", "fsync=off", "-c", "full_page_writes=off")
"""These servers lose their process, not their machine: what they wrote, the system keeps."""


def programs() -> Path | None:
    """The folder of the server's programs, those of the newest version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


def missing_server() -> str | None:
    return None if programs() else "postgres: PostgreSQL is not installed (Debian: postgresql)"


@dataclass
class Server:
    """A server's folder and its process; `start` and `kill` as often as one likes."""

    folder: Path
    options: tuple[str, ...] = UNFLUSHED
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @classmethod
    def made(cls) -> Server:
        """A new cluster under a short path: a socket's name has at most 107 characters."""
        folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if os.getuid() == 0:
            shutil.chown(folder, _account())
        words = ["--no-sync", "--auth=trust", "--username=clairscore", "--encoding=UTF8"]
        subprocess.run(
            [_program("initdb"), *words, "--locale=C", "-D", str(folder / "data")],
            check=True, capture_output=True, user=_account(), cwd=folder,
        )  # fmt: skip
        return cls(folder)

    def start(self) -> None:
        """Return once it takes connections."""
        words = ["-D", str(self.folder / "data"), "-k", str(self.folder), "-h", "", *self.options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [_program("postgres"), *words], user=_account(), cwd=self.folder, stderr=log
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            assert self.process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.05)

    def _answers(self) -> bool:
        asked = subprocess.run([_program("pg_isready"), "-q", "-h", str(self.folder)], check=False)
        return asked.returncode == 0

    def kill(self) -> None:
        """End it at once, as a lost machine does: connections break, nothing is tidied up."""
        assert self.process is not None
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def remove(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str) -> str:
        """The address of a database, as the settings take it."""
        host = quote(str(self.folder), safe="")
        return f"postgresql+psycopg://clairscore@/{database}?host={host}"

    def command(self, statement: str) -> None:
        """Run a statement that takes no transaction, such as CREATE DATABASE."""
        import psycopg

        where = f"host={self.folder} user=clairscore dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement.encode())


def _program(name: str) -> str:
    folder = programs()
    assert folder is not None
    return str(folder / name)


def _account() -> str | None:
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
