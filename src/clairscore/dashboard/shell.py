"""Around every screen: who asks, in which language, and a sentence for whatever goes wrong."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from clairscore.client import Client
from clairscore.client.records import Session
from clairscore.dashboard.connection import connect
from clairscore.dashboard.cookies import SESSION, language_of
from clairscore.dashboard.parts.problem import no_screen, problem, unexpected
from clairscore.dashboard.screens import SCREENS, Screen
from clairscore.dashboard.visit import Visit
from clairscore.errors import ClairscoreError
from clairscore.i18n import Lang
from clairscore.settings import load_settings

LOG = logging.getLogger("clairscore.dashboard")


def main() -> None:
    """Show the screen that the address names, as Streamlit runs it."""
    settings, cookies = load_settings(), st.context.cookies.to_dict()
    lang = language_of(cookies, settings.language)
    show(Client(connect(settings.api), cookies.get(SESSION), lang), lang)


def show(
    client: Client,
    lang: Lang,
    screens: Sequence[Screen] = SCREENS,
    asked: Mapping[str, str] | None = None,
) -> None:
    """Show the screen that the address names, to whom the client speaks for.

    Where it names none, the first that the person's roles have. Query parameters are those of the
    address, or `asked`.
    """
    st.set_page_config(page_title="Clairscore", layout="wide")
    who = _who(client)
    parameters = st.query_params.to_dict() if asked is None else asked
    pages: dict[str, st.Page] = {}
    bodies = {
        screen.name: _body(screen, client, lang, who, parameters, pages) for screen in screens
    }
    for screen in screens:
        pages[screen.name] = st.Page(
            bodies[screen.name], title=screen.title(lang), url_path=screen.name
        )
    home = st.Page(_first(screens, who, bodies, lang), title="Clairscore", default=True)
    st.navigation([home, *pages.values()], position="hidden").run()


def _who(client: Client) -> Session | ClairscoreError:
    try:
        return client.show_session()
    except ClairscoreError as error:
        return error


def _first(
    screens: Sequence[Screen],
    who: Session | ClairscoreError,
    bodies: Mapping[str, Callable[[], None]],
    lang: Lang,
) -> Callable[[], None]:
    """What is shown where the address names no screen."""
    if isinstance(who, ClairscoreError):
        return lambda: problem(who, lang)
    found = (screen for screen in screens if not set(screen.roles).isdisjoint(who.roles))
    first = next(found, None)
    return bodies[first.name] if first else lambda: no_screen(lang)


def _body(
    screen: Screen,
    client: Client,
    lang: Lang,
    who: Session | ClairscoreError,
    asked: Mapping[str, str],
    pages: Mapping[str, st.Page],
) -> Callable[[], None]:
    """The screen with its guards, as Streamlit calls it."""

    def shown() -> None:
        if isinstance(who, ClairscoreError):
            problem(who, lang)
        elif set(screen.roles).isdisjoint(who.roles):
            no_screen(lang)
        else:
            _guarded(screen, Visit(client, lang, who, asked, pages))

    return shown


def _guarded(screen: Screen, visit: Visit) -> None:
    """The screen; what it does not catch itself becomes a sentence, never a traceback."""
    try:
        screen.show(visit)
    except ClairscoreError as error:
        problem(error, visit.lang)
    except Exception as error:  # the last frame before a person
        name = secrets.token_hex(8)
        LOG.error("%s %s failed: %s", name, screen.name, type(error).__name__, exc_info=error)
        unexpected(name, visit.lang)
