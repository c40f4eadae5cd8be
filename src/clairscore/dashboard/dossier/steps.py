"""What may be done now: open, assess, confirm, revise, approve, tell, withdraw; each in two acts.

The first act says what will happen, the second one does it, once, on the version that was read.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import streamlit as st

from clairscore.client.records import (
    AskedGround,
    AskedRegister,
    KnownGround,
    KnownGrounds,
    PossibleChoice,
    ShownApplication,
    ShownInformation,
    ShownNotice,
)
from clairscore.dashboard.dossier.acts import sent, two_acts
from clairscore.dashboard.dossier.differences import acknowledge
from clairscore.dashboard.dossier.subject import Subject
from clairscore.dashboard.parts.ground import ground
from clairscore.dashboard.parts.muted import muted
from clairscore.dashboard.parts.once import key_of
from clairscore.dashboard.visit import Visit
from clairscore.i18n import t

REGISTER: tuple[Literal["clear", "listed", "absent"], ...] = ("clear", "listed", "absent")


def steps(subject: Subject, visit: Visit, version: str | None) -> None:
    """Every step that the person may take on the file as it stands."""
    application = subject.application
    if not visit.may("manager"):
        _approval_link(subject, visit)
        return
    if application is None:
        _open(subject, visit)
        return
    if application.state == "draft" and not subject.informed:  # loaded, not opened at a desk
        _open(subject, visit)
    elif application.state == "draft":
        _assess(application, visit, again=False)
    elif subject.overview.choices:
        _choose(subject, application, visit, version)
    elif subject.overview.why_not and "propose" in application.next:
        st.warning(subject.overview.why_not)
        _assess(application, visit, again=True)
    if subject.overview.may_approve:
        _approve(application, visit, version)
    if application.state == "awaiting_second" and not subject.overview.may_approve:
        st.info(t("dossier.waits_for_second", visit.lang))
    if application.state in ENDED:
        st.info(t(f"dossier.ended.{application.state}", visit.lang))
        _open(subject, visit)


ENDED = ("withdrawn", "expired", "closed")


def _choose(
    subject: Subject, application: ShownApplication, visit: Visit, version: str | None
) -> None:
    """Confirm what is proposed, or choose otherwise with a ground."""
    lang = visit.lang
    for choice in subject.overview.choices:
        if choice.how == "confirm":
            words = t("dossier.confirm", lang, outcome=t(f"review.{choice.outcome}", lang))
            two_acts(
                f"confirm-{application.id}",
                words,
                t("dossier.confirm_says", lang, outcome=t(f"review.{choice.outcome}", lang)),
                lambda: _taken(visit, application, "confirm", None, None, version),
                visit,
                primary=True,
            )
    others = [each for each in subject.overview.choices if each.how != "confirm"]
    label = "dossier.study" if others[0].how == "study" else "dossier.revise"
    with st.expander(t(label, lang), expanded=others[0].how == "study", key="dossier-revise"):
        _other(others, application, visit, version)


def _other(
    others: list[PossibleChoice] | tuple[PossibleChoice, ...],
    application: ShownApplication,
    visit: Visit,
    version: str | None,
) -> None:
    """Another outcome: which, on which ground, in which words, and who else must agree."""
    lang, choice = visit.lang, others[0]
    if len(others) > 1:
        chosen = st.radio(
            t("dossier.outcome", lang),
            [each.outcome for each in others],
            index=None,
            format_func=lambda each: t(f"review.{each}", lang),
            key=f"outcome-{application.id}",
        )
        if chosen is None:
            return
        choice = next(each for each in others if each.outcome == chosen)
    outcome = t(f"review.{choice.outcome}", lang)
    st.write(t("dossier.revise_says", lang, outcome=outcome))
    if choice.second_person:
        st.info(t("dossier.second_person", lang))
    given = ground(_grounds(choice), choice.outcome, f"ground-{application.id}", lang)
    if given is None:
        muted(t("ground.missing", lang))
        return
    two_acts(
        f"revise-{application.id}-{choice.outcome}",
        t("dossier.choose", lang, outcome=outcome),
        t("dossier.choose_says", lang, outcome=outcome),
        lambda: _taken(visit, application, choice.how, choice.outcome, given, version),
        visit,
        primary=False,
    )


def _grounds(choice: PossibleChoice) -> KnownGrounds:
    """The choice's grounds as the form for grounds takes them."""
    own = tuple(KnownGround(code=each.code, text=each.text) for each in choice.grounds)
    return KnownGrounds(granted=own, refused=own)


