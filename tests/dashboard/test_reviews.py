"""Reviews on the screen: words and facts first, the own opinion, then the model's, the end."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from clairscore.dashboard.pages import approval, review, reviews
from clairscore.dashboard.screens import Screen
from tests.api.life import Desk
from tests.api.place import Place
from tests.dashboard.showing import html, opened

STAFF = ("manager", "reviewer", "auditor")
LIST = Screen("reviews", reviews.show, STAFF)
ONE = Screen("review", review.show, STAFF, listed=False)
SECOND = Screen("approval", approval.show, ("reviewer",), listed=False)
POINT_OF_VIEW = "a permanent job since May"


@pytest.fixture
def desk(own: Place) -> Desk:
    return Desk(own)


def look(desk: Desk, name: str, user: str = "reviewer") -> AppTest:
    return opened(desk.place, user, ONE, LIST, id=name)


def heads(seen: AppTest) -> list[str]:
    return [each.value for each in seen.header]


def test_the_queue_names_each_review_and_its_last_day(desk: Desk) -> None:
    name = desk.review()
    seen = opened(desk.place, "reviewer", LIST)
    assert f"/review?id={name}" in html(seen)
    assert "4 décembre 2026" in html(seen)
    assert "personne encore" in html(seen)
    assert not seen.exception


def test_an_empty_queue_says_so(desk: Desk) -> None:
    seen = opened(desk.place, "reviewer", LIST, show="mine")
    assert "Aucun réexamen ne vous est confié" in html(seen)


def test_a_reviewer_takes_it_says_an_own_opinion_and_only_then_sees_the_models(desk: Desk) -> None:
    name = desk.review()
    seen = look(desk, name)
    assert heads(seen)[:2] == ["Ce que dit le client", "Les faits"]
    assert POINT_OF_VIEW in html(seen)
    seen.button("review-take").click().run()
    assert "Votre avis d'abord" in heads(seen)
    assert any("une fois votre avis donné" in each.value for each in seen.markdown)
    seen.radio("review-opinion-outcome").set_value("granted")
    seen.text_area("review-opinion-words").set_value("the job is permanent")
    seen.button[-1].click().run()
    assert "La réponse" in heads(seen)
    assert [each.label for each in seen.expander][-1] == "Voir l'avis du modèle"
    seen.selectbox("review-answer-code-granted").set_value("income_proved").run()
    seen.text_area("review-answer-words").set_value("three payslips were shown").run()
    seen.button("review-conclude").click().run()
    assert "Réponse donnée" in heads(seen)
    assert desk.get("reviewer", f"reviews/{name}").json()["review"]["outcome"] == "changed"
    assert not seen.exception


def test_an_answer_without_a_reason_is_not_sent(desk: Desk) -> None:
    name = desk.looked()
    seen = look(desk, name)
    seen.button("review-conclude").click().run()
    assert "Il manque un motif" in seen.error[0].value
    assert desk.get("reviewer", f"reviews/{name}").json()["review"]["state"] == "opinion_given"


def test_what_changed_meanwhile_is_shown_before_anything_is_sent(desk: Desk) -> None:
    name = desk.review()
    seen = look(desk, name)
    assert desk.post("reviewer", f"reviews/{name}/assignment", if_match="*").is_success
    seen.run()
    assert "a changé depuis" in seen.warning[0].value
    assert "réexamen demandé" in html(seen)
    assert "réexamen confié à une personne" in html(seen)
    seen.button(f"review-{name}-seen-go").click().run()
    assert not seen.warning
    assert "Votre avis d'abord" in heads(seen)


def test_a_manager_reads_a_review_and_has_no_step_to_take(desk: Desk) -> None:
    seen = look(desk, desk.review(), "manager")
    assert [each.key for each in seen.button] == []


def test_a_second_person_approves_a_large_revision(desk: Desk) -> None:
    name = desk.waiting()
    queue = opened(desk.place, "reviewer", LIST)
    assert f"/approval?application={name}" in html(queue)
    seen = opened(desk.place, "reviewer", SECOND, LIST, application=name)
    assert "three payslips" in html(seen)
    seen.button("approval-yes").click().run()
    assert desk.get("reviewer", f"applications/{name}").json()["application"]["state"] == "decided"


def test_a_reviewer_asks_for_documents_with_a_sentence_and_a_list(desk: Desk) -> None:
    name = desk.assigned()
    seen = look(desk, name)
    seen.checkbox("review-ask-work").check()
    asking = next(each for each in seen.button if each.label == "Envoyer la demande de pièces")
    asking.click().run()
    assert "écrivez votre message" in seen.error[0].value
    seen.text_area("review-ask-words").set_value("I would like to read the contract")
    next(each for each in seen.button if each.label == "Envoyer la demande de pièces").click().run()
    assert "Pièces demandées au client" in heads(seen)
    assert "I would like to read the contract" in html(seen)
    assert "pièce attendue" in html(seen)
    assert "Un refus n'est pas possible" in seen.info[0].value
    assert "review-ask-work" not in [each.key for each in seen.checkbox]
    assert not seen.exception


def test_an_adviser_notes_what_a_client_handed_over(desk: Desk) -> None:
    name = desk.asked()
    seen = look(desk, name, "manager")
    seen.checkbox("review-note-work").check()
    seen.text_area("review-note-words").set_value("the contract was brought to the desk")
    seen.button[-1].click().run()
    assert "notée par un conseiller" in " ".join(each.value for each in seen.markdown)
    assert "the contract was brought" in html(seen)
    assert "– pièce remise" in html(seen)
    assert not seen.exception
