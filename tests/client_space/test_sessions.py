"""Who may come in, for how long, and which forms are believed."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import pytest

from clairscore.client_space.cookies import FORMS, SESSION
from clairscore.client_space.pages import inside
from clairscore.client_space.routes.accounts import SHORTEST
from clairscore.store import passwords
from tests.api.place import Place
from tests.client_space.visitor import Visitor, visiting, words

SENTENCE = "une phrase longue à retenir"


def test_a_client_opens_an_account_with_a_code_and_signs_in(own: Place) -> None:
    with visiting(own) as visitor:
        own.add_client(100_003, "north")
        code = visitor.desk.post("manager", "clients/100003/activation-codes").json()["code"]
        asked = {"client": "100003", "code": code, "password": SENTENCE, "again": SENTENCE}
        opened = visitor.send("/activate", **asked)
        assert "Votre compte est ouvert" in words(opened.text)
        assert "Aucune demande de crédit" in words(opened.text)
        visitor.http.cookies.clear()
        wrong = visitor.send("/sign-in", number="100003", password="something else entirely")
        assert (wrong.status_code, "ne va pas" in words(wrong.text)) == (422, True)
        right = visitor.send("/sign-in", number="100003", password=SENTENCE)
        assert (right.status_code, right.url.path) == (200, "/")
        again = visitor.send("/activate", **asked)
        assert (again.status_code, "a déjà servi" in words(again.text)) == (422, True)


def test_the_session_is_in_a_cookie_that_scripts_cannot_read(own: Place) -> None:
    with visiting(own) as visitor:
        own.add_client(100_003, "north")
        code = visitor.desk.post("manager", "clients/100003/activation-codes").json()["code"]
        asked = {"client": "100003", "code": code, "password": SENTENCE, "again": SENTENCE}
        opened = visitor.send("/activate", follow=False, **asked)
        cookie = next(c for c in opened.headers.get_list("set-cookie") if c.startswith(SESSION))
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" not in cookie
        visitor.http.base_url = "https://testserver"
        left = visitor.send("/sign-in", follow=False, number="100003", password=SENTENCE)
        cookie = next(c for c in left.headers.get_list("set-cookie") if c.startswith(SESSION))
        assert "Secure" in cookie
        assert left.headers["strict-transport-security"].startswith("max-age=")


def test_what_is_wrong_with_a_form_is_told_at_its_head_and_beside_each_field(own: Place) -> None:
    with visiting(own) as visitor:
        answer = visitor.send("/activate", client="abc", code="", password="short", again="")
        assert answer.status_code == 422
        assert "<title>À corriger" in answer.text
        for name in ("client", "code", "password"):
            assert f'href="#{name}"' in answer.text
            assert f'id="{name}-fault"' in answer.text
        assert "short" not in answer.text


def test_an_ended_session_leads_to_the_sign_in_and_back_to_the_same_page(
    refused: tuple[Visitor, str],
) -> None:
    visitor, application = refused
    path = f"/applications/{application}"
    visitor.desk.place.clock.move(hours=1)
    ended = visitor.http.get(path, follow_redirects=False)
    assert ended.status_code == 303
    assert ended.headers["location"] == f"/sign-in?next={path.replace('/', '%2F')}&ended=1"
    page = visitor.http.get(ended.headers["location"]).text
    assert "vous retrouvez la même page" in words(page)
    assert f'name="next" value="{path}"' in page


def test_signing_out_ends_the_session_in_the_service_too(visitor: Visitor) -> None:
    token = visitor.http.cookies[SESSION]
    assert visitor.http.get("/").status_code == 200
    left = visitor.http.post("/sign-out", data={"seal": seal_of(visitor, "/")})
    assert "À bientôt" in words(left.text)
    headers = {"Authorization": f"Bearer {token}"}
    assert visitor.desk.place.http.get("/v1/me", headers=headers).status_code == 401


def test_staff_have_no_client_space(own: Place) -> None:
    with visiting(own) as visitor:
        visitor.come("manager")
        assert visitor.http.get("/").status_code == 404
        assert visitor.http.get("/data").status_code == 404


@pytest.mark.parametrize("seal", ["", "0" * 64, "é"])
def test_a_form_that_was_not_made_for_this_session_is_refused(
    refused: tuple[Visitor, str], seal: str
) -> None:
    visitor, application = refused
    view = {"point_of_view": "I have a permanent job since May", "seal": seal}
    answer = visitor.http.post(f"/applications/{application}/review", data=view)
    assert (answer.status_code, "n'est plus valable" in words(answer.text)) == (403, True)
    assert visitor.desk.get("client", "me/decisions").json()["items"][0]["review"] is None


def test_a_form_sent_from_another_site_is_refused(refused: tuple[Visitor, str]) -> None:
    visitor, application = refused
    path = f"/applications/{application}/review"
    fields = {"point_of_view": "I have a permanent job", "seal": seal_of(visitor, path)}
    answer = visitor.http.post(path, data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_seal_of_one_session_does_not_hold_in_another(own: Place) -> None:
    with visiting(own) as visitor:
        visitor.come()
        first = seal_of(visitor, "/rights")
        visitor.come()
        assert seal_of(visitor, "/rights") != first
        visitor.http.cookies.set(FORMS, "of another browser")
        assert seal_of(visitor, "/rights") != first


@pytest.mark.parametrize("path", ["/", "/sign-in", "/static/space.css", "/nowhere"])
def test_every_answer_has_its_guards(visitor: Visitor, path: str) -> None:
    headers = visitor.http.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    stored = "public" if path.startswith("/static") else "no-store"
    assert stored in headers["cache-control"]


def test_no_page_holds_a_script_or_a_style_of_its_own(refused: tuple[Visitor, str]) -> None:
    visitor, application = refused
    for path in ("/", f"/applications/{application}", f"/applications/{application}/simulation"):
        page = visitor.http.get(path).text
        assert page.count("<script") == page.count('<script src="/static/htmx.min.js"')
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick" not in page
        assert "//" not in page.replace("http://www.w3.org/2000/svg", "").split("<main")[0]


def test_htmx_is_the_release_that_was_checked_with_its_licence_beside_it() -> None:
    folder = files("clairscore.client_space").joinpath("static")
    digest = hashlib.sha256(folder.joinpath("htmx.min.js").read_bytes()).hexdigest()
    assert digest == "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"
    assert "Zero-Clause BSD" in folder.joinpath("htmx.LICENSE.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/data", "/data"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\r\nSet-Cookie: b", "/"),
        ("/é", "/"),
        ("", "/"),
        (None, "/"),
        ("/" + "a" * 400, "/"),
    ],
)
def test_a_sign_in_leads_back_to_pages_of_this_place_alone(asked: str | None, leads: str) -> None:
    assert inside(asked) == leads


def test_a_password_has_the_length_that_the_service_asks_for() -> None:
    assert SHORTEST == passwords.SHORTEST


def seal_of(visitor: Visitor, path: str) -> str:
    return visitor.http.get(path).text.partition('name="seal" value="')[2][:64]
