"""What the first bytes and the header of a CSV file tell before a row is read."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from clairscore.data.folder import HEADER_BYTES, Source
from clairscore.data.schema import TABLES, TARGET
from clairscore.errors import Violation

OTHER_FORMATS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xfe", "utf-16", "is UTF-16; expected UTF-8, save it as 'CSV UTF-8'"),
    (b"\xfe\xff", "utf-16", "is UTF-16; expected UTF-8, save it as 'CSV UTF-8'"),
    (b"\x1f\x8b", "gzip", "holds gzip bytes; expected plain CSV, unpack it first"),
    (b"PK\x03\x04", "zip", "holds zip bytes; expected plain CSV, name it .zip or unpack it"),
    (b"PAR1", "parquet", "holds Parquet bytes; expected plain CSV, name it .parquet"),
    (
        b"version https://git-lfs",
        "git-lfs",
        "is a git-LFS pointer, not the data; fetch it with 'git lfs pull'",
    ),
)
HTML = (b"<!doctype html", b"<html")
OTHER_DELIMITERS = {";": "semicolon", "\t": "tab", "|": "bar"}
ALIKE = 0.8


def opening(source: Source) -> Violation | None:
    """Why the file is no CSV of this table at all, or None."""
    with source.path.open("rb") as stream:
        start = stream.read(4096)
    name = source.path.name
    if not start.strip():
        return _fatal(source, "empty-file", f"{name} is empty; expected a header; get it again")
    if start.lstrip().lower().startswith(HTML):
        page = f"{name} is a web page, not data; sign in and download the file again"
        return _fatal(source, "html", page)
    for magic, code, sentence in OTHER_FORMATS:
        if start.startswith(magic):
            return _fatal(source, code, f"{name} {sentence}")
    if start[1:64:2].count(0) > 16 or start[0:64:2].count(0) > 16:
        return _fatal(source, "utf-16", f"{name} is UTF-16; expected UTF-8, save it as 'CSV UTF-8'")
    return _no_header(source)


def _no_header(source: Source) -> Violation | None:
    names = source.header()
    known = set(TABLES[source.table].names)
    if known & set(names):
        return _old_line_ends(source)
    for delimiter, word in OTHER_DELIMITERS.items():
        if known & set(",".join(names).split(delimiter)):
            found = f"cells are separated by {word}s; expected commas, export it again"
            return _fatal(source, "delimiter", found)
    message = f"the first line is no header; expected column names such as {min(known)}"
    return _fatal(source, "no-header", message)


def _old_line_ends(source: Source) -> Violation | None:
    with source.path.open("rb") as stream:
        line = stream.readline(HEADER_BYTES)
    if b"\r" not in line.rstrip(b"\r\n"):
        return None
    found = "lines end with CR alone; expected LF or CRLF, export it again"
    return _fatal(source, "line-ends", found)


def header_faults(source: Source, names: Sequence[str]) -> Iterator[Violation]:
    """Missing, extra, renamed and repeated columns."""
    expected = expected_columns(source)
    missing = [name for name in expected if name not in names]
    extra = list(dict.fromkeys(name for name in names if name not in expected))
    for name in list(missing):
        if match := difflib.get_close_matches(name, extra, n=1, cutoff=ALIKE):
            missing.remove(name)
            extra.remove(match[0])
            found = f"the column is missing, but there is {match[0]!r}; rename it back"
            yield _column(source, "renamed-column", name, found)
    for name in missing:
        found = "the column is missing; expected it in the header, export the file again"
        yield _column(source, "missing-column", name, found)
    for name in extra:
        found = "the column is not in Kaggle's table; remove it"
        yield _column(source, "extra-column", name[:60] or "(no name)", found)
    for name in sorted({name for name in names if names.count(name) > 1}):
        found = f"the header names the column {names.count(name)} times; keep one"
        yield _column(source, "duplicate-column", name, found)


def expected_columns(source: Source) -> list[str]:
    """The columns that the file must have: the table's, TARGET only where outcomes are known."""
    unlabelled = source.name == "application_test"
    return [name for name in TABLES[source.table].names if not (unlabelled and name == TARGET)]


def _fatal(source: Source, code: str, message: str) -> Violation:
    return Violation(code, source.name, None, f"{source.name}: {message}")


def _column(source: Source, code: str, column: str, message: str) -> Violation:
    return Violation(code, source.name, column, f"{source.name}.{column}: {message}")
