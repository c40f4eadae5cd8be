"""A proposal as plain JSON values: what `decide --json` prints, and a served model answers."""

from __future__ import annotations

from dataclasses import asdict

from clairscore.contract import Proposal, Reason
from clairscore.decision.every_feature import facts_by_theme
from clairscore.decision.narrative import narrate, reason_text
from clairscore.decision.telling import Teller


def proposal_record(proposal: Proposal, teller: Teller) -> dict[str, object]:
    """The proposal as plain JSON values, with the sentences that a person reads."""
    record = asdict(proposal)
    for name in ("features", "values", "contributions"):
        del record[name]
    record["as_of"] = proposal.as_of.isoformat() if proposal.as_of else None
    for direction in ("reasons_for", "reasons_against"):
        record[direction] = [_reason(reason, teller) for reason in getattr(proposal, direction)]
    record["facts"] = [
        asdict(fact) | {"theme": theme}
        for theme, facts in facts_by_theme(proposal, teller).items()
        for fact in facts
    ]
    record["text"] = [
        {"title": section.title, "lines": [line.text for line in section.lines]}
        for section in narrate(proposal, teller, "manager")
    ]
    return record


def _reason(reason: Reason, teller: Teller) -> dict[str, object]:
    return asdict(reason) | {"text": reason_text(reason, teller.lang)}
