"""A book in parts: a folder of folders, each with all rows of its clients as Kaggle ships them.

book/part-00000/application_test.parquet, bureau.parquet, ...
book/part-00001/application_test.parquet, ...
"""

from __future__ import annotations

import re
from pathlib import Path

PART = re.compile(r"part-\d{5,}")


def part_name(number: int) -> str:
    """What the part of that number is called."""
    return f"part-{number:05}"


def part_names(folder: Path) -> tuple[str, ...]:
    """The parts of a book, in order; none where the folder holds tables themselves."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if is_part(path)))


def is_part(path: Path) -> bool:
    """Whether a folder is named as a part of a book; a link may lead anywhere and is none."""
    return bool(PART.fullmatch(path.name)) and path.is_dir() and not path.is_symlink()
