"""Numbers as people type them: with blanks, a comma, a currency's sign."""

from __future__ import annotations

import math
import re

LONGEST = 30


def number_in(text: str) -> float | None:
    """The number in a field, "1 234,56" or "1,234.56"; None where there is none, or two."""
    bare = re.sub(r"[\s\u00a0\u202f€$£']", "", text[:LONGEST])
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", bare):
        bare = bare.replace(",", "")
    if not re.fullmatch(r"-?\d+([.,]\d+)?", bare, re.ASCII):
        return None
    value = float(bare.replace(",", "."))
    return value if math.isfinite(value) else None
