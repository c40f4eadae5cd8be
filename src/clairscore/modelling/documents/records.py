"""Everything that the documents may say: the bundle, its manifest, the records of other commands.

Every record may be absent but the bundle: the documents then say which command measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clairscore.data.synthetic import invented
from clairscore.decision.bundle import Bundle
from clairscore.errors import BadInput
from clairscore.modelling.documents.comparison import Comparison
from clairscore.modelling.documents.evidence import Evidence
from clairscore.modelling.documents.record import read, validated
from clairscore.modelling.documents.training import Card, RunManifest
from clairscore.modelling.documents.worth import Exclusions, Ladder
from clairscore.modelling.population import digests
from clairscore.monitoring.evidently_report import PopulationDrift

EXCLUSIONS, LADDER = "exclusions", "bench ladder"


@dataclass(frozen=True)
class Sources:
    """Where the records lie; None: there is none.

    `data` is the folder of the training, which tells whether its clients are invented.
    """

    run: Path | None = None
    data: Path | None = None
    evidence: Path | None = None
    comparison: Path | None = None
    exclusions: Path | None = None
    ladder: Path | None = None


@dataclass(frozen=True)
class Records:
    """What was recorded. `synthetic` says whether the clients are invented; None: nobody knows."""

    bundle: Bundle
    card: Card
    run: RunManifest | None = None
    synthetic: bool | None = None
    evidence: Evidence | None = None
    comparison: Comparison | None = None
    exclusions: Exclusions | None = None
    ladder: Ladder | None = None
    drift: PopulationDrift | None = None


def read_records(bundle: Bundle, sources: Sources, drift: PopulationDrift | None = None) -> Records:
    """The records of a bundle; BadInput names one that cannot be used or is about another."""
    run = read(RunManifest, sources.run, "train") if sources.run else None
    synthetic = run.synthetic if run else None
    if sources.data is not None:
        _require_training_data(bundle, sources.data)
        synthetic = invented(sources.data)
    evidence = read(Evidence, sources.evidence, "evidence") if sources.evidence else None
    if evidence is not None and evidence.bundle != bundle.id:
        raise BadInput(
            f"{sources.evidence}: found the evidence of bundle {evidence.bundle}, expected that of"
            f" {bundle.id}; write it with `clairscore evidence`"
        )
    return Records(
        bundle=bundle,
        card=validated(Card, dict(bundle.card), f"card of bundle {bundle.id}", "train"),
        run=run,
        synthetic=synthetic,
        evidence=evidence,
        comparison=read(Comparison, sources.comparison, "compare") if sources.comparison else None,
        exclusions=read(Exclusions, sources.exclusions, EXCLUSIONS) if sources.exclusions else None,
        ladder=read(Ladder, sources.ladder, LADDER) if sources.ladder else None,
        drift=drift,
    )


def _require_training_data(bundle: Bundle, folder: Path) -> None:
    found = dict(digests(folder, [folder]))
    other = sorted(name for name, digest in bundle.data.items() if found.get(name) != digest)
    if other:
        raise BadInput(
            f"{folder}: found other bytes in {', '.join(other)} than those that bundle"
            f" {bundle.id} learnt from; give the folder of its training"
        )
