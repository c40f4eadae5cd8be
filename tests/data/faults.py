"""The fault corpus: ways to spoil one table of a good folder, and what must be said of each.

Each fault is a small function of the spoiled file; it names the code, the column and the severity
of the sentence that it must call forth.
"""

from __future__ import annotations

import gzip
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from clairscore.data.checks import write_manifest
from clairscore.data.checks.blocks import LINE_BYTES
from clairscore.data.folder import FILES
from clairscore.data.schema import TABLES, Kind, Table
from clairscore.data.tables import raw_schema
from tests.data import tiny
from tests.data.tiny import Cells

TABLE_FILES = tuple(stem for stem in tiny.STEMS if stem != "application_test")
HISTORY = tuple(stem for stem in TABLE_FILES if stem != "application_train")
MAIN = ("application_train",)


@dataclass
class Spoiled:
    """The file under attack, its cells (header first) and its table."""

    folder: Path
    stem: str
    cells: Cells
    column: str | None = None

    @property
    def table(self) -> Table:
        return TABLES[FILES[self.stem]]

    @property
    def path(self) -> Path:
        return self.folder / f"{self.stem}.csv"

    def of_kind(self, *kinds: Kind) -> str:
        """The last column of one of the kinds, which becomes the one that must be named."""
        found = [c.name for c in self.table.columns if c.kind in kinds and c.name in self.cells[0]]
        return self.name(found[-1])

    def name(self, column: str) -> str:
        self.column = column
        return column

    def put(self, column: str, *values: str, start: int = 1) -> None:
        place = self.cells[0].index(column)
        for row, value in enumerate(values, start):
            self.cells[row][place] = value
        self.save()

    def put_everywhere(self, column: str, value: str) -> None:
        self.put(column, *[value] * (len(self.cells) - 1))

    def save(self) -> None:
        self.path.write_text(tiny.text(self.cells), "utf-8")

    def bytes(self, change: Callable[[bytes], bytes]) -> None:
        self.path.write_bytes(change(self.path.read_bytes()))

    def frame(self) -> pl.DataFrame:
        types = raw_schema(self.table.name)
        return pl.read_csv(self.path, schema={name: types[name] for name in self.cells[0]})


Spoil = Callable[[Spoiled], object]


@dataclass(frozen=True)
class Fault:
    name: str
    code: str
    spoil: Spoil
    stems: tuple[str, ...] = TABLE_FILES
    severity: str = "refuse"
    says: str = ""


FAULTS: list[Fault] = []


def fault(
    code: str,
    stems: tuple[str, ...] = TABLE_FILES,
    *,
    severity: str = "refuse",
    says: str = "",
) -> Callable[[Spoil], Spoil]:
    def note(spoil: Spoil) -> Spoil:
        name = getattr(spoil, "__name__", "fault").replace("_", " ")
        FAULTS.append(Fault(name, code, spoil, stems, severity, says))
        return spoil

    return note


def having(*kinds: Kind) -> tuple[str, ...]:
    return tuple(
        stem
        for stem in TABLE_FILES
        if any(column.kind in kinds for column in TABLES[FILES[stem]].columns)
    )


NUMBERS: tuple[Kind, ...] = ("money", "count", "months")


# --- the file as a whole -------------------------------------------------------------------------


@fault("empty-file", says="is empty")
def empty_file(it: Spoiled) -> None:
    it.bytes(lambda _: b"")


@fault("empty-file")
def only_blanks(it: Spoiled) -> None:
    it.bytes(lambda _: b"\n \n")


@fault("no-rows", MAIN, says="no row")
def header_only(it: Spoiled) -> None:
    it.bytes(lambda data: data.split(b"\n")[0] + b"\n")


@fault("no-rows", HISTORY, severity="warn", says="will be missing")
def header_only_history(it: Spoiled) -> None:
    header_only(it)


@fault("missing-file", MAIN, says="no such file")
def main_file_missing(it: Spoiled) -> None:
    it.path.unlink()
    (it.folder / "application_test.csv").unlink()


