"""Lists page by page, and which version of a record somebody has read."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.api.pages import cursor_of, position_of
from clairscore.api.problems import Problem
from clairscore.api.versions import etag, require_match

WHOLE = st.integers(-(2**63), 2**63 - 1)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N"])), WHOLE)
def test_a_cursor_gives_back_what_it_was_made_of(name: str, number: int) -> None:
    assert position_of(cursor_of(name, number), str, int) == (name, number)


def test_without_a_cursor_a_list_begins_at_its_beginning() -> None:
    assert position_of(None, int) is None


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "é", "[1]", cursor_of("a"), cursor_of(1, 2), cursor_of(2**63), cursor_of(1.5),
     base64.urlsafe_b64encode(b"[" * 300).decode(), base64.urlsafe_b64encode(b"[NaN]").decode(),
     base64.urlsafe_b64encode(b"\xff").decode(), base64.urlsafe_b64encode(b"[true]").decode()],
)  # fmt: skip
def test_a_cursor_that_no_page_gave_is_refused(cursor: str) -> None:
    with pytest.raises(Problem) as problem:
        position_of(cursor, int)
    assert problem.value.code == "invalid"
    assert problem.value.errors[0].at == "query.cursor"


def test_a_text_in_a_cursor_cannot_smuggle_what_databases_refuse() -> None:
    with pytest.raises(Problem):
        position_of(cursor_of("a\x00"), str)


def test_only_whoever_read_the_last_version_may_change_it() -> None:
    require_match(etag(3), 3)
    with pytest.raises(Problem) as unread:
        require_match(None, 3)
    with pytest.raises(Problem) as old:
        require_match(etag(2), 3)
    assert (unread.value.status, old.value.status) == (428, 412)
    assert old.value.headers == {"ETag": '"3"'}
