"""The form of a new application asks for what is needed and nothing that is not."""

from __future__ import annotations

import json

from clairscore.data.credit_file import parse
from clairscore.data.schema import APPLICATION, TABLES
from clairscore.decision.bundle import Bundle
from clairscore.decision.form import GROUPS, credit_asked, groups_asked
from clairscore.decision.sources import load_sources
from tests.decision.bundle.conftest import bundle

__all__ = ["bundle"]


def test_what_must_be_there_is_asked_for_and_said_to_be_required(model: Bundle) -> None:
    asked = groups_asked(model, load_sources(None), "fr")
    required = {each.column for group in asked.values() for each in group if each.required}
    assert required >= set(model.policy.mandatory)
    must = {column.name for column in TABLES[APPLICATION].columns if column.required}
    assert required >= must - {"SK_ID_CURR"}


def test_no_excluded_fact_is_asked_for_but_the_household_that_a_rule_reads(model: Bundle) -> None:
    excluded = {column for _, column in model.policy.excluded}
    asked = {column for columns in GROUPS.values() for column in columns}
    assert asked & excluded == {"CNT_FAM_MEMBERS"}


def test_what_the_model_does_not_read_is_not_asked_for(bundle: Bundle) -> None:
    read = {column for table, column in bundle.catalogue.pairs if table == APPLICATION}
    asked = groups_asked(bundle, load_sources(None), "en")
    assert "FLAG_EMAIL" not in read
    assert "FLAG_EMAIL" not in {each.column for group in asked.values() for each in group}


def test_a_row_of_the_least_that_is_asked_of_a_credit_is_a_valid_file() -> None:
    row: dict[str, object] = {"SK_ID_BUREAU": 1}
    for each in credit_asked(load_sources(None), "fr"):
        if each.required:
            row[each.column] = each.choices[0][0] if each.choices else -100
    application = {
        "NAME_CONTRACT_TYPE": "Cash loans",
        "AMT_INCOME_TOTAL": 1_000.0,
        "AMT_CREDIT": 10_000.0,
        "DAYS_BIRTH": -12_000,
    }
    assert parse(json.dumps({"application": application, "bureau": [row]})).history["bureau"]
