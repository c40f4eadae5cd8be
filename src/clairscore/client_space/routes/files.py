"""Files: what pages load from here, and documents that the service made."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from clairscore.client_space.pages import static_file

router = APIRouter()

TYPES: Mapping[str, str] = {
    "space.css": "text/css; charset=utf-8",
    "htmx.min.js": "text/javascript; charset=utf-8",
    "htmx.LICENSE.txt": "text/plain; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@router.get("/static/{name}")
def static(name: str) -> Response:
    """A file that pages load; nothing of it is anybody's."""
    if name not in TYPES:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(static_file(name), media_type=TYPES[name], headers=headers)


@router.get("/health/live")
def live() -> Response:
    """That this program answers."""
    return PlainTextResponse("live")


def document(
    content: bytes, name: str, kind: str = "application/pdf", *, attached: bool = False
) -> Response:
    """A document under a name that is safe in a header."""
    plain = "".join(each for each in name if each.isascii() and (each.isalnum() or each in ".-"))
    how = "attachment" if attached else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{plain}"'}
    return Response(content, media_type=kind, headers=headers)