@fault("missing-file", HISTORY, severity="warn", says="will be missing")
def history_file_missing(it: Spoiled) -> None:
    it.path.unlink()


@fault("utf-16", says="UTF-16")
def utf_16(it: Spoiled) -> None:
    it.bytes(lambda data: data.decode().encode("utf-16"))


@fault("utf-16", says="UTF-16")
def utf_16_without_mark(it: Spoiled) -> None:
    it.bytes(lambda data: data.decode().encode("utf-16-be"))


@fault("gzip", says="gzip")
def gzip_bytes(it: Spoiled) -> None:
    it.bytes(gzip.compress)


@fault("zip", says="zip")
def zip_bytes(it: Spoiled) -> None:
    packed = it.folder / "packed"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(it.path, it.path.name)
    packed.replace(it.path)


@fault("parquet", says="Parquet")
def parquet_bytes(it: Spoiled) -> None:
    it.frame().write_parquet(it.path)


@fault("html", says="web page")
def html_page(it: Spoiled) -> None:
    it.bytes(lambda _: b"\n<!DOCTYPE html><html><body>Sign in</body></html>\n")


@fault("git-lfs", says="git-LFS pointer")
def git_lfs_pointer(it: Spoiled) -> None:
    it.bytes(lambda _: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")


@fault("delimiter", says="semicolons")
def semicolons(it: Spoiled) -> None:
    it.bytes(lambda data: data.replace(b",", b";"))


@fault("delimiter", says="tabs")
def tabs(it: Spoiled) -> None:
    it.bytes(lambda data: data.replace(b",", b"\t"))


@fault("delimiter", says="bars")
def bars(it: Spoiled) -> None:
    it.bytes(lambda data: data.replace(b",", b"|"))


@fault("line-ends", says="CR alone")
def old_line_ends(it: Spoiled) -> None:
    it.bytes(lambda data: data.replace(b"\n", b"\r"))


@fault("no-header", says="no header")
def no_header(it: Spoiled) -> None:
    it.bytes(lambda data: data.split(b"\n", 1)[1])


@fault("changed", says="changed while it was read")
def changed_while_read(it: Spoiled) -> None:
    """The test appends to the file once it was read: see `Meddler`."""


@fault("twice", says="given twice")
def csv_and_parquet(it: Spoiled) -> None:
    it.frame().write_parquet(it.path.with_suffix(".parquet"))


@fault("twice", says="given twice")
def two_spellings(it: Spoiled) -> None:
    shutil.copy(it.path, it.path.with_name(f"{it.stem.upper()}.csv"))


@fault("twice", says="is the same file as")
def same_bytes_as_another(it: Spoiled) -> None:
    other = "bureau" if it.stem != "bureau" else "bureau_balance"
    shutil.copy(it.path, it.folder / f"{other}.csv")
    it.stem = other if tiny.STEMS.index(other) > tiny.STEMS.index(it.stem) else it.stem


@fault("link", says="leads out of the folder")
def link_out_of_the_folder(it: Spoiled) -> None:
    outside = it.folder.parent / f"outside-{it.stem}"
    shutil.move(it.path, outside)
    it.path.symlink_to(outside)


# --- manifest and truncation ---------------------------------------------------------------------


@fault("manifest-rows", says="the manifest says")
def cut_at_a_row_boundary(it: Spoiled) -> None:
    write_manifest(it.folder)
    it.cells.pop()
    it.save()


@fault("manifest-digest", says="bytes differ")
def one_digit_changed(it: Spoiled) -> None:
    write_manifest(it.folder)
    it.bytes(lambda data: data[:-2] + (b"3" if data[-2:-1] != b"3" else b"4") + b"\n")


@fault("manifest-missing", says="not in the folder")
def file_of_the_manifest_missing(it: Spoiled) -> None:
    write_manifest(it.folder)
    it.path.unlink()


@fault("manifest", says="is no manifest")
def broken_manifest(it: Spoiled) -> None:
    (it.folder / "manifest.json").write_text("{")
    it.stem = "manifest"


@fault("short", says="at line")
def cut_inside_a_row(it: Spoiled) -> None:
    it.bytes(lambda data: data[: data.rindex(b",")])


@fault("no-line-break", says="may be cut")
def cut_inside_the_last_cell(it: Spoiled) -> None:
    it.bytes(lambda data: data[:-1])


# --- lines ---------------------------------------------------------------------------------------


@fault("short", says="at line 5;")
def short_row(it: Spoiled) -> None:
    it.cells[4].pop()
    it.save()


@fault("long", says="at line 5;")
def long_row(it: Spoiled) -> None:
    it.cells[4].append("1")
    it.save()


@fault("short", says="at line 4;")
def short_and_long_rows_that_even_out(it: Spoiled) -> None:
    it.cells[4].append(it.cells[3].pop())
    it.save()


@fault("short")
def blank_line(it: Spoiled) -> None:
    it.bytes(lambda data: data + b"\n")


@fault("quote", says="at line 4;")
def unclosed_quote(it: Spoiled) -> None:
    it.bytes(lambda data: _line(data, 4, lambda line: b'"' + line))


@fault("quote", says="first at line 4;")
def cell_over_two_lines(it: Spoiled) -> None:
    it.bytes(lambda data: _line(data, 4, lambda line: b'"' + line.replace(b",", b'\n",', 1)))


@fault("encoding", says="not UTF-8")
def latin_1_byte(it: Spoiled) -> None:
    it.bytes(lambda data: _line(data, 4, lambda line: line.replace(b",", b"\xe9,", 1)))


@fault("nul", says="NUL")
def nul_tail(it: Spoiled) -> None:
    it.bytes(lambda data: data + b"\0" * 4096)


@fault("nul", says="at line 4;")
def nul_inside(it: Spoiled) -> None:
    it.bytes(lambda data: _line(data, 4, lambda line: line.replace(b",", b"\0,", 1)))


@fault("too-long", says="longer than 64 KB at line 4;")
def cell_of_5_mb(it: Spoiled) -> None:
    it.bytes(lambda data: _line(data, 4, lambda line: b"7" * 5_000_000 + line))


@fault("too-long", says="at line")
def endless_line(it: Spoiled) -> None:
    it.bytes(lambda data: data + b"7" * 3 * LINE_BYTES)


def _line(data: bytes, number: int, change: Callable[[bytes], bytes]) -> bytes:
    lines = data.split(b"\n")
    lines[number - 1] = change(lines[number - 1])
    return b"\n".join(lines)


# --- header --------------------------------------------------------------------------------------


@fault("missing-column", says="missing")
def missing_column(it: Spoiled) -> None:
    place = it.cells[0].index(it.of_kind("money", "count", "months"))
    it.cells[:] = [row[:place] + row[place + 1 :] for row in it.cells]
    it.save()


@fault("extra-column", says="remove it")
def extra_column(it: Spoiled) -> None:
    it.cells[:] = [[*row, str(n)] for n, row in enumerate(it.cells)]
    it.cells[0][-1] = it.name("INTERNAL_NOTE")
    it.save()


@fault("renamed-column", says="rename it back")
def renamed_column(it: Spoiled) -> None:
    name = it.of_kind("money", "count", "months")
    it.cells[0][it.cells[0].index(name)] = name.replace("_", "-")
    it.save()


@fault("duplicate-column", says="2 times")
def duplicate_column(it: Spoiled) -> None:
    name = it.of_kind("money", "count", "months")
    place = it.cells[0].index(name)
    it.cells[:] = [[*row, row[place]] for row in it.cells]
    it.save()


@fault("extra-column", ("application_test",), says="remove it")
def outcomes_in_the_test_file(it: Spoiled) -> None:
    it.cells[:] = [[*row, str(n % 2)] for n, row in enumerate(it.cells)]
    it.cells[0][-1] = it.name("TARGET")
    it.save()


# --- numbers -------------------------------------------------------------------------------------

UNREADABLE = {
    "text in a number": "many",
    "thousands separator": "1,000.5",
    "decimal comma": "12,5",
    "thousands blank": "1 000",
    "percent sign": "5%",
    "hexadecimal": "0x10",
    "currency sign": "€5",
    "blank after the number": "5 ",
    "a word for missing": "NA",
}
NOT_FINITE = {"inf": "inf", "minus infinity": "-inf", "NaN": "NaN", "1e400": "1e400"}


def _number_faults() -> Iterator[Fault]:
    for name, cell in UNREADABLE.items():
        spoil = _cell(cell, *NUMBERS)
        yield Fault(name, "not-a-number", spoil, says="1 row is not a number at line 2; expected")
    for name, cell in NOT_FINITE.items():
        yield Fault(name, "not-finite", _cell(cell, *NUMBERS), says="NaN or infinite at line 2;")


def _cell(value: str, *kinds: Kind) -> Spoil:
    return lambda it: it.put(it.of_kind(*kinds), value)


FAULTS += _number_faults()


@fault("long", says="too many cells")
def unquoted_thousands_separator(it: Spoiled) -> None:
    it.put(it.of_kind(*NUMBERS), "1000.5")
    it.column = None
    it.bytes(lambda data: data.replace(b"1000.5", b"1,000.5", 1))


@fault("not-a-number", says="3 rows are not numbers, first at line 7; expected")
def several_texts(it: Spoiled) -> None:
    it.put(it.of_kind(*NUMBERS), "a", "b", "c", start=6)


@fault("not-a-number")
def the_file_appended_to_itself(it: Spoiled) -> None:
    it.of_kind(*NUMBERS)
    it.bytes(lambda data: data + data)


@fault("fraction", having("count", "months", "days"), says="not whole at line 2;")
def fraction_of_a_whole(it: Spoiled) -> None:
    it.put(it.of_kind("count", "months", "days"), "-0.5" if it.stem == "bureau_balance" else "1.5")


@fault("positive", having("days", "months"), says="is positive at line 2;")
def days_after_the_application(it: Spoiled) -> None:
    past = [c.name for c in it.table.columns if c.kind in ("days", "months") and c.high == 0]
    it.put(it.name(past[0]), "12")


@fault("negative", having("count", "money"), says="is negative at line 2;")
def negative_amount(it: Spoiled) -> None:
    amounts = [c.name for c in it.table.columns if c.kind in ("money", "count") and c.low == 0]
    it.put(it.name(amounts[-1]), "-5")


@fault("range", having("money", "months", "count"), says="out of range at line 2;")
def beyond_all_measure(it: Spoiled) -> None:
    negative = it.stem == "bureau_balance"
    it.put(it.of_kind(*NUMBERS), "-99999" if negative else "99999999999")


# --- identifiers ---------------------------------------------------------------------------------


def _id(*cells: str) -> Spoil:
    return lambda it: it.put(it.name(it.table.names[0]), *cells)


FAULTS += [
    Fault("id as a float", "id-decimal", _id("100001.0"), says="1 row has a decimal number"),
    Fault("id in powers of ten", "id-decimal", _id("1e5"), says="whole numbers without a point"),
    Fault("empty id", "empty", _id(""), says="1 row is empty at line 2;"),
    Fault("two empty ids", "empty", _id("", ""), says="2 rows are empty, first at line 2;"),
    Fault("id over 2^63", "id-too-big", _id("9223372036854775808"), says=r"over 2\^63"),
    Fault("id beyond exact floats", "range", _id("9007199254740994"), says="out of range"),
    Fault("negative id", "negative", _id("-7"), says="1 row is negative"),
    Fault("word as an id", "not-a-number", _id("seven"), says="not a number"),
]


@fault("duplicate-id", MAIN, says="1 rows? repeat")
def client_twice(it: Spoiled) -> None:
    it.put(it.name("SK_ID_CURR"), it.cells[1][0], start=4)


@fault("duplicate-id", ("application_test",), says="in application_train too")
def client_in_both_files(it: Spoiled) -> None:
    it.put(it.name("SK_ID_CURR"), str(tiny.FIRST["SK_ID_CURR"]))


@fault("duplicate-key", ("bureau", "previous_application"), says="repeat SK_ID")
def own_number_twice(it: Spoiled) -> None:
    (name,) = it.table.key
    it.put(it.name(name), it.cells[1][it.cells[0].index(name)], start=2)


@fault(
    "duplicate-key",
    ("bureau_balance", "POS_CASH_balance", "credit_card_balance", "installments_payments"),
    says="twice over",
)
def every_row_twice(it: Spoiled) -> None:
    it.cells += it.cells[1:]
    it.save()


@fault(
    "duplicate-key",
    ("bureau_balance", "POS_CASH_balance", "credit_card_balance", "installments_payments"),
    severity="warn",
    says="all of them count",
)
def one_row_twice(it: Spoiled) -> None:
    it.cells.append(it.cells[1])
    it.save()


WITH_CLIENT = tuple(stem for stem in HISTORY if stem != "bureau_balance")


@fault("unknown-client", WITH_CLIENT, says="have no application; expected at most 5%")
def many_unknown_clients(it: Spoiled) -> None:
    it.put(it.name("SK_ID_CURR"), *["900001", "900002", "900003"])


@fault("unknown-client", WITH_CLIENT, severity="warn", says="1 of 41 clients")
def one_unknown_client(it: Spoiled) -> None:
    it.put(it.name("SK_ID_CURR"), "900001")


CHILDREN = ("bureau_balance", "POS_CASH_balance", "installments_payments", "credit_card_balance")


@fault("orphan", CHILDREN, says="expected at most")
def all_orphans(it: Spoiled) -> None:
    it.put_everywhere(it.name(it.table.parent_key or ""), "77")


@fault("orphan", CHILDREN, severity="warn", says=r"1 rows? \(1.2%\)")
def one_orphan(it: Spoiled) -> None:
    it.put(it.name(it.table.parent_key or ""), "77")


# --- words, outcomes, and what is only unusual ---------------------------------------------------

WORDS = having("category")
SENTINELS = tuple(
    stem for stem in TABLE_FILES if any(c.sentinel for c in TABLES[FILES[stem]].columns)
)


@fault("unknown-word", WORDS, says="vocabulary.*at most 5%")
def many_unknown_words(it: Spoiled) -> None:
    it.put(it.of_kind("category"), *["Marsian"] * 10)


@fault("unknown-word", WORDS, severity="warn", says="count as unknown")
def one_unknown_word(it: Spoiled) -> None:
    it.put(it.of_kind("category"), "Marsian")


@fault("null-word", WORDS, severity="warn", says="'XNA'; read as empty")
def word_for_nothing(it: Spoiled) -> None:
    it.put(it.of_kind("category"), "XNA")


@fault("sentinel", SENTINELS, severity="warn", says="365243")
def never(it: Spoiled) -> None:
    it.put(it.name(next(c.name for c in it.table.columns if c.sentinel)), "365243")


@fault("empty", having("days", "months"), says="1 row is empty at line 2;")
def empty_fact_that_is_required(it: Spoiled) -> None:
    required = [c.name for c in it.table.columns if c.required and c.kind != "id"]
    it.put(it.name(required[-1]), "")


@fault("all-null", having("money"), severity="warn", says="all rows are empty")
def empty_column(it: Spoiled) -> None:
    money = (c.name for c in it.table.columns if c.kind == "money" and not c.required)
    it.put_everywhere(it.name(next(money)), "")


@fault("constant", having("category", "money"), severity="warn", says="all rows are the same")
def constant_column(it: Spoiled) -> None:
    name = it.of_kind("category", "money")
    it.put_everywhere(name, it.cells[1][it.cells[0].index(name)])


@fault("target-empty", MAIN, says="expected 0 or 1 in every row")
def outcome_missing(it: Spoiled) -> None:
    it.put(it.name("TARGET"), "")


@fault("one-class", MAIN, says="same outcome")
def outcome_the_same(it: Spoiled) -> None:
    it.put_everywhere(it.name("TARGET"), "0")


@fault("range", MAIN, says="0 to 1")
def outcome_of_two(it: Spoiled) -> None:
    it.put(it.name("TARGET"), "2")


# --- zips and Parquet ----------------------------------------------------------------------------


def _zip(it: Spoiled, arcname: str | zipfile.ZipInfo, data: bytes) -> None:
    path = it.folder / "home-credit-default-risk.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(arcname, data)
        for csv in sorted(it.folder.glob("*.csv")):
            if csv.name != f"{it.stem}.csv":
                archive.write(csv, csv.name)
    for csv in it.folder.glob("*.csv"):
        csv.unlink()


@fault("zip-bomb", says="times its size")
def zip_bomb(it: Spoiled) -> None:
    _zip(it, f"{it.stem}.csv", b"0" * (9 << 20))


@fault("path", says="leaves the folder")
def zip_name_with_dots(it: Spoiled) -> None:
    _zip(it, f"../{it.stem}.csv", it.path.read_bytes())


@fault("path", says="leaves the folder")
def zip_name_from_the_root(it: Spoiled) -> None:
    _zip(it, f"/etc/{it.stem}.csv", it.path.read_bytes())


@fault("link", says="link")
def zip_with_a_link(it: Spoiled) -> None:
    info = zipfile.ZipInfo(f"{it.stem}.csv")
    info.external_attr = 0o120777 << 16
    _zip(it, info, b"/etc/passwd")


@fault("twice", says="given twice in the zip")
def zip_with_two_of_a_name(it: Spoiled) -> None:
    _zip(it, f"copy/{it.stem}.csv", it.path.read_bytes())
    with zipfile.ZipFile(it.folder / "home-credit-default-risk.zip", "a") as archive:
        archive.writestr(f"{it.stem}.csv", "")


@fault("zip", says="cannot be unpacked")
def damaged_zip(it: Spoiled) -> None:
    _zip(it, f"{it.stem}.csv", it.path.read_bytes())
    path = it.folder / "home-credit-default-risk.zip"
    path.write_bytes(path.read_bytes()[:-30])
    it.stem = path.name


def _as_parquet(it: Spoiled, frame: pl.DataFrame | None = None) -> Path:
    path = it.path.with_suffix(".parquet")
    (it.frame() if frame is None else frame).write_parquet(path)
    it.path.unlink()
    return path


@fault("parquet", says="cut")
def parquet_cut(it: Spoiled) -> None:
    path = _as_parquet(it)
    path.write_bytes(path.read_bytes()[:-100])


@fault("parquet", says="does not start like Parquet")
def parquet_in_name_only(it: Spoiled) -> None:
    it.path.rename(it.path.with_suffix(".parquet"))


@fault("parquet", says="cannot be read as Parquet")
def parquet_bit_flipped(it: Spoiled) -> None:
    import pyarrow.parquet as parquet

    path = _as_parquet(it)
    parquet.write_table(
        parquet.read_table(path), path, write_page_checksum=True, compression="none"
    )
    data = bytearray(path.read_bytes())
    data[random.Random(7).randrange(40, 60)] ^= 1
    path.write_bytes(data)


@fault("column-type", says="expected numbers")
def parquet_of_texts(it: Spoiled) -> None:
    name = it.of_kind(*NUMBERS)
    _as_parquet(it, it.frame().with_columns(pl.col(name).cast(pl.String)))


@fault("id-decimal", says="decimal")
def parquet_ids_as_floats(it: Spoiled) -> None:
    name = it.name(it.table.names[0])
    _as_parquet(it, it.frame().with_columns(pl.col(name).cast(pl.Float64)))


@fault("missing-column", says="missing")
def parquet_without_a_column(it: Spoiled) -> None:
    _as_parquet(it, it.frame().drop(it.of_kind(*NUMBERS)))


@dataclass
class Meddler:
    """Appends to the file as soon as a block of it was read."""

    path: Path
    done: bool = field(default=False)

    def __call__(self, source: object, _rows: int) -> None:
        if not self.done and getattr(source, "path", None) == self.path:
            with self.path.open("a") as stream:
                stream.write("\n")
            self.done = True
