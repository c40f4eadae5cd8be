"""The tables of docs/explanation/calibration.md, from the comparison on real clients."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.monitoring_page import between, lines_of

Row = Mapping[str, Any]
RECORD = Path("comparison") / "sample.json"
TREATMENTS = {"none": "none", "weights": "class weights", "smote": "SMOTE"}


def write_calibration(page: Path, records: Path) -> None:
    """Write both tables."""
    page.write_text(written(page.read_text(encoding="utf-8"), records), encoding="utf-8")


def written(text: str, records: Path) -> str:
    """The page's text with its tables as the record has them."""
    record = json.loads((records / RECORD).read_text(encoding="utf-8"))
    found = record["comparison"]
    treated = [each for each in found["imbalance"] if each["learner"] == "lightgbm"]
    run = [
        *run_table(_named(found, "served"), _named(found, "dummy"), treated[0]),
        "",
        _source(record),
    ]
    text = between(text, "run", "\n".join(run))
    return between(text, "imbalance", "\n".join(imbalance_table(treated)))


def run_table(served: Row, dummy: Row, untreated: Row) -> list[str]:
    """What the served learner's probabilities are worth, before and after calibration."""
    rows = [*_probabilities(untreated["before"], untreated["after"]), *_worth(served, dummy)]
    return lines_of(["figure", "value", "how to read it"], rows)


def _probabilities(before: Row, after: Row) -> list[tuple[str, str, str]]:
    slope = "1 is right; above, differences are told too small"
    return [
        ("observed", _hundred(before["observed"]), "the truth, on average"),
        ("announced before calibration", _hundred(before["predicted"]), "on average"),
        ("slope before", _interval(before["slope"]), slope),
        ("intercept before", _interval(before["intercept"]), "0 is right"),
        ("announced after", _hundred(after["predicted"]), "on average"),
        ("slope after", _interval(after["slope"]), "1 is right"),
        ("intercept after", _interval(after["intercept"]), "0 is right"),
    ]


def _worth(served: Row, dummy: Row) -> list[tuple[str, str, str]]:
    figures, perfect = served["figures"], served["figures"]["perfect_calibration_error"]
    cost, granting_all = figures["cost_per_1000"], dummy["figures"]["cost_per_1000"]
    right = [f"{each['accuracy']['at_cut_off']['value']:.1%}" for each in (served, dummy)]
    error = "mean distance of announced and observed"
    return [
        ("calibration error after", f"{figures['calibration_error']:.4f}", error),
        ("a perfect model's", _interval(perfect, ".4f"), "by chance alone, on as few clients"),
        ("cost at 1/11, per 1,000", _interval(cost, ".0f"), "10 a difficulty granted, 1 a refusal"),
        ("cost of granting everybody", _interval(granting_all, ".0f"), "the same applications"),
        ("decided rightly at 1/11", right[0], "accuracy"),
        ("decided rightly by granting everybody", right[1], "accuracy, see below"),
    ]


def imbalance_table(treated: list[Row]) -> list[str]:
    """What the usual cures do to the same learner."""
    head = [
        "treatment",
        "announced before",
        "cost share before",
        "announced after",
        "cost share after",
    ]
    return lines_of(
        head,
        [
            (
                TREATMENTS.get(each["treatment"], each["treatment"]),
                _hundred(each["before"]["predicted"]),
                _interval(each["before"]["cost_share_of_grant_all"]),
                _hundred(each["after"]["predicted"]),
                _interval(each["after"]["cost_share_of_grant_all"]),
            )
            for each in treated
        ],
    )


def _named(found: Row, candidate: str) -> Row:
    return next(each for each in found["candidates"] if each["candidate"] == candidate)


def _hundred(share: float) -> str:
    return f"{100 * share:.1f} of 100"


def _interval(found: Row, form: str = ".2f") -> str:
    return f"{found['value']:{form}} ({found['low']:{form}} to {found['high']:{form}})"


def _source(record: Row) -> str:
    found = record["comparison"]
    return (
        f"`{record['command']}`: {record['data']}, {found['clients']:,} clients,"
        f" {found['difficulties']} with difficulties, {found['folds']} folds, seed {found['seed']};"
        f" {record['date']}."
    )
