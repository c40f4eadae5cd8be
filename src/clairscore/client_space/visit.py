"""A request to the client space: in which language, by whom, and the service that answers him."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from clairscore.client import Client
from clairscore.client_space.cookies import FORMS, SESSION, language_of
from clairscore.client_space.space import Space
from clairscore.i18n import Lang, day, money, number, t

TOKEN_MOST = 500
"""Characters of a cookie that may be a session's token; a longer one is nobody's."""


class SignInFirst(Exception):
    """Nobody is signed in where somebody must be; `ended` says that a session was there before."""

    def __init__(self, *, ended: bool = False) -> None:
        self.ended = ended
        super().__init__("sign in first")


@dataclass(frozen=True)
class Visit:
    """One request: `token` is the session's, `forms` what proves that a form came from here."""

    request: Request
    lang: Lang
    token: str | None
    forms: str

    @property
    def space(self) -> Space:
        found: Space = self.request.app.state.space
        return found

    @property
    def api(self) -> Client:
        """The service, as this visitor."""
        return self.space.api(self.token, self.lang)

    @property
    def seal(self) -> str:
        """What a form must carry: bound to the session, so that no other site can know it."""
        key = f"{self.token or ''}|{self.forms}"
        return hmac.digest(key.encode(), b"a form of the client space", "sha256").hex()

    def t(self, key: str, **values: str | int) -> str:
        return t(f"space.{key}", self.lang, **values)

    def day(self, text: str | None) -> str:
        """A date or a time of the service, as a day in words; empty for none."""
        return day(date.fromisoformat(text[:10]), self.lang) if text else ""

    def money(self, value: float, currency: str) -> str:
        return money(value, self.lang, currency)

    def number(self, value: float, digits: int = 0) -> str:
        return number(value, self.lang, digits)


async def visiting(request: Request) -> Visit:
    """Whoever comes."""
    space: Space = request.app.state.space
    token = request.cookies.get(SESSION)
    plain = token is not None and token.isascii() and token.isprintable()
    known = token if plain and token and len(token) <= TOKEN_MOST else None
    forms = request.cookies.get(FORMS) or secrets.token_urlsafe(24)
    return Visit(request, language_of(request, space.lang), known, forms)


async def signed_in(visit: Annotated[Visit, Depends(visiting)]) -> Visit:
    """A client with a session; SignInFirst without one."""
    if visit.token is None:
        raise SignInFirst
    return visit


Visiting = Annotated[Visit, Depends(visiting)]
SignedIn = Annotated[Visit, Depends(signed_in)]
