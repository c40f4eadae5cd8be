"""Files that are old or new, never part: atomic writes, one writer at a time, digests."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clairscore.errors import Busy

DIGEST_BLOCK = 1 << 20


@contextmanager
def write_atomically(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place, durably, when the block ends well.

    An exception inside the block leaves the old file as it was. Raises Busy while another run
    writes the same path.
    """
    with hold(path), in_place_of(path) as draft:
        yield draft


@contextmanager
def in_place_of(path: Path) -> Iterator[Path]:
    """The same where several may write `path` at once: the last to finish stands."""
    draft = _draft_beside(path)
    try:
        yield draft
        flush(draft)
        draft.replace(path)
        flush(path.parent)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """The right to write `path` (a file or a folder) until the block ends; else Busy, by name."""
    lock = path.with_name(f".{path.name}.lock")
    descriptor = _lock(lock, path)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(descriptor)


def sha256(path: Path) -> str:
    """Hex SHA-256 of the file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(DIGEST_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _draft_beside(path: Path) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.fchmod(descriptor, 0o666 & ~_umask())
    os.close(descriptor)
    return Path(name)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def flush(path: Path) -> None:
    """Have a file's bytes, or a folder's names, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(lock: Path, path: Path) -> int:
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(descriptor)
            os.close(descriptor)
            raise Busy(
                f"{path} is being written by {holder}; wait until it ends or choose another output"
            ) from None
        if _is_still_there(descriptor, lock):
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            return descriptor
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    pid = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
    return f"process {pid}" if pid.isdigit() else "another run"


def _is_still_there(descriptor: int, lock: Path) -> bool:
    """Whether the name still leads to the locked file: a run that just ended removes the name."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), lock.stat())
    return False
