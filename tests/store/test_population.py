"""Counts of the book in the store: what was kept is what is told, and never of too few."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest

from clairscore.data.synthetic import tables
from clairscore.decision.population.gathering import Gathering
from clairscore.decision.population.groups import LEAST
from clairscore.decision.population.histograms import Population, population_of, together
from clairscore.errors import Absent
from clairscore.store import population as stored
from clairscore.store.audit import verify
from clairscore.store.book import score_of
from clairscore.store.opening import Store
from clairscore.store.score_book import score_book
from tests.decision import people
from tests.store.people import NOON, client_of, file_of

AT = "2026-11-21T16:45:00.000000Z"
BUNDLE = "0123456789ab"


@pytest.fixture(scope="module")
def population() -> Population:
    made = tables(900, seed=3, default_rate=0.2)["application"]
    draw = np.random.default_rng(0).random(made.height)
    verdict = np.where(draw < 0.7, "granted", "refused")
    columns = pl.Series("probability", draw), pl.Series("verdict", verdict)
    return population_of(made.with_columns(*columns), BUNDLE)


def keep(store: Store, population: Population) -> None:
    with store.database.write() as write:
        stored.keep_population(write, population, actor="loader", at=AT)


def test_what_was_kept_is_what_is_told(store: Store, population: Population) -> None:
    keep(store, population)
    with store.database.read() as read:
        outline = stored.outline(read, BUNDLE)
        assert (outline.clients, outline.thirds) == (population.clients, population.thirds)
        assert (outline.sizes, outline.axes) == (population.sizes, population.axes)
        for variable in ("AMT_CREDIT", "NAME_HOUSING_TYPE", "probability"):
            told = stored.parts(read, BUNDLE, variable, "proposed")
            every = [
                parts
                for (name, split, _), parts in population.cells.items()
                if (name, split) == (variable, "proposed")
            ]
            assert told == together(every)


def test_a_group_is_told_by_its_own_cells_alone(store: Store, population: Population) -> None:
    keep(store, population)
    cell = max(population.sizes, key=lambda each: population.sizes[each])
    with store.database.read() as read:
        told = stored.parts(read, BUNDLE, "AMT_CREDIT", "proposed", {cell})
    assert told == together([population.cells["AMT_CREDIT", "proposed", cell]])


def test_a_part_of_too_few_leaves_no_count(store: Store, population: Population) -> None:
    keep(store, population)
    few = [cell for cell, size in population.sizes.items() if size < LEAST]
    assert few
    with store.database.read() as read:
        told = stored.parts(read, BUNDLE, "AMT_CREDIT", "proposed", few[:1])
    assert set(told.values()) == {None}


def test_a_place_on_a_grid_with_too_few_is_blank(store: Store, population: Population) -> None:
    keep(store, population)
    with store.database.read() as read:
        grids = stored.grids(read, BUNDLE, "AMT_INCOME_TOTAL", "AMT_CREDIT", "proposed")
    shown = [count for grid in grids.values() if grid for count in grid.counts]
    assert None in shown
    assert all(count is None or count == 0 or count >= LEAST for count in shown)


def test_a_book_counted_again_replaces_the_former_one(store: Store, population: Population) -> None:
    keep(store, population)
    keep(store, population)
    with store.database.read() as read:
        told = stored.parts(read, BUNDLE, "probability", "proposed")
        assert sum(part.clients for part in told.values() if part) == population.clients
        anchor = store.database.anchor.read()
        assert verify(read, store.database.chain_key, anchor).intact


def test_a_bundle_whose_book_was_not_counted_has_no_population(store: Store) -> None:
    with store.database.read() as read, pytest.raises(Absent, match="score the book first"):
        stored.outline(read, "another")


def test_scoring_the_book_counts_everybody_in_it(store: Store) -> None:
    crowd = people.people(40, seed=8)
    bundle = people.bundle(people.people(240))
    for credit_file in crowd:
        file_of(store, client_of(store, credit_file.client), credit_file)
    gathering = Gathering()
    score_book(store, bundle, lambda: NOON, "test", gathering, lambda *_: None)
    stored.count_book(store.database, gathering, bundle.id, actor="test", at=AT)
    with store.database.read() as read:
        outline = stored.outline(read, bundle.id)
        told = stored.parts(read, bundle.id, "probability", "proposed")
        verdicts = Counter(score_of(read, each.client).verdict for each in crowd)
    assert outline.clients == len(crowd)
    assert {name: part.clients for name, part in told.items() if part} == {
        name: count for name, count in verdicts.items() if count >= LEAST
    }
