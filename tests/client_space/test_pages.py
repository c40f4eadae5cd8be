"""What a client reads and does: the decision, the data, a review, a correction, rights."""

from __future__ import annotations

import json
from typing import get_args

import httpx2
import pytest
from starlette.testclient import TestClient

from clairscore.client_space.app import create_app
from clairscore.client_space.cookies import SESSION
from clairscore.client_space.numbers import number_in
from clairscore.client_space.space import Space
from clairscore.decision.lifecycle.states import State
from clairscore.i18n import LANGUAGES, Lang, t
from tests.api.life import FOR, REFERRED, Desk
from tests.api.place import Place
from tests.client_space.visitor import Visitor, title, visiting, words

VIEW = {"point_of_view": "J'ai un contrat à durée indéterminée depuis mai."}


def test_without_an_application_there_is_a_page_that_says_so(visitor: Visitor) -> None:
    assert "Vous n'avez pas de demande de crédit" in visitor.read("/")
    assert "Aucun dossier à votre nom" in visitor.read("/data")
    assert "Nous ne connaissons aucun crédit" in visitor.read("/data/history")
    assert "Vous n'avez encore rien demandé" in visitor.read("/rights")


def test_before_it_is_told_a_client_reads_what_comes_next_and_by_when(visitor: Visitor) -> None:
    application = visitor.desk.own(told=False)
    page = visitor.read(f"/applications/{application}")
    assert "est étudiée par un conseiller" in page
    assert "au plus tard le 21 décembre 2026" in page
    assert "Limite" not in page
    trial = visitor.read(f"/applications/{application}/simulation", 409)
    assert "L'essai vient après la réponse" in trial
    assert "pas encore prise" in visitor.read(f"/applications/{application}/review")


def test_before_anything_is_assessed_no_day_is_promised(visitor: Visitor) -> None:
    page = visitor.read(f"/applications/{visitor.desk.own_draft()}")
    assert "nous étudions votre demande, puis nous vous écrivons" in page
    assert "au plus tard le" not in page


def test_a_decision_is_read_in_plain_words_with_reasons_and_what_they_mean(
    refused: tuple[Visitor, str],
) -> None:
    visitor, application = refused
    page = visitor.http.get(f"/applications/{application}")
    assert title(page.text) == "Votre demande\u00a0: crédit refusé – Espace client"
    told = words(page.text)
    for part in (
        "Une personne de notre établissement a ensuite examiné le résultat",
        "Sur 100 dossiers ayant le même niveau de risque",
        "Votre dossier :",
        "Ce qui fait monter le risque",
        "Que veulent dire ces mots ?",
        "Fichiers et organismes consultés",
        "Agence Démo d'Évaluation",
        "jusqu'au 20 janvier 2027",
        "Banque de France",
        "CNIL",
    ):
        assert part in told, part
    assert page.text.count('role="img"') == 2
    assert page.text.count('<path d="M-4,-4') + page.text.count("<circle") == 100


def test_a_client_reads_in_english_once_asked_and_from_then_on(
    refused: tuple[Visitor, str],
) -> None:
    visitor, application = refused
    page = visitor.http.get(f"/applications/{application}?lang=en").text
    assert '<html lang="en">' in page
    assert "loan refused" in title(page)
    assert "The client space" not in visitor.read("/")
    assert "Your loan applications" in visitor.read("/")


def test_the_letter_and_the_copies_are_the_services_own(refused: tuple[Visitor, str]) -> None:
    visitor, application = refused
    letter = visitor.http.get(f"/applications/{application}/letter.pdf")
    assert (letter.headers["content-type"], letter.content[:5]) == ("application/pdf", b"%PDF-")
    assert visitor.http.get("/data/export.pdf").content[:5] == b"%PDF-"
    copy = visitor.http.get("/data/export.json")
    assert copy.headers["content-disposition"].startswith("attachment")
    assert json.loads(copy.content)["client"] == 100_001
    assert visitor.http.get("/notice.pdf").content[:5] == b"%PDF-"


def test_another_clients_things_are_answered_like_things_that_do_not_exist(
    refused: tuple[Visitor, str],
) -> None:
    visitor, application = refused
    request = visitor.desk.request()
    visitor.come("other_client")
    paths = [
        f"/applications/{application}",
        f"/applications/{application}/letter.pdf",
        f"/applications/{application}/review",
        f"/applications/{application}/simulation",
        f"/rights/{request}/receipt.pdf",
    ]
    nothing = visitor.read("/applications/019a7c3e-5b1d-7f00-8000-000000000000", 404)
    for path in paths:
        assert visitor.read(path, 404) == nothing
    for path in (paths[2], paths[3]):
        answer = visitor.http.post(path, data={"seal": seal_of(visitor)} | VIEW)
        assert answer.status_code == 404


