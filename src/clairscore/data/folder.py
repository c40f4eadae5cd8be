"""Find the files of the tables in a folder: CSV, Parquet, or a zip of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from clairscore.data.archive import unpacked
from clairscore.data.schema import TABLES
from clairscore.errors import BadData, Violation

Format = Literal["csv", "parquet"]
FORMATS: Mapping[str, Format] = {".csv": "csv", ".parquet": "parquet"}
FILES: Mapping[str, str] = {file: table.name for table in TABLES.values() for file in table.files}
"""Table by file stem."""
STEMS: Mapping[str, str] = {file.lower(): file for file in FILES}
HEADER_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Source:
    """One file of one table. `name` is its stem as Kaggle spells it, `table` the schema's name."""

    name: str
    table: str
    path: Path
    format: Format

    def header(self) -> list[str]:
        """Column names in the CSV file's first line."""
        with self.path.open("rb") as stream:
            line = stream.readline(HEADER_BYTES)
        text, *_ = line.decode("utf-8-sig", "replace").splitlines() or [""]
        return next(csv.reader([text]), [])


def locate(folder: Path) -> dict[str, Source]:
    """The table files of a folder (or zip) by stem; BadData for names that cannot be trusted.

    Loose files win over zips in the same folder. Files of other names are not looked at.
    """
    sources = list(_sources(folder))
    found = {source.name: source for source in sources}
    if len(found) != len(sources):
        raise BadData(list(_twice(sources)))
    return found


def _sources(folder: Path) -> Iterator[Source]:
    if folder.is_file():
        yield from _table_files(unpacked(folder, frozenset(STEMS), tuple(FORMATS)))
        return
    if not folder.is_dir():
        message = f"{folder}: no such folder; expected a folder or zip of Kaggle's CSV files"
        raise BadData([Violation("no-folder", "folder", None, message)])
    loose = list(_table_files(sorted(folder.iterdir())))
    _refuse_links(folder, loose)
    yield from loose
    if not loose:
        for archive in sorted(folder.glob("*.zip")):
            yield from _table_files(unpacked(archive, frozenset(STEMS), tuple(FORMATS)))


def _table_files(paths: Iterable[Path]) -> Iterator[Source]:
    for path in paths:
        stem, file_format = STEMS.get(path.stem.lower()), FORMATS.get(path.suffix.lower())
        if stem and file_format and (path.is_file() or path.is_symlink()):
            yield Source(stem, FILES[stem], path, file_format)


def _refuse_links(folder: Path, sources: Iterable[Source]) -> None:
    """A link that leaves the folder may show any file of the machine."""
    outside = [s for s in sources if not s.path.resolve().is_relative_to(folder.resolve())]
    if outside:
        raise BadData([_outside(source) for source in outside])


def _outside(source: Source) -> Violation:
    message = (
        f"{source.name}: {source.path.name} is a link that leads out of the folder; "
        "expected a file, copy it into the folder"
    )
    return Violation("link", source.name, None, message)


def _twice(sources: Iterable[Source]) -> Iterator[Violation]:
    files: dict[str, list[str]] = {}
    for source in sources:
        files.setdefault(source.name, []).append(source.path.name)
    for name, names in files.items():
        if len(names) > 1:
            message = (
                f"{name}: given twice ({', '.join(names)}); expected one file, remove the other"
            )
            yield Violation("twice", name, None, message, count=len(names))
