"""What a route raised, as the problem that the caller reads."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from structlog.typing import FilteringBoundLogger

from clairscore.api.language import language_of
from clairscore.api.meters import Meters
from clairscore.api.problems import MOST_TOLD, OF_STATUS, Problem, Wrong, problem_of, response
from clairscore.api.watch import anonymous
from clairscore.errors import ClairscoreError

EXTRA = "extra_forbidden"


def answer_problems(app: FastAPI, meters: Meters, log: FilteringBoundLogger) -> None:
    """Answer every exception of the routes with one envelope."""

    def told(request: Request, problem: Problem) -> Response:
        meters.problems.labels(problem.code).inc()
        return response(problem, language_of(request), request.state.request_id)

    async def problem(request: Request, raised: Exception) -> Response:
        assert isinstance(raised, Problem)
        return told(request, raised)

    async def invalid(request: Request, raised: Exception) -> Response:
        assert isinstance(raised, RequestValidationError)
        return told(request, Problem("invalid", errors=wrongs(raised)))

    async def framework(request: Request, raised: Exception) -> Response:
        assert isinstance(raised, HTTPException)
        code = OF_STATUS.get(raised.status_code, "fault")
        return told(request, Problem(code, headers=raised.headers))

    async def package(request: Request, raised: Exception) -> Response:
        assert isinstance(raised, ClairscoreError)
        found = problem_of(raised)
        if found.status >= 500:
            log.error(found.code, request_id=request.state.request_id, **anonymous(raised))
        return told(request, found)

    app.add_exception_handler(Problem, problem)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, framework)
    app.add_exception_handler(ClairscoreError, package)


def wrongs(invalid: RequestValidationError) -> list[Wrong]:
    """Place and kind of each fault of a request; an unknown name is not repeated either."""
    return [Wrong(_place(fault), str(fault["type"])) for fault in invalid.errors()[:MOST_TOLD]]


def _place(fault: dict[str, object]) -> str:
    loc = fault["loc"]
    assert isinstance(loc, tuple)
    known = loc[:-1] if fault["type"] == EXTRA else loc
    return ".".join(str(part) for part in known)
