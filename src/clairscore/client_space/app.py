"""The client space as an application: its routes, its headers, its problems."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from clairscore.client_space import problems
from clairscore.client_space.forms import Unacceptable
from clairscore.client_space.headers import Guarded, TooMuch
from clairscore.client_space.routes import ROUTERS
from clairscore.client_space.space import Space
from clairscore.client_space.visit import SignInFirst
from clairscore.errors import Fault, Refused


def create_app(space: Space) -> FastAPI:
    """The client space over the service; it keeps nothing itself."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.space = space
    for router in ROUTERS:
        app.include_router(router)
    app.add_middleware(Guarded)
    app.add_exception_handler(SignInFirst, problems.sign_in_first)
    app.add_exception_handler(Refused, problems.refused)
    app.add_exception_handler(Unacceptable, problems.unacceptable)
    app.add_exception_handler(TooMuch, problems.too_much)
    app.add_exception_handler(Fault, problems.unavailable)
    app.add_exception_handler(HTTPException, problems.unknown)
    app.add_exception_handler(RequestValidationError, problems.wrong_address)
    return app
