"""Whose records a caller may reach; anybody else's are answered as if they did not exist."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from clairscore.api.problems import Problem
from clairscore.api.roles import Call
from clairscore.errors import Erased
from clairscore.store import clients
from clairscore.store.database import Read
from clairscore.store.duties import Role

Client = Annotated[int, Path(ge=1, lt=2**63, description="The client's number.", examples=[100001])]

EVERYBODY: frozenset[Role] = frozenset({"reviewer", "auditor", "admin", "service"})
"""Roles that reach every client, where the operation lets them in at all."""


def require_within_reach(read: Read, call: Call, client: int) -> clients.Client:
    """The client; Problem `not_found` where he is another's, or is not here.

    Erased is told to those only who might have reached him.
    """
    try:
        found = clients.client(read, call.service.store.keys, client)
    except Erased:
        if call.caller.roles & EVERYBODY:
            raise
        raise Problem("not_found") from None
    if not reaches(call, found):
        raise Problem("not_found")
    return found


def reaches(call: Call, found: clients.Client) -> bool:
    """Whether the caller may see records of the client: all, the own portfolio, or himself."""
    caller = call.caller
    return bool(
        caller.roles & EVERYBODY
        or ("manager" in caller.roles and caller.portfolio == found.portfolio)
        or ("client" in caller.roles and caller.client == found.number)
    )
