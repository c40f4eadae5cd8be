"""Who acts on whose application: within reach, in which role, with which key."""

from __future__ import annotations

from clairscore.api.problems import Problem
from clairscore.api.reach import require_within_reach
from clairscore.api.roles import Call
from clairscore.decision.lifecycle.case import Actor, ActorRole
from clairscore.errors import Absent, NotNow
from clairscore.store import reviews
from clairscore.store.acts import Act
from clairscore.store.clients import Client
from clairscore.store.database import Read, Write
from clairscore.store.standing import Stands, stands


def actor_of(call: Call, *roles: ActorRole) -> Actor:
    """The caller in the first of these roles that he has."""
    role = next(role for role in roles if role in call.caller.roles)
    return Actor(call.caller.user, role)


def stands_within_reach(read: Read, call: Call, application: str) -> tuple[Client, Stands]:
    """The client and what stands of the application; Problem `not_found` for anybody else's."""
    try:
        found = stands(read, application)
    except Absent:
        raise Problem("not_found") from None
    return require_within_reach(read, call, found.application.client), found


def act_on(write: Write, call: Call, client: Client, *roles: ActorRole) -> Act:
    """An act of the caller on the client's application; NotNow while his data are only kept."""
    if client.restricted is not None:
        raise NotNow("restricted")
    service = call.service
    key = service.store.keys.of(client.number)
    return Act(write, key, actor_of(call, *roles), service.now(), service.random)


def hidden_clients(read: Read, call: Call) -> frozenset[int]:
    """Clients of whom the caller must not see what the model says yet: those to be reviewed."""
    return reviews.unseen(read) if "reviewer" in call.caller.roles else frozenset()


def model_hidden(read: Read, call: Call, found: Stands) -> bool:
    """Whether the model's opinion must not be shown to the caller yet.

    A reviewer sees it after giving his or her own, or as the second person who must approve.
    """
    if "reviewer" not in call.caller.roles or found.application.state == "awaiting_second":
        return False
    asked = reviews.of_application(read, found.application.id)
    return asked is None or asked.state not in ("opinion_given", "concluded")
