"""Parts on disk: each is written as soon as it is done, and found again by all that made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from clairscore.data.files import write_atomically
from clairscore.modelling.candidates.candidate import Points
from clairscore.modelling.candidates.part import Job, Part
from clairscore.modelling.candidates.registry import candidates
from clairscore.modelling.candidates.search import Tried

EDITION = 1
"""Raised when a candidate learns in another way under the same name and settings."""


@dataclass(frozen=True)
class Shelf:
    """A folder of parts. `data` digests the rows, features, outcomes and folds they came from."""

    folder: Path
    data: str
    versions: Mapping[str, str]

    def read(self, job: Job) -> Part | None:
        """The part of exactly this job, if it was done."""
        path = self._path(job)
        return part_from(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None

    def write(self, job: Job, part: Part) -> None:
        """Keep the part of a job."""
        with write_atomically(self._path(job)) as draft:
            draft.write_text(json.dumps(part.as_json()), encoding="utf-8")

    def clear(self) -> None:
        """Forget every part in the folder."""
        for path in self.folder.glob("*.part.json"):
            path.unlink()

    def _path(self, job: Job) -> Path:
        return self.folder / f"{job.candidate}.{job.fold}.{self._key(job)}.part.json"

    def _key(self, job: Job) -> str:
        made_of = {
            "edition": EDITION,
            "data": self.data,
            "job": asdict(job),
            "settings": [dict(each) for each in candidates()[job.candidate].settings],
            "versions": dict(self.versions),
        }
        return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]


def part_from(read: Mapping[str, Any]) -> Part:
    """The part that `Part.as_json` told."""
    lists = {
        "tried": tuple(Tried(**each) for each in read["tried"]),
        "points": tuple(Points(**each) for each in read["points"]),
        "log_odds": np.array(read["log_odds"], dtype=np.float64),
    }
    return Part(**{**read, **lists})
