"""An applicant's facts in words, with what each serves for."""

from __future__ import annotations

import pytest

from clairscore.contract import CreditFile, ToldFact
from clairscore.data.schema import APPLICATION, TABLES
from clairscore.decision.bundle import Bundle
from clairscore.decision.facts_told import facts_told
from clairscore.decision.sources import load_sources
from clairscore.decision.units import Style
from clairscore.i18n import LANGUAGES, Lang
from tests.decision import people


def told(model: Bundle, file: CreditFile, lang: Lang = "fr") -> dict[str, ToldFact]:
    found = facts_told(model, file, load_sources(), Style.of(lang, "€"))
    return {fact.column: fact for fact in found}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_is_told_whether_or_not_it_is_known(
    model: Bundle, crowd: list[CreditFile], lang: Lang
) -> None:
    for file in crowd[:20]:
        facts = told(model, file, lang)
        names = {c.name for c in TABLES[APPLICATION].columns if c.kind not in ("id", "target")}
        assert facts.keys() == names
        assert all(fact.label and fact.value and fact.definition for fact in facts.values())


def test_a_fact_says_what_it_serves_for(model: Bundle) -> None:
    facts = told(model, people.one(CODE_GENDER="F"))
    assert (facts["AMT_INCOME_TOTAL"].use, facts["AMT_INCOME_TOTAL"].theme) == ("model", "income")
    assert (facts["CODE_GENDER"].use, facts["CODE_GENDER"].theme) == ("unused", None)
    assert facts["CNT_FAM_MEMBERS"].use == "rules"


def test_what_an_outside_organisation_supplies_names_it_and_is_corrected_there(
    model: Bundle,
) -> None:
    score = told(model, people.one())["EXT_SOURCE_1"]
    assert score.source == "Agence Démo d'Évaluation Un"
    assert not score.correctable
    assert told(model, people.one())["AMT_INCOME_TOTAL"].correctable


def test_values_are_in_words_and_a_missing_one_never_like_a_bad_one(model: Bundle) -> None:
    facts = told(model, people.one(NAME_INCOME_TYPE="Pensioner", DAYS_EMPLOYED=365_243))
    assert facts["NAME_INCOME_TYPE"].value == "retraite ou pension"
    assert facts["DAYS_EMPLOYED"].value == "information non fournie"
    assert facts["DAYS_EMPLOYED"].raw is None
    assert facts["DAYS_BIRTH"].value == "41 ans"
    assert facts["AMT_CREDIT"].value.replace("\u202f", " ").replace("\xa0", " ") == "500 000 €"
