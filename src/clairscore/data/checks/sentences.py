"""What was counted in one file, as sentences: what was found, expected, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clairscore.data.checks.counts import ColumnFacts, Tally
from clairscore.data.checks.survey import FileSurvey
from clairscore.data.schema import APPLICATION, NEVER, TARGET, Column
from clairscore.errors import Severity, Violation

UNKNOWN_WORDS_ALLOWED = 0.05
STRANGERS_ALLOWED = 0.05
REPEATED_ALLOWED = 0.05


@dataclass(frozen=True)
class Sentence:
    """What is said of rows with a fault: of one, of several, and what was expected."""

    one: str
    many: str
    expected: str


LINES: Mapping[str, Sentence] = {
    "short": Sentence(
        "row has too few cells",
        "rows have too few cells",
        "as many as the header; the file may be cut, get it again",
    ),
    "long": Sentence(
        "row has too many cells",
        "rows have too many cells",
        "as many as the header; quote cells that hold commas",
    ),
    "quote": Sentence(
        "row has an unclosed quote",
        "rows have an unclosed quote",
        "quotes in pairs within one line",
    ),
    "nul": Sentence(
        "row holds NUL bytes",
        "rows hold NUL bytes",
        "text; the file is damaged, get it again",
    ),
    "encoding": Sentence(
        "row is not UTF-8",
        "rows are not UTF-8",
        "UTF-8; the file may be latin-1, export it as UTF-8",
    ),
    "too-long": Sentence(
        "row is longer than 64 KB",
        "rows are longer than 64 KB",
        "short cells; the file is damaged, get it again",
    ),
}
CELLS: Mapping[str, Sentence] = {
    "not-a-number": Sentence("row is not a number", "rows are not numbers", "a number or empty"),
    "not-finite": Sentence(
        "row is NaN or infinite", "rows are NaN or infinite", "a finite number or empty"
    ),
    "id-decimal": Sentence(
        "row has a decimal number",
        "rows have decimal numbers",
        "whole numbers without a point; export ids as integers",
    ),
    "id-too-big": Sentence(
        "row has a number over 2^63", "rows have numbers over 2^63", "a 64-bit whole number"
    ),
    "empty": Sentence("row is empty", "rows are empty", "a value in every row"),
    "fraction": Sentence("row is not whole", "rows are not whole", "whole {unit}"),
    "negative": Sentence("row is negative", "rows are negative", "zero or more {unit}"),
    "positive": Sentence(
        "row is positive",
        "rows are positive",
        "zero or negative {unit}, counted back from the application",
    ),
    "range": Sentence("row is out of range", "rows are out of range", "{low} to {high} {unit}"),
    "unknown-word": Sentence(
        "row has a word outside the vocabulary",
        "rows have words outside the vocabulary",
        "words such as {word!r}",
    ),
}
UNITS: Mapping[str, str] = {"days": "days", "months": "months"}


def judge(found: FileSurvey) -> Iterator[Violation]:
    """Every violation inside the file itself."""
    yield from found.violations
    if found.fatal:
        return
    for (column, code), tally in found.faults.tallies.items():
        yield _line(found, code, tally) if column is None else _cell(found, column, code, tally)
    yield from _ending(found)
    if not found.rows:
        yield _no_rows(found)
        return
    if TARGET in found.columns:
        yield from _target(found, found.columns[TARGET])
    for name, fact in found.columns.items():
        yield from _remarks(found, found.table[name], fact)


def say(
    found: FileSurvey,
    code: str,
    column: str | None,
    message: str,
    *,
    severity: Severity = "refuse",
    tally: Tally | None = None,
) -> Violation:
    """A violation whose sentence starts with the table and column."""
    counted = tally or Tally(1)
    place = found.source.name if column is None else f"{found.source.name}.{column}"
    return Violation(
        code,
        found.source.name,
        column,
        f"{place}: {message}",
        severity,
        counted.count,
        counted.first,
    )


def _line(found: FileSurvey, code: str, tally: Tally) -> Violation:
    sentence = LINES[code]
    return say(
        found,
        code,
        None,
        f"{_told(sentence, tally, found)}; expected {sentence.expected}",
        tally=tally,
    )


def _cell(found: FileSurvey, name: str, code: str, tally: Tally) -> Violation:
    sentence, column = CELLS[code], found.table[name]
    message = f"{_told(sentence, tally, found)}; expected {_expected(sentence, column)}"
    if code != "unknown-word":
        return say(found, code, name, message, tally=tally)
    share = tally.count / max(found.rows - found.columns[name].nulls, 1)
    if share > UNKNOWN_WORDS_ALLOWED:
        limit = f"in at most {UNKNOWN_WORDS_ALLOWED:.0%} of rows others (found {share:.1%})"
        return say(found, code, name, f"{message}, {limit}", tally=tally)
    message = f"{message}; they count as unknown"
    return say(found, code, name, message, severity="warn", tally=tally)


def _told(sentence: Sentence, tally: Tally, found: FileSurvey) -> str:
    what = sentence.one if tally.count == 1 else sentence.many
    where = (
        ""
        if tally.first is None
        else f"{' at' if tally.count == 1 else ', first at'} {found.unit} {tally.first}"
    )
    return f"{tally.count:,} {what}{where}"


def _expected(sentence: Sentence, column: Column) -> str:
    word = column.vocabulary[0] if column.vocabulary else ""
    low, high = (
        f"{limit:,.0f}" if limit is not None else "" for limit in (column.low, column.high)
    )
    unit = UNITS.get(column.kind, "")
    return (
        sentence.expected.format(unit=unit, low=low, high=high, word=word)
        .replace(" ,", ",")
        .strip()
    )


def _ending(found: FileSurvey) -> Iterator[Violation]:
    if found.unended:
        message = (
            "the last line has no line break, so the file may be cut; "
            "get it again, or add a line break if it is complete"
        )
        yield say(found, "no-line-break", None, message)


def _no_rows(found: FileSurvey) -> Violation:
    if found.source.table == APPLICATION:
        return say(found, "no-rows", None, "there is a header but no row; expected applications")
    message = "there is a header but no row; features of this table will be missing"
    return say(found, "no-rows", None, message, severity="warn")


def _target(found: FileSurvey, fact: ColumnFacts) -> Iterator[Violation]:
    if fact.nulls:
        message = f"{_told(CELLS['empty'], Tally(fact.nulls), found)}; expected 0 or 1 in every row"
        yield say(found, "target-empty", TARGET, message, tally=Tally(fact.nulls))
    if fact.low is not None and fact.low == fact.high:
        message = f"all rows have the same outcome ({fact.low:.0f}); expected both 0 and 1"
        yield say(found, "one-class", TARGET, message, tally=Tally(found.rows))


def _remarks(found: FileSurvey, column: Column, fact: ColumnFacts) -> Iterator[Violation]:
    """What is unusual but usable: constant columns, sentinels and null words."""
    name = column.name
    if fact.nulls == found.rows:
        yield _remark(
            found, "all-null", name, "all rows are empty; its features say nothing", found.rows
        )
    elif fact.is_constant and found.rows > 1 and column.kind not in ("target", "id"):
        yield _remark(
            found, "constant", name, "all rows are the same; its features say nothing", found.rows
        )
    if fact.sentinels:
        told = f"{_share(fact.sentinels, found.rows)} hold {NEVER} (never); read as empty"
        yield _remark(found, "sentinel", name, told, fact.sentinels)
    for word in column.null_words:
        if fact.words.get(word):
            told = f"{_share(fact.words[word], found.rows)} hold {word!r}; read as empty"
            yield _remark(found, "null-word", name, told, fact.words[word])


def _remark(found: FileSurvey, code: str, column: str, message: str, count: int) -> Violation:
    return say(found, code, column, message, severity="warn", tally=Tally(count))


def _share(count: int, rows: int) -> str:
    return f"{count:,} rows ({count / rows:.1%})"
