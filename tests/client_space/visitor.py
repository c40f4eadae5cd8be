"""A visitor of the client space, in this process: follows links, fills in forms, as a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any

from starlette.testclient import TestClient

from clairscore.client_space.app import create_app
from clairscore.client_space.cookies import SESSION
from clairscore.client_space.space import Space
from clairscore.i18n import Lang
from tests.api.life import Desk
from tests.api.place import Place


@dataclass
class Visitor:
    """The client space, and the desk on the other side of it."""

    http: TestClient
    desk: Desk

    def come(self, user: str = "client") -> None:
        """Come with a session of one of the test's people."""
        self.http.cookies.set(SESSION, self.desk.place.token(user))

    def read(self, path: str, status: int = 200) -> str:
        """The page's text, its marks left out."""
        answer = self.http.get(path)
        assert answer.status_code == status, (path, answer.status_code, words(answer.text)[:300])
        return words(answer.text)

    def send(self, path: str, follow: bool = True, **fields: str) -> Any:
        """The answer to the page's form, with what the form itself carries."""
        form = self.http.get(path).text
        carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        return self.http.post(path, data=carried | fields, follow_redirects=follow)


@contextmanager
def visiting(place: Place, lang: Lang = "fr") -> Iterator[Visitor]:
    """A new visitor without a cookie."""
    app = create_app(Space(place.http, lang))
    with TestClient(app, raise_server_exceptions=False) as http:
        yield Visitor(http, Desk(place))


def words(page: str) -> str:
    """What a page says, on one line, with plain blanks."""
    page = re.sub(r"<(style|script|title)\b.*?</\1>", " ", page, flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]*>", " ", page))
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()


def title(page: str) -> str:
    """What the browser's tab says."""
    return unescape(re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1])  # type: ignore[index]
