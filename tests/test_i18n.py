"""Numbers, dates and texts in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from clairscore import i18n
from clairscore.i18n import aligned, day, listed, money, number, percent, sentence, signed, t

NARROW, FULL = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("share", "digits", "fr", "en"),
    [
        (0.133, 1, f"13,3{NARROW}%", "13.3%"),
        (0.13, 1, f"13{NARROW}%", "13%"),
        (12.0, 1, f"1{NARROW}200{NARROW}%", "1,200%"),
        (0.00004, 2, f"0{NARROW}%", "0%"),
        (-0.00004, 2, f"0{NARROW}%", "0%"),
        (-0.05, 1, f"-5{NARROW}%", "-5%"),
    ],
)
def test_a_percentage_reads_as_people_write_it(share: float, digits: int, fr: str, en: str) -> None:
    assert (percent(share, "fr", digits), percent(share, "en", digits)) == (fr, en)


def test_percentages_of_a_list_have_the_same_decimals() -> None:
    assert [aligned(share, "fr") for share in (0.06, 0.298, 0.0)] == [
        f"6,0{NARROW}%",
        f"29,8{NARROW}%",
        f"0,0{NARROW}%",
    ]
    assert aligned(0.06, "en", 2) == "6.00%"


def test_money_has_thousands_apart_and_its_currency_in_place() -> None:
    assert money(307_600.4, "fr", "€") == f"307{NARROW}600{FULL}€"
    assert money(307_600.4, "fr", "unités monétaires") == f"307{NARROW}600{FULL}unités monétaires"
    assert money(-1_250, "en", "€") == "-€1,250"
    assert money(1_250, "en", "monetary units") == f"1,250{FULL}monetary units"


def test_numbers_show_the_decimals_they_have_up_to_a_limit() -> None:
    assert (number(12.5, "fr", 2), number(12.0, "fr", 2), number(12.345, "en", 2)) == (
        "12,5",
        "12",
        "12.35",
    )
    assert number(-0.0001, "fr", 2) == "0"


def test_signed_numbers_line_up() -> None:
    assert [signed(value, "fr", 4) for value in (0.5, -0.25, 0.0)] == [
        "+0,5000",
        "-0,2500",
        "+0,0000",
    ]


def test_a_day_is_written_out() -> None:
    assert (day(date(2026, 3, 1), "fr"), day(date(2026, 3, 1), "en")) == (
        "1 mars 2026",
        "1 March 2026",
    )


def test_an_enumeration_ends_with_and() -> None:
    assert [listed(words, "fr") for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a et b",
        "a, b et c",
    ]
    assert sentence("été") == "Été"


def test_french_punctuation_never_breaks_from_its_word() -> None:
    assert t("word.fact", "fr", description="A", value="1") == f"A{FULL}: 1"
    assert f"paiement{NARROW}; la" in t("risk.many", "fr", count="13", limit="9")
    assert f"«{NARROW}x{NARROW}»" in t("pattern.word", "fr", label="l", word="x")


def test_a_text_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"no text 'word\.wishes' in locales/en"):
        t("word.wishes", "en")


def test_a_missing_or_superfluous_value_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"expected \['duration'\]"):
        t("word.ago", "fr")
    with pytest.raises(ValueError, match=r"found values for \['duration', 'x'\]"):
        t("word.ago", "fr", duration="2 ans", x="y")


def test_texts_are_read_once() -> None:
    assert i18n.catalogue("fr") is i18n.catalogue("fr")
