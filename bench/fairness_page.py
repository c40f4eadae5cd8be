"""The tables of docs/explanation/fairness.md from what two commands found on real applications.

`bench/records/fairness/exclusions.json` and `groups.json` hold the record that `clairscore
exclusions` and `clairscore fairness` wrote (`found`), with the command, the data and the date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.monitoring_page import between, lines_of
from clairscore.i18n import t
from clairscore.monitoring.fairness.naming import criterion_name, group_name

Row = Mapping[str, Any]
CHANGES = {"added": "given back", "removed": "taken away", "unconstrained": "lifted"}


def write_fairness(page: Path, records: Path) -> None:
    """Write the tables whose records are there."""
    page.write_text(written(page.read_text(encoding="utf-8"), records), encoding="utf-8")


def written(text: str, records: Path) -> str:
    """The page's text with its tables as the records have them."""
    for name, told in (("exclusions", exclusions_table), ("groups", groups_table)):
        file = records / "fairness" / f"{name}.json"
        if file.exists():
            record = json.loads(file.read_text(encoding="utf-8"))
            lines = [*told(record["found"]), "", source(record)]
            text = between(text, name, "\n".join(lines))
    return text


def exclusions_table(found: Row) -> list[str]:
    """A row a fact: what it would bring, or brings, and whose refusals hang on it."""
    head = ["fact", "", "gain in AUC", "over folds", "gain in cost per 1,000", "refusals changed"]
    return lines_of(
        head,
        [
            [
                t(f"cli.exclusions.item.{each['item']}", "en"),
                CHANGES[each["change"]],
                _interval(each["difference"]["auc"], "+.4f"),
                _interval(each["difference"]["auc_over_folds"], "+.4f"),
                _interval(each["difference"]["cost_per_1000"], "+.1f"),
                _interval(each["decisions"]["refusals"], ".1%"),
            ]
            for each in found["items"]
        ],
    )


def groups_table(found: Row) -> list[str]:
    """A row a group of 20 people or more."""
    head = ["group", "people", "granted", "ratio", "repaid refused", "observed - announced"]
    return lines_of(head, list(_groups(found["criteria"])))


def _groups(criteria: Mapping[str, Iterable[Row]]) -> Iterable[Sequence[str]]:
    for criterion, groups in criteria.items():
        for each in groups:
            if each["figures"] is not None:
                yield _group(criterion, each)


def _group(criterion: str, row: Row) -> Sequence[str]:
    figures = row["figures"]
    return (
        f"{criterion_name(criterion, 'en')}: {group_name(criterion, row['group'], 'en')}",
        f"{row['people']:,}",
        _interval(figures["granted"], ".1%"),
        _interval(figures["impact"], ".2f"),
        _interval(figures["repaid_refused"], ".1%"),
        _interval(figures["calibration"], "+.3f"),
    )


def _interval(found: Row | None, form: str) -> str:
    if found is None:
        return "-"
    return f"{found['value']:{form}} ({found['low']:{form}} to {found['high']:{form}})"


def source(record: Row) -> str:
    """Command, data and date of a record, in a sentence."""
    return f"`{record['command']}`: {record['data']}; {record['date']}."
