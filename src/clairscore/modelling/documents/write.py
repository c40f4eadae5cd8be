"""The documents as files: HTML beside PDF, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from clairscore.data.files import write_atomically
from clairscore.i18n import Lang
from clairscore.letter.pdf import pdf_of
from clairscore.modelling.documents.page import LANGUAGES, Document, page
from clairscore.modelling.documents.records import Records


@dataclass(frozen=True, slots=True)
class Written:
    """One document in one language, with its two files."""

    document: Document
    lang: Lang
    html: Path
    pdf: Path


def write_documents(
    records: Records,
    out: Path,
    documents: Collection[Document] = tuple(LANGUAGES),
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Written, ...]:
    """The documents in every language that each has, into the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    return tuple(
        _write(document, lang, records, out, progress)
        for document, languages in LANGUAGES.items()
        if document in documents
        for lang in languages
    )


def _write(
    document: Document, lang: Lang, records: Records, out: Path, progress: Callable[[str], None]
) -> Written:
    progress(f"{document}.{lang}")
    text = page(document, records, lang)
    written = Written(
        document, lang, out / f"{document}.{lang}.html", out / f"{document}.{lang}.pdf"
    )
    with write_atomically(written.html) as draft:
        draft.write_text(text, encoding="utf-8")
    with write_atomically(written.pdf) as draft:
        draft.write_bytes(pdf_of(text))
    return written
