"""Every text that a person reads: complete in both languages, and in the words of the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import get_args

import pytest

from clairscore.data.schema import TABLES
from clairscore.decision.policy import THEMES, RuleCode
from clairscore.i18n import LANGUAGES, Lang, catalogue, placeholders
from clairscore.settings import Settings

RENAMED: dict[Lang, tuple[str, ...]] = {
    "fr": ("recours", r"défauts? de paiement", "faillite", r"défaillan\w+", r"annuités?", "TAEG"),
    "en": (r"default(ed|er|ers|s)", "bankruptcy", "APR", "annuity"),
}
"""Words for which the glossary has others, in every text."""

JARGON: dict[Lang, tuple[str, ...]] = {
    "fr": ("SHAP", "log-?odds", "cut-?off", "scores?", r"emprunteu\w+", r"\w+\(e\)s?", r"\w+·e\w*"),
    "en": ("SHAP", "log-?odds", "he or she"),
}
"""Words that a client must not have to know, and forms that reveal sex; analysts read others."""

ANALYSTS = (
    "cli.",
    "chart.",
    "document.",
    "fairness.",
    "alert.",
    "gate.",
    "watching_screen.",
    "watching.",
)
"""Texts that clients do not read."""

FORBIDDEN = {lang: RENAMED[lang] + JARGON[lang] for lang in LANGUAGES}

GLOSSARY = {
    "column.application.AMT_ANNUITY.label": "mensualité",
    "figures.cut_off": "Seuil d'octroi",
    "outcome.granted": "crédit accordé",
    "outcome.refused": "crédit refusé",
    "outcome.referred": "à étudier par un conseiller",
    "theme.credits_elsewhere.name": "crédits dans d'autres établissements",
    "figures.probability": "Probabilité de difficultés de paiement",
    "setting.unit_value": "coût métier",
    "column.application.TARGET.label": "difficultés de paiement",
    "title.reading": "motifs",
}


def vocabulary() -> Iterator[str]:
    for table in TABLES.values():
        for column in table.columns:
            words = (*column.vocabulary, *(word for word, _ in column.merged))
            yield from (
                f"value.{column.name}.{word}" for word in words if column.kind == "category"
            )


def columns() -> Iterator[str]:
    for table in TABLES.values():
        for column in table.columns:
            yield f"column.{table.name}.{column.name}.label"
            yield f"column.{table.name}.{column.name}.definition"


def themes() -> Iterator[str]:
    for theme in THEMES:
        yield from (f"theme.{theme}.{part}" for part in ("name", "explanation"))
        yield from (
            f"reason.{theme}.{form}"
            for form in ("for", "against", "missing_for", "missing_against")
        )


def rules() -> Iterator[str]:
    for code in get_args(RuleCode):
        yield from (f"rule.{code}.name", f"rule.{code}.text")


def test_both_languages_have_the_same_texts() -> None:
    assert catalogue("fr").keys() == catalogue("en").keys()


def test_both_languages_have_the_same_places_to_fill() -> None:
    english = catalogue("en")
    assert {key: placeholders(text) for key, text in catalogue("fr").items()} == {
        key: placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("expected", [vocabulary, columns, themes, rules])
def test_everything_has_its_text(lang: Lang, expected: object) -> None:
    assert callable(expected)
    assert set(expected()) <= catalogue(lang).keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_described_that_does_not_exist(lang: Lang) -> None:
    texts = catalogue(lang)
    assert {key for key in texts if key.startswith("column.")} == set(columns())
    assert {key for key in texts if key.startswith("value.")} == set(vocabulary())
    assert {key for key in texts if key.startswith(("theme.", "reason."))} == set(themes())
    assert {key for key in texts if key.startswith("rule.")} == set(rules())
    assert {key for key in texts if key.startswith("setting.")} == {
        f"setting.{name}" for name in Settings.model_fields
    }


def using(words: tuple[str, ...], texts: Mapping[str, str]) -> list[str]:
    """The keys of the texts that use one of the words."""
    pattern = re.compile(rf"\b({'|'.join(words)})(?!\w)", re.IGNORECASE)
    return [key for key, text in texts.items() if pattern.search(text)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_uses_a_word_for_which_the_glossary_has_another(lang: Lang) -> None:
    assert using(RENAMED[lang], catalogue(lang)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_for_clients_uses_jargon(lang: Lang) -> None:
    texts = {key: text for key, text in catalogue(lang).items() if not key.startswith(ANALYSTS)}
    assert using(JARGON[lang], texts) == []


def test_the_glossarys_words_are_used() -> None:
    french = catalogue("fr")
    assert [key for key, word in GLOSSARY.items() if word not in french[key]] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_definitions_are_sentences_and_labels_are_not(lang: Lang) -> None:
    for key, text in catalogue(lang).items():
        if key.endswith(".definition"):
            assert text[0].isupper(), key
            assert text.endswith("."), key
        if key.endswith(".label"):
            assert not text[0].isupper(), key
            assert not text.endswith("."), key
        if "\n" not in text:
            assert text == text.strip(), key
            assert "  " not in text, key


def test_reasons_address_the_reader_and_say_which_way_they_weigh() -> None:
    for key, text in catalogue("fr").items():
        if key.startswith("reason.") and key.endswith(".against") and "missing" not in key:
            assert "monter le risque estimé" in text, key
        if key.startswith("reason.") and key.endswith(".for"):
            assert "baisser le risque estimé" in text, key


def test_no_french_text_makes_the_reader_a_man_or_a_woman() -> None:
    agreeing = re.compile(
        r"\b(vous êtes|vous étiez|êtes-vous) \w+(é|ée|i|ie|u|ue)s?\b", re.IGNORECASE
    )
    assert [key for key, text in catalogue("fr").items() if agreeing.search(text)] == []
