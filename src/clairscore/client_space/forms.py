"""Forms: read whole and small, sealed against other sites, with what is wrong in each field."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends
from starlette.requests import Request

from clairscore.client_space.visit import Visit, signed_in, visiting
from clairscore.errors import Refused

SEAL = "seal"
MOST_FIELDS = 60
TYPE = "application/x-www-form-urlencoded"


class Unacceptable(Exception):
    """A request that no page of ours would send; `code` names the page that says so."""

    def __init__(self, code: str, status: int) -> None:
        self.code, self.status = code, status
        super().__init__(code)


@dataclass(frozen=True)
class Form:
    """What was filled in, by field; a field that was left out is empty."""

    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def raw(self, name: str) -> str:
        """The field as it was typed: blanks belong to a password."""
        return self.fields.get(name, "")


@dataclass
class Faults:
    """What is wrong with a form, by field, in the order of its fields."""

    texts: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        """The first fault of a field is told."""
        self.texts.setdefault(name, text)

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.texts.items())

    def of(self, name: str) -> str:
        return self.texts.get(name, "")


async def _read(request: Request) -> Form:
    if not request.headers.get("content-type", "").startswith(TYPE):
        raise Unacceptable("unreadable", 415)
    try:
        text = (await request.body()).decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Unacceptable("unreadable", 400) from None
    return Form(dict(pairs))


def _require_seal(visit: Visit, form: Form) -> None:
    """Unacceptable where the form was not made for this session, or came from elsewhere."""
    elsewhere = visit.request.headers.get("sec-fetch-site", "same-origin") not in (
        "same-origin",
        "none",
    )
    sealed = hmac.compare_digest(form[SEAL].encode(), visit.seal.encode())
    if elsewhere or not sealed:
        raise Unacceptable("stale_form", 403)


async def posted(visit: Annotated[Visit, Depends(signed_in)]) -> Form:
    """The form that a signed-in client sent."""
    form = await _read(visit.request)
    _require_seal(visit, form)
    return form


async def posted_by_anybody(visit: Annotated[Visit, Depends(visiting)]) -> Form:
    """The form that somebody sent who need not be signed in."""
    form = await _read(visit.request)
    _require_seal(visit, form)
    return form


Posted = Annotated[Form, Depends(posted)]
PostedByAnybody = Annotated[Form, Depends(posted_by_anybody)]


def told_by_service(refused: Refused, fields: Sequence[str]) -> Faults:
    """What the service found wrong, beside the field that it speaks of, else beside the first."""
    faults = Faults()
    for wrong in refused.errors:
        named = wrong.at.removeprefix("body.").split(".")[-1]
        faults.add(named if named in fields else fields[0], wrong.text)
    if not faults:
        faults.add(fields[0], str(refused).partition(": ")[2] or str(refused))
    return faults
