"""The record of a proposal: all that is needed to tell it, check it and replay it years later.

Canonical JSON; features are the model's own Float32 bytes and contributions Float64 bytes, in
base64, so that what is read is what was decided, to the last bit.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clairscore.contract import (
    BeyondScores,
    Consultation,
    CreditFile,
    Fact,
    Proposal,
    Reason,
    RuleHit,
    ThemeContribution,
)
from clairscore.data.credit_file import document_of
from clairscore.decision.lifecycle.case import Actor
from clairscore.errors import Fault

FORM = 1
PACKED = ("values", "contributions")
RECORDS = ("rules", "reasons_for", "reasons_against", "themes")
"""Fields that hold records of their own."""
FLOAT32, FLOAT64 = np.dtype("<f4"), np.dtype("<f8")


@dataclass(frozen=True, slots=True)
class Information:
    """The information notice that the applicant was shown before the score, and when."""

    version: str
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A proposal with what surrounded it.

    `snapshot` is the digest of the credit file that was read (`snapshot_digest`), `package` the
    version of Clairscore that computed; `consultation` None means that no register was asked.
    """

    proposal: Proposal
    snapshot: str
    package: str
    actor: Actor
    at: datetime
    consultation: Consultation | None = None
    information: Information | None = None

    @property
    def features(self) -> NDArray[np.float32]:
        """What the model read, (1, features), NaN = missing."""
        values = [np.nan if value is None else value for value in self.proposal.values]
        return np.array([values], dtype=np.float32)


def snapshot_digest(credit_file: CreditFile) -> str:
    """Hex SHA-256 of the file's facts, whatever the order in which they are named."""
    return hashlib.sha256(canonical(document_of(credit_file))).hexdigest()


def canonical(document: object) -> bytes:
    """The one JSON of plain values: sorted names, no spaces, finite numbers, UTF-8."""
    text = json.dumps(
        document, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def to_bytes(record: Record) -> bytes:
    """The record as canonical JSON, the same bytes each time."""
    return canonical(
        {
            "form": FORM,
            "proposal": _written(record.proposal),
            "features": _packed(record.features, FLOAT32),
            "contributions": _packed(np.array(record.proposal.contributions), FLOAT64),
            "snapshot": record.snapshot,
            "package": record.package,
            "actor": asdict(record.actor),
            "at": record.at.isoformat(),
            "consultation": _consultation(record.consultation),
            "information": record.information
            and {
                "version": record.information.version,
                "shown_at": record.information.shown_at.isoformat(),
            },
        }
    )


def from_bytes(written: bytes) -> Record:
    """The record that `to_bytes` wrote; Fault where these bytes are not one."""
    try:
        return _record(json.loads(written))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Fault(
            f"decision record: these bytes are not one ({type(error).__name__}); restore it from a"
            " backup, or read it with the version that wrote it"
        ) from error


def features_in(written: bytes) -> NDArray[np.float32]:
    """What the model read (features,), NaN = missing, of a record that `to_bytes` wrote.

    The rest is not looked at, so that many records can be read.
    """
    try:
        return np.frombuffer(base64.b64decode(json.loads(written)["features"]), FLOAT32)
    except (ValueError, KeyError, TypeError) as error:
        raise Fault(
            f"decision record: found no features in these bytes ({type(error).__name__}); restore"
            " it from a backup, or read it with the version that wrote it"
        ) from error


def _written(proposal: Proposal) -> dict[str, object]:
    """Its fields but the long ones, which are packed; `asdict` of the whole would copy them."""
    names = (field.name for field in fields(Proposal) if field.name not in PACKED)
    document: dict[str, object] = {name: getattr(proposal, name) for name in names}
    for name in RECORDS:
        document[name] = [asdict(each) for each in getattr(proposal, name)]
    beyond = proposal.beyond_scores
    document["beyond_scores"] = asdict(beyond) if beyond else None
    document["as_of"] = proposal.as_of.isoformat() if proposal.as_of else None
    return document


def _packed(values: NDArray[np.floating[Any]], kind: np.dtype[Any]) -> str:
    return base64.b64encode(values.astype(kind).tobytes()).decode()


def _consultation(consultation: Consultation | None) -> dict[str, str | None] | None:
    if consultation is None:
        return None
    asked = consultation.asked_on
    return {"status": consultation.status, "asked_on": asked.isoformat() if asked else None}


def _record(document: Mapping[str, Any]) -> Record:
    if document["form"] != FORM:
        raise ValueError(f"form {document['form']}, expected {FORM}")
    information, asked = document["information"], document["consultation"]
    return Record(
        proposal=_proposal(
            document["proposal"],
            np.frombuffer(base64.b64decode(document["features"]), FLOAT32),
            np.frombuffer(base64.b64decode(document["contributions"]), FLOAT64),
        ),
        snapshot=document["snapshot"],
        package=document["package"],
        actor=Actor(**document["actor"]),
        at=datetime.fromisoformat(document["at"]),
        consultation=asked and Consultation(asked["status"], _day(asked["asked_on"])),
        information=information
        and Information(information["version"], datetime.fromisoformat(information["shown_at"])),
    )


def _proposal(
    document: Mapping[str, Any],
    features: NDArray[np.float32],
    contributions: NDArray[np.float64],
) -> Proposal:
    beyond = document["beyond_scores"]
    values = features.astype(np.float64).tolist()
    return Proposal(
        **{
            **document,
            "rules": tuple(RuleHit(**rule) for rule in document["rules"]),
            "causes": tuple(document["causes"]),
            "reasons_for": tuple(map(_reason, document["reasons_for"])),
            "reasons_against": tuple(map(_reason, document["reasons_against"])),
            "beyond_scores": beyond
            and BeyondScores(**beyond | {"reason": _reason(beyond["reason"])}),
            "themes": tuple(ThemeContribution(**theme) for theme in document["themes"]),
            "features": tuple(document["features"]),
            "values": tuple(None if value != value else value for value in values),
            "contributions": tuple(contributions.tolist()),
            "as_of": _day(document["as_of"]),
        }
    )


def _reason(document: Mapping[str, Any]) -> Reason:
    return Reason(**{**document, "facts": tuple(Fact(**fact) for fact in document["facts"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
