"""A folder's manifest: rows and digest of every table file, to tell a cut or damaged copy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from clairscore.data.checks.blocks import Reading
from clairscore.data.checks.counts import Tally
from clairscore.data.checks.sentences import say
from clairscore.data.checks.survey import FileSurvey
from clairscore.data.files import sha256, write_atomically
from clairscore.data.folder import Source, locate
from clairscore.errors import BadData, Violation

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one file: data rows and hex SHA-256."""

    rows: int
    sha256: str


def write_manifest(folder: Path) -> Path:
    """Write `manifest.json` beside the folder's table files; its path."""
    entries = {source.path.name: asdict(_entry(source)) for source in locate(folder).values()}
    path = folder / MANIFEST
    with write_atomically(path) as draft:
        draft.write_text(json.dumps({"files": entries}, indent=2, sort_keys=True) + "\n")
    return path


def read_manifest(path: Path) -> dict[str, Entry]:
    """Entries by file name; BadData unless the file is such a manifest."""
    try:
        files = json.loads(path.read_text("utf-8"))["files"]
        entries = {name: Entry(int(e["rows"]), str(e["sha256"])) for name, e in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        message = f"manifest: {path} is no manifest; expected one that 'data manifest' wrote"
        raise BadData([Violation("manifest", "manifest", None, message)]) from None
    return entries


def compare(entries: Mapping[str, Entry], found: Mapping[str, FileSurvey]) -> Iterator[Violation]:
    """Where the files that were read differ from the manifest."""
    by_file = {survey.source.path.name: survey for survey in found.values()}
    for name, entry in entries.items():
        if name not in by_file:
            stem = Path(name).stem
            message = f"{stem}: {name} is in the manifest but not in the folder; get it again"
            yield Violation("manifest-missing", stem, None, message)
        else:
            yield from _differences(entry, by_file[name])


def _differences(entry: Entry, found: FileSurvey) -> Iterator[Violation]:
    if found.digest == entry.sha256:
        return
    if found.rows != entry.rows:
        told = f"{found.rows:,} rows, the manifest says {entry.rows:,}"
        message = f"{told}; the file was cut or changed, get it again"
        tally = Tally(abs(entry.rows - found.rows))
        yield say(found, "manifest-rows", None, message, tally=tally)
    else:
        message = "the bytes differ from the manifest's digest; the file was changed, get it again"
        yield say(found, "manifest-digest", None, message)


def _entry(source: Source) -> Entry:
    if source.format == "parquet":
        import polars as pl

        rows = pl.scan_parquet(source.path, glob=False).select(pl.len()).collect().item()
        return Entry(int(rows), sha256(source.path))
    reading = Reading(source.path)
    rows = sum(block.data.count(b"\n") for block in reading.blocks())
    return Entry(rows, reading.digest)
