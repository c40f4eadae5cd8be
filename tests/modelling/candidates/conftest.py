"""A few invented clients with a known cause of difficulties, and a quick recipe."""

from __future__ import annotations

import numpy as np
import pytest

from clairscore.features.catalogue import catalogue
from clairscore.features.compute import book
from clairscore.modelling.candidates.sample import Sample, sample_of
from clairscore.modelling.folds import deal
from clairscore.modelling.population import Population, of_frame
from clairscore.modelling.recipe import Recipe
from tests import invented

NAMES = (
    "application_name_contract_type",
    "application_amt_income_total",
    "application_amt_credit",
    "application_amt_annuity",
    "application_days_employed",
    "application_ext_source_1",
    "application_ext_source_2",
    "application_ext_source_3",
)
QUICK = Recipe(
    learning_rate=0.1, depth=3, leaf_clients=20, leaf_weight=1.0, l2=5.0, most_rounds=60, patience=8
)


@pytest.fixture(scope="package")
def people() -> Population:
    tables = invented.tables(700)
    chosen = catalogue("plain").select(NAMES)
    labels = tables["application"].select("SK_ID_CURR", "TARGET").collect()
    return of_frame(labels.join(book(tables, chosen), on="SK_ID_CURR"), chosen)


@pytest.fixture(scope="package")
def sample(people: Population) -> Sample:
    return sample_of(people)


@pytest.fixture(scope="package")
def fold(people: Population) -> np.ndarray:
    return deal(people.clients, people.y, folds=3, seed=QUICK.seed, test_share=0.0).fold
