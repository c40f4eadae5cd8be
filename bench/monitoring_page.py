"""The tables of docs/monitoring.md from the records of `drift` and `estimation`.

What stands between `<!-- name -->` and `<!-- end of name -->` is written again; the rest is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]

KINDS = {
    "none": "nothing",
    "covariate": "riskier people apply",
    "prior": "more difficulties among all alike",
    "missing": "external scores lost",
    "unit": "incomes by the month",
    "concept": "the link itself (outcomes only)",
}
METHODS = {
    "reference": "the reference, unchanged",
    "confidence": "announced probabilities",
    "weighting": "weighted outcomes",
    "prior": "share of difficulties",
}


def write_monitoring(page: Path, records: Path) -> None:
    """Write the tables whose records are there."""
    text = page.read_text(encoding="utf-8")
    for name, told in (("drift", drift_table), ("estimation", estimation_table)):
        file = records / f"{name}.json"
        if file.exists():
            first = json.loads(file.read_text(encoding="utf-8"))[0]
            lines = [*told(first["details"]["rows"]), "", _source(first)]
            text = between(text, name, "\n".join(lines))
    page.write_text(text, encoding="utf-8")


def drift_table(rows: Sequence[Row]) -> list[str]:
    """A row a kind and size: how often the report, PSI 0.25 and Evidently raise an alarm."""
    head = ["what changed", "window", "report not calm", "some plain PSI ≥ 0.25", "Evidently", "by"]
    return lines_of(
        head,
        [
            [
                KINDS[row["kind"]],
                f"{row['size']:,}",
                f"{row['share']:.0%} ({row['low']:.0%} to {row['high']:.0%})",
                f"{row['plain']:.0%}",
                "-" if row["evidently"] is None else _of(row["evidently"], row["evidently_seeds"]),
                ", ".join(_most(row["signals"])),
            ]
            for row in rows
        ],
    )


def estimation_table(rows: Sequence[Row]) -> list[str]:
    """A row a kind and method: mean error, mean size of the error, intervals that held."""
    head = ["what changed", "true AUC, cost", "method", "AUC error", "held", "cost error", "held"]
    return lines_of(
        head,
        [
            [
                KINDS[row["kind"]],
                f"{row['true_auc']:.3f}, {row['true_cost']:.0f}",
                METHODS[row["method"]],
                f"{row['auc_error']:+.3f} ({row['auc_size']:.3f})",
                f"{row['auc_held']:.0%}",
                f"{row['cost_error']:+.1%} ({row['cost_size']:.1%})",
                f"{row['cost_held']:.0%}",
            ]
            for row in rows
        ],
    )


def _most(signals: Mapping[str, int]) -> list[str]:
    """The signals that were loud most often."""
    order = sorted(signals, key=lambda name: (-signals[name], name))
    return [name.replace("_", " ") for name in order[:3]]


def _of(share: float, seeds: int) -> str:
    return f"{round(share * seeds)} of {seeds}"


def lines_of(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table."""
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _source(record: Row) -> str:
    machine = record["machine"]
    return (
        f"`{record['command']}`: {record['data']}; {record['date']}, {machine['cores']} cores of"
        f" {machine['cpu']}."
    )


def between(text: str, name: str, inside: str) -> str:
    """The text with what stands between two marks written anew."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    return pattern.sub(lambda found: f"{found[1]}\n{inside}\n\n{found[2]}", text)
