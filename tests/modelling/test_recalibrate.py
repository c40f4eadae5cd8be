"""Recalibration moves slope and intercept, keeps all else, and names the parent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.decision.booster import Calibration
from clairscore.decision.bundle import Bundle, load, score_reference
from clairscore.decision.logistic import probability
from clairscore.errors import BadInput, Fault
from clairscore.modelling.recalibrate import (
    Observed,
    composed,
    fitted,
    moved_score,
    recalibrate,
)
from tests.decision.bundle.conftest import bundle, key, saved

__all__ = ["bundle", "key", "saved"]

VERSIONS = {"clairscore": "0.1.0"}


def drifted(n: int = 20_000, slope: float = 0.8, intercept: float = 0.5, seed: int = 3) -> Observed:
    """People whose true log-odds are another line of the score's."""
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(-2.5, 1.0, n)
    return Observed(log_odds, rng.random(n) < probability(slope * log_odds + intercept), {"a": "b"})


def test_the_line_is_found_again() -> None:
    found = fitted(drifted())
    assert found.slope.holds(0.8)
    assert found.intercept.holds(0.5)


def test_two_calibrations_are_one() -> None:
    raw = np.linspace(-5, 5, 11)
    one, two = Calibration(0.9, 0.1), Calibration(1.2, -0.3)
    np.testing.assert_allclose(composed(one, two).log_odds(raw), two.log_odds(one.log_odds(raw)))


def test_everything_but_slope_and_intercept_stays_and_the_parent_is_named(
    bundle: Bundle, key: Ed25519PrivateKey, saved: Path, tmp_path: Path
) -> None:
    parent = load(saved, [key.public_key()])
    made = recalibrate(
        parent, saved, drifted(), tmp_path, key, created="2026-11-21", versions=VERSIONS
    )
    child = load(made.folder, [key.public_key()])
    assert child.id != parent.id == made.parent
    assert child.card["recalibration"]["parent"] == parent.id
    for name in ("model", "features", "features_version", "policy", "data", "row_models"):
        assert getattr(child, name) == getattr(parent, name), name
    assert child.reference.features == parent.reference.features
    assert child.reference.log_odds.counts == parent.reference.log_odds.counts
    moved = made.fit.calibration.log_odds(parent.exam.log_odds)
    np.testing.assert_allclose(child.exam.log_odds, moved, atol=1e-12)
    same = {name: value for name, value in child.card.items() if name != "recalibration"}
    assert same == dict(parent.card)


def test_the_same_input_gives_the_same_bundle(
    key: Ed25519PrivateKey, saved: Path, tmp_path: Path
) -> None:
    parent = load(saved, [key.public_key()])
    once, again = (
        recalibrate(parent, saved, drifted(), folder, key, created="2026-11-21", versions=VERSIONS)
        for folder in (tmp_path / "a", tmp_path / "b")
    )
    assert once.folder.name == again.folder.name


def test_outcomes_by_class_move_with_the_scale_and_split_at_the_cut_off() -> None:
    rng = np.random.default_rng(5)
    log_odds = rng.normal(-2.5, 1.0, 10_000)
    y = rng.random(10_000) < probability(log_odds)
    second, limit = Calibration(0.9, 0.4), float(np.log(1 / 10))
    moved = moved_score(score_reference(log_odds, y, limit), second, limit)
    assert limit in moved.edges
    assert list(moved.edges) == sorted(moved.edges)
    assert (sum(moved.counts), sum(moved.difficulties)) == (10_000, int(y.sum()))
    below = sum(moved.counts[: moved.edges.index(limit) + 1])
    assert abs(below - int((second.log_odds(log_odds) < limit).sum())) <= 25


def test_too_few_difficulties_and_a_score_that_ranks_no_longer_are_refused() -> None:
    few = drifted(200)
    with pytest.raises(BadInput, match="expected at least 50 and as many repaid"):
        fitted(few)
    with pytest.raises(Fault, match="no longer ranks these people; train again"):
        fitted(replace(drifted(), log_odds=-drifted().log_odds))
