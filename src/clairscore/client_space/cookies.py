"""The cookies: who signed in (unreadable for scripts), whose forms these are, which language."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from clairscore.i18n import LANGUAGES, Lang

SESSION, FORMS, LANGUAGE = "clairscore_client", "clairscore_forms", "clairscore_lang"
YEAR = 365 * 24 * 3600


def language_of(request: Request, default: Lang) -> Lang:
    """The language asked for now, else the one chosen before, else the house's own."""
    wanted = request.query_params.get("lang"), request.cookies.get(LANGUAGE)
    return next((lang for each in wanted for lang in LANGUAGES if lang == each), default)


def keep(answer: Response, request: Request, name: str, value: str, seconds: int | None) -> None:
    """Set a cookie that scripts cannot read; without seconds, until the browser closes.

    Lax, not Strict: a link in a message has to find the session. Whether the browser came by https
    is what the proxy in front says.
    """
    secure = request.url.scheme == "https"
    answer.set_cookie(
        name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure
    )


def drop(answer: Response, request: Request, name: str) -> None:
    """Forget a cookie."""
    secure = request.url.scheme == "https"
    answer.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=secure)
