"""Read a CSV file once, in blocks of whole lines, with its digest: memory stays that of a block."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from clairscore.data.folder import HEADER_BYTES

BLOCK_BYTES = 16 << 20
LINE_BYTES = 1 << 16
"""No line of any table comes near; a longer one is a fault (a 5 MB cell, a missing line break)."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines, each ended by a line break, and the number of the first one (header = 1)."""

    data: bytes
    first_line: int
    unended: bool = False


@dataclass
class Reading:
    """One pass over a file: its blocks, and afterwards its size and digest."""

    path: Path
    size: int = 0
    digest: str = ""
    _sha: hashlib._Hash = field(default_factory=hashlib.sha256)

    def blocks(self, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
        """The lines after the header. CRLF comes out as LF."""
        with self.path.open("rb") as stream:
            self._take(stream.readline(HEADER_BYTES))
            yield from self._lines(stream, block_bytes)
        self.digest = self._sha.hexdigest()

    def _lines(self, stream: BinaryIO, block_bytes: int) -> Iterator[Block]:
        line, rest = 2, b""
        while chunk := self._take(stream.read(block_bytes)):
            rest += chunk
            end = rest.rfind(b"\n") + 1
            if end:
                block = Block(_unix(rest[:end]), line)
                yield block
                line += block.data.count(b"\n")
            rest = rest[end:][: 2 * LINE_BYTES]  # a longer line is refused; its length is enough
        if rest:
            yield Block(_unix(rest + b"\n"), line, unended=True)

    def _take(self, data: bytes) -> bytes:
        self._sha.update(data)
        self.size += len(data)
        return data


def _unix(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data
