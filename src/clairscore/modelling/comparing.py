"""Two bundles on the same labelled folder, for the gates of promotion."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from clairscore.data.schema import APPLICATION, CLIENT_KEY, TARGET
from clairscore.data.tables import read_folder
from clairscore.decision.booster import Floats
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide_book import features_of_book
from clairscore.modelling.population import digests
from clairscore.monitoring.fairness import CRITERIA, READ, labels_of
from clairscore.monitoring.gates import Compared, Sides, compare

MAIN = "application_train"


def compared_on(
    folder: Path, champion: Bundle, challenger: Bundle, *, exam: bool, seed: int = 20
) -> Compared:
    """The comparison on the folder's labelled clients."""
    rows = (
        read_folder(folder, population="train", columns={APPLICATION: (*READ, TARGET)})[APPLICATION]
        .sort(CLIENT_KEY)
        .collect(engine="streaming")
    )
    data = dict(digests(folder, [folder]))
    labels = labels_of(rows)
    sides = Sides(
        champion=_scored(folder, champion),
        challenger=_scored(folder, challenger),
        difficulties=rows[TARGET].to_numpy().astype(np.bool_),
        labels={name: labels[name] for name in CRITERIA},
    )
    return compare(
        sides,
        (champion.id, challenger.id),
        (champion.policy, challenger.policy),
        data=data,
        seen=tuple(each.id for each in (champion, challenger) if _learnt_from(each, data)),
        exam=exam,
        seed=seed,
    )


def _scored(folder: Path, bundle: Bundle) -> Floats:
    """Probabilities by rising number of client."""
    computed = features_of_book(bundle, read_folder(folder, population="train"))
    return bundle.scorer.probability(computed.matrix)


def _learnt_from(bundle: Bundle, data: Mapping[str, str]) -> bool:
    """Whether the bundle was trained, or recalibrated, on these very applications."""
    learnt = {dict(bundle.data).get(MAIN)}
    again = bundle.card.get("recalibration")
    if isinstance(again, dict) and isinstance(again["data"], dict):
        learnt.add(str(again["data"].get(MAIN)))
    return data[MAIN] in learnt
