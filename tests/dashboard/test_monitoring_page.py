"""The screen of watching: what the newest report says, alerts to take note of, groups."""

from __future__ import annotations

import pytest

from clairscore.dashboard.pages import monitoring
from clairscore.dashboard.screens import Screen
from clairscore.i18n import LANGUAGES, Lang, t
from tests.api.place import Place
from tests.api.test_monitoring import NOTE, audited, watched
from tests.dashboard.showing import html, opened

SCREEN = Screen("monitoring", monitoring.show, ("analyst", "auditor", "admin"))


def test_without_a_report_the_screen_says_what_makes_one(own: Place) -> None:
    seen = opened(own, "analyst", SCREEN)
    assert seen.title[0].value == t("watching_screen.title.none", "fr")
    assert "clairscore monitor run" in html(seen)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_newest_report_is_told_with_its_figures(own: Place, lang: Lang) -> None:
    watched(own)
    audited(own)
    seen = opened(own, "auditor", SCREEN, lang=lang)
    assert not seen.exception
    assert seen.title[0].value == t("watching_screen.title.act", lang)
    said = {"fr": "À suivre.", "en": "To be watched."}
    assert said[lang] in [each.value for each in seen.markdown]
    assert len(seen.get("vega_lite_chart")) == 4
    assert not seen.text_area  # an auditor takes note of nothing


def test_an_analyst_takes_note_of_an_alert_there(own: Place) -> None:
    watched(own)
    seen = opened(own, "analyst", SCREEN)
    seen.text_area[0].set_value("ok")
    seen = seen.button[0].click().run()
    assert seen.error or seen.warning or "mots" in html(seen)
    seen.text_area[0].set_value(NOTE)
    seen = seen.button[0].click().run()
    assert not seen.text_area
    assert NOTE in html(seen)
