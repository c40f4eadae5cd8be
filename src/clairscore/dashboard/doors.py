"""Routes beside Streamlit: sign in, sign out, change the language, the frame's own files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from clairscore.charts.theme import font_folder
from clairscore.dashboard.cookies import (
    ATTEMPT,
    ATTEMPT_PATH,
    drop_attempt,
    drop_session,
    keep_attempt,
    keep_language,
    keep_session,
)
from clairscore.dashboard.guests import STAFF, Guests
from clairscore.dashboard.markup import SignIn, asset, sign_in_page
from clairscore.dashboard.parts.problem import wait_text
from clairscore.dashboard.places import within
from clairscore.errors import ClairscoreError, Refused
from clairscore.i18n import LANGUAGES, Lang, t

if TYPE_CHECKING:
    from starlette.requests import Request

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".otf": "font/otf"}
FONTS = ("Inter-Regular.otf", "Inter-SemiBold.otf")
ASSETS = ("frame.css", "frame.js", "icon.svg")
LONGEST = {"name": 100, "password": 200, "next": 2_000}
DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Doors:
    """What may be opened without Streamlit."""

    guests: Guests

    def routes(self) -> list[Route]:
        """Every route beside Streamlit's own."""
        return [
            Route("/sign-in", self.ask, methods=["GET"]),
            Route("/sign-in", from_here(self.sign_in), methods=["POST"]),
            Route(ATTEMPT_PATH, self.begin, methods=["GET"]),
            Route(f"{ATTEMPT_PATH}/back", self.come_back, methods=["GET"]),
            Route("/sign-out", from_here(self.sign_out), methods=["POST"]),
            Route("/language", self.language, methods=["GET"]),
            Route("/frame/{name}", frame_file, methods=["GET"]),
        ]

    async def ask(self, request: Request) -> Response:
        """The form; whoever has a session goes on."""
        here = within(request.query_params.get("next"))
        guest = await self.guests.of(request)
        if guest.state == "known":
            return RedirectResponse(here, 303)
        ended = guest.state == "ended" or "ended" in request.query_params
        note = t("frame.sign_in.ended", guest.lang) if ended else ""
        openid = await run_in_threadpool(self.guests.openid, request)
        way = f"{ATTEMPT_PATH}?{urlencode({'next': here})}" if openid else ""
        return _page(sign_in_page(guest.lang, SignIn(here, note=note, openid=way)), 200)

    async def sign_in(self, request: Request) -> Response:
        """The token in a cookie, and back to where the person wanted to go."""
        form = await request.form(max_files=0, max_fields=10)
        given = {name: str(form.get(name, ""))[:most] for name, most in LONGEST.items()}
        lang, here = self.guests.lang(request), within(given["next"])
        try:
            token = await run_in_threadpool(self._token, lang, given["name"], given["password"])
        except ClairscoreError as error:
            refused = SignIn(here, given["name"], fault_text(error, lang))
            return _page(sign_in_page(lang, refused), _status(error))
        if token is None:
            fault = t("frame.sign_in.not_staff", lang)
            return _page(sign_in_page(lang, SignIn(here, given["name"], fault)), 403)
        answer = RedirectResponse(here, 303)
        keep_session(answer, request, token)
        return answer

    async def begin(self, request: Request) -> Response:
        """To where the lender's own accounts are, with what is needed to come back."""
        here, client = within(request.query_params.get("next")), self.guests.client(request)
        back = f"{str(request.base_url).rstrip('/')}{ATTEMPT_PATH}/back"
        try:
            begun = await run_in_threadpool(client.begin_sign_in, back=back)
        except ClairscoreError as error:
            return self._refused(request, here, error)
        answer = RedirectResponse(begun.address, 303)
        keep_attempt(answer, request, f"{begun.kept} {quote(here, safe='')}")
        return answer

    async def come_back(self, request: Request) -> Response:
        """From the lender's own accounts: the token in a cookie, and on to where one wanted."""
        kept, _, wanted = request.cookies.get(ATTEMPT, "").partition(" ")
        here, asked = within(unquote(wanted)), request.query_params
        code, state = asked.get("code", ""), asked.get("state", "")
        if not (kept and code and state):  # the person declined, or the attempt is too old
            return RedirectResponse(f"/sign-in?{urlencode({'next': here})}", 303)
        client = self.guests.client(request)
        try:
            opened = await run_in_threadpool(client.come_back, kept=kept, code=code, state=state)
        except ClairscoreError as error:
            return self._refused(request, here, error)
        answer = RedirectResponse(here, 303)
        keep_session(answer, request, opened.token)
        drop_attempt(answer, request)
        return answer

    def _refused(self, request: Request, here: str, error: ClairscoreError) -> Response:
        """The form again, with why the lender's own account did not open the door."""
        lang = self.guests.lang(request)
        shown = sign_in_page(lang, SignIn(here, fault=fault_of_openid(error, lang)))
        return _page(shown, _status(error))

    async def sign_out(self, request: Request) -> Response:
        """Nobody's cookie any more; the service forgets the session as well."""
        with suppress(ClairscoreError):  # it ends by itself when nobody uses it
            await run_in_threadpool(self.guests.client(request).sign_out)
        answer = RedirectResponse("/sign-in", 303)
        drop_session(answer, request)
        return answer

    async def language(self, request: Request) -> Response:
        """The chosen language in a cookie, and back."""
        asked = request.query_params.get("lang")
        answer = RedirectResponse(within(request.query_params.get("next")), 303)
        chosen = next((lang for lang in LANGUAGES if lang == asked), None)
        if chosen is not None:
            keep_language(answer, request, chosen)
        return answer

    def _token(self, lang: Lang, name: str, password: str) -> str | None:
        """The token of a new session; None for an account that is not of the staff."""
        from clairscore.client import Client

        opened = Client(self.guests.http, lang=lang).sign_in(name=name, password=password)
        if STAFF.isdisjoint(opened.roles):
            Client(self.guests.http, opened.token, lang).sign_out()
            return None
        return opened.token


