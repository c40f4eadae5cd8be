"""A bundle recalibrated: new slope and intercept, everything else as its parent has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from numpy.typing import NDArray

from clairscore.data.credit_file import parse
from clairscore.data.schema import APPLICATION, CLIENT_KEY, TARGET
from clairscore.data.tables import read_folder
from clairscore.decision.booster import Calibration, Floats
from clairscore.decision.bundle import (
    Bundle,
    Histogram,
    Json,
    Reference,
    ScoreReference,
    save,
    set_exam,
)
from clairscore.decision.decide_book import features_of_book
from clairscore.decision.logistic import probability
from clairscore.errors import BadInput, Fault
from clairscore.modelling import answers
from clairscore.modelling.calibrate import Fit, fit
from clairscore.modelling.population import digests

FEWEST_DIFFICULTIES = 50
"""Below, chance moves the intercept by more than recalibration mends."""


@dataclass(frozen=True, eq=False)
class Observed:
    """People (n,) with the bundle's calibrated log-odds and their outcomes, and where from.

    `granted_only` says that only people whom it granted have an outcome.
    """

    log_odds: Floats
    y: NDArray[np.bool_]
    data: Mapping[str, str]
    granted_only: bool = False


@dataclass(frozen=True)
class Recalibrated:
    """The new bundle's folder, its parent, and how slope and intercept moved."""

    folder: Path
    parent: str
    fit: Fit
    clients: int
    difficulties: int


def observed_in(folder: Path, bundle: Bundle) -> Observed:
    """The labelled clients of a folder."""
    computed = features_of_book(bundle, read_folder(folder, population="train"))
    rows = (
        read_folder(folder, population="train", columns={APPLICATION: (TARGET,)})[APPLICATION]
        .sort(CLIENT_KEY)
        .collect(engine="streaming")
    )
    y = rows[TARGET].to_numpy().astype(np.bool_)
    return Observed(bundle.scorer.log_odds(computed.matrix), y, dict(digests(folder, [folder])))


def recalibrate(
    bundle: Bundle,
    place: Path,
    observed: Observed,
    bundles: Path,
    signing_key: Ed25519PrivateKey,
    *,
    created: str,
    versions: Mapping[str, str],
) -> Recalibrated:
    """Save the recalibrated bundle in `bundles`; BadInput where too few had difficulties.

    The answers of the parent's run, where they lie beside its `place`, follow beside the new one.
    """
    found = fitted(observed)
    made = recalibrated(bundle, observed, found, created=created, versions=versions)
    folder = save(made, bundles, signing_key)
    if answers.beside(place).exists():
        answers.save(moved(answers.read(answers.beside(place)), found), answers.beside(folder))
    return Recalibrated(folder, bundle.id, found, len(observed.y), int(observed.y.sum()))


def fitted(observed: Observed) -> Fit:
    """How calibrated log-odds must move; Fault where the score no longer ranks at all."""
    difficulties = int(observed.y.sum())
    if min(difficulties, len(observed.y) - difficulties) < FEWEST_DIFFICULTIES:
        raise BadInput(
            f"recalibrate: found {difficulties} payment difficulties among {len(observed.y)}"
            f" people, expected at least {FEWEST_DIFFICULTIES} and as many repaid; wait for more"
            " outcomes"
        )
    found = fit(observed.y, observed.log_odds)
    if found.slope.value <= 0:
        raise Fault(
            f"recalibrate: found slope {found.slope.value:.3f}, expected one above 0: the score no"
            " longer ranks these people; train again"
        )
    return found


def recalibrated(
    bundle: Bundle,
    observed: Observed,
    found: Fit,
    *,
    created: str,
    versions: Mapping[str, str],
) -> Bundle:
    """The bundle with slope and intercept moved, its exam answered anew, its parent in the card."""
    calibration = composed(bundle.calibration, found.calibration)
    made = replace(
        bundle,
        calibration=calibration,
        reference=_moved_reference(
            bundle.reference, found.calibration, bundle.policy.cut_off_log_odds
        ),
        card={**bundle.card, "recalibration": _card(bundle, observed, found)},
        created=created,
        versions=dict(versions),
        id="",
    )
    files = [parse(text) for text in bundle.exam.credit_files]
    return replace(made, exam=set_exam(files, bundle.exam.features, made.scorer))


def composed(first: Calibration, second: Calibration) -> Calibration:
    """One calibration that does what both do, one after the other."""
    return Calibration(
        second.slope * first.slope, second.slope * first.intercept + second.intercept
    )


def moved(answered: answers.RunAnswers, found: Fit) -> answers.RunAnswers:
    """The answers as the recalibrated model gives them."""
    parts = (answered.out_of_fold, answered.test)
    one, two = (replace(part, log_odds=found.calibration.log_odds(part.log_odds)) for part in parts)
    return answers.RunAnswers(one, two)


def _moved_reference(reference: Reference, second: Calibration, cut_off: float) -> Reference:
    """The same training clients, on the new scale of the score."""
    edges = second.log_odds(np.array(reference.log_odds.edges, dtype=np.float64))
    moved_to = Histogram(tuple(edges.tolist()), reference.log_odds.counts)
    score = reference.score and moved_score(reference.score, second, cut_off)
    return replace(reference, log_odds=moved_to, score=score)


def moved_score(score: ScoreReference, second: Calibration, cut_off: float) -> ScoreReference:
    """The same outcomes by class on the new scale; the class that holds the cut-off (log-odds) is
    split there, its clients dealt by the width of either side."""
    edges = second.log_odds(np.array(score.edges, dtype=np.float64))
    before = np.array(score.probability).clip(1e-12, 1 - 1e-12)
    means = probability(second.log_odds(np.log(before / (1 - before))))
    at = int(np.searchsorted(edges, cut_off, "right"))
    inside = 0 < at < len(edges)
    part = (cut_off - edges[at - 1]) / (edges[at] - edges[at - 1]) if inside else float(at > 0)
    return ScoreReference(
        edges=tuple(np.insert(edges, at, cut_off).tolist()),
        counts=_split(score.counts, at, part),
        difficulties=_split(score.difficulties, at, part),
        probability=tuple(np.insert(means, at, means[at]).tolist()),
    )


def _split(counts: Sequence[int], at: int, part: float) -> tuple[int, ...]:
    """The counts with one class in two, `part` of it below."""
    below = round(part * counts[at])
    return (*counts[:at], below, counts[at] - below, *counts[at + 1 :])


def _card(bundle: Bundle, observed: Observed, found: Fit) -> dict[str, Json]:
    return {
        "parent": bundle.id,
        "clients": len(observed.y),
        "difficulties": int(observed.y.sum()),
        "granted_only": observed.granted_only,
        "data": dict(observed.data),
        "fit": asdict(found),
    }
