"""Whom the screen is about: the service's overview, and words that several pieces need."""

from __future__ import annotations

from dataclasses import dataclass

from clairscore.client.records import Overview, ShownApplication, ShownProposal
from clairscore.dashboard.visit import Visit
from clairscore.errors import Refused
from clairscore.i18n import Lang, t

LONGEST = 19
"""Digits of the longest number that the service knows."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A client as the service tells him now, and the version that a step names."""

    number: int
    overview: Overview
    etag: str | None

    @property
    def application(self) -> ShownApplication | None:
        """The application that is shown, if there is any."""
        return self.overview.whole.application if self.overview.whole else None

    @property
    def informed(self) -> bool:
        """Whether the person was shown the information notice of this application."""
        return bool(self.overview.whole and self.overview.whole.information)

    @property
    def proposal(self) -> ShownProposal | None:
        """What model and rules proposed, where the person may see it."""
        return self.overview.whole.proposal if self.overview.whole else None

    @property
    def hidden(self) -> bool:
        """Whether a reviewer has to give an own opinion first."""
        return bool(self.overview.whole and self.overview.whole.model_hidden)

    def who(self, actor: str | None) -> str:
        """Somebody who took part, by name."""
        return next((each.name for each in self.overview.people if each.id == actor), "–")


def subject_of(visit: Visit) -> Subject:
    """Whom the address asks for; Refused `not_found` where it asks for nobody."""
    asked = visit.asked.get("number", "").strip()
    if not (asked.isascii() and asked.isdigit() and 0 < int(asked) < 2**63):
        raise Refused(t("dossier.no_number", visit.lang), status=404, code="not_found")
    number = int(asked[-LONGEST:])
    found = visit.client.overview(number, application=visit.asked.get("application"))
    return Subject(number, found.value, found.etag)


def state_of(subject: Subject, lang: Lang) -> str:
    """Where the file stands, in few words, for the title."""
    application = subject.application
    if application is None:
        return t("dossier.state.book" if subject.overview.score else "dossier.state.none", lang)
    whole = subject.overview.whole
    decided = whole.decision.outcome if whole and whole.decision else None
    outcome = decided or (subject.proposal.outcome if subject.proposal else None)
    key = f"dossier.state.{application.state}_{outcome}"
    plain = f"dossier.state.{application.state}"
    return t(key if outcome and key in OUTCOMES else plain, lang)


OUTCOMES = frozenset(
    f"dossier.state.{state}_{outcome}"
    for state in ("proposed", "decided", "notified", "upheld", "changed")
    for outcome in ("granted", "refused")
)
