"""Everything that is kept of a client, for the client to take along."""

from __future__ import annotations

import json
from dataclasses import asdict

from pydantic import Field, JsonValue

from clairscore.api.models import Answered
from clairscore.api.roles import Call
from clairscore.data.credit_file import dump
from clairscore.decision.lifecycle.states import State
from clairscore.decision.record import to_bytes
from clairscore.store import applications, credit_files, decisions, notices, reviews
from clairscore.store.accesses import accesses_of
from clairscore.store.applications import Application
from clairscore.store.clients import Client
from clairscore.store.database import Read
from clairscore.store.keys import DataKey
from clairscore.store.proposals import all_proposals, record_of
from clairscore.store.requests import requests_of, words_of

Table = list[dict[str, JsonValue]]
MOST_LOOKS = 10_000
BEFORE_TOLD: frozenset[State] = frozenset({"draft", "proposed", "referred", "awaiting_second"})


class Export(Answered):
    """Everything, as JSON; times are UTC."""

    client: int = Field(examples=[100001])
    exported: str = Field(examples=["2026-11-21T11:00:00.000000Z"])
    credit_files: Table = Field(description="Every version of every credit file, with its facts.")
    applications: Table
    proposals: Table = Field(
        description="Records: features, contributions, rules, reasons, model, when, by whom."
    )
    decisions: Table = Field(description="With the reasons that people gave.")
    reviews: Table
    notices: Table
    requests: Table
    looks: Table = Field(description="Who looked at these data, by role, and when.")


def export_of(read: Read, call: Call, client: Client) -> Export:
    """What is kept of the client now."""
    key = call.service.store.keys.of(client.number)
    found = applications.of_client(read, client.number)
    return Export(
        client=client.number,
        exported=call.service.now().isoformat(),
        credit_files=_files(read, call, client),
        applications=[_plain(asdict(each)) for each in found],
        proposals=[row for each in found for row in _proposals(read, key, each)],
        decisions=[row for each in found for row in _decisions(read, key, each)],
        reviews=[row for each in found for row in _reviews(read, key, each)],
        notices=[row for each in found for row in _notices(read, each)],
        requests=_requests(read, call, client),
        looks=[
            {"role": look.role, "operation": look.operation, "at": look.created}
            for look in accesses_of(read, client.pseudonym, limit=MOST_LOOKS)
        ],
    )


def _files(read: Read, call: Call, client: Client) -> Table:
    return [
        {
            "id": stored.id,
            "snapshot": stored.snapshot,
            "version": stored.version,
            "as_of": stored.as_of.isoformat(),
            "created": stored.created,
            "facts": json.loads(
                dump(credit_files.open_file(read, call.service.store.keys, stored))
            ),
        }
        for stored in credit_files.files_of(read, client.number)
    ]


def _proposals(read: Read, key: DataKey, about: Application) -> Table:
    return [
        {"id": stored.id, "application": stored.application}
        | json.loads(to_bytes(record_of(stored, key)))
        for stored in all_proposals(read, about.id)
    ]


def _decisions(read: Read, key: DataKey, about: Application) -> Table:
    """Decisions; a choice that nobody was told of yet is left out."""
    if about.state in BEFORE_TOLD:
        return []
    return [
        _plain(asdict(each)) | {"words": decisions.words_of(each, key)}
        for each in decisions.of_application(read, about.id)
    ]


def _reviews(read: Read, key: DataKey, about: Application) -> Table:
    found = reviews.of_application(read, about.id)
    if found is None:
        return []
    return [_plain(asdict(found)) | reviews.plain(reviews.said_in(found, key))]


def _notices(read: Read, about: Application) -> Table:
    return [_plain(asdict(each)) for each in notices.of_application(read, about.id)]


def _requests(read: Read, call: Call, client: Client) -> Table:
    keys = call.service.store.keys
    return [
        {
            "id": each.id,
            "kind": each.kind,
            "state": each.state,
            "received": each.received,
            "due": each.due.isoformat(),
            "answered": each.answered,
            "words": words_of(read, keys, each),
        }
        for each in requests_of(read, client.number)
    ]


def _plain(row: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The row without encrypted bytes and their digest."""
    return {name: value for name, value in row.items() if name not in ("sealed", "digest")}
