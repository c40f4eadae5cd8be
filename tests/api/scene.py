"""A request for every operation of the description: addresses that exist, bodies from the examples.

An operation with a place in its address that is not known here has to be added to `PLACES`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clairscore.store.accounts import User, add_user
from tests.api.life import Desk
from tests.api.place import Place, user_id

NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Operation:
    """One operation of the description."""

    method: str
    path: str
    described: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def body(self) -> Mapping[str, Any] | None:
        """The schema of its body."""
        asked = self.described.get("requestBody")
        found: Mapping[str, Any] | None = (
            asked["content"]["application/json"]["schema"] if asked else None
        )
        return found


def operations(description: Mapping[str, Any]) -> Iterator[Operation]:
    """Every operation that the service describes."""
    for path, methods in description["paths"].items():
        for method, described in methods.items():
            yield Operation(method.upper(), path, described)


def a_key(place: Place) -> str:
    """The name of a key that is in force."""
    asked = {"name": f"key {next(NUMBERS)}", "roles": ["service"]}
    made = place.http.post("/v1/keys", json=asked, headers=place.as_("admin")).json()["key"]
    return str(made).split("_")[1]


def a_user(place: Place) -> str:
    """The name of an account that nobody uses."""
    name = f"user {next(NUMBERS)}"
    place.service.change(
        lambda write: add_user(
            write, User(user_id(name), name, ("analyst",)), None, actor="test", at="2026"
        )
    )
    return user_id(name)


def a_request(place: Place) -> str:
    """The name of a request of the client."""
    asked = {"kind": "access", "words": "a copy, please"}
    made = place.http.post("/v1/me/requests", json=asked, headers=place.as_("client"))
    name: str = made.json()["id"]
    return name


PLACES: dict[str, Callable[[Place], object]] = {
    "client": lambda _: 100_001,
    "user": a_user,
    "key": a_key,
    "name": lambda _: "not-found",
    "change": lambda _: "019a",
    "comparison": lambda _: "019a",
    "report": lambda _: "019a",
    "alert": lambda _: "019a",
    "application": lambda place: Desk(place).opened(),
    "request": a_request,
}
"""What stands in an address's place, by its name: a record of client 100,001, of the north."""

IN_STATE: dict[str, Callable[[Desk], str]] = {
    "GET /v1/applications/{application}/proposal": Desk.proposed,
    "GET /v1/applications/{application}/contributions": Desk.proposed,
    "POST /v1/applications/{application}/decision": Desk.proposed,
    "POST /v1/applications/{application}/revision": Desk.proposed,
    "POST /v1/applications/{application}/approval": Desk.waiting,
    "POST /v1/applications/{application}/notification": Desk.decided,
    "POST /v1/applications/{application}/reviews": Desk.notified,
    "GET /v1/applications/{application}/letter": Desk.notified,
    "GET /v1/decisions/{decision}": Desk.decision,
    "GET /v1/decisions/{decision}/replay": Desk.decision,
    "GET /v1/me/files/{file}": Desk.own_file,
    "GET /v1/me/applications/{application}": Desk.any_own,
    "POST /v1/me/applications/{application}/reviews": Desk.own,
    "POST /v1/me/applications/{application}/corrections": Desk.own,
    "POST /v1/requests/{request}/answer": Desk.request,
    "GET /v1/reviews/{review}": Desk.review,
    "POST /v1/reviews/{review}/assignment": Desk.review,
    "POST /v1/reviews/{review}/opinion": Desk.assigned,
    "POST /v1/reviews/{review}/outcome": Desk.looked,
    "POST /v1/reviews/{review}/documents": Desk.assigned,
    "POST /v1/reviews/{review}/documents/answer": Desk.asked,
    "POST /v1/me/applications/{application}/documents": Desk.own_asked,
}
"""What an operation is tried on, where it is a record in a certain state."""


def address(place: Place, operation: Operation) -> str:
    """The operation's address, every place filled."""
    path = operation.path
    for parameter in operation.described.get("parameters", ()):
        if parameter["in"] == "path":
            name = parameter["name"]
            in_state = IN_STATE.get(operation.name)
            record = in_state(Desk(place)) if in_state else PLACES[name](place)
            path = path.replace(f"{{{name}}}", str(record))
    return path


def example(schema: Mapping[str, Any], description: Mapping[str, Any]) -> Any:
    """A value that the schema shows as an example."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return example(description["components"]["schemas"][name], description)
    if schema.get("examples"):
        return schema["examples"][0]
    if "properties" in schema:
        required = set(schema.get("required", ()))
        return {
            name: example(each, description)
            for name, each in schema["properties"].items()
            if name in required or shown(each)
        }
    if "anyOf" in schema:
        return example(schema["anyOf"][0], description)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    if "default" in schema:
        return schema["default"]
    raise AssertionError(f"no example in {schema}")


def shown(schema: Mapping[str, Any]) -> bool:
    """Whether the schema of a value that may be left out has an example."""
    return any(each.get("examples") for each in (schema, *schema.get("anyOf", ())))


def status(place: Place, operation: Operation, where: str, headers: Mapping[str, str]) -> int:
    """What the operation answers at an address to a request as its description shows it."""
    description = place.description
    sent: dict[str, Any] = {}
    if operation.body is not None:
        sent["json"] = example(operation.body, description)
    more = {"If-Match": "*", "Idempotency-Key": f"scene-{next(NUMBERS)}"}
    wanted = {
        parameter["name"]: example(parameter["schema"], description)
        for parameter in operation.described.get("parameters", ())
        if parameter["in"] == "query" and parameter.get("required")
    }
    answer = place.http.request(
        operation.method,
        where,
        headers={**more, **headers},
        params=wanted,
        **sent,
    )
    return answer.status_code
