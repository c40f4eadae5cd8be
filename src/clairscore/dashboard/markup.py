"""The pages that come before Streamlit runs: frame, sign-in, not found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from clairscore.dashboard.screens import screens_of
from clairscore.i18n import LANGUAGES, Lang, t

if TYPE_CHECKING:
    from jinja2 import Environment

    from clairscore.client.records import Session

HOME = "/"
SHELL = {
    '<html lang="en">': '<html lang="{lang}">',
    '<link rel="shortcut icon" href="./favicon.png" />': (
        '<link rel="icon" href="/frame/icon.svg" />'
        '<link rel="stylesheet" href="/frame/frame.css" />'
    ),
    "<title>Streamlit</title>": "<title>Clairscore</title>",
    '<link rel="service-desc" href="./_stcore/agent/openapi.json" />': (
        '<script nonce="{nonce}">'
        "window.__streamlit = {BACKEND_BASE_URL: location.origin}</script>"  # else it tries paths
        '<script src="/frame/frame.js" nonce="{nonce}" defer></script>'
    ),
}
"""What of Streamlit's page is replaced; Fault at start where a version no longer has it."""


@cache
def templates() -> Environment:
    """The templates; every value in them is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("clairscore.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def asset(name: str) -> bytes:
    """One of the frame's own files."""
    return files("clairscore.dashboard").joinpath("assets", name).read_bytes()


def header(lang: Lang, who: Session | None, here: str) -> str:
    """The page's head: name, menu of the person's screens, language, sign-out."""
    return _rendered("header.html.j2", lang, here, who=who)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What the sign-in page says: where the person wanted to go, and what went wrong before.

    `openid` is where to sign in with the lender's own account; empty where that is not possible.
    """

    here: str
    name: str = ""
    fault: str = ""
    note: str = ""
    openid: str = ""


def sign_in_page(lang: Lang, asked: SignIn) -> str:
    """The form that asks for name and password."""
    shown = {"name": asked.name, "fault": asked.fault, "note": asked.note, "openid": asked.openid}
    return _rendered("sign_in.html.j2", lang, asked.here, who=None, **shown)


def not_found_page(lang: Lang, who: Session | None) -> str:
    """What stands at an address where nothing is."""
    return _rendered("not_found.html.j2", lang, HOME, who=who)


def _rendered(template: str, lang: Lang, here: str, who: Session | None, **values: str) -> str:
    found = templates().get_template(template)
    return found.render(
        lang=lang,
        languages=LANGUAGES,
        here=here,
        path=here.partition("?")[0],
        who=who,
        screens=[each for each in screens_of(who.roles) if each.listed] if who else [],
        t=lambda key, **figures: t(key, lang, **figures),
        **values,
    )
