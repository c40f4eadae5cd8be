"""Who may call an operation: every route names its roles, and nobody else gets in.

A route asks for its caller with `call: Annotated[Call, allow("manager", "reviewer")]`. A route that
names no role fails at start; `open_to_all()` is said aloud where nobody has to be known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from clairscore.api.language import language_of
from clairscore.api.problems import Problem
from clairscore.errors import Fault
from clairscore.i18n import Lang
from clairscore.store.duties import ROLES, Role

if TYPE_CHECKING:
    from clairscore.api.service import Service

ANYBODY = "anybody"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the account of a person or the key of a program, and what it may do.

    `user` names the account in records, `portfolio` the clients that a manager looks after,
    `client` the number of a client who calls for himself.
    """

    user: str
    roles: frozenset[Role]
    portfolio: str | None = None
    client: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A request that its caller may make: who, in which language, and what serves it."""

    service: Service
    caller: Caller
    lang: Lang
    request_id: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that anybody may make."""

    service: Service
    lang: Lang
    request_id: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """The roles of an operation; called for each request, it lets the caller in or raises."""

    roles: frozenset[Role]

    async def __call__(self, request: Request) -> Call:
        service: Service = request.app.state.service
        caller = await service.authenticate(request.headers.get("authorization"))
        request.state.roles = sorted(caller.roles)
        if not caller.roles & self.roles:
            raise Problem("forbidden")
        return Call(service, caller, language_of(request), request.state.request_id)


@dataclass(frozen=True, slots=True)
class Anybody:
    """An operation without a caller."""

    async def __call__(self, request: Request) -> Visit:
        return Visit(request.app.state.service, language_of(request), request.state.request_id)


def allow(*roles: Role) -> Dependency:
    """Let these roles in and nobody else."""
    found: Dependency = Depends(Allowed(frozenset(roles)))
    return found


def open_to_all() -> Dependency:
    """Let everybody in, known or not."""
    found: Dependency = Depends(Anybody())
    return found


def roles_of(route: APIRoute) -> tuple[str, ...] | None:
    """The roles that a route declares, in the order of `ROLES`; None where it declares none."""
    for dependency in route.dependant.dependencies:
        if isinstance(dependency.call, Allowed):
            allowed = dependency.call.roles
            return tuple(role for role in ROLES if role in allowed) or None
        if isinstance(dependency.call, Anybody):
            return (ANYBODY,)
    return None


def require_roles(routes: Iterable[BaseRoute]) -> None:
    """Fault naming every route that lets in a caller whom nobody declared."""
    open_ = list(_undeclared(routes))
    if open_:
        raise Fault(
            f"routes without declared roles: {', '.join(open_)}; expected a parameter with"
            " allow(...) or open_to_all() on each"
        )


def _undeclared(routes: Iterable[BaseRoute]) -> Iterator[str]:
    for route in routes:
        if not isinstance(route, APIRoute):
            yield str(getattr(route, "path", route))
        elif roles_of(route) is None:
            yield f"{'/'.join(sorted(route.methods or ()))} {route.path}"