def test_a_review_is_asked_for_once_with_a_receipt_and_a_day(refused: tuple[Visitor, str]) -> None:
    visitor, application = refused
    path = f"/applications/{application}/review"
    short = visitor.send(path, point_of_view="")
    assert (short.status_code, "Écrivez votre point de vue" in words(short.text)) == (422, True)
    few = visitor.send(path, point_of_view="non")
    assert (few.status_code, "au moins" in words(few.text)) == (422, True)
    form = visitor.http.get(path).text
    sent = {
        name: form.partition(f'name="{name}" value="')[2].split('"')[0] for name in ("seal", "once")
    }
    for _ in range(2):  # a double click sends it twice
        answer = visitor.http.post(path, data=sent | VIEW, follow_redirects=False)
    assert answer.status_code in (303, 409)
    page = visitor.read(path)
    assert "Accusé de réception" in page
    assert "Réponse au plus tard le 4 décembre 2026" in page
    assert "Une personne réexamine votre demande" in visitor.read("/")
    assert len(visitor.desk.get("reviewer", "reviews").json()["items"]) == 1


def test_after_its_last_day_a_review_is_refused_politely_with_what_else_one_can_do(
    refused: tuple[Visitor, str],
) -> None:
    visitor, application = refused
    visitor.desk.place.clock.move(days=61)
    visitor.come()
    page = visitor.read(f"/applications/{application}/review")
    assert "pouvait être demandé jusqu'au 20 janvier 2027" in page
    assert "Envoyer ma demande" not in page
    assert "corriger une information" in visitor.read(f"/applications/{application}")


def test_another_offer_is_tried_and_compared_on_one_scale(refused: tuple[Visitor, str]) -> None:
    visitor, application = refused
    path = f"/applications/{application}/simulation"
    offer = visitor.desk.get("client", f"applications/{application}/offer").json()["offer"]
    answer = visitor.send(path, amount=f"{offer['amount'] / 2:.0f}".replace("000", " 000"))
    told = words(answer.text)
    assert answer.status_code == 200, told[:400]
    assert "Simulation, pas une offre :" in told
    assert "Votre demande :" in told
    assert "Votre essai :" in told
    assert "Essais qui vous restent aujourd'hui : 19 sur 20" in told
    assert title(answer.text).startswith("Résultat de votre essai")
    for wrong in ("beaucoup", "-5", "0", "1e400", "99999999999"):
        refused_ = visitor.send(path, amount=wrong)
        assert (refused_.status_code, "Écrivez un montant entre" in words(refused_.text)) == (
            422,
            True,
        )


def test_once_the_days_number_is_used_up_the_page_says_when_to_come_back(
    refused: tuple[Visitor, str],
) -> None:
    visitor, application = refused
    path, form = f"/applications/{application}/simulation", {}
    offer = visitor.desk.get("client", f"applications/{application}/offer").json()["offer"]
    for _ in range(20):
        body = {"amount": offer["amount"] - 1000}
        assert visitor.desk.post(
            "client", f"applications/{application}/simulations", body
        ).is_success
    assert "recommencer demain" in visitor.read(path)
    form["amount"] = f"{offer['amount'] - 1000:.0f}"
    answer = visitor.send(path, **form)
    assert (answer.status_code, "recommencer demain" in words(answer.text)) == (429, True)


def test_every_fact_has_its_source_its_day_and_its_meaning(refused: tuple[Visitor, str]) -> None:
    visitor, _ = refused
    page = visitor.read("/data")
    assert "Total des revenus que vous avez déclarés." in page
    assert "Source : votre demande de crédit." in page
    assert "Date : 21 novembre 2026." in page
    assert "Source : Agence Démo d'Évaluation" in page
    assert "AMT_" not in page
    assert "EXT_" not in page


def test_a_fact_is_corrected_and_goes_to_a_person(refused: tuple[Visitor, str]) -> None:
    visitor, application = refused
    path = "/data/AMT_INCOME_TOTAL/correction"
    assert "le réexamine" in visitor.read(path)
    wrong = visitor.send(path, value="beaucoup", words="faux")
    assert (wrong.status_code, "Écrivez un montant en chiffres" in words(wrong.text)) == (422, True)
    done = visitor.send(path, value="900 000,00", words="Mon salaire est faux dans le dossier.")
    assert (done.status_code, "Votre correction est bien arrivée" in words(done.text)) == (
        200,
        True,
    )
    assert done.url.path == f"/applications/{application}"
    assert "900 000" in visitor.read("/data")
    assert "c'est la version 2" in visitor.read("/data")


