"""Who holds a token, asked of the service outside Streamlit: at the door and at each page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from clairscore.client import Client
from clairscore.client.records import Session
from clairscore.dashboard.cookies import SESSION, language_of
from clairscore.errors import ClairscoreError, Refused
from clairscore.i18n import Lang

if TYPE_CHECKING:
    import httpx2
    from starlette.requests import Request

STAFF = frozenset({"manager", "reviewer", "analyst", "auditor", "admin"})


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor as the cookies tell.

    `state` is `known` with `who`, `nobody` without a session, `ended` where it is over, and
    `unsure` where the service does not say now.
    """

    lang: Lang
    state: Literal["known", "nobody", "ended", "unsure"]
    who: Session | None = None


@dataclass(frozen=True, slots=True)
class Guests:
    """Asks the service who somebody is."""

    http: httpx2.Client
    default: Lang

    def client(self, request: Request) -> Client:
        """The service for this visitor, in his language."""
        return Client(self.http, request.cookies.get(SESSION), self.lang(request))

    def lang(self, request: Request) -> Lang:
        """The visitor's language."""
        return language_of(request.cookies, self.default)

    def openid(self, request: Request) -> bool:
        """Whether staff may sign in with the lender's own accounts; not while nobody says so."""
        try:
            return self.client(request).show_ways().openid
        except ClairscoreError:
            return False

    async def of(self, request: Request) -> Guest:
        """Who it is that asks for a page."""
        from starlette.concurrency import run_in_threadpool

        lang = self.lang(request)
        if SESSION not in request.cookies:
            return Guest(lang, "nobody")
        try:
            who = await run_in_threadpool(self.client(request).show_session)
        except Refused as refused:
            return Guest(lang, "ended" if refused.status == 401 else "unsure")
        except ClairscoreError:
            return Guest(lang, "unsure")
        return Guest(lang, "known", who)
