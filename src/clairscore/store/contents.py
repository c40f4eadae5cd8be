"""What a kept report or comparison says: one text, read back by the record's name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from sqlalchemy import Table, select

from clairscore.errors import Absent
from clairscore.store.database import Read
from clairscore.store.tables import comparisons, reports

Kept = Literal["report", "comparison"]
TABLES: Mapping[Kept, Table] = {"report": reports, "comparison": comparisons}


def content_of(read: Read, kept: Kept, name: str) -> dict[str, object]:
    """Everything that the record of that name says; Absent where there is none."""
    table = TABLES[kept]
    asked = select(table.c.content).where(table.c.id == name)
    text = read.connection.execute(asked).scalar_one_or_none()
    if text is None:
        raise Absent(f"{kept} {name}: there is none")
    found: dict[str, object] = json.loads(text)
    return found
