"""The answer in one sentence that can be said aloud, with its deadlines and who decided."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import streamlit as st

from clairscore.client.records import ShownDecision
from clairscore.dashboard.dossier.subject import Subject, state_of
from clairscore.dashboard.parts.clock import due_text, on
from clairscore.dashboard.visit import Visit
from clairscore.i18n import money, number, sentence, t


def answer(subject: Subject, visit: Visit) -> None:
    """Say it, then say what it rests on and until when it holds."""
    lang = visit.lang
    if subject.hidden:
        st.info(t("dossier.hidden", lang))
        return
    sign = _sign(subject)
    said = f"{sentence(state_of(subject, lang))}. {_risk(subject)}".strip()
    st.html(f'<p class="said {escape(sign)}">{escape(said)}</p>')
    beside = "".join(f"<p>{escape(line)}</p>" for line in _beside(subject, visit))
    if beside:
        st.html(f'<div class="beside">{beside}</div>')
    if subject.overview.explained and subject.overview.explained.position.near:
        st.warning(t("distance.near", lang))


def asked(subject: Subject, visit: Visit) -> None:
    """What the person asks for, in one line: product, amount, instalments, declared income."""
    offer, lang = subject.overview.offer, visit.lang
    application = subject.application
    if offer is None or application is None:
        return

    def told(name: str, **values: str) -> str:
        return t(f"dossier.asked.{name}", lang, **values)

    def amount(value: float) -> str:
        return money(value, lang, visit.who.currency)

    line = told(application.product, amount=amount(offer.amount))
    if offer.annuity is not None and offer.term is not None:
        line += told("term", term=number(offer.term, lang), instalment=amount(offer.annuity))
    elif offer.annuity is not None:
        line += told("annuity", instalment=amount(offer.annuity))
    if subject.overview.income is not None:
        line += told("income", income=amount(subject.overview.income))
    st.write(f"{line}.")


def standing(subject: Subject, visit: Visit) -> None:
    """State, deadlines, who decided and why, and what was asked for, as a list."""
    rows = [
        (t(f"dossier.standing.{name}", visit.lang), value) for name, value in _rows(subject, visit)
    ]
    body = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in rows
    )
    st.html(f'<table class="wide pairs"><tbody>{body}</tbody></table>')


def _sign(subject: Subject) -> str:
    whole = subject.overview.whole
    if whole and whole.decision:
        return whole.decision.outcome
    if subject.proposal:
        return subject.proposal.outcome
    return subject.overview.score.outcome if subject.overview.score else ""


def _risk(subject: Subject) -> str:
    if subject.overview.explained:
        return subject.overview.explained.position.risk
    score = subject.overview.score
    return score.meaning[0] if score else ""


def _beside(subject: Subject, visit: Visit) -> list[str]:
    """What decided, how far from the limit, how much is known, why a person studies it."""
    lang, told, proposal = visit.lang, subject.overview.explained, subject.proposal
    if told is None or proposal is None:
        if subject.overview.score is None:
            return []
        draft = subject.application is not None and subject.application.state == "draft"
        return [t("dossier.book_draft" if draft else "dossier.book_only", lang)]
    lines = [told.position.gap]
    lines += [rule.text for rule in proposal.rules]
    lines += list(told.causes)
    used, read = str(proposal.facts_used), str(proposal.facts_read)
    complete = proposal.facts_used == proposal.facts_read
    basis = "basis.complete" if complete else "basis.facts"
    lines.append(t(basis, lang, read=read, **({} if complete else {"used": used})))
    return lines


def _rows(subject: Subject, visit: Visit) -> list[tuple[str, str]]:
    application, whole = subject.application, subject.overview.whole
    if application is None or whole is None:
        return []
    lang = visit.lang
    rows = [("state", sentence(application.state_text))]
    if application.amount is not None:
        rows.append(("amount", money(application.amount, lang, visit.who.currency)))
    rows.append(("opened", on(application.opened, lang)))
    if subject.proposal:
        rows.append(("proposed", on(subject.proposal.created, lang)))
        rows.append(("proposal_until", on(subject.proposal.valid_until, lang)))
    if application.valid_until:
        rows.append(("file_until", on(application.valid_until, lang)))
    for name, decision in (("decided", whole.decision), ("pending", whole.pending)):
        if decision is not None:
            rows.append((name, _decided(decision, subject, visit)))
            rows += _ground(decision)
    if subject.overview.review is not None:
        review = subject.overview.review
        due = due_text(review.due, datetime.now(UTC).date(), lang)
        rows.append(("review", f"{sentence(review.state_text)}, {due}"))
    return rows


def _decided(decision: ShownDecision, subject: Subject, visit: Visit) -> str:
    lang = visit.lang
    told = t(
        f"dossier.decided.{decision.basis}",
        lang,
        outcome=t(f"review.{decision.outcome}", lang),
        who=subject.who(decision.actor),
        day=on(decision.created, lang),
    )
    if decision.second_actor is None:
        return told
    return told + t("dossier.decided.with_second", lang, who=subject.who(decision.second_actor))


def _ground(decision: ShownDecision) -> list[tuple[str, str]]:
    if not decision.ground_text:
        return []
    words = f" « {decision.words} »" if decision.words else ""
    return [("ground", sentence(decision.ground_text) + words)]
