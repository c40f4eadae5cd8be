"""Pages as they leave the house: Streamlit's page in our frame, for people who signed in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from clairscore.dashboard.guests import Guest, Guests
from clairscore.dashboard.markup import SHELL, header, not_found_page
from clairscore.dashboard.places import sign_in_from
from clairscore.dashboard.screens import SCREENS, screen_at
from clairscore.errors import Fault
from clairscore.i18n import t

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROOT = '<div id="root"></div>'
INLINE = "<script>"
OTHERS = ("/_stcore", "/static/", "/media/", "/component/", "/frame/", "/sign-", "/language")
"""Paths that are no screens."""
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval' 'wasm-unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
    " connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self';"
    " form-action 'self'; frame-ancestors 'none'"
)
"""Nothing from another host, no frame around it; Vega draws with functions that it writes."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Documents:
    """Middleware: answers every page itself, lets everything else through to Streamlit."""

    app: ASGIApp
    guests: Guests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a page, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        guarded = _guarded(send, nonce)
        if scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(OTHERS):
            await self.app(scope, receive, guarded)
            return
        request = Request(scope, receive)
        answer = await self._answer(request, nonce)
        await answer(scope, receive, guarded)

    async def _answer(self, request: Request, nonce: str) -> Response:
        guest, path = await self.guests.of(request), request.url.path
        here = f"{path}?{request.url.query}" if request.url.query else path
        if guest.state in ("nobody", "ended"):
            return RedirectResponse(sign_in_from(here, ended=guest.state == "ended"), 303)
        if path != "/" and screen_at(path) is None:
            return _html(not_found_page(guest.lang, guest.who), 404)
        return _html(document(guest, here, nonce), 200)


def document(guest: Guest, here: str, nonce: str) -> str:
    """Streamlit's page in the visitor's language, with our head above its room."""
    page = shell()
    for ours in SHELL.values():
        page = page.replace(ours, ours.replace("{lang}", guest.lang).replace("{nonce}", nonce))
    page = page.replace(INLINE, f'<script nonce="{nonce}">')
    names = " ".join(f"/{screen.name}" for screen in SCREENS)
    page = page.replace("<body>", f'<body data-screens="/ {names}">')
    before, _, rest = page.partition("<noscript>")
    after = rest.partition("</noscript>")[2]
    words = escape(t("frame.no_script", guest.lang))
    head = header(guest.lang, guest.who, here)
    return f"{before}<noscript><p>{words}</p></noscript>{after}".replace(ROOT, head + ROOT)


@cache
def shell() -> str:
    """Streamlit's own page with our parts in it; Fault where this version is another."""
    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    missing = [part for part in (*SHELL, ROOT, INLINE, "<noscript>") if part not in page]
    if missing:
        raise Fault(
            f"streamlit {streamlit.__version__}: its page no longer has {missing}; adapt SHELL in"
            " clairscore/dashboard/markup.py"
        )
    for theirs, ours in SHELL.items():
        page = page.replace(theirs, ours)
    return page


def _html(content: str, status: int) -> Response:
    return HTMLResponse(content, status, headers={"Cache-Control": "no-store"})


def _guarded(send: Send, nonce: str) -> Send:
    """Send with the headers that keep a page to itself."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
        await send(message)

    return sent
