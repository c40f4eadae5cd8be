"""A page as a tagged PDF/UA, the same bytes for the same page."""

from __future__ import annotations

import atexit
import hashlib
import threading
from typing import TYPE_CHECKING

from clairscore.letter.fonts import faces

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

VARIANT = "pdf/ua-1"
_LOADED = threading.local()


def pdf_of(page: str) -> bytes:
    """The PDF of a self-contained page; an error where it asks for anything outside itself."""
    return _written(page, None)


def letter_pdf(page: str) -> bytes:
    """The same for a letter, with the house's font loaded once a thread instead of at each page."""
    return _written(page, _fonts())


def _written(page: str, fonts: tuple[FontConfiguration, CSS] | None) -> bytes:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    identifier = hashlib.sha256(page.encode()).hexdigest()[:32].encode()
    made: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(
        pdf_variant=VARIANT,
        pdf_tags=True,
        pdf_identifier=identifier,
        font_config=fonts and fonts[0],
        stylesheets=fonts and [fonts[1]],
    )
    return made


def _fonts() -> tuple[FontConfiguration, CSS]:
    """The font ready to be set, one for each thread: a font map is not shared between threads."""
    if not hasattr(_LOADED, "fonts"):
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        configuration = FontConfiguration()
        _LOADED.fonts = configuration, CSS(string=faces(), font_config=configuration)
        # what WeasyPrint frees fonts with is gone by the time the interpreter would ask for it
        atexit.register(vars(_LOADED).clear)
    fonts: tuple[FontConfiguration, CSS] = _LOADED.fonts
    return fonts
