"""A client's own data as a document, and receipts, in the language asked for."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.api.life import Desk
from tests.api.place import Place
from tests.api.scene import a_request
from tests.api.test_histories import keep


@pytest.fixture
def desk(own: Place) -> Desk:
    return Desk(own)


def text_of(desk: Desk, path: str, who: str = "client", **asked: str) -> str:
    answer = desk.get(who, path, **asked)
    assert answer.status_code == 200, answer.text
    pages = PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def test_ones_own_data_are_told_in_words(desk: Desk) -> None:
    keep(desk.place, "file-1")
    a_request(desk.place)
    text = text_of(desk, "me/export/document")
    assert "Revenus : 160 000 unités monétaires" in text
    assert "Crédit automobile" in text
    assert "Échéances connues : 1, dont en retard : 1" in text
    assert "obtenir la copie de vos données ; réponse au plus tard le 21 décembre 2026" in text
    assert "Aucune décision ne vous a encore été communiquée" in text
    assert "Information that the calculation reads" in text_of(
        desk, "me/export/document", lang="en"
    )


def test_a_client_without_a_file_has_no_document(desk: Desk) -> None:
    assert desk.get("client", "me/export/document").status_code == 404


def test_a_receipt_says_until_when_the_request_is_answered(desk: Desk) -> None:
    name = a_request(desk.place)
    text = text_of(desk, f"me/requests/{name}/receipt")
    assert "Le 21 novembre 2026, nous avons reçu votre demande" in text
    assert "au plus tard le 21 décembre 2026" in text
    assert desk.get("other_client", f"me/requests/{name}/receipt").status_code == 404
    assert desk.get("client", "me/requests/019a/receipt").status_code == 404
