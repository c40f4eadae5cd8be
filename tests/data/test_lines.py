"""Lines of a block are told apart as the csv module of the standard library would."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.data.checks.blocks import LINE_BYTES, Block, Reading
from clairscore.data.checks.lines import rows

CELLS = 3
LINE = st.text(alphabet='a,", é', max_size=12)


def kind(line: str) -> str | None:
    if line.count('"') % 2:
        return "quote"
    cells = len(_cells(line))
    return "short" if cells < CELLS else "long" if cells > CELLS else None


def _cells(line: str) -> list[str]:
    """Cells by commas outside pairs of quotes."""
    parts = line.split('"')
    return ",".join("" if i % 2 else part.replace(",", "\0") for i, part in enumerate(parts)).split(
        "\0"
    )


@given(st.lists(LINE, min_size=1, max_size=12))
def test_every_line_is_kept_or_told(lines: list[str]) -> None:
    block = Block("".join(f"{line}\n" for line in lines).encode(), 2)
    found = rows(block, CELLS)
    good = [(n, line) for n, line in enumerate(lines, 2) if kind(line) is None]
    assert found.numbers.tolist() == [number for number, _ in good]
    assert found.data.decode() == "".join(f"{line}\n" for _, line in good)
    told = {fault.code: (fault.count, fault.first) for fault in found.faults}
    for code in ("quote", "short", "long"):
        numbers = [n for n, line in enumerate(lines, 2) if kind(line) == code]
        assert told.get(code, (0, None)) == (len(numbers), numbers[0] if numbers else None)


def test_sound_lines_agree_with_the_standard_library() -> None:
    text = '1,"a, b",2\n3,"c ""d"" e",4\n'
    assert [len(row) for row in csv.reader(text.splitlines())] == [CELLS, CELLS]
    assert rows(Block(text.encode(), 2), CELLS).faults == ()


def test_a_table_of_one_column_has_no_commas() -> None:
    assert rows(Block(b"1\n2\n", 2), 1).faults == ()
    (fault,) = rows(Block(b"1\n2,3\n", 2), 1).faults
    assert (fault.code, fault.first) == ("long", 3)


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_blocks_of_any_size_give_the_same_lines(tmp_path: Path, size: int) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\r\n" + b"".join(b"%d,2\r\n" % n for n in range(500)) + b"last,")
    reading = Reading(path)
    blocks = list(reading.blocks(size))
    assert b"".join(block.data for block in blocks).splitlines()[-1] == b"last,"
    assert [block.unended for block in blocks][-1]
    line = 2
    for block in blocks:
        assert block.first_line == line
        line += block.data.count(b"\n")
    assert line == 503
    assert reading.size == path.stat().st_size


def test_an_endless_line_takes_no_more_memory_than_a_block(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n" + b"7" * (1 << 22))
    (block,) = Reading(path).blocks(1 << 16)
    assert LINE_BYTES < len(block.data) <= 2 * LINE_BYTES + 1
