"""Models already fitted, kept in a folder: a killed training goes on where it was.

A fit is found by the digest of everything that decides its bytes: settings, data, rows, columns and
library. So nothing stale can be found, and the folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clairscore.data.files import write_atomically
from clairscore.errors import Busy

FOLDER = ".fits"
"""Where they lie, beside the bundles."""
DIGITS = 32


@dataclass(frozen=True, slots=True)
class Grown:
    """A fitted model as LightGBM text, and its best round."""

    text: str
    best: int


class Fits:
    """The fits of a folder, and which of them a run asked for and found; without a folder, none."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.asked: set[str] = set()
        self.found: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return self._read(key) is not None

    def get(self, key: str, fit: Callable[[], Grown]) -> Grown:
        """The fit of this key: as found, else as `fit` gives it, which is then kept."""
        self.asked.add(key)
        kept = self._read(key)
        if kept is not None:
            self.found.add(key)
            return kept
        fitted = fit()
        self._keep(key, fitted)
        return fitted

    def digest(self, *arrays: NDArray[np.generic]) -> str:
        """What names these arrays in a key; empty where nothing is kept, so as to cost nothing."""
        if self.folder is None:
            return ""
        sha = hashlib.sha256()
        for array in arrays:
            sha.update(f"{array.dtype} {array.shape};".encode())
            sha.update(np.ascontiguousarray(array.T).data)  # no copy: it lies column by column
        return sha.hexdigest()

    def key(self, digest: str, settings: Mapping[str, object]) -> str:
        """The name of one fit: its data by their digest, its settings, the library that fits it."""
        facts = {**settings, "data": digest, "lightgbm": version("lightgbm")}
        text = json.dumps({**facts, "machine": platform.machine()}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]

    def forget(self) -> None:
        """Remove what this run asked for, and what a killed run left half written of it."""
        if self.folder is None or not self.folder.is_dir():
            return
        for key in self.asked:
            for file in self.folder.glob(f"*{key}*"):
                file.unlink(missing_ok=True)
        with suppress(OSError):  # another run's fits lie there
            self.folder.rmdir()

    def _read(self, key: str) -> Grown | None:
        """The kept fit; None where there is none, or where its bytes are not those written."""
        if self.folder is None:
            return None
        try:
            head, _, body = (self.folder / key).read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        best, _, digest = head.partition(b" ")
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        return Grown(body.decode(), int(best))

    def _keep(self, key: str, grown: Grown) -> None:
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        body = grown.text.encode()
        head = f"{grown.best} {hashlib.sha256(body).hexdigest()}\n".encode()
        with suppress(Busy), write_atomically(self.folder / key) as draft:  # the same bytes
            draft.write_bytes(head + body)


NO_FITS = Fits()
"""Keeps nothing."""
