"""Which version of a record a caller has read (`ETag`), and whether it is still the last.

A route that changes a record takes `if_match: IfMatch`, and calls `require_match` in the
transaction that changes it; one that shows it answers with the header `ETag: etag(revision)`.
"""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import Header

from clairscore.api.problems import Problem

IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="The ETag that you have read.", max_length=60)
]


def etag(revision: int) -> str:
    """The ETag of a record's revision."""
    return f'"{revision}"'


def digest_tag(shown: str) -> str:
    """The ETag of a record that counts no revisions: what is shown of it, in brief."""
    return f'"{hashlib.sha256(shown.encode()).hexdigest()[:16]}"'


def require_match(if_match: str | None, revision: int) -> None:
    """Problem `precondition_missing` without a version, `changed_meanwhile` with another one."""
    require_tag(if_match, etag(revision))


def require_tag(if_match: str | None, tag: str) -> None:
    """As `require_match`, for an ETag of either kind."""
    if if_match is None:
        raise Problem("precondition_missing")
    if if_match.strip() not in (tag, "*"):
        raise Problem("changed_meanwhile", headers={"ETag": tag})
