"""The information notice that is shown before a new application is scored; it has a version."""

from __future__ import annotations

from collections.abc import Iterator

from clairscore.data.schema import APPLICATION
from clairscore.decision.policy import Policy
from clairscore.decision.telling import Teller
from clairscore.decision.wording import label
from clairscore.i18n import number, sentence
from clairscore.letter.addresses import Addresses
from clairscore.letter.content import Content, Item, Part, without_empty
from clairscore.letter.rights import complaints, contact

VERSION = "1"
"""Raised with any change of its texts: the record says which version a person was shown."""

VERSIONS = ("1",)
"""Versions that a person may have been shown: this one, and those before it that still hold."""

DATA = ("application", "bureau", "here", "sources")
RIGHTS = ("explanation", "view", "review", "access", "correction", "erasure")


def notice(policy: Policy, addresses: Addresses, teller: Teller) -> Content:
    """What is done with an application's data, by what logic, and what a person may ask for."""
    return Content(
        kind="notice",
        title=teller.t("letter.notice.title"),
        about=(teller.t("letter.notice.version", version=VERSION),),
        lead=(teller.t("letter.notice.lead", lender=addresses.lender.name),),
        parts=without_empty(_parts(policy, addresses, teller)),
    )


def _parts(policy: Policy, addresses: Addresses, teller: Teller) -> Iterator[Part]:
    yield _paragraph("logic", teller)
    yield _listed("data", DATA, teller)
    yield _unread(policy, teller)
    yield _outcomes(policy, teller)
    days = str(policy.review_working_days)
    rights = (Item(teller.t(f"letter.notice.rights.{name}")) for name in RIGHTS)
    yield Part(
        teller.t("letter.notice.rights.title"),
        items=tuple(rights),
        after=(teller.t("letter.notice.rights.delays", days=days),),
    )
    yield _listed("kept", ("draft", "refused", "granted", "accesses"), teller)
    yield Part(
        teller.t("letter.notice.responsible.title"),
        before=(
            teller.t("letter.notice.responsible.text", lender=addresses.lender.told),
            teller.t("letter.correction.text", contact=addresses.data_protection.told),
        ),
    )
    yield complaints(addresses, teller)
    yield contact(addresses, teller)


def _paragraph(name: str, teller: Teller) -> Part:
    text = teller.t(f"letter.notice.{name}.text")
    return Part(teller.t(f"letter.notice.{name}.title"), before=(text,))


def _listed(name: str, entries: tuple[str, ...], teller: Teller) -> Part:
    items = tuple(Item(teller.t(f"letter.notice.{name}.{entry}")) for entry in entries)
    return Part(teller.t(f"letter.notice.{name}.title"), items=items)


def _unread(policy: Policy, teller: Teller) -> Part:
    """The facts of the application that the calculation may not read."""
    names = [column for table, column in policy.excluded if table == APPLICATION]
    told = sorted({sentence(label(APPLICATION, name, teller.lang)) for name in names})
    return Part(
        teller.t("letter.notice.unread.title"),
        before=(teller.t("letter.notice.unread.text"),) if told else (),
        items=tuple(map(Item, told)),
    )


def _outcomes(policy: Policy, teller: Teller) -> Part:
    """What the calculation may lead to, and who decides."""
    limit = number(100 * policy.cut_off, teller.lang)
    grant = "alone" if policy.automatic_grant else "person"
    refuse = "alone" if policy.automatic_refusal else "person"
    items = (
        teller.t(f"letter.notice.outcomes.granted_{grant}", limit=limit),
        teller.t(f"letter.notice.outcomes.refused_{refuse}"),
        teller.t("letter.notice.outcomes.referred"),
    )
    return Part(teller.t("letter.notice.outcomes.title"), items=tuple(map(Item, items)))
