"""Write the pages of the reference again: `python -m tests.reference.source`.

`docs/reference/` in English, `docs/fr/reference/` in French; what a page says is what the program
says of itself. A test fails where a page has fallen behind, or where a text is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from clairscore.i18n import LANGUAGES, Lang
from tests.reference import commands, errors, features, reasons, routes, settings, tables

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDERS: Mapping[Lang, Path] = {"en": DOCS / "reference", "fr": DOCS / "fr" / "reference"}
WRITTEN = "<!-- written by python -m tests.reference.source; do not edit -->"

Page = Callable[[Lang], Iterable[str]]
PAGES: Mapping[str, Page] = {
    "commands": commands.page,
    "errors": errors.page,
    "features": features.page,
    "reasons": reasons.page,
    "routes": routes.page,
    "settings": settings.page,
    "tables": tables.page,
}


def sources() -> Iterator[tuple[Path, str]]:
    """Each page's place and text."""
    for lang in LANGUAGES:
        for name, page in PAGES.items():
            yield FOLDERS[lang] / f"{name}.md", "\n".join((WRITTEN, "", *page(lang), ""))


def write() -> None:
    """Bring every page up to date."""
    for path, text in sources():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
