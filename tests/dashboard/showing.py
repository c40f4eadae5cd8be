"""A screen shown by AppTest, for somebody who signed in at a service in this process."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from clairscore.client import Client
from clairscore.dashboard.screens import Screen
from clairscore.i18n import Lang
from tests.api.place import Place

SECONDS = 30


def opened(
    place: Place, user: str | None, *screens: Screen, lang: Lang = "fr", **asked: str
) -> AppTest:
    """The first screen as the user sees it; the others are there to be left for."""
    token = place.token(user) if user else None
    return over(Client(place.http, token, lang), *screens, lang=lang, **asked)


def over(client: Client, *screens: Screen, lang: Lang = "fr", **asked: str) -> AppTest:
    """The first screen as whoever the client speaks for sees it."""
    given = {"client": client, "lang": lang, "screens": screens, "asked": asked}
    return AppTest.from_function(_shown, default_timeout=SECONDS, kwargs=given).run()


def _shown(client, lang, screens, asked) -> None:  # type: ignore[no-untyped-def]
    from clairscore.dashboard.shell import show

    show(client, lang, screens, asked)


def html(seen: AppTest) -> str:
    """Everything that the screen says as HTML."""
    return "\n".join(str(each.proto.body) for each in seen.get("html"))
