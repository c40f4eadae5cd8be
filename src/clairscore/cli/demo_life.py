"""The people of the demonstration at work, so that every screen has something to show.

They call the service as anybody does: applications are assessed, some are decided and told, one
applicant asks for a review, and the demonstration's own client has an answer to read.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from clairscore.cli.demo_service import STAFF, Access
from clairscore.errors import Refused
from clairscore.i18n import Lang, t

if TYPE_CHECKING:
    import httpx2

    from clairscore.client import Client
    from clairscore.client.records import ShownApplication

ASSESSED = 9
"""Applications that each manager has assessed; the first of each three is decided and told."""
EACH = 3


def live(http: httpx2.Client, access: Access, lang: Lang) -> None:
    """Have the staff work, unless they did before; `http` reaches the service."""
    asked = False
    for name, (_, portfolio) in STAFF.items():
        if portfolio is not None:
            desk = _signed_in(http, name, access, lang)
            _answer_own(desk, access, lang)
            told = _work(desk, lang)
            asked = asked or (told is not None and _review_asked(desk, told, lang))


def _signed_in(http: httpx2.Client, name: str, access: Access, lang: Lang) -> Client:
    from clairscore.client import Client

    session = Client(http, lang=lang).sign_in(name=name, password=access.password)
    return Client(http, session.token, lang)


def _work(desk: Client, lang: Lang) -> str | None:
    """Assess what waits, decide and tell a part of it; an application that was refused and told."""
    refused = None
    if desk.list_applications(state=("proposed", "referred"), limit=1).items:
        return None  # done at an earlier start
    waiting = desk.list_applications(state=("draft",), limit=ASSESSED).items
    for place, application in enumerate(waiting):
        outcome = _assessed(desk, application, lang)
        if (
            place % EACH == 0
            and outcome in ("granted", "refused")
            and _told(desk, application, lang)
        ):
            refused = application.id if outcome == "refused" else refused
    return refused


def _answer_own(desk: Client, access: Access, lang: Lang) -> None:
    """The client who has an account here is answered, by the manager who looks after him."""
    own = (
        each
        for each in desk.list_applications(state=("draft",), limit=100).items
        if each.client == access.client
    )
    for application in own:
        _assessed(desk, application, lang)
        _told(desk, application, lang)


def _assessed(desk: Client, application: ShownApplication, lang: Lang) -> str | None:
    """What is proposed, once the person has seen the notice; None where it cannot be assessed."""
    from clairscore.client.records import AskedRegister, ShownInformation

    today = datetime.now(UTC).date().isoformat()
    with suppress(Refused):
        version = desk.information(lang=lang).version
        shown = ShownInformation(version=version, lang=lang)
        taken_up = desk.open_application(client=application.client, information=shown).value
        asked = AskedRegister(status="clear", asked_on=today)
        return desk.propose(taken_up.id, consultation=asked).outcome
    return None


def _told(desk: Client, application: ShownApplication, lang: Lang) -> bool:
    """Whether the proposal was confirmed, where the policy did not decide, and the person told."""
    with suppress(Refused):
        if desk.show_application(application.id).value.application.state == "proposed":
            desk.decide(application.id, if_match="*")
        desk.notify(application.id, lang=lang, if_match="*")
        return True
    return False


def _review_asked(desk: Client, application: str, lang: Lang) -> bool:
    """Whether the applicant, at the desk, asked for a person to look again."""
    with suppress(Refused):
        desk.request_review(application, point_of_view=t("cli.demo.view", lang))
        return True
    return False
