"""Evidence with its effects: reads the folder, the bundle and the answers that training left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import polars as pl

from clairscore.data.folder import locate
from clairscore.data.schema import APPLICATION, CLIENT_KEY
from clairscore.data.tables import read_folder
from clairscore.decision.bundle import Bundle, Json
from clairscore.decision.decide_book import Book, decide_book, features_of_book
from clairscore.errors import BadInput
from clairscore.modelling.answers import Part, RunAnswers
from clairscore.modelling.evidence import groups, leaks, money
from clairscore.modelling.evidence.importance import importance
from clairscore.modelling.evidence.recalibration import calibrations
from clairscore.modelling.evidence.record import (
    Evidence,
    Leaks,
    part_evidence,
    stability,
)
from clairscore.modelling.population import UNLABELLED
from clairscore.modelling.recipe import recipe_for

Progress = Callable[[str], None]


def gather(
    folder: Path,
    bundle: Bundle,
    answers: RunAnswers,
    *,
    seed: int = 20,
    progress: Progress = lambda _: None,
) -> Evidence:
    """The evidence of a bundle on the folder it was trained on; BadInput for another folder.

    The same folder, bundle and seed give the same record.
    """
    policy = bundle.policy
    progress("features")
    labelled = features_of_book(bundle, read_folder(folder, population="train"))
    _require_same_clients(labelled, answers, folder)
    facts = groups.facts_of(folder)
    progress("figures, curves and groups")
    known, test = (
        part_evidence(part, facts, policy, seed) for part in (answers.out_of_fold, answers.test)
    )
    progress("proposals for the untouched test")
    tested = _book_of(labelled, answers.test)
    proposals = decide_book(bundle, _only(folder, answers.test), computed=tested)
    progress("importance over the untouched test")
    weights = importance(bundle, tested)
    progress("checks for leaks")
    checks = _leaks(folder, bundle, labelled, answers, seed)
    return Evidence(
        bundle=bundle.id,
        created=bundle.created,
        seed=seed,
        cost_ratio=policy.cost_ratio,
        cut_off=policy.cut_off,
        data=bundle.data,
        review=_assumptions(bundle),
        out_of_fold=known,
        test=test,
        refusals=money.refusals(proposals),
        importance=weights,
        calibrations=calibrations(answers, seed),
        leaks=checks,
        stability=stability(answers.out_of_fold, *_rounds(bundle.card)),
    )


def _require_same_clients(labelled: Book, answers: RunAnswers, folder: Path) -> None:
    answered = np.concatenate([answers.out_of_fold.clients, answers.test.clients])
    if not np.array_equal(np.sort(answered), labelled.clients):
        raise BadInput(
            f"{folder}: found {len(labelled.clients)} labelled clients, expected the"
            f" {len(answered)} on whom the bundle was trained; give the folder of the training"
        )


def _book_of(labelled: Book, part: Part) -> Book:
    rows = np.searchsorted(labelled.clients, part.clients)
    return Book(part.clients, labelled.matrix[rows])


def _only(folder: Path, part: Part) -> Mapping[str, pl.LazyFrame]:
    """The folder's tables with the applications of one part."""
    tables = read_folder(folder, population="train")
    wanted = pl.Series(CLIENT_KEY, part.clients).implode()
    chosen = tables[APPLICATION].filter(pl.col(CLIENT_KEY).is_in(wanted))
    return {**tables, APPLICATION: chosen}


def _leaks(folder: Path, bundle: Bundle, labelled: Book, answers: RunAnswers, seed: int) -> Leaks:
    """The served model's features alone can leak; the untouched test judges each by itself.

    The training clients' rows were seen by the served row models, whose features would betray them:
    they take part in neither the shuffling nor the telling apart of populations.
    """
    recipe = recipe_for(len(labelled.clients), seed=seed)
    names = bundle.features
    honest = [n for n, name in enumerate(names) if not bundle.catalogue[name].learns_outcome]
    matrix = labelled.matrix[:, honest]
    test = _book_of(labelled, answers.test)
    strangers = _strangers(folder, bundle)
    other = np.empty(0, dtype=np.int64) if strangers is None else strangers.clients
    return Leaks(
        shuffled=leaks.shuffled_outcome(
            leaks.Rows(labelled.clients, matrix, _outcomes(answers)), recipe
        ),
        singles=leaks.single_features(leaks.Rows(test.clients, test.matrix, answers.test.y), names),
        duplicates=leaks.duplicates(labelled.clients, other, labelled.matrix),
        adversarial=None
        if strangers is None
        else leaks.adversarial(
            matrix, strangers.matrix[:, honest], [names[n] for n in honest], recipe
        ),
    )


def _strangers(folder: Path, bundle: Bundle) -> Book | None:
    """The features of application_test, where the folder has it."""
    if UNLABELLED not in locate(folder):
        return None
    return features_of_book(bundle, read_folder(folder, population="test"))


def _outcomes(answers: RunAnswers) -> np.ndarray:
    clients = np.concatenate([answers.out_of_fold.clients, answers.test.clients])
    y = np.concatenate([answers.out_of_fold.y, answers.test.y])
    return np.asarray(y[np.argsort(clients, kind="stable")])


def _assumptions(bundle: Bundle) -> dict[str, float]:
    """What the reviews are assumed to cost and to find."""
    setting = bundle.policy.referral
    return {
        "price": setting.price,
        "detection": setting.detection,
        "specificity": setting.specificity,
        "capacity": setting.capacity,
    }


def _rounds(card: Mapping[str, Json]) -> tuple[list[int], int]:
    """Best round of each fold, and the rounds served, as training wrote them in the card."""
    rounds = card["rounds"]
    assert isinstance(rounds, dict)
    folds, served = rounds["folds"], rounds["served"]
    assert isinstance(folds, list)
    assert isinstance(served, int)
    return [int(each) for each in folds if isinstance(each, int)], served
