"""What clients read, within stated limits of difficulty; the page of figures is up to date."""

from __future__ import annotations

import pytest
from bench.readability import GROUPS, PAGE, measured, page, syllables, texts_of, too_hard

from clairscore.i18n import LANGUAGES, Lang

BY_HAND: dict[Lang, dict[str, int]] = {
    "fr": {
        "vous": 1, "pouvez": 2, "demander": 3, "une": 1, "personne": 2, "étudie": 3, "votre": 1,
        "dossier": 3, "difficultés": 4, "de": 1, "paiement": 3, "revenus": 3, "mensualité": 5,
        "réponse": 2, "données": 2, "crédit": 2, "probabilité": 5, "banque": 1, "réunir": 3,
        "établissement": 5, "gratuit": 2, "et": 1, "confidentiel": 4, "lettre": 1, "oui": 1,
    },
    "en": {
        "you": 1, "can": 1, "ask": 1, "person": 2, "review": 2, "application": 4, "payment": 2,
        "difficulties": 4, "income": 2, "answer": 2, "data": 2, "credit": 2, "probability": 5,
        "lender": 2, "free": 1, "the": 1, "letter": 2, "decided": 3, "mistake": 2, "people": 2,
    },
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_that_clients_read_is_too_hard(lang: Lang) -> None:
    assert too_hard(lang) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_group_has_texts(lang: Lang) -> None:
    assert [group for group in GROUPS if not texts_of(group, lang)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_syllables_are_counted_within_a_tenth_of_a_count_by_hand(lang: Lang) -> None:
    counted = sum(syllables(word, lang) for word in BY_HAND[lang])
    assert counted == pytest.approx(sum(BY_HAND[lang].values()), rel=0.1)


def test_the_measure_tells_a_plain_text_from_an_official_one() -> None:
    plain = measured(["Nous vous répondons dans le mois. C'est gratuit."], "fr")
    official = measured(
        ["La recevabilité de toute réclamation est subordonnée à la production, concomitamment à"
         " son dépôt, des justificatifs afférents à l'opération préalablement contestée."], "fr",
    )  # fmt: skip
    assert plain.ease("fr") > 80
    assert official.ease("fr") < 30
    assert official.longest == 22


def test_the_page_of_figures_is_that_of_these_texts() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m bench.readability`"
