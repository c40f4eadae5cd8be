"""Unpack the table files of a zip, guarded against bombs and names that leave the folder."""

from __future__ import annotations

import atexit
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from zipfile import ZipInfo

from clairscore.errors import BadData, Violation

BOMB_BYTES = 8 << 20
"""Below this size no entry is a danger, however well it was compressed."""
BOMB_RATIO = 200
"""Kaggle's tables compress four- to thirty-fold."""
COPY_BLOCK = 1 << 20
FREE_SHARE = 0.9


def unpacked(archive: Path, stems: frozenset[str], suffixes: tuple[str, ...]) -> list[Path]:
    """Paths of the archive's table files, unpacked to a folder that goes when the process ends.

    The same archive is unpacked once in a process. Raises BadData, with every reason found.
    """
    state = archive.stat()
    return _unpacked(archive.resolve(), (state.st_size, state.st_mtime_ns), stems, suffixes)


@lru_cache(maxsize=8)
def _unpacked(
    archive: Path, _version: tuple[int, int], stems: frozenset[str], suffixes: tuple[str, ...]
) -> list[Path]:
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            wanted = [entry for entry in entries if _is_table(entry, stems, suffixes)]
            _refuse([*_unsafe(entries), *_bombs(wanted), *_repeated(wanted)])
            target = _room(archive, wanted)
            return [_extract(opened, entry, target) for entry in wanted]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadData(
            [_violation("zip", archive.name, f"cannot be unpacked ({error}); download it again")]
        ) from None


def _is_table(entry: ZipInfo, stems: frozenset[str], suffixes: tuple[str, ...]) -> bool:
    path = PurePosixPath(entry.filename)
    return path.stem.lower() in stems and path.suffix.lower() in suffixes


def _refuse(violations: list[Violation]) -> None:
    if violations:
        raise BadData(violations)


def _unsafe(entries: list[ZipInfo]) -> Iterator[Violation]:
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            yield _violation(
                "path", path.stem, "the zip has a name that leaves the folder; remove it"
            )
        elif stat.S_ISLNK(entry.external_attr >> 16):
            yield _violation("link", path.stem, "the zip has a link there; expected a plain file")


def _bombs(entries: list[ZipInfo]) -> Iterator[Violation]:
    for entry in entries:
        if entry.file_size > BOMB_BYTES and entry.file_size > BOMB_RATIO * entry.compress_size:
            name = PurePosixPath(entry.filename).stem
            ratio = entry.file_size // max(entry.compress_size, 1)
            yield _violation(
                "zip-bomb",
                name,
                f"unpacks to {ratio:,} times its size in the zip; expected at most {BOMB_RATIO}, "
                "unpack it yourself if you trust it",
            )


def _repeated(entries: list[ZipInfo]) -> Iterator[Violation]:
    names = [PurePosixPath(entry.filename).name for entry in entries]
    same = [name.lower() for name in names]
    for stem in sorted({PurePosixPath(n).stem for n in names if same.count(n.lower()) > 1}):
        yield _violation("twice", stem, "given twice in the zip; expected one file")


def _room(archive: Path, entries: list[ZipInfo]) -> Path:
    target = Path(tempfile.mkdtemp(prefix="clairscore-"))
    atexit.register(shutil.rmtree, target, ignore_errors=True)
    needed = sum(entry.file_size for entry in entries)
    if needed > FREE_SHARE * shutil.disk_usage(target).free:
        needs = f"needs {needed / 1e9:.1f} GB of free disk in {target.parent}; unpack it elsewhere"
        raise BadData([_violation("disk", archive.name, needs)])
    return target


def _extract(opened: zipfile.ZipFile, entry: ZipInfo, target: Path) -> Path:
    path = target / PurePosixPath(entry.filename).name
    with opened.open(entry) as source, path.open("xb") as destination:
        shutil.copyfileobj(source, destination, COPY_BLOCK)
    return path


def _violation(code: str, name: str, message: str) -> Violation:
    return Violation(code, name, None, f"{name}: {message}")
