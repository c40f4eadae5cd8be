"""The fairness audit of a labelled folder: what the score would decide, on whom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from clairscore.data.schema import APPLICATION, CLIENT_KEY, TARGET
from clairscore.data.tables import read_folder
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide_book import features_of_book
from clairscore.errors import BadInput
from clairscore.modelling import answers
from clairscore.modelling.documents.record import read
from clairscore.modelling.documents.worth import Exclusions
from clairscore.modelling.population import digests
from clairscore.monitoring.fairness import READ, Judged, Worth, labels_of

EXCLUDED = "added"
"""An item of the exclusions' record that the served model goes without."""


def judged_in(folder: Path, bundle: Bundle, answered: answers.RunAnswers | None) -> Judged:
    """The folder's labelled clients as the score judges them.

    `answered` are the answers of the bundle's own run, taken where the folder is the one it learnt
    from: its model has seen these clients.
    """
    if answered is not None:
        clients, probability = _by_client(answered)
    else:
        computed = features_of_book(bundle, read_folder(folder, population="train"))
        clients, probability = computed.clients, bundle.scorer.probability(computed.matrix)
    rows = (
        read_folder(folder, population="train", columns={APPLICATION: (*READ, TARGET)})[APPLICATION]
        .sort(CLIENT_KEY)
        .collect(engine="streaming")
    )
    if not len(rows) or not np.array_equal(rows[CLIENT_KEY].to_numpy(), clients):
        raise BadInput(
            f"{folder}: found {len(rows)} labelled clients, expected the {len(clients)} who were"
            " judged; give the folder of the training, or one of new labelled clients"
        )
    difficulties = rows[TARGET].to_numpy().astype(np.bool_)
    return Judged(
        labels=labels_of(rows),
        granted=bundle.policy.grants(probability),
        probability=probability,
        known=np.ones(len(rows), dtype=np.bool_),
        difficulties=difficulties,
    )


def learnt_from(folder: Path, bundle: Bundle) -> bool:
    """Whether the bundle learnt from this folder's application_train."""
    found: Mapping[str, str] = dict(digests(folder, [folder]))
    name = "application_train"
    return name in bundle.data and found.get(name) == bundle.data[name]


def worths_in(file: Path) -> tuple[Worth, ...]:
    """The exclusions' costs of a file that `clairscore exclusions` wrote; BadInput for another."""
    record = read(Exclusions, file, "exclusions")
    return tuple(
        Worth(each.item, each.change, each.difference.auc, each.difference.cost_per_1000)
        for each in record.items
        if each.change == EXCLUDED
    )


def _by_client(answered: answers.RunAnswers) -> tuple[np.ndarray, np.ndarray]:
    """Every client of the run by rising number, with his probability out of sample."""
    parts = (answered.out_of_fold, answered.test)
    clients = np.concatenate([part.clients for part in parts])
    probability = np.concatenate([part.probability for part in parts])
    order = np.argsort(clients, kind="stable")
    return clients[order], probability[order]
