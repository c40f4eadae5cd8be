"""Features and values in words."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from clairscore.data.schema import TABLES
from clairscore.decision.units import duration
from clairscore.decision.wording import (
    Style,
    definition,
    describe,
    label,
    told_fact,
    told_value,
    word,
)
from clairscore.features.catalogue import catalogue
from clairscore.i18n import LANGUAGES, Lang

FR, EN = Style.of("fr", None), Style.of("en", "€")


@dataclass(frozen=True)
class Plain:
    source: str
    column: str
    statistic: str = "value"
    subset: str = ""
    window: str = ""
    name: str = ""


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def fact(feature: Plain, value: float | None, style: Style = FR) -> str:
    return plain(told_fact(feature, value, style))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_feature_of_every_catalogue_can_be_told(lang: Lang) -> None:
    style = Style.of(lang, None)
    for feature in catalogue("full"):
        described = describe(feature, lang)
        assert described, feature.name
        for value in (None, -400.0, 0.0, 0.37, 12_000.0):
            assert told_value(feature, value, style), feature.name


def test_two_features_of_one_table_are_never_told_alike() -> None:
    told = [(feature.source, describe(feature, "fr")) for feature in catalogue("full")]
    assert sorted({name for name in told if told.count(name) > 1}) == []


@pytest.mark.parametrize(
    ("feature", "value", "expected"),
    [
        (
            Plain("application", "AMT_CREDIT"),
            406_597.5,
            "Montant du crédit : 406 598 unités monétaires",
        ),
        (Plain("application", "DAYS_BIRTH"), -15_700.0, "Âge : 42 ans"),
        (
            Plain("application", "DAYS_EMPLOYED"),
            -637.0,
            "Début de l'emploi actuel : il y a 21 mois",
        ),
        (
            Plain("application", "DAYS_EMPLOYED"),
            0.0,
            "Début de l'emploi actuel : le jour de la demande",
        ),
        (Plain("application", "OWN_CAR_AGE"), 1.0, "Âge de la voiture : 1 an"),
        (Plain("application", "FLAG_EMAIL"), 1.0, "Adresse électronique fournie : oui"),
        (
            Plain("application", "EXT_SOURCE_2"),
            0.2629,
            "Deuxième évaluation extérieure : 0,26 sur 1",
        ),
        (
            Plain("application", "annuity_to_income", "ratio"),
            0.1219,
            "Part de la mensualité dans les revenus : 12,2 %",
        ),
        (
            Plain("application", "NAME_INCOME_TYPE", "code"),
            2.0,
            "Origine des revenus : retraite ou pension",
        ),
        (
            Plain("application", "NAME_INCOME_TYPE", "code"),
            7.0,
            "Origine des revenus : valeur inconnue",
        ),
        (
            Plain("application", "OCCUPATION_TYPE", "is", "Drivers"),
            0.0,
            "Profession « conduite » : non",
        ),
        (
            Plain("installments_payments", "days_late", "max", "", "12m"),
            14.0,
            "Retard de paiement (maximum) sur vos échéances passées chez nous, 12 derniers mois"
            " : 14 jours",
        ),
        (
            Plain("installments_payments", "rows", "share", "late", "24m"),
            0.125,
            "Échéances payées en retard, part de l'ensemble, 24 derniers mois : 12,5 %",
        ),
        (
            Plain("bureau", "rows", "count", "active"),
            3.0,
            "Nombre de crédits en cours dans d'autres établissements : 3",
        ),
        (
            Plain("bureau", "DAYS_CREDIT", "max"),
            -103.0,
            "Date d'ouverture du crédit (au plus tard) sur vos crédits dans d'autres établissements"
            " : il y a 3 mois",
        ),
        (
            Plain("bureau", "DAYS_CREDIT_ENDDATE", "max", "active"),
            1_463.0,
            "Fin prévue du crédit (au plus tard) sur vos crédits en cours dans d'autres"
            " établissements : dans 4 ans",
        ),
        (
            Plain("bureau", "CREDIT_TYPE", "share", "Microloan"),
            0.5,
            "Part de « microcrédit » (type de crédit) parmi vos crédits dans d'autres"
            " établissements : 50 %",
        ),
        (
            Plain("previous_application", "DAYS_DECISION", "since_last", "refused"),
            40.0,
            "Temps écoulé depuis votre dernière demande refusée : 40 jours",
        ),
        (
            Plain("previous_application", "AMT_CREDIT", "mean", "", "last3"),
            10_000.0,
            "Montant proposé (moyenne) sur vos demandes précédentes chez nous, 3 enregistrements"
            " les plus récents : 10 000 unités monétaires",
        ),
        (
            Plain("credit_card_balance", "utilisation", "slope", "", "12m"),
            -0.01,
            "Part utilisée du plafond de la carte (tendance) sur vos relevés mensuels de carte chez"
            " nous, 12 derniers mois : en baisse",
        ),
        (
            Plain("credit_card_balance", "AMT_BALANCE", "var"),
            10_000.0,
            "Montant utilisé (variations) sur vos relevés mensuels de carte chez nous"
            " : plus ou moins 100 unités monétaires",
        ),
        (
            Plain("installments_payments", "days_late", "ratio", "", "12m/"),
            1.5,
            "Retard de paiement (évolution) sur vos échéances passées chez nous, 12 derniers mois"
            " par rapport à l'ensemble : 1,5 fois",
        ),
    ],
)
def test_a_fact_in_french(feature: Plain, value: float, expected: str) -> None:
    assert fact(feature, value) == expected


def test_a_fact_in_english_with_a_currency() -> None:
    feature = Plain("bureau", "AMT_CREDIT_SUM_DEBT", "sum", "active")
    expected = "Amount still owed (total) over your running credits with other lenders: €1,250"
    assert fact(feature, 1_250.0, EN) == expected


def test_what_is_missing_is_never_told_as_a_bad_value() -> None:
    assert fact(Plain("application", "EXT_SOURCE_1"), None).endswith(": information non fournie")
    history = Plain("credit_card_balance", "SK_DPD", "max")
    assert fact(history, None).endswith(": rien à ce sujet dans votre historique")
    assert fact(history, None, EN).endswith(": nothing about it in your history")


def test_an_end_that_came_late_is_not_told_as_an_early_one() -> None:
    early = Plain("previous_application", "ended_early", "mean", "approved")
    assert fact(early, -45.0).endswith(": -45 jours")


def test_an_answer_outside_yes_and_no_is_told_as_unknown() -> None:
    assert fact(Plain("application", "FLAG_OWN_CAR"), 2.0).endswith(": valeur inconnue")


def test_a_period_of_income_is_told_only_where_it_is_known() -> None:
    income = Plain("application", "AMT_INCOME_TOTAL")
    assert plain(told_value(income, 1_800.0, Style.of("fr", "€"))) == "1 800 €"
    assert plain(told_value(income, 1_800.0, Style.of("fr", "€", "month"))) == "1 800 € par mois"
    assert (
        plain(told_value(Plain("application", "AMT_CREDIT"), 1.0, Style.of("fr", "€", "month")))
        == "1 €"
    )


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (1, "1 jour"),
        (60, "60 jours"),
        (61, "2 mois"),
        (730, "24 mois"),
        (731, "2 ans"),
        (913, "2,5 ans"),
    ],
)
def test_a_duration_is_told_in_the_unit_people_use(days: float, told: str) -> None:
    assert plain(duration(days, "fr")) == told


def test_columns_have_labels_definitions_and_words() -> None:
    assert label("bureau", "AMT_CREDIT_SUM_DEBT", "fr") == "reste dû"
    assert definition("application", "AMT_ANNUITY", "en").startswith("Amount of each payment")
    assert word("FLAG_OWN_CAR", "Y", "fr") == "oui"
    assert word("NAME_INCOME_TYPE", "Astronaut", "fr") == "valeur inconnue"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_labels_of_one_table_differ(lang: Lang) -> None:
    for table in TABLES.values():
        told = [label(table.name, column.name, lang) for column in table.columns]
        assert sorted({name for name in told if told.count(name) > 1}) == []
