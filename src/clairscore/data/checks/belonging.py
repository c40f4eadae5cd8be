"""Sentences on rows given twice and rows that belong to nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from clairscore.data.checks.counts import Tally
from clairscore.data.checks.links import Ids, Links
from clairscore.data.checks.sentences import REPEATED_ALLOWED, STRANGERS_ALLOWED, say
from clairscore.data.checks.survey import FileSurvey
from clairscore.data.schema import CLIENT_KEY
from clairscore.errors import Violation


def belonging(found: FileSurvey, links: Links) -> Iterator[Violation]:
    """Repeated keys, unknown clients and orphans of one history table."""
    yield from _repeated(found, links)
    yield from _strangers(found, links)
    yield from _orphans(found, links)


def repeated_clients(
    found: Mapping[str, FileSurvey], ids: Mapping[str, Ids]
) -> Iterator[Violation]:
    """Applications that are there twice, within a file or across the two."""
    for name, own in ids.items():
        _, first = np.unique(own, return_index=True)
        extra = len(own) - len(first)
        if extra:
            second = np.setdiff1d(np.arange(len(own)), first)[0]
            tally = Tally(extra, _line(found[name], int(second)))
            where = "" if tally.first is None else f", first at {found[name].unit} {tally.first}"
            message = f"{extra:,} rows repeat a number{where}; expected one row for each client"
            yield say(found[name], "duplicate-id", CLIENT_KEY, message, tally=tally)
    if len(ids) == 2:
        (_, train), (name, test) = ids.items()
        shared = len(np.intersect1d(train, test))
        if shared:
            message = f"{shared:,} clients are in application_train too; expected other clients"
            yield say(found[name], "duplicate-id", CLIENT_KEY, message, tally=Tally(shared))


def same_files(found: Sequence[FileSurvey]) -> Iterator[Violation]:
    """Files that are byte for byte the same, under two names."""
    by_digest: dict[str, FileSurvey] = {}
    for survey in found:
        other = by_digest.setdefault(survey.digest, survey)
        if other is not survey and survey.rows:
            names = f"{survey.source.path.name} is the same file as {other.source.path.name}"
            yield say(survey, "twice", None, f"{names}; expected another table, get it again")


def _line(found: FileSurvey, index: int) -> int | None:
    """The line of the row at `index`, unless lines were left out."""
    if any(column is None for column, _ in found.faults.tallies):
        return None
    return index + (2 if found.unit == "line" else 1)


def _repeated(found: FileSurvey, links: Links) -> Iterator[Violation]:
    repeated, rows = links.repeated()
    if not repeated:
        return
    key, share = found.table.key, repeated / rows
    column = key[0] if len(key) == 1 else None
    what = f"repeat {' and '.join(key)}" if key else "repeat a whole row"
    told = f"{repeated:,} rows ({share:.1%}) {what}"
    if column or share > REPEATED_ALLOWED:
        expected = "expected each row once; is the file there twice over?"
        yield say(found, "duplicate-key", column, f"{told}; {expected}", tally=Tally(repeated))
        return
    message = f"{told}; all of them count"
    yield say(found, "duplicate-key", column, message, severity="warn", tally=Tally(repeated))


def _strangers(found: FileSurvey, links: Links) -> Iterator[Violation]:
    unknown, clients = links.strangers()
    if not unknown:
        return
    told = f"{unknown:,} of {clients:,} clients ({unknown / clients:.1%}) have no application"
    tally = Tally(unknown)
    if unknown / clients > STRANGERS_ALLOWED:
        expected = f"expected at most {STRANGERS_ALLOWED:.0%}"
        message = f"{told}; {expected}, give the application files of the same export"
        yield say(found, "unknown-client", CLIENT_KEY, message, tally=tally)
        return
    yield say(
        found, "unknown-client", CLIENT_KEY, f"{told}; left out", severity="warn", tally=tally
    )


def _orphans(found: FileSurvey, links: Links) -> Iterator[Violation]:
    if not links.orphans or not found.rows:
        return
    table, share, tally = found.table, links.orphans / found.rows, Tally(links.orphans)
    told = f"{links.orphans:,} rows ({share:.1%}) have no row in {table.parent}"
    if share > table.orphans_allowed:
        expected = f"expected at most {table.orphans_allowed:.0%}"
        message = f"{told}; {expected}, give both files of the same export"
        yield say(found, "orphan", table.parent_key, message, tally=tally)
        return
    yield say(found, "orphan", table.parent_key, told, severity="warn", tally=tally)
