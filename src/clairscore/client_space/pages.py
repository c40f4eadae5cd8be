"""Pages: templates filled with texts, figures and what the service answered."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse, RedirectResponse, Response

from clairscore.client_space.cookies import FORMS, LANGUAGE, YEAR, keep
from clairscore.client_space.visit import Visit
from clairscore.i18n import LANGUAGES, listed, sentence

if TYPE_CHECKING:
    from jinja2 import Environment

NOTES = frozenset(
    {"activated", "corrected", "documents_answered", "requested", "review_asked", "signed_out"}
)
"""What a page may say was just done, by the address that a form leads to."""


def page(visit: Visit, name: str, title: str, *, status: int = 200, **shown: object) -> Response:
    """A template as a page; `title` says what the page is about, in the browser's own title too."""
    done = visit.request.query_params.get("done")
    made = (
        _environment()
        .get_template(f"{name}.html.j2")
        .render(
            visit=visit,
            lang=visit.lang,
            title=title,
            say=visit.t,
            note=visit.t(f"done.{done}") if done in NOTES else None,
            other=other_language(visit),
            **shown,
        )
    )
    answer = HTMLResponse(made, status)
    if visit.request.cookies.get(FORMS) != visit.forms:
        keep(answer, visit.request, FORMS, visit.forms, None)
    if visit.request.query_params.get("lang") in LANGUAGES:
        keep(answer, visit.request, LANGUAGE, visit.lang, YEAR)
    return answer


def seen_next(path: str, done: str | None = None) -> Response:
    """Away from a form that was carried out, to a page that can be loaded again."""
    return RedirectResponse(f"{path}?done={done}" if done else path, 303)


def inside(path: str | None) -> str:
    """An address of this place, as it was given; the first page for any other."""
    plain = path is not None and path.isascii() and path.isprintable()
    if not plain or not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return "/"
    return path if len(path) <= LONGEST else "/"


LONGEST = 300
"""Characters of an address that a sign-in may lead back to."""


def other_language(visit: Visit) -> tuple[str, str]:
    """The other language and this same page in it."""
    wanted = next(each for each in LANGUAGES if each != visit.lang)
    url = visit.request.url
    kept = [
        (k, v) for k, v in visit.request.query_params.multi_items() if k not in ("lang", "done")
    ]
    return wanted, f"{quote(url.path)}?{urlencode([*kept, ('lang', wanted)])}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("clairscore.client_space", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["sentence"] = sentence
    made.globals["listed"] = listed
    return made


@lru_cache(maxsize=8)
def static_file(name: str) -> bytes:
    """A file that pages load from here."""
    return files("clairscore.client_space").joinpath("static", name).read_bytes()
