"""Letters as PDF/UA: tags, language, title, reading order read back from the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from clairscore.contract import Outcome
from clairscore.i18n import LANGUAGES, Lang
from clairscore.letter.addresses import load_addresses
from clairscore.letter.content import Content
from clairscore.letter.decided import Decided
from clairscore.letter.decision_letter import Writer, decision_letter
from clairscore.letter.notice import notice
from clairscore.letter.page import page
from clairscore.letter.pdf import letter_pdf
from tests.letter.conftest import ON


@dataclass(frozen=True)
class Made:
    content: Content
    lang: Lang
    html: str
    pdf: bytes

    @property
    def reader(self) -> PdfReader:
        return PdfReader(BytesIO(self.pdf))


@pytest.fixture(scope="module")
def letters(decisions: dict[Outcome, Decided], writer_in: Callable[[Lang], Writer]) -> list[Made]:
    made = []
    for lang in LANGUAGES:
        writer = writer_in(lang)
        contents = [decision_letter(decided, writer) for decided in decisions.values()]
        contents.append(notice(writer.policy, writer.addresses, writer.teller))
        for content in contents:
            html = page(content, load_addresses(), lang, ON)
            made.append(Made(content, lang, html, letter_pdf(html)))
    return made


def nodes(root: Any) -> Iterator[tuple[str, Any]]:
    """The structure tree's elements in reading order: the tag of each, and its dictionary."""
    kids = root.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        node = kid.get_object()
        if hasattr(node, "get") and "/S" in node:
            yield str(node["/S"]), node
            yield from nodes(node)


def marks(node: Any, page_of: Any = None) -> Iterator[tuple[int, int]]:
    """Page and mark of all text below an element, in reading order."""
    here = node.raw_get("/Pg").idnum if "/Pg" in node else page_of
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, int):
            yield here, int(found)
        elif "/MCID" in found:
            at = found.raw_get("/Pg").idnum if "/Pg" in found else here
            yield at, int(found["/MCID"])
        elif "/S" in found:
            yield from marks(found, here)


def test_a_letter_is_marked_as_pdf_ua_with_its_language_and_title(letters: list[Made]) -> None:
    for letter in letters:
        root = letter.reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == letter.lang
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid" in root["/Metadata"].get_data()
        assert letter.reader.metadata is not None
        assert letter.reader.metadata.title == letter.content.title


def test_headings_and_lists_are_tagged_as_such(letters: list[Made]) -> None:
    for letter in letters:
        tags = [tag for tag, _ in nodes(letter.reader.trailer["/Root"]["/StructTreeRoot"])]
        assert tags.count("/H1") == 1
        assert tags.count("/H2") == len(letter.content.parts)
        assert tags.index("/H1") < tags.index("/H2")
        items = [item for part in letter.content.parts for item in part.items]
        assert tags.count("/LI") == len(items) + sum(len(item.below) for item in items)
        assert "/P" in tags


def test_a_reader_hears_the_text_in_the_order_of_the_page(letters: list[Made]) -> None:
    """The structure tree visits every mark once, page by page, but for the page's own number."""
    for letter in letters:
        reader = letter.reader
        order = list(marks(reader.trailer["/Root"]["/StructTreeRoot"]))
        pages = [each.indirect_reference.idnum for each in reader.pages if each.indirect_reference]
        ranked = [(pages.index(at), mark) for at, mark in order]
        assert len(set(ranked)) == len(ranked)
        assert [at for at, _ in ranked] == sorted(at for at, _ in ranked)
        drawn: list[tuple[int, int]] = []
        for number, each in enumerate(reader.pages):
            data = each.get_contents()
            assert data is not None
            found = re.findall(rb"/MCID (\d+)", data.get_data())
            drawn += [(number, int(mark)) for mark in found]
        unread = set(drawn) - set(ranked)
        assert set(ranked) <= set(drawn)
        assert unread == {(n, max(m for at, m in drawn if at == n)) for n in range(len(pages))}


def test_no_text_of_a_letter_stands_outside_the_tags(letters: list[Made]) -> None:
    for letter in letters:
        for each in letter.reader.pages:
            data = each.get_contents()
            assert data is not None
            depth = 0
            for operator in re.findall(rb"\b(BDC|BMC|EMC|TJ|Tj)\b", data.get_data()):
                depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
                assert depth > 0 or operator not in (b"TJ", b"Tj")


def test_the_pdf_says_what_the_letter_says(letters: list[Made]) -> None:
    for letter in letters:
        text = "".join(each.extract_text() for each in letter.reader.pages)
        plain = re.sub(r"\s", "", text)
        said = [*letter.content.lead, *(part.title for part in letter.content.parts)]
        for each in said:
            assert re.sub(r"\s", "", each) in plain


def test_the_same_letter_gives_the_same_bytes(letters: list[Made]) -> None:
    assert all(letter_pdf(letter.html) == letter.pdf for letter in letters[:2])


def test_a_letter_has_two_pages_at_most_and_its_fonts_inside(letters: list[Made]) -> None:
    for letter in letters:
        assert len(letter.reader.pages) <= 3
        fonts = [
            font.get_object()
            for each in letter.reader.pages
            for font in each["/Resources"]["/Font"].get_object().values()
        ]
        assert fonts
        for font in fonts:
            below = font["/DescendantFonts"][0].get_object()
            assert "Inter" in str(below["/BaseFont"])
            assert "/FontFile3" in below["/FontDescriptor"].get_object()
