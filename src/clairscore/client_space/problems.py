"""What a visitor reads where a page cannot be shown: why, and what to do now."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clairscore.client_space.cookies import SESSION, drop
from clairscore.client_space.forms import Unacceptable
from clairscore.client_space.pages import inside, page
from clairscore.client_space.visit import SignInFirst, visiting
from clairscore.errors import Fault, Refused, Unavailable

KNOWN = {404: "not_found", 405: "not_found", 410: "erased", 413: "unreadable", 429: "too_many"}
"""What the service, or the framework, refuses, as a page of ours."""
FOREIGN = frozenset({400, 403, 404, 405, 422})
"""Answers to an address that is nobody's, or not this client's: all look the same."""
EXPLAINED = frozenset({"restricted", "simulate_not_yet"})
"""Why a step is not possible now, where a page says more than that it is not."""
MINUTE = 60


async def sign_in_first(request: Request, error: Exception) -> Response:
    """To the sign-in, and from there back to the page one was on."""
    assert isinstance(error, SignInFirst)
    return _to_sign_in(request, ended=error.ended)


async def refused(request: Request, error: Exception) -> Response:
    """What the service refused and no page has told otherwise."""
    assert isinstance(error, Refused)
    if error.status == 401:
        return _to_sign_in(request, ended=True)
    if error.status == 409:
        told = error.reason if error.reason in EXPLAINED else None
        return await _problem(request, told or "not_now", 409)
    status = 404 if error.status in FOREIGN else error.status
    return await _problem(request, KNOWN.get(status, "not_found"), status, error.retry_after)


async def unacceptable(request: Request, error: Exception) -> Response:
    """A form that cannot be read, or that is no longer valid."""
    assert isinstance(error, Unacceptable)
    return await _problem(request, error.code, error.status)


async def too_much(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """More than any form holds."""
    return await _problem(request, "unreadable", 413)


async def unavailable(request: Request, error: Exception) -> Response:
    """The service does not answer, or failed: nothing of ours is wrong, and nothing is lost."""
    assert isinstance(error, Unavailable | Fault)
    return await _problem(request, "unavailable", 503, trace=error.request_id)


async def unknown(request: Request, error: Exception) -> Response:
    """No such address."""
    assert isinstance(error, HTTPException)
    status = 404 if error.status_code == 405 else error.status_code
    return await _problem(request, KNOWN.get(status, "not_found"), status)


async def wrong_address(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """An address whose parts are of another kind."""
    return await _problem(request, "not_found", 404)


async def _problem(
    request: Request,
    code: str,
    status: int,
    retry: int | None = None,
    *,
    trace: str | None = None,
) -> Response:
    visit = await visiting(request)
    minutes = max(1, round((retry or MINUTE) / MINUTE))
    text = visit.t(f"problem.{code}.text", **_values(code, minutes))
    answer = page(
        visit,
        "problem",
        visit.t(f"problem.{code}.title"),
        status=status,
        text=text,
        again=inside(request.url.path) if code == "unavailable" else None,
        trace=trace,
    )
    if retry is not None:
        answer.headers["Retry-After"] = str(retry)
    return answer


def _values(code: str, minutes: int) -> dict[str, str | int]:
    return {"minutes": minutes} if code == "too_many" else {}


def _to_sign_in(request: Request, *, ended: bool) -> Response:
    query = {"next": inside(request.url.path), **({"ended": "1"} if ended else {})}
    answer = RedirectResponse(f"/sign-in?{urlencode(query)}", 303)
    drop(answer, request, SESSION)
    return answer
