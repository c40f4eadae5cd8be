"""The letter: tell the applicant, then hand the same letter over as often as it is asked for."""

from __future__ import annotations

import streamlit as st

from clairscore.client.records import ShownApplication
from clairscore.dashboard.dossier.acts import sent, two_acts
from clairscore.dashboard.dossier.answer import standing
from clairscore.dashboard.dossier.differences import acknowledge
from clairscore.dashboard.dossier.subject import Subject
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.once import key_of
from clairscore.dashboard.visit import Visit
from clairscore.i18n import LANGUAGES, Lang, t

WITH_LETTER = ("referred", "decided", "notified", "review_requested", "upheld", "changed")


def follow_up(subject: Subject, visit: Visit, version: str | None) -> None:
    """State and deadlines, the letter, and withdrawal."""
    lang, application = visit.lang, subject.application
    st.subheader(t("dossier.follow_up", lang), anchor=False)
    if application is None:
        empty(t("dossier.no_application", lang))
        return
    standing(subject, visit)
    _others(subject, visit)
    if application.state in WITH_LETTER and not subject.hidden:
        _letter(application, visit, version)
    if "withdraw" in application.next and visit.may("manager"):
        two_acts(
            f"withdraw-{application.id}",
            t("dossier.withdraw", lang),
            t("dossier.withdraw_says", lang),
            lambda: _withdrawn(visit, application),
            visit,
            primary=False,
        )


def _letter(application: ShownApplication, visit: Visit, version: str | None) -> None:
    lang = visit.lang
    st.subheader(t("dossier.letter", lang), anchor=False)
    spoken: Lang = st.radio(
        t("dossier.letter_lang", lang),
        LANGUAGES,
        index=LANGUAGES.index(lang),
        format_func=lambda each: t(f"dossier.lang_{each}", lang),
        horizontal=True,
        key=f"letter-lang-{application.id}",
    )
    if application.state == "decided" and visit.may("manager"):
        st.write(t("dossier.notify_says", lang))
        two_acts(
            f"notify-{application.id}-{spoken}",
            t("dossier.notify", lang),
            t("dossier.notify_sure", lang),
            lambda: _notified(visit, application, spoken, version),
            visit,
            primary=True,
        )
        return
    asked = f"letter-{application.id}-{application.revision}-{spoken}"
    if st.button(t("dossier.letter_write", lang), key=asked):
        _hand_over(application, visit, spoken)


def _hand_over(application: ShownApplication, visit: Visit, spoken: Lang) -> None:
    written: list[bytes] = []
    if sent(lambda: written.append(visit.client.letter(application.id, lang=spoken)), visit):
        st.download_button(
            t("dossier.letter_get", visit.lang),
            written[0],
            file_name=f"clairscore-{application.client}-{spoken}.pdf",
            mime="application/pdf",
            key=f"get-{application.id}-{spoken}",
            on_click="ignore",
            type="primary",
        )


def _notified(
    visit: Visit, application: ShownApplication, spoken: Lang, version: str | None
) -> None:
    key = key_of(f"notify-{application.id}-{application.revision}-{spoken}")
    visit.client.notify(application.id, lang=spoken, idempotency_key=key, if_match=version)
    acknowledge(application.id)


def _withdrawn(visit: Visit, application: ShownApplication) -> None:
    key = key_of(f"withdraw-{application.id}-{application.revision}")
    visit.client.withdraw(application.id, idempotency_key=key)
    acknowledge(application.id)


def _others(subject: Subject, visit: Visit) -> None:
    """Other applications of the same client, to be looked at."""
    lang, shown = visit.lang, subject.application
    others = [each for each in subject.overview.applications if shown and each.id != shown.id]
    if not others:
        return
    texts = {each.id: f"{each.as_of}, {each.state_text}" for each in others}
    chosen = st.selectbox(
        t("dossier.others", lang),
        list(texts),
        index=None,
        format_func=lambda each: texts[each],
        placeholder=t("dossier.others_choose", lang),
        key=f"others-{subject.number}",
    )
    if chosen is not None:
        visit.go("client", number=subject.number, application=chosen)
