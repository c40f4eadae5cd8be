"""The roles of an account, and which of them one person must not hold together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal, get_args

from clairscore.errors import BadInput

Role = Literal["client", "manager", "reviewer", "analyst", "auditor", "admin", "service"]
ROLES: tuple[Role, ...] = get_args(Role)

ALONE: frozenset[Role] = frozenset({"client", "service"})
"""Roles that go with no other: a client sees himself only, a program is no person."""
OVERSEEN: frozenset[Role] = frozenset({"manager", "reviewer"})
"""Roles that decide; who administers or audits must not decide as well."""
OVERSEERS: frozenset[Role] = frozenset({"admin", "auditor"})
STAFF: tuple[Role, ...] = tuple(role for role in ROLES if role not in ALONE)
"""Roles that an administrator may give to a person."""


def known(roles: Iterable[str]) -> tuple[Role, ...]:
    """Those of the roles that this version knows, in the order of `ROLES`; others give no right."""
    given = set(roles)
    return tuple(role for role in ROLES if role in given)


def require_duties(
    roles: Collection[str], allowed: Collection[Role], portfolio: str | None
) -> tuple[Role, ...]:
    """The roles in order; BadInput where they are not allowed, or not together, or unassigned."""
    faults = list(_faults(roles, allowed, portfolio))
    if faults:
        raise BadInput("\n".join(faults))
    return known(roles)


def _faults(
    roles: Collection[str], allowed: Collection[Role], portfolio: str | None
) -> Iterator[str]:
    given = set(roles)
    strange = given.difference(allowed)
    if not given or strange:
        found = ", ".join(sorted(strange)) or "none"
        yield f"roles: found {found}; expected some of {', '.join(allowed)}"
    if given & ALONE and len(given) > 1:
        yield f"roles: {', '.join(sorted(given & ALONE))} goes with no other role; leave the others"
    if given & OVERSEEN and given & OVERSEERS:
        yield "roles: who administers or audits must not decide; use two accounts"
    if "manager" in given and not portfolio:
        yield "roles: a manager looks after a portfolio; name it"
    if portfolio is not None and not (portfolio.isprintable() and 0 < len(portfolio) <= 100):
        yield "portfolio: expected a name of 1 to 100 printable characters"
