"""The receipt of a request about one's rights: what was asked, and until when it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from clairscore.decision.telling import Teller
from clairscore.i18n import day
from clairscore.letter.addresses import Addresses
from clairscore.letter.content import Content, Part
from clairscore.letter.rights import complaints, contact

RequestKind = Literal["access", "export", "correction", "erasure", "review", "view"]
REQUESTS: tuple[RequestKind, ...] = get_args(RequestKind)


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came in; `due` is until when it is answered."""

    reference: str
    client: int
    kind: RequestKind
    on: date
    due: date


def receipt(received: Received, addresses: Addresses, teller: Teller) -> Content:
    """That a request came in, what will be done, and until when."""
    on, due = (day(value, teller.lang) for value in (received.on, received.due))
    return Content(
        kind="receipt",
        title=teller.t("letter.receipt.title"),
        about=(
            teller.t("letter.about.request", reference=received.reference),
            teller.t("letter.about.client", client=str(received.client)),
        ),
        lead=(
            teller.t(
                "letter.receipt.lead", day=on, what=teller.t(f"letter.receipt.{received.kind}.what")
            ),
            teller.t("letter.receipt.due", day=due),
        ),
        parts=(
            Part(
                teller.t("letter.receipt.next"),
                before=(teller.t(f"letter.receipt.{received.kind}.next"),),
            ),
            complaints(addresses, teller),
            contact(addresses, teller),
        ),
    )
