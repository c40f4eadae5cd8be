"""What is dear to make and only read: made by the first worker that asks, read by all of them."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


class Shelf:
    """Folders of one test run; what lies in them is never changed once it is made."""

    def __init__(self, place: Path) -> None:
        self.place = place

    @classmethod
    def of(cls, factory: pytest.TempPathFactory) -> Shelf:
        """That of this run."""
        base = factory.getbasetemp()  # each worker has its own, beside the others
        return cls(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """The folder of that name as `make` has filled it; who comes second waits for the first."""
        folder, done = self.place / f"shared-{name}", self.place / f"shared-{name}.made"
        with (self.place / f"shared-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                done.touch()
        return folder
