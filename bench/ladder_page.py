"""docs/ladder.md from the records of `bench.ladder`: what steps gain, cost, and why they stay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.page import machine

Json = Mapping[str, Any]

TITLE = """# The feature ladder

`python -m bench ladder` measures every step and writes this page from `bench/records/ladder.json`.
`clairscore evaluate DIR --catalogue step-c --against step-b` compares two steps on your own rows.

| step | what it adds to the one before |
| --- | --- |
| raw | the application's own columns |
| step-a | ratios of the application, the external scores together |
| step-b | aggregates of every history table, split by status |
| step-c | windows, trends, debts elsewhere, what running loans still demand |
| step-d | this offer against the client's own history, what earlier loans cost |

Columns that the policy excludes are left out everywhere, and so is what row models make, the learnt
term among it: that is learnt again in every fold, which is another protocol. A gain is the paired
difference on the same clients and folds, with its 95 % interval over clients (DeLong); "over
folds" is the corrected resampled t, which counts the chance of the training clients too. Cost is a
share of granting all: down is better.
"""
RULE = """## What decides that a step stays

Chance alone moves a paired difference by about 0.0065 (3,005 clients) or 0.0032 (22,558
applications), one standard deviation: more than most steps are worth. A step goes only if its whole
interval lies below zero, or if it breaks latency or memory; otherwise published evidence decides.
"""
SETS = {
    "histories": "With histories",
    "applications": "Application table alone",
}
REASONS = {
    "step-a": "the best attested step of all, and it needs the application alone",
    "step-b": "what every public solution builds on: repayment and debts are facts, not proxies",
    "step-c": "public single models owe it 0.004 to 0.007 on the full data, where shapes can be "
    "learnt",
    "step-d": "public write-ups report 0.001 to 0.002; a lender must be able to say that the offer "
    "outgrows what was repaid before",
}
AIM = 0.010
AIMED = {"histories": "plain", "applications": "raw"}
"""The gain in AUC promised of all steps together, and over what."""

HEAD = ("step", "features", "AUC", "gain in AUC", "over folds", "gain in cost")


def write_ladder(page: Path, records: Path) -> None:
    """Write the page from the records of one run."""
    found = {each["key"]: each for each in json.loads(records.read_text(encoding="utf-8"))}
    parts = [TITLE, *filter(None, (gains(name, found) for name in SETS))]
    if "ladder-cost" in found:
        parts.append(cost(found["ladder-cost"]))
    parts += [RULE, verdicts(found), aims(found)]
    page.write_text("\n".join(parts), encoding="utf-8")


def gains(name: str, found: Mapping[str, Json]) -> str:
    """One set of real rows: a line for every step and for full against plain and raw."""
    rows = [each for key, each in found.items() if key.startswith(f"ladder-{name}-")]
    if not rows:
        return ""
    first = rows[0]
    about = (
        f"{first['clients']:,} labelled clients, {first['difficulties']:,} with difficulties;"
        f" {first['settings']['seeds']} x {first['settings']['folds']} folds, seeds from 20;"
        f" `{first['command']}`; {machine(first['machine'])}; {first['date']}."
    )
    return f"## {SETS[name]}\n\n{about}\n\n{table(HEAD, map(line, rows))}\n"


def line(record: Json) -> tuple[str, ...]:
    against = record["against"]
    step = record["step"] + (f" over {against}" if against else "")
    plain = (step, str(record["features"]), f"{record['auc']:.4f}")
    if against is None:
        return (*plain, "", "", "")
    gain = record["gain"]
    return (
        *plain,
        interval(gain["auc"]),
        interval(gain["auc_over_folds"]),
        interval(gain["cost_share_of_grant_all"]),
    )


def interval(found: Json) -> str:
    return f"{found['value']:+.4f} ({found['low']:+.4f} to {found['high']:+.4f})"


def cost(record: Json) -> str:
    """What every step costs, beside the raw columns in the same run."""
    steps = record["steps"]
    base = steps["raw"]
    rows = [
        (
            step,
            str(each["features"]),
            f"{each['cpu_seconds']:.1f} s",
            f"{each['cpu_seconds'] / base['cpu_seconds']:.1f} x",
            f"{each['one_applicant_ms']:.1f} ms",
            f"{each['one_applicant_ms'] / base['one_applicant_ms']:.1f} x",
        )
        for step, each in steps.items()
    ]
    head = ("step", "features", "matrix, CPU", "to raw", "one applicant, CPU", "to raw")
    about = (
        f"{record['data']}; one applicant with all of a step's features, of which at most 300 are"
        f" served; {machine(record['machine'])}; {record['date']}."
    )
    return f"## What the steps cost\n\n{about}\n\n{table(head, rows)}\n"


def verdicts(found: Mapping[str, Json]) -> str:
    """For every step: what its intervals say, and what decides."""
    rows = []
    for step, reason in REASONS.items():
        told = [
            (name, each["gain"]["auc"])
            for name in SETS
            for key, each in found.items()
            if key.startswith(f"ladder-{name}-{step}-over-")
        ]
        if told:
            rows.append((step, *judged(told, reason)))
    return table(("step", "measured", "verdict"), rows) + "\n"


def aims(found: Mapping[str, Json]) -> str:
    """Whether all steps together keep the promise, where it was measured."""
    told = []
    for name, against in AIMED.items():
        record = found.get(f"ladder-{name}-full-over-{against}")
        if record:
            gain = record["gain"]["auc"]
            word = "met" if gain["value"] >= AIM else "not reached"
            measured = f"{SETS[name]}, full over {against}: {interval(gain)}"
            told.append(f"{measured}; the aim of +{AIM:.3f} is {word}.")
    return "\n".join(told) + "\n"


def judged(told: Sequence[tuple[str, Json]], reason: str) -> tuple[str, str]:
    """A step stays unless a whole interval lies below zero."""
    measured = "; ".join(f"{SETS[name].lower()} {interval(gain)}" for name, gain in told)
    if any(gain["high"] < 0 for _, gain in told):
        return measured, "goes: an interval lies below zero"
    if any(gain["low"] > 0 for _, gain in told):
        return measured, f"stays: measured here; {reason}"
    return measured, f"stays, not told from chance here: {reason}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
