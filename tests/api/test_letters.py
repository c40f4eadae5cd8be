"""Letters over HTTP: only what is decided or studied, kept encrypted, the same bytes ever after."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from clairscore.letter.notice import VERSION
from clairscore.store.notices import of_application
from tests.api.life import GRANTED, INFORMATION, REFERRED, REFUSED, Desk
from tests.api.place import Place


@pytest.fixture
def desk(own: Place) -> Desk:
    return Desk(own)


def letter(desk: Desk, name: str, who: str = "manager", **asked: str) -> Any:
    desk.place.clock.move(hours=1)
    return desk.get(who, f"applications/{name}/letter", **asked)


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def test_a_letter_exists_for_a_decided_file_alone(desk: Desk) -> None:
    name = desk.opened(REFUSED)
    assert letter(desk, name).status_code == 409
    desk.post("manager", f"applications/{name}/proposal")
    assert letter(desk, name).status_code == 409
    desk.post("manager", f"applications/{name}/decision")
    assert "crédit refusé" in text_of(letter(desk, name))


def test_a_letter_is_written_once_and_is_the_one_that_is_told(desk: Desk) -> None:
    name = desk.decided()
    first = letter(desk, name)
    assert letter(desk, name).content == first.content
    answer = desk.post("manager", f"applications/{name}/notification", {"lang": "fr"})
    assert answer.status_code == 200
    assert letter(desk, name).content == first.content
    kinds = [n.kind for n in desk.place.service.look(of_application, name)]
    assert kinds == ["letter", "decision"]


def test_a_letter_handed_over_on_a_later_day_names_that_days_delays(desk: Desk) -> None:
    name = desk.decided()
    draft, english = letter(desk, name), letter(desk, name, lang="en")
    assert "20 janvier 2027" in text_of(draft)
    desk.place.clock.move(days=5)
    assert desk.post("manager", f"applications/{name}/notification", {"lang": "fr"}).is_success
    told = letter(desk, name)
    assert "25 janvier 2027" in text_of(told)
    assert "20 janvier 2027" not in text_of(told)
    assert letter(desk, name).content == told.content
    again = letter(desk, name, lang="en")
    assert ("20 January 2027" in text_of(english), "25 January 2027" in text_of(again)) == (
        True,
        True,
    )


def test_what_was_told_is_what_is_read_in_every_language_asked_for(desk: Desk) -> None:
    name = desk.notified()
    french, english = letter(desk, name), letter(desk, name, lang="en")
    assert "Les principaux motifs" in text_of(french)
    assert "The main reasons" in text_of(english)
    assert letter(desk, name, lang="en").content == english.content


def test_a_letter_is_kept_encrypted(desk: Desk) -> None:
    name = desk.decided()
    made = letter(desk, name).content
    (kept,) = desk.place.service.look(of_application, name)
    assert kept.sealed is not None
    assert made[:200] not in kept.sealed
    assert kept.delivered is None


def test_a_referred_file_is_told_to_be_studied(desk: Desk) -> None:
    name = desk.proposed(REFERRED)
    text = text_of(letter(desk, name))
    assert "à l'étude" in text
    assert "au plus tard le" in text


def test_a_granted_one_is_an_agreement_in_principle(desk: Desk) -> None:
    name = desk.proposed(GRANTED)
    assert "sous réserve des justificatifs" in text_of(letter(desk, name))


def test_the_letter_tells_the_day_of_the_decision(desk: Desk) -> None:
    name = desk.decided()
    desk.place.clock.move(days=3)
    text = text_of(letter(desk, name))
    assert "Le 21 novembre 2026, nous avons pris la décision" in text
    assert "24 novembre 2026" in text


def test_a_client_reads_it_once_it_was_told(desk: Desk) -> None:
    desk.place.add_score(100_001)
    body = {"client": 100_001, "information": INFORMATION}
    name = desk.post("manager", "applications", body).json()["id"]
    outcome = desk.post("manager", f"applications/{name}/proposal").json()["outcome"]
    ground = {"code": "other", "words": "a study of the file"}
    chosen = {"outcome": "refused", "ground": ground} if outcome == "referred" else {}
    desk.post("manager", f"applications/{name}/decision", chosen)
    if outcome != "referred":
        assert letter(desk, name, "client").status_code == 409
    desk.post("manager", f"applications/{name}/notification", {"lang": "fr"})
    assert text_of(letter(desk, name, "client"))
    assert letter(desk, name, "other_client").status_code == 404


def test_a_reviewer_gives_an_own_opinion_before_reading_the_reasons(desk: Desk) -> None:
    name, _ = desk.reviewed()
    assert letter(desk, name, "reviewer").status_code == 409


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_anybody_reads_the_notice_and_its_version(shared: Place, lang: str) -> None:
    found = shared.http.get("/v1/information", params={"lang": lang}).json()
    assert (found["version"], found["lang"]) == (VERSION, lang)
    assert found["title"]
    assert len(found["parts"]) > 5
    made = shared.http.get("/v1/information/document", params={"lang": lang})
    assert made.content[:5] == b"%PDF-"
    again = shared.http.get("/v1/information/document", params={"lang": lang})
    assert made.content == again.content


def test_how_a_review_ended_is_told_in_a_letter_of_its_own(desk: Desk) -> None:
    for outcome, word in (("refused", "maintenu"), ("granted", "modifié")):
        review = desk.looked()
        shown = desk.get("reviewer", f"reviews/{review}").json()
        name = shown["application"] if "application" in shown else shown["review"]["application"]
        before = letter(desk, name).content
        ground = {"code": "study_favourable" if outcome == "granted" else "other", "words": "a b c"}
        body = {"outcome": outcome, "ground": ground}
        answer = desk.post("reviewer", f"reviews/{review}/outcome", body, if_match="*")
        assert answer.is_success, answer.text
        after = letter(desk, name)
        assert after.content != before
        assert f"elle a {word} la décision" in text_of(after)
        assert letter(desk, name).content == after.content


def test_an_application_names_a_notice_that_exists(desk: Desk) -> None:
    body = {"credit_file": desk.file(), "information": {"version": "2019", "lang": "fr"}}
    answer = desk.post("manager", "applications", body)
    assert answer.status_code == 422
    assert [each["at"] for each in answer.json()["errors"]] == ["body.information.version"]
