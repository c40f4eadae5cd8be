"""Folds by client: balanced, the same for any order of rows, kept apart for the final test."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.modelling.folds import deal, hashed, read, save


def people(n, seed=0):
    rng = np.random.default_rng(seed)
    return np.sort(rng.choice(10**6, n, replace=False)), rng.random(n) < 0.1


@given(st.integers(20, 300), st.integers(0, 10**6), st.integers(2, 6))
def test_the_order_of_the_rows_does_not_move_a_client(n, seed, folds):
    clients, y = people(n)
    order = np.random.default_rng(seed).permutation(n)
    straight = deal(clients, y, folds=folds, seed=seed).fold
    assert (deal(clients[order], y[order], folds=folds, seed=seed).fold == straight[order]).all()


@given(st.integers(50, 500), st.integers(0, 100))
def test_every_fold_has_its_share_of_each_outcome(n, seed):
    clients, y = people(n, seed)
    fold = deal(clients, y, folds=5, seed=seed).fold
    for outcome in (True, False):
        counts = np.bincount(fold[(y == outcome) & (fold >= 0)], minlength=5)
        assert counts.max() - counts.min() <= 1
        assert (fold[y == outcome] == -1).sum() == round(0.15 * (y == outcome).sum())


def test_another_seed_deals_anew():
    clients, y = people(1_000)
    one, two = (deal(clients, y, folds=5, seed=seed).fold for seed in (1, 2))
    assert 0.1 < (one == two).mean() < 0.3


def test_without_a_test_share_everybody_is_in_a_fold():
    clients, y = people(100)
    assert deal(clients, y, folds=3, seed=1, test_share=0.0).fold.min() == 0


def test_the_hash_is_splitmix64():
    # second output of the published generator from state 0 (state 1 x the golden gamma)
    assert hex(int(hashed(np.array([0]), 0)[0])) == hex(splitmix(splitmix(0) ^ 0))


def splitmix(value):
    mask = 2**64 - 1
    value = (value + 0x9E3779B97F4A7C15) & mask
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & mask
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
    return value ^ (value >> 31)


def test_splitmix64_gives_its_published_first_value():
    assert splitmix(0) == 0xE220A8397B1DCDAF


def test_saved_folds_are_read_back(tmp_path):
    clients, y = people(50)
    folds = deal(clients, y, folds=5, seed=1)
    save(folds, tmp_path / "folds.parquet")
    again = read(tmp_path / "folds.parquet")
    assert (again.clients == clients).all()
    assert (again.fold == folds.fold).all()


@pytest.mark.parametrize("n", [3_005])
def test_the_untouched_part_of_the_real_sample_size_holds_33_difficulties(n):
    clients, _ = people(n)
    fold = deal(clients, np.arange(n) < 220, folds=5, seed=20)
    assert fold.untouched[:220].sum() == 33