def from_here(
    route: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """The route for forms of this site alone: another site's form is refused."""

    async def checked(request: Request) -> Response:
        origin = urlsplit(request.headers.get("origin", ""))
        if not origin.netloc or origin.netloc != request.headers.get("host"):
            return PlainTextResponse("forms are taken from this site only", 403)
        return await route(request)

    return checked


async def frame_file(request: Request) -> Response:
    """A file of the frame, or a font."""
    name = request.path_params["name"]
    if name not in (*ASSETS, *FONTS):
        return PlainTextResponse("there is none", 404)
    content = asset(name) if name in ASSETS else (font_folder() / name).read_bytes()
    kind = KINDS[f".{name.rpartition('.')[2]}"]
    kept = f"public, max-age={DAY}" if name in FONTS else "no-cache"
    return Response(content, media_type=kind, headers={"Cache-Control": kept})


def fault_text(error: ClairscoreError, lang: Lang) -> str:
    """Why nobody could sign in, in words."""
    if not isinstance(error, Refused):
        return t("frame.sign_in.unavailable", lang)
    if error.code == "too_many":
        return t("frame.sign_in.wait", lang, wait=wait_text(error.retry_after, lang))
    return t("frame.sign_in.wrong", lang)


def fault_of_openid(error: ClairscoreError, lang: Lang) -> str:
    """Why the lender's own account did not open the door, in words."""
    if not isinstance(error, Refused) or error.status >= 500:
        return t("frame.sign_in.unavailable", lang)
    return t(f"frame.sign_in.{'no_account' if error.code == 'no_account' else 'not_proven'}", lang)


def _status(error: ClairscoreError) -> int:
    return error.status if isinstance(error, Refused) else 503


def _page(content: str, status: int) -> Response:
    return HTMLResponse(content, status, headers={"Cache-Control": "no-store"})
