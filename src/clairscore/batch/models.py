"""A bundle wherever a part is worked on: brought as one file, verified and loaded there once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from clairscore.decision.bundle import load
from clairscore.errors import TamperedBundle

if TYPE_CHECKING:
    from clairscore.decision.bundle import Bundle


@dataclass(frozen=True)
class Shipped:
    """A signed bundle packed into one file, and the public keys of those who may have signed it.

    The file lies at `path` on this machine; on a cluster's worker, beside the job under its name.
    """

    path: Path
    keys: tuple[bytes, ...]
    sent: bool = False

    @property
    def bundle(self) -> Bundle:
        """The bundle, loaded once a process; TamperedBundle or FailedExam as `bundle.load`."""
        return _loaded(self._here(), self.keys)

    def _here(self) -> Path:
        if not self.sent:
            return self.path
        from pyspark import SparkFiles

        return Path(SparkFiles.get(self.path.name))


@contextmanager
def shipped(folder: Path, keys: Sequence[Ed25519PublicKey]) -> Iterator[Shipped]:
    """The bundle's folder, packed for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="clairscore-shipped-") as scratch:
        yield packed(folder, keys, Path(scratch))


def packed(folder: Path, keys: Sequence[Ed25519PublicKey], into: Path) -> Shipped:
    """The bundle's folder as one file in `into`; what it holds is judged where it is loaded."""
    path = into / f"{folder.name}.bundle.zip"
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return Shipped(path, tuple(key.public_bytes(Encoding.Raw, PublicFormat.Raw) for key in keys))


@lru_cache(maxsize=1)
def _loaded(path: Path, keys: tuple[bytes, ...]) -> Bundle:
    """Unpacked where only this process's user can enter, verified, examined; nothing remains."""
    with tempfile.TemporaryDirectory(prefix="clairscore-bundle-") as private:
        folder = Path(private) / path.name.partition(".")[0]
        try:
            with ZipFile(path) as archive:
                archive.extractall(folder)
        except BadZipFile as error:
            raise TamperedBundle(
                f"{path}: arrived damaged ({error}); start the job again"
            ) from None
        return load(folder, [Ed25519PublicKey.from_public_bytes(key) for key in keys])
