"""The client screen over a service in this process: what it says and offers in every state."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update
from streamlit.testing.v1 import AppTest

from clairscore.dashboard.dossier.among import turned
from clairscore.dashboard.dossier.past import payments_of, span_of
from clairscore.dashboard.pages import client, presentation
from clairscore.dashboard.screens import Screen
from clairscore.i18n import Lang, spaced
from clairscore.store.tables import acknowledgements, applications
from tests.api.life import FOR, GRANTED, REFERRED, Desk
from tests.api.place import Place
from tests.dashboard.showing import html, opened

CLIENT = Screen("client", client.show, ("manager", "reviewer", "auditor"), listed=False)
PRESENTATION = Screen("presentation", presentation.show, ("manager",), listed=False)


@pytest.fixture(scope="module")
def desk(shared: Place) -> Desk:
    shared.add_population()
    return Desk(shared)


MADE: dict[int, str] = {}


def one_proposed(desk: Desk) -> str:
    """A proposed application for all who only read it."""
    if id(desk) not in MADE:
        MADE[id(desk)] = desk.proposed()
    return MADE[id(desk)]


def number_of(desk: Desk, application: str) -> str:
    found = desk.get("auditor", f"applications/{application}").json()
    return str(found["application"]["client"])


def seen(desk: Desk, application: str, user: str = "manager", lang: Lang = "fr") -> AppTest:
    return opened(
        desk.place, user, CLIENT, PRESENTATION, lang=lang, number=number_of(desk, application)
    )


def title(shown: AppTest) -> str:
    assert not shown.exception
    return shown.title[0].value


def words(shown: AppTest) -> str:
    """Everything that can be read on the screen."""
    parts = [
        *shown.markdown,
        *shown.info,
        *shown.warning,
        *shown.error,
        *shown.header,
        *shown.subheader,
    ]
    return "\n".join([html(shown), *(str(each.value) for each in parts)])


def buttons(shown: AppTest) -> set[str]:
    return {each.label for each in shown.button}


def press(shown: AppTest, label: str) -> AppTest:
    next(each for each in shown.button if each.label == spaced(label)).click()
    return shown.run()


def part(shown: AppTest, name: str) -> AppTest:
    shown.radio(key="dossier-section").set_value(name)
    return shown.run()


def test_the_first_thing_said_is_one_sentence_with_count_and_limit(desk: Desk) -> None:
    shown = seen(desk, desk.proposed())
    assert title(shown).endswith("refus proposé")
    assert "Refus proposé. Sur 100 dossiers" in html(shown)
    assert spaced("la limite est") in html(shown)


def test_a_confirmation_takes_two_acts_and_is_made_once(desk: Desk) -> None:
    application = desk.proposed()
    shown = press(seen(desk, application), "Confirmer : crédit refusé")
    assert desk.get("manager", f"applications/{application}").json()["decision"] is None
    assert "enregistrée à votre nom" in words(shown)
    shown = press(shown, "Oui, c'est décidé")
    assert "crédit refusé, à communiquer" in title(shown)
    found = desk.get("manager", f"applications/{application}").json()
    assert found["decision"]["basis"] == "confirmed"


def test_going_back_leaves_the_proposal_alone(desk: Desk) -> None:
    application = desk.proposed()
    shown = press(press(seen(desk, application), "Confirmer : crédit refusé"), "Non, revenir")
    assert spaced("Confirmer : crédit refusé") in buttons(shown)
    assert desk.get("manager", f"applications/{application}").json()["decision"] is None


def revised(shown: AppTest, application: str, outcome: str = "granted") -> AppTest:
    shown.selectbox(key=f"ground-{application}-code-{outcome}").set_value("income_proved")
    shown.text_area(key=f"ground-{application}-words").set_value("three payslips were shown")
    return shown.run()


def test_a_revision_needs_a_reason_and_words_before_it_is_offered(desk: Desk) -> None:
    application = desk.proposed()
    shown = seen(desk, application)
    assert spaced("Décider : crédit accordé") not in buttons(shown)
    shown = revised(shown, application)
    shown = press(press(shown, "Décider : crédit accordé"), "Oui, c'est décidé")
    assert "crédit accordé, à communiquer" in title(shown)
    found = desk.get("manager", f"applications/{application}").json()["decision"]
    assert (found["basis"], found["words"]) == ("revised", "three payslips were shown")


def test_a_large_revision_is_told_to_wait_for_a_second_person(desk: Desk) -> None:
    application = desk.proposed(AMT_CREDIT=1_500_000.0)
    shown = seen(desk, application)
    assert "seconde personne" in words(shown)
    shown = revised(shown, application)
    shown = press(press(shown, "Décider : crédit accordé"), "Oui, c'est décidé")
    assert "en attente d'une seconde personne" in title(shown)
    assert "attend l'accord" in words(shown)
    assert "Examiner le choix qui attend votre accord" in buttons(
        seen(desk, application, "reviewer")
    )


def test_a_referred_file_offers_both_outcomes_and_says_why(desk: Desk) -> None:
    application = desk.proposed(REFERRED)
    shown = seen(desk, application)
    assert "à étudier par un conseiller" in title(shown)
    assert shown.radio(key=f"outcome-{application}").options == ["crédit accordé", "crédit refusé"]


def test_what_somebody_else_changed_is_shown_before_anything_is_sent(desk: Desk) -> None:
    application = desk.proposed()
    shown = press(seen(desk, application), "Confirmer : crédit refusé")
    body = {"outcome": "granted", "ground": FOR}
    assert desk.post("manager", f"applications/{application}/revision", body).is_success
    shown = shown.run()
    assert "a changé depuis que vous l'avez ouvert" in words(shown)
    assert "Ce qui a changé" in html(shown)
    shown = press(shown, "J'ai lu, continuer")
    assert "a changé depuis" not in words(shown)


def test_a_decision_is_told_and_its_letter_handed_over(desk: Desk) -> None:
    application = desk.decided()
    shown = part(seen(desk, application), "follow_up")
    shown = press(press(shown, "Communiquer la décision"), "Oui, c'est décidé")
    assert "crédit refusé, communiqué" in title(shown)
    shown = press(part(shown, "follow_up"), "Préparer la lettre")
    assert [each.label for each in shown.get("download_button")] == ["Télécharger la lettre (PDF)"]


def test_who_decided_until_when_and_why_is_listed(desk: Desk) -> None:
    shown = part(seen(desk, desk.decided()), "follow_up")
    assert "proposition confirmée par manager" in html(shown)
    assert "Proposition valable jusqu&#x27;au" in html(shown)


def test_an_old_proposal_asks_for_a_new_one(desk: Desk) -> None:
    application = desk.proposed()
    desk.place.clock.move(days=31)
    try:
        shown = seen(desk, application)
        assert "La proposition était valable jusqu" in words(shown)
        assert "Demander une nouvelle proposition" in buttons(shown)
        assert spaced("Confirmer : crédit refusé") not in buttons(shown)
    finally:
        desk.place.clock.move(days=-31)


def test_a_client_of_the_book_alone_is_offered_an_application(desk: Desk) -> None:
    desk.place.add_client(100_400, "north")
    desk.place.add_score(100_400, 0.2)
    shown = opened(desk.place, "manager", CLIENT, number="100400")
    assert "évalué, sans demande" in title(shown)
    assert "pas une décision" in html(shown)
    assert shown.button(key="open-now").disabled
    shown.checkbox(key="notice-100400").check()
    shown = press(shown.run(), "Ouvrir la demande")
    assert "demande à évaluer" in title(shown)


def test_a_draft_is_assessed(desk: Desk) -> None:
    application = desk.opened()
    shown = seen(desk, application)
    shown.radio(key=f"register-{application}").set_value("absent")
    shown = press(shown, "Demander une proposition")
    assert title(shown).split(":")[-1].strip() in {
        "refus proposé",
        "dossier à étudier par un conseiller",
    }


def test_a_draft_that_was_loaded_is_taken_up_once_the_notice_was_shown(desk: Desk) -> None:
    application = desk.opened()
    for statement in (
        update(applications).where(applications.c.id == application).values(demonstration=True),
        delete(acknowledgements).where(acknowledgements.c.application == application),
    ):
        desk.place.service.change(lambda write, one=statement: write.connection.execute(one))
    shown = seen(desk, application)
    assert "Demander une proposition" not in [each.label for each in shown.button]
    shown.checkbox(key=f"notice-{number_of(desk, application)}").check()
    shown = press(shown.run(), "Ouvrir la demande")
    assert "Demander une proposition" in [each.label for each in shown.button]


def test_a_withdrawn_file_may_be_followed_by_another(desk: Desk) -> None:
    application = desk.proposed()
    shown = part(seen(desk, application), "follow_up")
    shown = press(press(shown, "Retirer la demande"), "Oui, c'est décidé")
    assert "demande retirée" in title(shown)
    assert "Ouvrir une demande pour ce client" in [each.label for each in shown.expander]


def test_a_reviewer_sees_nothing_of_the_model_before_an_own_opinion(desk: Desk) -> None:
    application, _ = desk.reviewed()
    shown = seen(desk, application, "reviewer")
    assert "Donnez d'abord votre propre avis" in words(shown)
    assert "Sur 100 dossiers" not in words(shown)
    assert "why" not in shown.radio(key="dossier-section").options
    assert not shown.get("vega_lite_chart")


@pytest.mark.parametrize("number", ["999999", "100002", "abc", "", "-5", "9" * 19, "1e3", "٣"])
def test_nobody_anothers_client_and_no_number_are_answered_alike(desk: Desk, number: str) -> None:
    shown = opened(desk.place, "manager", CLIENT, number=number)
    assert title(shown) == "Dossier introuvable"


@pytest.mark.parametrize(
    "name", ["why", "changes", "among", "facts", "past", "weight", "follow_up", "register"]
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_part_of_a_file_opens_in_both_languages(desk: Desk, name: str, lang: Lang) -> None:
    shown = part(seen(desk, one_proposed(desk), lang=lang), name)
    assert not shown.exception
    assert not shown.error


def test_a_granted_file_needs_no_confirmation_and_may_be_revised(desk: Desk) -> None:
    shown = seen(desk, desk.proposed(GRANTED))
    assert "crédit accordé, à communiquer" in title(shown)
    assert not {each for each in buttons(shown) if each.startswith("Confirmer")}


def test_reasons_come_with_the_meaning_of_their_words(desk: Desk) -> None:
    text = html(seen(desk, one_proposed(desk)))
    assert "Que veulent dire ces mots" in text
    assert "<dt>" in text


def test_the_presentation_has_no_number_no_name_and_takes_two_acts_to_leave(desk: Desk) -> None:
    number = number_of(desk, one_proposed(desk))
    shown = opened(desk.place, "manager", PRESENTATION, CLIENT, number=number)
    assert title(shown) == "Votre demande de crédit"
    assert number not in words(shown)
    assert "manager" not in words(shown)
    assert ".frame-head" in html(shown)
    shown = press(shown, "Quitter la présentation")
    assert title(shown) == "Votre demande de crédit"
    shown = press(shown, "L'écran est tourné, quitter")
    assert "refus proposé" in title(shown)


def test_a_grid_that_is_turned_twice_is_the_same(desk: Desk) -> None:
    from clairscore.client import Client

    asked = Client(desk.place.http, desk.place.token("manager"))
    found = asked.grid(first="AMT_CREDIT", second="AMT_INCOME_TOTAL")
    assert turned(turned(found)) == found
    assert turned(found).first == found.second


def test_loans_keep_their_dates_and_late_months(desk: Desk) -> None:
    from clairscore.client.records import Happened, ShownLoan

    def event(day: int, kind: str, **more: object) -> Happened:
        empty = {"text": "", "amount": None, "paid": None, "days_late": None, "status": None}
        return Happened(day=day, kind=kind, **{**empty, **more})  # type: ignore[arg-type]

    def loan(stage: str, *events: Happened, source: str = "bureau") -> ShownLoan:
        return ShownLoan(
            source=source,
            number=1,
            day=-400,
            stage=stage,
            text="Crédit",
            kind=None,
            status=None,
            amount=None,
            owed=None,
            events=events,
        )  # type: ignore[arg-type]

    running = span_of(loan("running", event(-60, "month", status="2"), event(90, "planned_end")))
    assert running is not None
    assert (running.start, running.end, running.late) == (-400.0, 90.0, (-60.0,))
    refused = span_of(loan("refused", event(-10, "ended"), source="previous_application"))
    assert refused is not None
    assert refused.start == refused.end
    paid = payments_of(
        loan("ended", event(-30, "instalment", days_late=4), event(-60, "instalment"))
    )
    assert [(each.day, each.days_late) for each in paid] == [(-30.0, 4.0)]
