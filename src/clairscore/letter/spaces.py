"""No-break spaces where French has them, in the text of a page."""

from __future__ import annotations

import re

from clairscore.i18n import NARROW, spaced

THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
TEXT_NODE = re.compile(r">[^<>]+<")


def with_french_spaces(page: str) -> str:
    """The page with them in its body's text only: styles and attributes keep theirs."""
    head, body, rest = page.partition("<body")
    return head + body + TEXT_NODE.sub(lambda found: _spaced(found[0]), rest)


def _spaced(text: str) -> str:
    return spaced(THOUSANDS.sub(NARROW, text))