def _taken(
    visit: Visit,
    application: ShownApplication,
    how: Literal["confirm", "study", "revise"],
    outcome: Literal["granted", "refused"] | None,
    given: AskedGround | None,
    version: str | None,
) -> None:
    words = f"{given.code}-{given.words}" if given else ""
    key = key_of(f"{how}-{application.id}-{application.revision}-{outcome}-{words}")
    if how == "revise":
        assert outcome is not None
        visit.client.revise(
            application.id, outcome=outcome, ground=given, idempotency_key=key, if_match=version
        )
    else:
        visit.client.decide(
            application.id, outcome=outcome, ground=given, idempotency_key=key, if_match=version
        )
    acknowledge(application.id)


def _approve(application: ShownApplication, visit: Visit, version: str | None) -> None:
    """The second person's answer to a choice of somebody else."""
    lang = visit.lang
    for agrees, name in ((True, "approve"), (False, "decline")):
        two_acts(
            f"{name}-{application.id}",
            t(f"dossier.{name}", lang),
            t(f"dossier.{name}_says", lang),
            lambda agrees=agrees: _answered(visit, application, agrees, version),  # type: ignore[misc]
            visit,
            primary=agrees,
        )


def _answered(
    visit: Visit, application: ShownApplication, agrees: bool, version: str | None
) -> None:
    key = key_of(f"approve-{application.id}-{application.revision}-{agrees}")
    visit.client.approve(application.id, approve=agrees, idempotency_key=key, if_match=version)
    acknowledge(application.id)


def _approval_link(subject: Subject, visit: Visit) -> None:
    """A reviewer agrees as second person on a screen of its own."""
    application = subject.application
    if application is None or not subject.overview.may_approve:
        return
    if st.button(t("dossier.to_approval", visit.lang), key="to-approval"):
        visit.go("approval", application=application.id)


def _open(subject: Subject, visit: Visit) -> None:
    """The form for a new application; the notice is asked for when the form is opened."""
    application = subject.application
    first = application is None or application.state == "draft"
    form = st.expander(
        t("dossier.open", visit.lang), expanded=first, key="dossier-open", on_change="rerun"
    )
    if form.open:
        with form:
            _opening(subject, visit)


def _opening(subject: Subject, visit: Visit) -> None:
    """Open an application on the newest file, once the notice was shown."""
    lang = visit.lang
    shown = visit.client.information(lang=lang)
    st.write(t("dossier.open_says", lang))
    with st.expander(t("dossier.notice", lang), key="dossier-notice"):
        st.markdown(_notice(shown))
    told = st.checkbox(t("dossier.notice_shown", lang), key=f"notice-{subject.number}")
    pressed = st.button(t("dossier.open_now", lang), key="open-now", disabled=not told)
    if pressed and sent(
        lambda: visit.client.open_application(
            client=subject.number,
            information=ShownInformation(version=shown.version, lang=lang),
            idempotency_key=key_of(f"open-{subject.number}-{len(subject.overview.applications)}"),
        ),
        visit,
    ):
        st.rerun()


def _notice(shown: ShownNotice) -> str:
    """The notice as Markdown."""
    told = list(shown.lead)
    for part in shown.parts:
        items = "\n".join(f"- {each}" for each in part.items)
        told += [f"**{part.title}**", *part.paragraphs, items, *part.after]
    return "\n\n".join(told)


def _assess(application: ShownApplication, visit: Visit, *, again: bool) -> None:
    """Have rules and model propose, with what the credit register answered."""
    lang = visit.lang
    with st.form(f"assess-{application.id}"):
        answer = st.radio(
            t("dossier.register", lang),
            REGISTER,
            format_func=lambda each: t(f"dossier.register_{each}", lang),
            key=f"register-{application.id}",
        )
        pressed = st.form_submit_button(
            t("dossier.assess_again" if again else "dossier.assess", lang), type="primary"
        )
    if not pressed:
        return
    asked_on = None if answer == "absent" else datetime.now(UTC).date().isoformat()
    register = AskedRegister(status=answer, asked_on=asked_on)
    key = key_of(f"propose-{application.id}-{application.revision}-{answer}-{asked_on}")
    if sent(
        lambda: visit.client.propose(application.id, consultation=register, idempotency_key=key),
        visit,
    ):
        acknowledge(application.id)
        st.rerun()