def test_a_choice_and_a_day_are_corrected_as_people_write_them(
    refused: tuple[Visitor, str],
) -> None:
    visitor, _ = refused
    why = "Cette information est fausse, voici la preuve."
    page = visitor.http.get("/data/NAME_INCOME_TYPE/correction").text
    at = page.partition(">Retraite ou pension<")[0].rpartition('value="')[2].split('"')[0]
    assert visitor.send("/data/NAME_INCOME_TYPE/correction", value=at, words=why).is_success
    born = visitor.send("/data/DAYS_BIRTH/correction", value="1980-05-01", words=why)
    assert born.is_success
    shown = visitor.read("/data")
    assert "Retraite ou pension" in shown
    assert "46 ans" in shown
    assert visitor.send("/data/DAYS_BIRTH/correction", value="hier", words=why).status_code == 422


@pytest.mark.parametrize("column", ["EXT_SOURCE_1", "AMT_CREDIT", "NOTHING", "SK_ID_CURR"])
def test_what_is_not_ones_own_to_correct_has_no_form(
    refused: tuple[Visitor, str], column: str
) -> None:
    refused[0].read(f"/data/{column}/correction", 404)


def test_where_no_application_can_change_a_correction_is_a_request_with_its_clock(
    refused: tuple[Visitor, str],
) -> None:
    visitor, application = refused
    review = visitor.desk.post("client", f"me/applications/{application}/reviews", VIEW).json()
    opinion = {"outcome": "granted", "words": "the job is permanent"}
    for step, body in (
        ("assignment", {}),
        ("opinion", opinion),
        ("outcome", {"outcome": "granted", "ground": FOR}),
    ):
        path = f"reviews/{review['id']}/{step}"
        assert visitor.desk.post("reviewer", path, body, if_match="*").is_success
    assert "décision est modifiée" in visitor.read("/")
    assert "a réexaminé votre dossier" in visitor.read(f"/applications/{application}")
    path = "/data/AMT_INCOME_TOTAL/correction"
    assert "répondons dans le mois" in visitor.read(path)
    done = visitor.send(path, words="Mon salaire est faux dans le dossier.")
    assert done.url.path == "/rights"
    assert "Réponse au plus tard le 21 décembre 2026" in words(done.text)


def test_rights_are_asked_for_with_a_receipt_a_clock_and_an_answer(
    refused: tuple[Visitor, str],
) -> None:
    visitor, _ = refused
    nothing = visitor.send("/rights", words="")
    assert (nothing.status_code, "Choisissez ce que vous demandez" in words(nothing.text)) == (
        422,
        True,
    )
    done = visitor.send("/rights", kind="view", words="Je ne suis pas d'accord.")
    assert "Réponse au plus tard le 21 décembre 2026" in words(done.text)
    unsure = visitor.send("/rights/erasure", words="Effacez tout, merci.")
    assert (unsure.status_code, "Cochez la case" in words(unsure.text)) == (422, True)
    visitor.desk.post("client", f"me/applications/{refused[1]}/reviews", VIEW)
    visitor.send("/rights/erasure", words="Effacez tout, merci.", sure="yes")
    asked = visitor.desk.get("client", "me/requests").json()["items"]
    erasure = next(each["id"] for each in asked if each["kind"] == "erasure")
    visitor.desk.post("admin", f"requests/{erasure}/answer")
    page = visitor.read("/rights")
    assert "Un réexamen est en cours" in page
    assert visitor.http.get(f"/rights/{erasure}/receipt.pdf").content[:5] == b"%PDF-"
    assert "vos données sont seulement gardées" in visitor.read("/")
    blocked = visitor.send(f"/applications/{refused[1]}/simulation", amount="100000")
    assert blocked.status_code == 409


def test_a_file_that_a_person_studies_says_why_and_by_when(visitor: Visitor) -> None:
    desk = visitor.desk
    file = desk.file(REFERRED, SK_ID_CURR=100_001)
    opened = desk.post("manager", "applications", _opening(file))
    application = opened.json()["id"]
    desk.post("manager", f"applications/{application}/proposal")
    page = visitor.read(f"/applications/{application}")
    assert "Pourquoi une personne étudie votre dossier" in page
    assert "Limite" not in page


