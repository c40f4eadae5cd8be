"""Check a whole folder: every file once, then what lies between the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import stat_result
from pathlib import Path

import numpy as np

from clairscore.data.checks import memory
from clairscore.data.checks.belonging import belonging, repeated_clients, same_files
from clairscore.data.checks.links import Ids, IdSet, Links
from clairscore.data.checks.manifest import MANIFEST, Entry, compare, read_manifest
from clairscore.data.checks.profile import Profile, changes
from clairscore.data.checks.report import Report
from clairscore.data.checks.sentences import judge, say
from clairscore.data.checks.survey import FileSurvey, OnBlock, survey
from clairscore.data.folder import Source, locate
from clairscore.data.schema import APPLICATION, HISTORY_TABLES, TABLES
from clairscore.data.tables import MAIN_FILES, Population
from clairscore.errors import BadData, Violation


def check_folder(
    folder: Path,
    *,
    population: Population | None = None,
    manifest: Path | None = None,
    profile: Profile | None = None,
    on_block: OnBlock | None = None,
    free_memory: int | None = None,
) -> Report:
    """Every violation in the folder (or zip), with row counts, digests and column figures.

    `population` names the application files that must be there; without it one is enough. A
    `manifest.json` in the folder is compared unless another is given; `profile` adds warnings on
    changed units. Streams the files: memory is about 1 GB and 16 bytes a row of the longest table.
    """
    try:
        sources = locate(folder)
        entries = _entries(folder, manifest)
    except BadData as error:
        return Report(error.violations, {}, {}, {})
    free = memory.available() if free_memory is None else free_memory
    if short := memory.shortage(sources.values(), free):
        return Report((short,), {}, {}, {})
    found, between = _read(sources, on_block or _silent)
    violations = [
        *_absent(sources, population),
        *(violation for each in found.values() for violation in judge(each)),
        *between,
        *same_files(list(found.values())),
        *compare(entries, found),
        *_changed(found),
    ]
    report = _report(violations, found)
    units = changes(profile, report.profile) if profile else ()
    return _report([*violations, *units], found)


def require(folder: Path, *, population: Population | None = None) -> Report:
    """The report of a folder that may be used; BadData with all refusals otherwise."""
    report = check_folder(folder, population=population)
    if report.refusals:
        raise BadData(report.refusals)
    return report


def unit_changes(profile: Profile, folder: Path) -> tuple[Violation, ...]:
    """Warnings for columns whose unit seems to differ from the training data's."""
    return tuple(v for v in check_folder(folder, profile=profile).violations if v.code == "unit")


def _entries(folder: Path, manifest: Path | None) -> Mapping[str, Entry]:
    beside = folder / MANIFEST
    given = manifest or (beside if beside.is_file() else None)
    return read_manifest(given) if given else {}


def _silent(_source: Source, _rows: int) -> None:
    return None


def _read(
    sources: Mapping[str, Source], on_block: OnBlock
) -> tuple[dict[str, FileSurvey], list[Violation]]:
    """Every file's survey, and the violations that lie between files."""
    found: dict[str, FileSurvey] = {}
    ids: dict[str, Ids] = {}
    for name in TABLES[APPLICATION].files:
        if name in sources:
            links = Links(TABLES[APPLICATION], None, None)
            found[name] = survey(sources[name], links, on_block)
            ids[name] = links.own_ids()
    between = list(repeated_clients(found, ids))
    known: dict[str, IdSet | None] = {APPLICATION: _known(found, ids)}
    for name in HISTORY_TABLES:
        if name in sources:
            table = TABLES[name]
            links = Links(table, known[APPLICATION], known.get(table.parent or ""))
            found[name] = survey(sources[name], links, on_block)
            if any(child.parent == name for child in TABLES.values()):
                known[name] = _known({name: found[name]}, {name: links.own_ids()})
            between += belonging(found[name], links)
    return found, between


def _known(found: Mapping[str, FileSurvey], ids: Mapping[str, Ids]) -> IdSet | None:
    """The ids, unless a file is empty or could not be read: then nobody can be called unknown."""
    if not ids or any(each.fatal for each in found.values()):
        return None
    key = next(iter(found.values())).table.key[0]
    if any(key not in each.columns for each in found.values()):
        return None
    known = IdSet(np.concatenate(list(ids.values())))
    return known if len(known) else None


def _absent(sources: Mapping[str, Source], population: Population | None) -> Iterator[Violation]:
    main = TABLES[APPLICATION].files
    needed = MAIN_FILES[population] if population else ()
    if not needed and not any(name in sources for name in main):
        needed = main[:1]
    for name in needed:
        if name not in sources:
            message = f"{name}: there is no such file; expected {name}.csv or {name}.parquet"
            yield Violation("missing-file", name, None, message)
    for name in HISTORY_TABLES:
        if name not in sources:
            message = f"{name}: there is no such file; features of this table will be missing"
            yield Violation("missing-file", name, None, message, "warn")


def _changed(found: Mapping[str, FileSurvey]) -> Iterator[Violation]:
    for each in found.values():
        if _version(each.state) != _version(each.source.path):
            message = "the file changed while it was read; wait until it is complete, check again"
            yield say(each, "changed", None, message)


def _version(file: Path | stat_result) -> tuple[int, int, int] | None:
    try:
        state = file.stat() if isinstance(file, Path) else file
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns, state.st_ino


def _report(violations: list[Violation], found: Mapping[str, FileSurvey]) -> Report:
    return Report(
        tuple(violations),
        {name: each.rows for name, each in found.items()},
        {name: each.digest for name, each in found.items()},
        {name: each.columns for name, each in found.items()},
    )
