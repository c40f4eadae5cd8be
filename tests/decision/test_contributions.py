"""Contributions of a whole book: the numbers that LightGBM gives, row by row, and faster."""

import lightgbm
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairscore.decision.booster import FEW_ROWS, Calibration, Scorer
from clairscore.decision.contributions import Forest
from clairscore.errors import Fault, InexactExplanation

FEATURES = 12


def rows_of(n, seed, always=4):
    """Rows with missing values, but never in the first `always` features."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, FEATURES)).astype(np.float32)
    rows[:, 5:7] = rows[:, 5:7].round()
    holes = rng.random(rows.shape) < 0.3
    holes[:, :always] = False
    rows[holes] = np.nan
    return rows


def trained(rounds, seed=0, n=1_500, **changes):
    rows = rows_of(n, seed)
    noise = np.random.default_rng(seed + 1).normal(size=n)
    y = np.nan_to_num(rows)[:, [0, 5, 8]].sum(axis=1) + rows[:, 1] * rows[:, 2] + noise > 1
    given = {
        "objective": "binary",
        "verbosity": -1,
        "num_threads": 1,
        "max_depth": 4,
        "min_data_in_leaf": 5,
        "feature_fraction": 0.7,
        "seed": seed,
    }
    return lightgbm.train(given | changes, lightgbm.Dataset(rows, y.astype(int)), rounds)


@given(st.integers(0, 1_000), st.integers(1, 6), st.integers(2, 40))
@settings(max_examples=25, deadline=None)
def test_a_book_gets_the_contributions_that_lightgbm_gives_each_row(seed, depth, leaves):
    model = trained(12, seed, n=400, max_depth=depth, num_leaves=leaves)
    # what was never missing in training may be missing now
    rows = rows_of(200, seed + 2, always=0)
    expected = model.predict(rows, pred_contrib=True, num_threads=1)
    forest = Forest.of(model.model_to_string())
    assert np.abs(forest.contributions(rows) - expected[:, :-1]).max() < 1e-12
    assert forest.base == pytest.approx(expected[0, -1], abs=1e-12)


@pytest.mark.parametrize(("depth", "rounds"), [(3, 3_000), (4, 2_000), (5, 1_000)])
def test_thousands_of_trees_agree_too(depth, rounds):
    model = trained(rounds, n=800, max_depth=depth, num_leaves=2**depth)
    rows = rows_of(60, 5, always=0)
    expected = model.predict(rows, pred_contrib=True, num_threads=1)[:, :-1]
    assert np.abs(Forest.of(model.model_to_string()).contributions(rows) - expected).max() < 1e-9


def test_a_value_between_a_threshold_and_its_nearest_float32_goes_the_right_way():
    model = trained(30)
    thresholds = [
        float(word)
        for line in model.model_to_string().splitlines()
        if line.startswith("threshold=")
        for word in line.partition("=")[2].split()
    ]
    near = np.array([*thresholds, 1e-35, -1e-35, 1e-36, -1e-36], dtype=np.float32)
    around = np.concatenate([near, np.nextafter(near, np.inf), np.nextafter(near, -np.inf)])
    rows = np.repeat(around.astype(np.float32)[:, None], FEATURES, axis=1)
    expected = model.predict(rows, pred_contrib=True, num_threads=1)[:, :-1]
    assert np.abs(Forest.of(model.model_to_string()).contributions(rows) - expected).max() < 1e-12


def test_threads_and_neighbours_change_no_bit():
    forest, rows = Forest.of(trained(20).model_to_string()), rows_of(40_000, 3)
    alone = forest.contributions(rows[-50:])
    assert (forest.contributions(rows, threads=3)[-50:] == alone).all()


def test_a_part_of_a_book_is_explained_to_the_same_bits_however_small():
    scorer = Scorer(trained(20).model_to_string(), Calibration(0.8, -0.3), FEATURES)
    rows = rows_of(FEW_ROWS + 50, 3)
    whole = scorer.explain_part(rows).contributions
    for part in (slice(0, 1), slice(7, 40), slice(-30, None)):
        assert (scorer.explain_part(rows[part]).contributions == whole[part]).all()


def test_few_and_many_rows_have_the_same_explanation():
    scorer = Scorer(trained(50).model_to_string(), Calibration(0.8, -0.3), FEATURES)
    rows = rows_of(FEW_ROWS + 1, 3)
    few, many = scorer.explain(rows[:-1]), scorer.explain(rows)
    assert many.contributions[:-1] == pytest.approx(few.contributions, abs=1e-12)
    assert many.base == pytest.approx(few.base, abs=1e-12)
    assert many.contributions.sum(axis=1) + many.base == pytest.approx(many.log_odds, abs=1e-12)


def test_a_tree_without_a_split_gives_its_value_to_nobody():
    model = trained(3, min_data_in_leaf=1_000)
    forest = Forest.of(model.model_to_string())
    assert not forest.contributions(rows_of(10, 0)).any()
    assert forest.base == pytest.approx(model.predict(rows_of(1, 0), raw_score=True)[0])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"zero_as_missing": True}, "zero read as missing"),
        ({"linear_tree": True}, "linear tree"),
        ({"max_depth": -1, "num_leaves": 200, "min_data_in_leaf": 1}, "splits deep"),
    ],
)
def test_what_it_cannot_read_is_refused_and_left_to_lightgbm(changes, found):
    model = trained(20, **changes)
    with pytest.raises(Fault, match=found):
        Forest.of(model.model_to_string())
    scorer = Scorer(model.model_to_string(), Calibration(), FEATURES)
    rows = rows_of(FEW_ROWS + 1, 3)
    if "linear_tree" not in changes:
        assert scorer.explain(rows).contributions.shape == rows.shape


def test_a_categorical_split_is_refused():
    model = trained(2).model_to_string()
    with pytest.raises(Fault, match="found a categorical split"):
        Forest.of(model.replace("decision_type=", "decision_type=1 "))


def test_a_client_whose_contributions_do_not_sum_is_named(monkeypatch):
    scorer = Scorer(trained(5).model_to_string(), Calibration(), FEATURES)
    rows = rows_of(FEW_ROWS + 5, 3)
    exact = Forest.contributions

    def off(forest, matrix, threads=1):
        found = exact(forest, matrix, threads)
        found[7, 0] += 1e-6
        return found

    monkeypatch.setattr(Forest, "contributions", off)
    with pytest.raises(InexactExplanation, match=r"client 100007: .* \(1 of 1005 rows"):
        scorer.explain(rows, np.arange(100_000, 101_005))
