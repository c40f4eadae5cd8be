"""A proposal as plain JSON values: what `decide --json` prints, and a served model answers."""

from __future__ import annotations

from dataclasses import asdict

from clairscore.contract import Fact, Proposal, Reason
from clairscore.decision.narrative import Teller, narrate, reason_text


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
        for section in narrate(proposal, teller, "adviser")
    ]
    return record


def facts_by_theme(proposal: Proposal, teller: Teller) -> dict[str, list[Fact]]:
    """Every feature with its value and contribution, strongest first, by theme."""
    facts: dict[str, list[Fact]] = {}
    rows = zip(proposal.features, proposal.values, proposal.contributions, strict=True)
    for name, value, contribution in sorted(rows, key=lambda row: -abs(row[2])):
        theme = teller.features[name].theme
        facts.setdefault(theme, []).append(Fact(name, value, contribution))
    return facts


def _reason(reason: Reason, teller: Teller) -> dict[str, object]:
    return asdict(reason) | {"text": reason_text(reason, teller.lang)}
