"""The databases and organisations that were asked, and what each answered."""

from __future__ import annotations

from collections.abc import Iterator

from clairscore.contract import Consultation, Proposal
from clairscore.data.schema import APPLICATION
from clairscore.decision.sources import Source
from clairscore.decision.telling import Teller
from clairscore.decision.wording import told_fact
from clairscore.i18n import day
from clairscore.letter.content import Item, Part
from clairscore.letter.decided import Decided


def consulted(decided: Decided, teller: Teller) -> Part:
    """The credit register, then every outside organisation whose figures the calculation reads."""
    register = Item(_register(decided.record.consultation, teller))
    asked = (_organisation(source, decided.record.proposal, teller) for source in _sources(teller))
    return Part(
        teller.t("letter.consulted.title"),
        items=(register, *asked),
        after=(teller.t("letter.consulted.bureau"),),
        kind="consulted",
    )


def _register(consultation: Consultation | None, teller: Teller) -> str:
    if consultation is None or consultation.status == "absent":
        return teller.t("letter.consulted.register_absent")
    key = f"letter.consulted.register_{consultation.status}"
    if consultation.asked_on is None:
        return teller.t(f"{key}_undated")
    return teller.t(key, day=day(consultation.asked_on, teller.lang))


def _sources(teller: Teller) -> Iterator[Source]:
    """The organisations that supply a column which a feature of this model reads."""
    read = {column for feature in teller.features.values() for _, column in feature.reads}
    for source in teller.sources.source:
        if read & set(source.columns):
            yield source


def _organisation(source: Source, proposal: Proposal, teller: Teller) -> Item:
    """Who it is, what it answered, and how to see and correct what it holds."""
    told = teller.t("letter.consulted.organisation", name=source.name, address=source.address)
    answers = tuple(_answers(source, proposal, teller))
    advice = (getattr(source.obtain, teller.lang), getattr(source.correct, teller.lang))
    return Item(told, (*(answers or (teller.t("letter.consulted.nothing"),)), *advice))


def _answers(source: Source, proposal: Proposal, teller: Teller) -> Iterator[str]:
    """What the record holds of its figures, as they were read."""
    for name, value in zip(proposal.features, proposal.values, strict=True):
        feature = teller.features[name]
        own = (feature.source, feature.statistic) == (APPLICATION, "value")
        if own and feature.column in source.columns and value is not None:
            yield told_fact(feature, value, teller.style)