def test_several_applications_stand_in_one_list_and_a_correction_asks_which(
    visitor: Visitor,
) -> None:
    desk = visitor.desk
    first = desk.own()
    desk.place.clock.move(minutes=1)
    opened = desk.post("manager", "applications", _opening(_with_loans(desk, 0)))
    second = opened.json()["id"]
    desk.post("manager", f"applications/{second}/proposal")
    page = visitor.http.get("/").text
    assert page.count('class="card"') == 2
    assert page.index(second) < page.index(first)
    form = visitor.http.get("/data/AMT_INCOME_TOTAL/correction").text
    assert form.count('type="radio"') == 2


def test_where_the_service_does_not_answer_a_page_says_so_and_nothing_is_lost() -> None:
    def silent(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    http = httpx2.Client(base_url="http://api", transport=httpx2.MockTransport(silent))
    with TestClient(create_app(Space(http))) as visitor:
        visitor.cookies.set(SESSION, "a-token")
        answer = visitor.get("/data?page=2")
        assert answer.status_code == 503
        assert "Le service ne répond pas" in words(answer.text)
        assert 'href="/data"' in answer.text
        assert visitor.get("/sign-in").status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_has_its_words(lang: Lang) -> None:
    for state in get_args(State):
        for key in (f"space.state.{state}", f"space.home.next.{state}"):
            assert t(key, lang)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1 234,56", 1234.56),
        ("1\u202f234", 1234.0),
        ("1,234.50", 1234.5),
        ("12,5", 12.5),
        ("300000", 300_000.0),
        ("2 500 €", 2500.0),
        ("-3", -3.0),
        ("", None),
        ("1.2.3", None),
        ("1e400", None),
        ("NaN", None),
        ("٣", None),
        ("douze", None),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, read: float | None) -> None:
    assert number_in(typed) == read


def test_three_hundred_loans_are_told_on_pages(own: Place) -> None:
    with visiting(own) as visitor:
        visitor.come()
        file = _with_loans(Desk(own), 300)
        opened = visitor.desk.post("manager", "applications", _opening(file))
        assert opened.status_code == 201
        page = visitor.read("/data/history")
        assert "dans votre dossier au" in page
        assert "300" in page
        assert "Page 1 sur 30" in page
        assert visitor.http.get("/data/history?page=30").text.count('class="card"') == 10
        assert "Page 30 sur 30" in visitor.read("/data/history?page=9999")
        assert "Page 1 sur 30" in visitor.read("/data/history?page=x")


def _opening(file: dict[str, object]) -> dict[str, object]:
    information = {"version": "1", "lang": "fr"}
    return {"client": 100_001, "credit_file": file, "information": information}


def _with_loans(desk: Desk, count: int) -> dict[str, object]:
    file = desk.file(SK_ID_CURR=100_001)
    for name in list(file):
        if name != "application":
            del file[name]
    loan = {"SK_ID_CURR": 100_001, "CREDIT_ACTIVE": "Closed", "CREDIT_TYPE": "Consumer credit"}
    file["bureau"] = [
        loan | {"SK_ID_BUREAU": 5_000_000 + at, "DAYS_CREDIT": -at - 1, "AMT_CREDIT_SUM": 9e8}
        for at in range(count)
    ]
    return file


def seal_of(visitor: Visitor) -> str:
    return visitor.http.get("/rights").text.partition('name="seal" value="')[2][:64]


def test_a_client_answers_what_a_reviewer_asks_for_piece_by_piece(visitor: Visitor) -> None:
    application = visitor.desk.own_asked()
    assert "Nous vous demandons des pièces" in visitor.read("/")
    path = f"/applications/{application}/documents"
    assert "I would like to read the new contract" in visitor.read(f"/applications/{application}")
    page = visitor.read(path)
    assert "Répondez avant le 27 novembre 2026" in page
    assert "reste prévue au plus tard le 4 décembre 2026" in page
    half = visitor.send(path, given_work="yes", words="I brought the contract")
    assert half.status_code == 422
    assert "Dites pour chaque pièce" in words(half.text)
    done = visitor.send(
        path,
        given_work="yes",
        note_work="signé en mai",
        given_income="no",
        words="J'ai déposé le contrat",
    )
    assert done.status_code == 200
    assert "Votre réponse est bien arrivée" in words(done.text)
    assert "Pièce envoyée ou déposée : signé en mai" in words(done.text)
    assert "Nous vous demandons" not in visitor.read("/")
    assert "Votre réponse est arrivée" in visitor.read(path)


def test_where_no_document_is_asked_for_the_page_says_so(visitor: Visitor) -> None:
    page = visitor.read(f"/applications/{visitor.desk.own()}/documents")
    assert "Personne ne vous demande de pièce" in page
