"""A page as a tagged PDF/UA, the same bytes for the same page."""

from __future__ import annotations

import hashlib

VARIANT = "pdf/ua-1"


def pdf_of(page: str) -> bytes:
    """The PDF of a self-contained page; an error where it asks for anything outside itself."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    identifier = hashlib.sha256(page.encode()).hexdigest()[:32].encode()
    made: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(
        pdf_variant=VARIANT, pdf_tags=True, pdf_identifier=identifier
    )
    return made
