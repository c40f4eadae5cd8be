"""The model card's numbers: what was trained on whom, how good it is, how it was judged.

Numbers and codes only; the words that people read around them live in the locales.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats, Scorer
from clairscore.decision.bundle import Json
from clairscore.decision.decide_book import EXPLAINED_AT_ONCE
from clairscore.decision.logistic import probability
from clairscore.metrics import auc, auc_difference, calibration_bins, cost_curve
from clairscore.modelling.answers import answers_of
from clairscore.modelling.calibrate import Fit, fit
from clairscore.modelling.card_curves import (
    confusion_of,
    groups_of,
    precision_recall_of,
    roc_of,
)
from clairscore.modelling.evidence.groups import Facts
from clairscore.modelling.figures import Answers, Figures, figures
from clairscore.modelling.learner import columns_of
from clairscore.modelling.train import Run

CURVE: Floats = np.arange(1, 101, dtype=np.float64) / 200
"""Cut-offs 0.005 to 0.5 of the card's cost curve."""


def card_of(run: Run, facts: Facts | None = None) -> tuple[dict[str, Json], tuple[str, ...]]:
    """The card, and the warnings that a reader must hear; opens the untouched test part.

    `facts` are what groups of people are told apart by; without them no group is described.
    """
    seed, ratio = run.recipe.seed, run.policy.cost_ratio
    out_of_fold = figures(
        Answers(run.training.y, (run.learnt.probability,), (_fold(run),)), ratio=ratio, seed=seed
    )
    log_odds = run.learnt.scorer().log_odds(columns_of(run.test.matrix, run.learnt.served))
    test = figures(Answers.of_one(run.test.y, probability(log_odds)), ratio=ratio, seed=seed)
    transfer = fit(run.test.y, log_odds)
    warnings = warnings_of(out_of_fold, test, transfer)
    card: dict[str, Json] = {
        "clients": _clients(run),
        "recipe": asdict(run.recipe),
        "rounds": {"served": run.learnt.rounds, "folds": list(run.learnt.fold_rounds)},
        "features": _features(run),
        "out_of_fold": out_of_fold.as_json(),
        "test": test.as_json(),
        "calibration": {
            "fit": asdict(run.learnt.fit),
            "transfer": asdict(transfer),
            "bins": [asdict(each) for each in calibration_bins(run.test.y, probability(log_odds))],
        },
        "cut_off": asdict(run.limit),
        "cost_curve": _curve(run),
        **_drawn(run, facts),
        "selection": _selection(run, log_odds),
        "seeds": seeds(run.training.y, (run.learnt.raw, *run.learnt.other_seeds)),
        "importance": importance(run),
        "warnings": list(warnings),
    }
    return card, warnings


def warnings_of(out_of_fold: Figures, test: Figures, transfer: Fit) -> tuple[str, ...]:
    """Sentences about figures that are too good, or a calibration that does not hold."""
    found = list(out_of_fold.warnings)
    if not transfer.is_transferred:
        found.append(
            "calibration: on the untouched test its slope is"
            f" {transfer.slope.value:.3f} ({transfer.slope.low:.3f} to {transfer.slope.high:.3f})"
            f" and its intercept {transfer.intercept.value:.3f} ({transfer.intercept.low:.3f} to"
            f" {transfer.intercept.high:.3f}), expected 1 and 0 inside both; look at the"
            " reliability bins before serving"
        )
    if test.auc.high < out_of_fold.auc.low:
        found.append(
            f"AUC: {test.auc.value:.4f} on the untouched test against"
            f" {out_of_fold.auc.value:.4f} out of fold, with intervals apart; look for what the"
            " folds share"
        )
    return tuple(found)


def importance(run: Run) -> list[Json]:
    """Mean absolute contribution to the log-odds of each served feature, strongest first.

    Over every client of the untouched test.
    """
    matrix, scorer = columns_of(run.test.matrix, run.learnt.served), run.learnt.scorer()
    starts = range(0, len(matrix), EXPLAINED_AT_ONCE)
    given = (scorer.explain(matrix[at : at + EXPLAINED_AT_ONCE]).contributions for at in starts)
    strength = np.sum([np.abs(each).sum(axis=0) for each in given], axis=0) / len(matrix)
    order = np.argsort(-strength, kind="stable")
    served = run.training.catalogue.select(run.features)
    return [
        {"feature": name, "theme": served[name].theme, "strength": float(strength[at])}
        for at, name in ((at, run.features[at]) for at in order)
    ]


def seeds(y: NDArray[np.bool_], raw: Sequence[Floats]) -> dict[str, Json] | None:
    """AUC out of fold of each seed, and what their mean gains over the first, which is served."""
    if len(raw) == 1:
        return None
    averaged = np.mean(np.asarray(raw), axis=0)
    areas: list[Json] = [auc(y, each) for each in raw]
    return {"auc": areas, "averaged": asdict(auc_difference(y, raw[0], averaged))}


def _fold(run: Run) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    return run.folds.fold[~run.folds.untouched]


def _clients(run: Run) -> dict[str, Json]:
    return {
        "training": len(run.training),
        "training_difficulties": int(run.training.y.sum()),
        "test": len(run.test),
        "test_difficulties": int(run.test.y.sum()),
    }


def _features(run: Run) -> dict[str, Json]:
    return {
        "offered": len(run.training.catalogue),
        "served": len(run.features),
        "monotone": sum(direction != 0 for direction in run.training.monotone),
        "gain_kept": float(run.learnt.gain[run.learnt.served].sum()),
    }


def _curve(run: Run) -> list[Json]:
    """Cost per 1,000 and share granted at each cut-off, out of fold."""
    y, p = run.training.y, run.learnt.probability
    costs = cost_curve(y, p, CURVE, run.policy.cost_ratio) * 1_000 / len(y)
    granted = np.searchsorted(np.sort(p), CURVE, "left") / len(p)
    rows = zip(CURVE.tolist(), costs.tolist(), granted.tolist(), strict=True)
    return [{"cut_off": c, "cost_per_1000": k, "granted_share": g} for c, k, g in rows]


def _drawn(run: Run, facts: Facts | None) -> dict[str, Json]:
    """Curves and groups out of fold; the four fields at the limit for both parts."""
    known = answers_of(run)
    part, policy = known.out_of_fold, run.policy
    return {
        "roc": roc_of(part),
        "precision_recall": precision_recall_of(part),
        "confusion": {
            "out_of_fold": confusion_of(part, policy),
            "test": confusion_of(known.test, policy),
        },
        "groups": groups_of(part, facts, policy) if facts else {},
    }


def _selection(run: Run, served: Sequence[float] | Floats) -> dict[str, Json]:
    """AUC of the served features minus AUC of all features on the untouched test."""
    every = Scorer(run.learnt.every, run.learnt.calibration, run.test.matrix.shape[1])
    return asdict(auc_difference(run.test.y, every.log_odds(run.test.matrix), served))
