"""The letter that tells a decision, written from its record."""

from __future__ import annotations

from datetime import date

from clairscore.api.roles import Call
from clairscore.api.tellers import teller_for
from clairscore.contract import CreditFile, Recourse
from clairscore.decision.bundle import Bundle
from clairscore.decision.offer import offer_of
from clairscore.decision.record import Record
from clairscore.decision.recourse import recourses
from clairscore.i18n import Lang
from clairscore.letter.addresses import load_addresses
from clairscore.letter.decided import Decided
from clairscore.letter.decision_letter import Writer, decision_letter
from clairscore.letter.page import page
from clairscore.letter.pdf import letter_pdf
from clairscore.store.proposals import record_of
from clairscore.store.reviews import StoredReview
from clairscore.store.standing import Stands
from clairscore.store.times import moment


def letter_of(
    call: Call,
    found: Stands,
    credit_file: CreditFile,
    lang: Lang,
    review: StoredReview | None = None,
) -> bytes:
    """The PDF for the decision that holds, or that the file is being studied; with the review that
    ended, where it did."""
    service = call.service
    record = record_of(found.known_proposal, service.store.keys.of(found.application.client))
    today = service.now().date()
    told = decided_of(found, record, service.models.bundle, credit_file, review, today)
    writer = writer_of(call, found, lang)
    content = decision_letter(told, writer)
    return letter_pdf(page(content, writer.addresses, lang, today))


def writer_of(call: Call, found: Stands, lang: Lang) -> Writer:
    """Who writes about an application, in the words of the model that scored it."""
    service = call.service
    addresses = load_addresses(service.settings.addresses)
    teller = teller_for(service, found.known_proposal.bundle, lang)
    return Writer(teller, addresses, service.models.bundle.policy)


def decided_of(
    found: Stands,
    record: Record,
    bundle: Bundle,
    credit_file: CreditFile,
    review: StoredReview | None,
    today: date,
) -> Decided:
    """The decision as it is told, or that the file is being studied; one that was not told yet is
    told today."""
    held = found.decision
    since = held.created if held else found.known_proposal.created
    if review is not None and review.answered is not None:
        since = review.answered
    return Decided(
        reference=found.application.id,
        client=found.application.client,
        record=record,
        offer=offer_of(bundle, credit_file),
        outcome=held.outcome if held else "referred",
        on=moment(since).date(),
        told=found.told.date() if found.told else today,
        by_person=held is not None and held.basis != "automatic",
        ground=review.reason_code if review else held.reason_code if held else None,
        review=review.outcome if review else None,
        changes=_changes(found, record, bundle, credit_file),
        answer_by=None if held else moment(found.known_proposal.valid_until).date(),
    )


def _changes(
    found: Stands, record: Record, bundle: Bundle, credit_file: CreditFile
) -> tuple[Recourse, ...] | None:
    """What could change a refusal; None where it is none, or came from another model."""
    refused = found.decision is not None and found.decision.outcome == "refused"
    if not refused or record.proposal.bundle != bundle.id:
        return None
    as_of, asked = record.proposal.as_of, record.consultation
    return recourses(bundle, credit_file, as_of=as_of, consultation=asked)
