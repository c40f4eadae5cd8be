"""The language of an answer: what the caller prefers among French and English."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from starlette.requests import HTTPConnection

from clairscore.i18n import LANGUAGES, Lang

MOST_CHOICES = 20
"""Languages of an Accept-Language header that are read; nobody needs more."""


@lru_cache(maxsize=1024)
def preferred(header: str | None, default: Lang) -> Lang:
    """The language that an Accept-Language header prefers; the default where it names neither."""
    wanted = sorted(_choices(header or ""), key=lambda choice: -choice[0])
    return next((lang for weight, lang in wanted if weight > 0), default)


def language_of(connection: HTTPConnection) -> Lang:
    """The language in which to answer this request."""
    default: Lang = connection.app.state.service.settings.language
    return preferred(connection.headers.get("accept-language"), default)


def _choices(header: str) -> Iterator[tuple[float, Lang]]:
    """Weight and language of each choice that we speak, in the order given."""
    for choice in header.split(",")[:MOST_CHOICES]:
        tag, _, parameter = choice.strip().partition(";")
        name = tag.split("-")[0].strip().lower()
        for lang in LANGUAGES:
            if lang == name:
                yield _weight(parameter), lang


def _weight(parameter: str) -> float:
    name, _, number = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(number)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
