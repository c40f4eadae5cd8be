"""A letter as one self-contained HTML page, made for paper and for screen readers."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from clairscore.i18n import Lang, day, t
from clairscore.letter.addresses import Addresses
from clairscore.letter.content import Content

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = ("letter", "templates")


def page(content: Content, addresses: Addresses, lang: Lang, on: date) -> str:
    """The letter of that day in a language; it holds all that it needs but the fonts."""
    return _template().render(
        content=content,
        sender=addresses.lender,
        lang=lang,
        day=day(on, lang),
        dated=on.isoformat(),
        say=lambda key: t(f"letter.{key}", lang),
        style=sheet(),
    )


@lru_cache(maxsize=1)
def sheet() -> str:
    """The look of every letter."""
    return _read("letter.css")


def _read(name: str) -> str:
    return files("clairscore").joinpath(*TEMPLATES, name).read_text("utf-8")


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    made = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return made.from_string(_read("letter.html.j2"))
