"""One model trained by the whole pipeline on synthetic clients, for all behaviour tests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clairscore.contract import CreditFile
from clairscore.data.credit_file import credit_files
from clairscore.data.synthetic import tables
from clairscore.decision.bundle import Bundle
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import catalogue
from clairscore.features.compute import book
from clairscore.features.learnt import rows_of
from clairscore.modelling.population import of_frame
from clairscore.modelling.recipe import Recipe
from clairscore.modelling.train import bundle_of, split, train

CLIENTS = 1_500
JUDGED = 80
RECIPE = Recipe(learning_rate=0.05, depth=4, leaf_clients=15, leaf_weight=1.0, l2=5.0, patience=50)


@pytest.fixture(scope="session")
def lazy():
    made = tables(CLIENTS, seed=11, default_rate=0.15)
    return {name: frame.lazy() for name, frame in made.items()}


@pytest.fixture(scope="session")
def applicants(lazy) -> list[CreditFile]:
    clients = lazy["application"].select("SK_ID_CURR").head(JUDGED).collect()["SK_ID_CURR"]
    return list(credit_files(lazy, clients.to_list()).values())


@pytest.fixture(scope="session")
def bundle(lazy, applicants) -> Bundle:
    policy = Policy()
    offered = catalogue("full").without(policy.excluded_columns)
    labels = lazy["application"].select("SK_ID_CURR", "TARGET").collect()
    given = labels.join(book(lazy, offered.given), on="SK_ID_CURR")
    people = replace(of_frame(given, offered.given), rows=rows_of([lazy], offered))
    run = train(split(people, RECIPE), RECIPE, policy)
    return bundle_of(run, {}, applicants[:5], created="2026-11-20T12:00:00+00:00", versions={})
