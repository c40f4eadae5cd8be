"""Problems: one envelope, in the caller's language, without what the caller sent."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from clairscore import errors
from clairscore.api.language import preferred
from clairscore.api.openapi import example
from clairscore.api.problems import (
    MEDIA_TYPE,
    OF_ERROR,
    OF_STATUS,
    STATUS,
    Problem,
    envelope,
    problem_of,
    response,
    text_of,
)
from clairscore.i18n import LANGUAGES, Lang, catalogue


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", STATUS)
def test_every_problem_can_be_told(code: str, lang: Lang) -> None:
    content = envelope(example(code), lang, "1").content()
    assert content["status"] == STATUS[code]
    assert content["type"] == f"/problems/{code.replace('_', '-')}"
    assert content["title"]
    assert content["detail"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_left_of_a_problem_that_is_gone(lang: Lang) -> None:
    told = {key.split(".")[1] for key in catalogue(lang) if key.startswith("problem.")}
    assert told == set(STATUS)


def test_what_becomes_a_problem_is_in_the_catalogue() -> None:
    assert {*OF_ERROR.values(), *OF_STATUS.values()} <= set(STATUS)
    assert all(STATUS[code] == status for status, code in OF_STATUS.items())


def test_an_answer_says_its_type_its_language_and_when_to_try_again() -> None:
    answer = response(Problem("unavailable"), "en", "1")
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.headers["content-language"] == "en"
    assert answer.headers["retry-after"] == "2"
    assert json.loads(answer.body)["title"] == "Service unavailable for a moment"
    assert "www-authenticate" in response(Problem("unauthenticated"), "fr", "1").headers


def test_an_error_becomes_the_problem_of_its_nearest_parent() -> None:
    assert problem_of(errors.Unavailable("x")).code == "unavailable"
    assert problem_of(errors.Fault("x")).code == "fault"
    assert problem_of(errors.BadSetting("x")).code == "fault"


def test_a_credit_files_faults_are_placed_and_their_sentences_kept_inside() -> None:
    violation = errors.Violation(
        "unknown-column", "bureau", None, "bureau: unknown columns Dupont", first_line=2
    )
    content = envelope(problem_of(errors.BadCreditFile([violation])), "en", "1").content()
    assert content["errors"] == [
        {"at": "bureau[2]", "type": "unknown-column", "text": "unknown column"}
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_fault_that_pydantic_names_has_a_sentence(lang: Lang) -> None:
    from pydantic_core.core_schema import ErrorType

    kinds = get_args(ErrorType)
    assert len(kinds) > 80
    assert all(text_of(kind, lang) for kind in kinds)


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "fr"),
        ("", "fr"),
        ("en", "en"),
        ("EN-us,en;q=0.9", "en"),
        ("de, en;q=0.5, fr;q=0.4", "en"),
        ("en;q=0.2, fr;q=0.7", "fr"),
        ("en;q=0", "fr"),
        ("*", "fr"),
        ("en;q=nonsense", "fr"),
        ("en;q=nan", "fr"),
        ("\x00;;;,,,=", "fr"),
    ],
)
def test_the_caller_chooses_the_language(header: str | None, lang: Lang) -> None:
    assert preferred(header, "fr") == lang


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (errors.NotNow("not_proposed"), "not_now", 409),
        (errors.BadChoice("words", least="10", most="2000"), "bad_choice", 422),
    ],
)
def test_a_step_that_cannot_be_taken_says_why_in_words(
    error: errors.Unfit, code: str, status: int
) -> None:
    content = envelope(problem_of(error), "en", "1").content()
    assert (content["status"], content["reason"]) == (status, error.code)
    assert content["type"] == f"/problems/{code.replace('_', '-')}"
    assert str(content["detail"]).endswith(".")
