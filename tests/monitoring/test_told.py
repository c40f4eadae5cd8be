"""The report in words and as a page: everything that is concluded is said, in both languages."""

import re

import pytest

from clairscore.i18n import LANGUAGES, number
from clairscore.modelling.monitoring.page import page
from clairscore.modelling.monitoring.written import as_json, write
from clairscore.monitoring import told
from clairscore.monitoring.sides import Loans, of_bundle
from clairscore.monitoring.watch import watch
from tests.monitoring.crowds import INCOME, came, town


@pytest.fixture(scope="module")
def place():
    return town(reference=6_000)


@pytest.fixture(scope="module")
def report(place):
    """Incomes in another unit, and loans that fail twice as often as announced."""
    matrix = place.drawn(2_000, 5).copy()
    matrix[:, place.column(INCOME)] *= 12
    seen = place.bundle.scorer.log_odds(place.drawn(2_000, 6))
    loans = Loans(seen, came(seen + 0.8, 6))
    return watch(
        place.bundle,
        of_bundle(place.bundle),
        place.applicants(matrix, loans),
        kind="window",
        start="2026-01-01",
        end="2026-02-01",
        unit_value=100.0,
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdict_comes_first_and_every_signal_beyond_its_limit_is_explained(
    place, report, lang
):
    said = told.describer(place.bundle, lang)
    sentences = told.conclusion(report, said, lang)
    assert sentences[0] == told.headline(report, lang)
    text = " ".join(sentences)
    assert said(INCOME) in text
    income = next(each for each in report.features if each.name == INCOME)
    assert number(income.scaled, lang, 1) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_self_contained_and_says_what_to_do(place, report, lang):
    html = page(report, place.bundle, lang, currency="€")
    assert f'<html lang="{lang}">' in html
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert html.count("<h1>") == 1
    assert html.count('role="img"') == 3
    said = told.describer(place.bundle, lang)
    for action in report.actions:
        assert told.action(action, said, lang).split(".")[0] in html


def test_the_two_languages_say_the_same_number_of_things(place, report):
    values = as_json(report, place.bundle, None)
    assert len(values["conclusion"]["fr"]) == len(values["conclusion"]["en"])
    assert len(values["proposed"]["fr"]) == len(report.actions)


def test_a_report_is_written_with_its_page_in_both_languages_and_its_values(
    place, report, tmp_path
):
    values = as_json(report, place.bundle, None)
    written = write(report, place.bundle, values, tmp_path / "out", None, "<html></html>")
    names = {path.name for path in written}
    assert names == {"report.fr.html", "report.en.html", "report.json", "evidently.html"}
    assert "evidently.html" in (tmp_path / "out" / "report.fr.html").read_text()


def test_a_report_of_nobody_can_be_read_too(place):
    nobody = watch(
        place.bundle,
        of_bundle(place.bundle),
        place.applicants(place.drawn(0, 1)),
        kind="window",
        start="2026-01-01",
        end="2026-02-01",
    )
    for lang in LANGUAGES:
        assert told.headline(nobody, lang) in " ".join(
            told.conclusion(nobody, told.describer(place.bundle, lang), lang)
        )
        assert "<main>" in page(nobody, place.bundle, lang)
