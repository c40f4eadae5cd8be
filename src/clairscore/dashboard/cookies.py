"""The two cookies: who signed in (unreadable for scripts), and the language."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from clairscore.i18n import LANGUAGES, Lang

SESSION = "clairscore_staff"
ATTEMPT = "clairscore_attempt"
ATTEMPT_PATH = "/sign-in/openid"
ATTEMPT_SECONDS = 600
LANGUAGE = "clairscore_lang"
YEAR = 365 * 24 * 3600


def language_of(cookies: Mapping[str, str], default: Lang) -> Lang:
    """The language that the visitor chose, else the house's own."""
    wanted = cookies.get(LANGUAGE)
    return next((lang for lang in LANGUAGES if lang == wanted), default)


def keep_session(answer: Response, request: Request, token: str) -> None:
    """Keep the session's token until the browser closes; the service ends it sooner.

    Lax, not Strict: a link to a client in a message has to find the session.
    """
    answer.set_cookie(SESSION, token, httponly=True, samesite="lax", secure=_encrypted(request))


def drop_session(answer: Response, request: Request) -> None:
    """Forget the token."""
    answer.delete_cookie(SESSION, httponly=True, samesite="lax", secure=_encrypted(request))


def keep_attempt(answer: Response, request: Request, kept: str) -> None:
    """Keep an attempt to sign in elsewhere until the person comes back, ten minutes at most."""
    answer.set_cookie(
        ATTEMPT,
        kept,
        max_age=ATTEMPT_SECONDS,
        path=ATTEMPT_PATH,
        httponly=True,
        samesite="lax",
        secure=_encrypted(request),
    )


def drop_attempt(answer: Response, request: Request) -> None:
    """Forget the attempt."""
    secure = _encrypted(request)
    answer.delete_cookie(ATTEMPT, ATTEMPT_PATH, httponly=True, samesite="lax", secure=secure)


def keep_language(answer: Response, request: Request, lang: Lang) -> None:
    """Keep the language for a year; it names nobody."""
    secure = _encrypted(request)
    answer.set_cookie(LANGUAGE, lang, max_age=YEAR, httponly=True, samesite="lax", secure=secure)


def _encrypted(request: Request) -> bool:
    """Whether the browser came by https, as the proxy in front says."""
    return request.url.scheme == "https"
