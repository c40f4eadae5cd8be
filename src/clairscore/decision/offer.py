"""The offer of a file, edited: what follows from another amount, term or down payment. Pure.

Rate and term are held unless they are edited. A file states neither: the term is the one that the
features learn from the share of the credit that an instalment repays, the rate follows from it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from clairscore.contract import Corrections, CreditFile, Offer, OfferEdit, Value
from clairscore.data.credit_file import dump, frames, parse
from clairscore.data.schema import APPLICATION, CLIENT_KEY, ENQUIRIES, TABLES, TARGET
from clairscore.decision.bundle import Bundle
from clairscore.decision.facts import PRODUCT, holds
from clairscore.decision.rules import SCORES_READ
from clairscore.errors import BadInput
from clairscore.features.catalogue import catalogue
from clairscore.features.learnt_term import TERM
from clairscore.features.online import OneApplicant

REVOLVING = "Revolving loans"
CREDIT, ANNUITY, GOODS = "AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"
LEARNT = "application_learnt_term"
LONGEST = 1_000
CENTS = 2

OFFERED = frozenset({PRODUCT, CREDIT, ANNUITY, GOODS})
OTHERS = frozenset({CLIENT_KEY, TARGET, *SCORES_READ, *ENQUIRIES})
"""What no applicant declares: numbers of rows, the outcome, and what outside organisations say."""
CORRECTABLE = frozenset(TABLES[APPLICATION].names) - OFFERED - OTHERS
"""Facts of the application that a person may correct; the offer is edited, not corrected."""


def offer_of(bundle: Bundle, credit_file: CreditFile) -> Offer:
    """The offer that the file asks for, with its term and rate where they can be learnt."""
    amount, annuity = _amount(credit_file, CREDIT) or 0.0, _amount(credit_file, ANNUITY)
    term = _term(bundle, credit_file, amount, annuity)
    return Offer(
        product=str(credit_file.application.get(PRODUCT, "")),
        amount=amount,
        annuity=annuity,
        term=term,
        rate=(annuity * term / amount - 1) / term if annuity and term else None,
        goods=_amount(credit_file, GOODS),
    )


def edited(offer: Offer, edit: OfferEdit) -> Offer:
    """The offer after the edit; BadInput tells everything that cannot be."""
    faults = tuple(_faults(offer, edit))
    if faults:
        raise BadInput("\n".join(faults))
    if edit == OfferEdit():
        return offer
    asked = offer.amount if edit.amount is None else edit.amount
    changed = replace(
        offer,
        amount=round(asked - edit.down_payment, CENTS),
        term=offer.term if edit.term is None else edit.term,
        rate=offer.rate if edit.rate is None else edit.rate,
        goods=offer.goods and round(offer.goods * asked / offer.amount, CENTS),
        down_payment=edit.down_payment,
    )
    return replace(changed, annuity=_annuity(offer, changed))


def with_offer(credit_file: CreditFile, offer: Offer) -> CreditFile:
    """The file asking for this offer instead."""
    return replace(credit_file, application=application_with(credit_file, offer))


def application_with(credit_file: CreditFile, offer: Offer) -> Mapping[str, Value]:
    """The facts of the file's application with the amounts of this offer."""
    amounts = {CREDIT: offer.amount, ANNUITY: offer.annuity, GOODS: offer.goods}
    known = {name: value for name, value in amounts.items() if value is not None}
    return {**credit_file.application, **known}


def corrected(credit_file: CreditFile, corrections: Corrections) -> CreditFile:
    """The file with these facts of its application instead; all that is derived follows.

    BadInput names the facts that are not the applicant's to correct, BadCreditFile the values that
    cannot be.
    """
    foreign = sorted(set(corrections) - CORRECTABLE)
    if foreign:
        raise BadInput(
            f"corrections: found {', '.join(foreign)}; expected facts that the applicant declares."
            " An offer is edited, and what outside organisations say is corrected with them."
        )
    if not corrections:
        return credit_file
    document = json.loads(dump(credit_file))
    document[APPLICATION] |= corrections
    return parse(json.dumps(document))


def _faults(offer: Offer, edit: OfferEdit) -> Iterator[str]:
    asked = offer.amount if edit.amount is None else edit.amount
    if offer.amount <= 0:
        yield "offer: the file asks for no amount; correct the file first."
    if not (math.isfinite(asked) and asked > 0):
        yield "amount: found zero or less; expected an amount above zero."
    if not 0 <= edit.down_payment < max(asked, math.ulp(0.0)):
        yield "down_payment: expected zero or more, and less than the amount."
    if edit.term is not None and not 1 <= edit.term <= LONGEST:
        yield f"term: expected 1 to {LONGEST} instalments."
    if edit.rate is not None and not 0 <= edit.rate <= 1:
        yield "rate: expected the flat rate of one instalment, between 0 and 1."
    if offer.product == REVOLVING and edit != OfferEdit(edit.amount):
        yield "offer: of a revolving loan only the limit (amount) can be edited."
    elif (edit.term is None) != (edit.rate is None) and offer.term is None:
        yield "offer: neither term nor rate of this file is known; give both, or none."


def _annuity(before: Offer, after: Offer) -> float | None:
    """Scaled with the amount where term and rate stay, else what they give."""
    if (after.term, after.rate) == (before.term, before.rate):
        return before.annuity and round(before.annuity * after.amount / before.amount, CENTS)
    if after.term is None or after.rate is None:
        return None
    return round(after.amount * (1 / after.term + after.rate), CENTS)


def _amount(credit_file: CreditFile, column: str) -> float | None:
    row = credit_file.application
    return float(row[column]) if holds(row, TABLES[APPLICATION][column]) else None


def _term(
    bundle: Bundle, credit_file: CreditFile, amount: float, annuity: float | None
) -> int | None:
    """The learnt term in whole instalments, and never so few that they repay less than the loan."""
    learner = _learner(bundle)
    if learner is None or not annuity or amount <= 0:
        return None
    learnt = float(learner.features(frames(credit_file))[0])
    return None if math.isnan(learnt) else max(round(learnt), math.ceil(amount / annuity))


@lru_cache(maxsize=4)
def _learner(bundle: Bundle) -> OneApplicant | None:
    """The pipeline of the learnt term alone; None where the bundle learnt none."""
    if TERM.name not in bundle.row_models:
        return None
    return OneApplicant(catalogue("full").select((LEARNT,)), bundle.fitted, slots=1)
