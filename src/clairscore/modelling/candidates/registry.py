"""The candidates by name, each with the settings among which its training clients choose."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from clairscore.errors import BadSetting
from clairscore.modelling.candidates import boosted, forest, linear, prior, rivals, scorecard
from clairscore.modelling.candidates.candidate import (
    Candidate,
    Model,
    Settings,
    Treatment,
    without_rounds,
)
from clairscore.modelling.candidates.sample import Sample
from clairscore.modelling.recipe import Recipe

SERVED = "served"
"""LightGBM by the recipe, without any choice of settings: what `train` fits."""
TREATMENTS: tuple[Treatment, ...] = ("weights", "smote", "undersampling")

PENALTIES = (0.0003, 0.003, 0.03)
VARIANTS: dict[str, Settings] = {
    "logistic-reference": {},
    "logistic-ordinal": {"encoding": "ordinal"},
    "logistic-woe": {"encoding": "woe"},
    "logistic-robust": {"scaling": "robust"},
    "logistic-unscaled": {"scaling": "none"},
    "logistic-log": {"transform": "log"},
    "logistic-yeo-johnson": {"transform": "yeo-johnson"},
    "logistic-rank-gauss": {"transform": "rank-gauss"},
}
"""One thing changed at a time from one-hot, no transform, standard scaling."""


def candidates() -> dict[str, Candidate]:
    """Every candidate by its name, the served one first."""
    every = (*_learners(), *_logistic(), *_treated())
    return {each.name: each for each in every}


def named(names: Sequence[str]) -> tuple[Candidate, ...]:
    """The served learner and the named candidates, in the registry's order; all without a name."""
    known = candidates()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BadSetting(
            f"--candidates: found {', '.join(unknown)}; expected names among {', '.join(known)}"
        )
    wanted = {SERVED, *(names or known)}
    return tuple(each for name, each in known.items() if name in wanted)


def _learners() -> tuple[Candidate, ...]:
    return (
        Candidate(SERVED, ({},), boosted.fit, boosted.attempt, rounds=True, learner="lightgbm"),
        Candidate("dummy", ({},), prior.fit, without_rounds(prior.fit)),
        Candidate("logistic", _regularised(), linear.fit, without_rounds(linear.fit), slow=True),
        Candidate("forest", _forests(), forest.fit, forest.attempt, slow=True),
        Candidate(
            "xgboost", _boosters((3, 4)), rivals.fit_xgboost, rivals.attempt_xgboost, rounds=True
        ),
        Candidate(
            "catboost",
            _boosters((4, 6)),
            rivals.fit_catboost,
            rivals.attempt_catboost,
            rounds=True,
            slow=True,
        ),
        Candidate("lightgbm", _recipes(), boosted.fit, boosted.attempt, rounds=True),
        Candidate(
            "scorecard",
            tuple({"features": most} for most in (10, 20, 30)),
            scorecard.fit,
            without_rounds(scorecard.fit),
            slow=True,
        ),
    )


def _regularised() -> tuple[Settings, ...]:
    """Logistic regression's own choice: encoding and transform that can work, and the penalty."""
    pairs = product(("one-hot", "woe"), ("none", "log", "rank-gauss"))
    return tuple(
        {"encoding": encoding, "transform": transform, "scaling": "standard", "C": penalty}
        for (encoding, transform), penalty in product(pairs, PENALTIES[:2])
    )


def _forests() -> tuple[Settings, ...]:
    return tuple(
        {"leaf_clients": leaf, "features_share": share}
        for leaf, share in product((5, 20), (0.05, 0.1))
    )


def _boosters(depths: tuple[int, int]) -> tuple[Settings, ...]:
    return tuple(
        {"depth": depth, "l2": l2, "learning_rate": 0.05}
        for depth, l2 in product(depths, (5.0, 30.0))
    )


def _recipes() -> tuple[Settings, ...]:
    """The recipe, and one thing changed at a time."""
    return (
        {},
        {"depth": 4},
        {"depth": 5},
        {"features_per_tree": 100},
        {"leaf_clients": 100},
        {"l2": 100.0},
    )


def _logistic() -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            name,
            tuple({**linear.REFERENCE, **changed, "C": penalty} for penalty in PENALTIES),
            linear.fit,
            without_rounds(linear.fit),
            group="logistic",
            slow=True,
            learner="logistic",
        )
        for name, changed in VARIANTS.items()
    )


def _treated() -> tuple[Candidate, ...]:
    return tuple(
        each
        for treatment in TREATMENTS
        for each in (_treated_booster(treatment), _treated_regression(treatment))
    )


def _treated_booster(treatment: Treatment) -> Candidate:
    """The served learner; the untreated one tells the rounds, so that only the treatment differs.

    Stopping a treated model by its log loss would stop it at once: its probabilities are wrong.
    """

    def fit(sample: Sample, settings: Settings, recipe: Recipe, rounds: int) -> Model:
        return boosted.treated(treatment, sample, settings, recipe, rounds)

    return Candidate(
        f"served-{treatment}",
        ({},),
        fit,
        boosted.attempt,
        group="imbalance",
        rounds=True,
        slow=treatment == "smote",
        learner=SERVED,
        treatment=treatment,
    )


def _treated_regression(treatment: Treatment) -> Candidate:
    """The reference regression; the untreated one tells the penalty."""

    def fit(sample: Sample, settings: Settings, recipe: Recipe, rounds: int) -> Model:  # noqa: ARG001
        return linear.treated(treatment, sample, settings, recipe)

    return Candidate(
        f"logistic-{treatment}",
        tuple({**linear.REFERENCE, "C": penalty} for penalty in PENALTIES),
        fit,
        without_rounds(linear.fit),
        group="imbalance",
        slow=True,
        learner="logistic-reference",
        treatment=treatment,
    )
