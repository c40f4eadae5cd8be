"""How often a drift is noticed, and how often nothing is mistaken for one.

Windows of 500, 5,000 and 50,000 clients whom the model has never met, 50 seeds each: unchanged, and
with drifts that move approvals by three points. Beside the report's verdict (anything but calm)
stand the rule of thumb "some PSI of 0.25 or more" and Evidently's own verdict on the same features
(half of the columns beyond its default threshold), on fewer seeds since it takes longer.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.drifts import KINDS, Kind, Pool, Window, asked_pool, pool_parser, window
from bench.record import Record, run
from clairscore.decision.bundle import Bundle
from clairscore.decision.policy import Policy
from clairscore.metrics import psi, wilson
from clairscore.monitoring.effect import effect
from clairscore.monitoring.look import Look, outside
from clairscore.monitoring.shifts import score_shift, shifts_of
from clairscore.monitoring.sides import Yardstick, of_bundle
from clairscore.monitoring.verdict import Findings, chance_of_each, light, signals

SIZES = (500, 5_000, 50_000)
POINTS = 0.03
PLAIN = 0.25
EVIDENTLY = 5_000
"""Clients of a window that Evidently looks at: more would not change what it concludes."""
BEYOND = 32
"""Added to a bin's number where the value lies outside training."""
MOST_FALSE, LEAST_FOUND = 0.05, 0.90


def main(words: list[str]) -> None:
    run(parser(), measure, words)


def parser() -> argparse.ArgumentParser:
    """What the script may be told."""
    made = pool_parser("drift", __doc__, 50)
    made.add_argument("--evidently", type=int, default=2, help="seeds of Evidently's verdict")
    return made


def measure(options: argparse.Namespace) -> list[Record]:
    """Detection and false alarms of every kind and size."""
    return records(counted(asked_pool(options), options), options)


def counted(people: Pool, options: argparse.Namespace) -> list[dict[str, object]]:
    """One row for each kind and size."""
    judge = Judge(people, of_bundle(people.bundle))
    return [
        _row(judge, kind, size, options)
        for kind in KINDS
        for size in SIZES
        if size <= len(people.y) // 2
    ]


class Judge:
    """The report's verdict on windows of a pool, from looks that are made once for every client."""

    def __init__(self, people: Pool, yardstick: Yardstick) -> None:
        self.people, self.yardstick = people, yardstick
        bundle = people.bundle
        self.coded = {name: _codes(bundle, each.matrix) for name, each in people.states.items()}

    def looks(self, drawn: Window) -> list[Look]:
        """One look at each feature of a window."""
        codes = self.coded["usual"][drawn.rows]
        if drawn.state != "usual":
            codes[drawn.changed] = self.coded[drawn.state][drawn.rows[drawn.changed]]
        length = 2 * BEYOND
        flat = (codes + length * np.arange(codes.shape[1], dtype=np.int32)).ravel()
        counts = np.bincount(flat, minlength=length * codes.shape[1]).reshape(-1, length)
        return [
            _look(row, len(self._counts(name)))
            for row, name in zip(counts, self.people.bundle.features, strict=True)
        ]

    def verdict(self, drawn: Window) -> tuple[bool, bool, tuple[str, ...]]:
        """Whether the report is not calm, whether some plain PSI is 0.25 or more, and which
        signals are not calm."""
        bundle = self.people.bundle
        watching, level = bundle.policy.watching, chance_of_each(bundle.policy.watching)
        looks = self.looks(drawn)
        shifts = shifts_of(bundle, self.yardstick, looks, watching, level)
        found = Findings(
            effect=effect(self.yardstick, drawn.log_odds, _none(drawn), bundle.policy, None),
            score=score_shift(self.yardstick, drawn.log_odds, watching.score, level),
            features=shifts,
        )
        told = signals(found, watching)
        loud = tuple(each.name for each in told if each.level != "calm")
        plain = any(
            psi(self._counts(name), look.counts) >= PLAIN
            for name, look in zip(bundle.features, looks, strict=True)
            if name not in self.yardstick.incomparable
        )
        return light(len(drawn.rows), told, watching) not in ("calm", "unjudged"), plain, loud

    def _counts(self, name: str) -> list[int]:
        reference = self.yardstick.features[name]
        return [*reference.histogram.counts, reference.missing]


def _codes(bundle: Bundle, matrix: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The bin of every value (n, features), missing ones last, `BEYOND` more outside training."""
    codes = np.empty(matrix.shape, dtype=np.uint8)
    kept = {**bundle.reference.features, **bundle.reference.served}
    for at, name in enumerate(bundle.features):
        reference, column = kept[name], matrix[:, at].astype(np.float64)
        known = ~np.isnan(column)
        code = np.full(len(column), len(reference.histogram.counts))
        code[known] = np.searchsorted(np.array(reference.histogram.edges), column[known], "right")
        code[known] += BEYOND * outside(reference, column[known])
        codes[:, at] = code
    return codes


def _look(row: NDArray[np.int64], bins: int) -> Look:
    inside, beyond = row[:BEYOND], row[BEYOND:]
    counts = (inside + beyond)[:bins]
    return Look(tuple(counts.tolist()), float(beyond.sum() / max(row.sum(), 1)), 0.0, None)


def _none(drawn: Window) -> pl.DataFrame:
    """Proposals without rules: only the score is judged here."""
    words = {"outcome": "granted", "decided_by": "score", "causes": ""}
    return pl.DataFrame({name: [word] * len(drawn.rows) for name, word in words.items()})


def _row(judge: Judge, kind: Kind, size: int, options: argparse.Namespace) -> dict[str, object]:
    drawn = [_drawn(judge.people, kind, size, options.seed, seed) for seed in range(options.seeds)]
    verdicts = [judge.verdict(each) for each in drawn]
    alarmed, plain = (sum(each[at] for each in verdicts) for at in (0, 1))
    judged = drawn[: options.evidently] if size <= EVIDENTLY else []
    evidently = [_evidently(judge.people, each) for each in judged]
    loud: dict[str, int] = {}
    for _, _, names in verdicts:
        for name in names:
            loud[name] = loud.get(name, 0) + 1
    row = {
        "kind": kind,
        "size": size,
        "seeds": len(verdicts),
        "alarms": alarmed,
        "share": wilson(alarmed, len(verdicts)).value,
        "low": wilson(alarmed, len(verdicts)).low,
        "high": wilson(alarmed, len(verdicts)).high,
        "plain": plain / len(verdicts),
        "evidently": sum(evidently) / len(evidently) if evidently else None,
        "evidently_seeds": len(evidently),
        "signals": loud,
    }
    print(row, file=sys.stderr, flush=True)
    return row


def _drawn(people: Pool, kind: Kind, size: int, seed: int, draw: int) -> Window:
    rng = np.random.default_rng([seed, KINDS.index(kind), size, draw])
    return window(people, kind, POINTS, size, rng)


def _evidently(people: Pool, drawn: Window) -> bool:
    """Evidently's default verdict of the features: the other half of the pool is its reference."""
    import pandas
    from evidently import DataDefinition, Dataset, Report
    from evidently.presets import DataDriftPreset

    from clairscore.monitoring.telling_apart import evenly

    names = list(people.bundle.features)
    rest = np.setdiff1d(np.arange(len(people.y)), drawn.rows)
    reference = people.usual.matrix[rest[evenly(len(rest), EVIDENTLY)]]
    current = drawn.matrix
    known = [
        at
        for at in range(len(names))
        if not (np.isnan(reference[:, at]).all() or np.isnan(current[:, at]).all())
    ]
    definition = DataDefinition(numerical_columns=[names[at] for at in known])
    sides = [
        Dataset.from_pandas(
            pandas.DataFrame(each[:, known].astype(float), columns=[names[at] for at in known]),
            data_definition=definition,
        )
        for each in (current, reference)
    ]
    found = Report([DataDriftPreset()]).run(*sides).dict()["metrics"]
    share = next(each["value"]["share"] for each in found if "share" in str(each.get("value")))
    return bool(share >= 0.5)


def records(rows: Sequence[dict[str, object]], options: argparse.Namespace) -> list[Record]:
    data = (
        f"synthetic, {options.clients:,} clients whom the model has not met, seed {options.seed},"
        f" {options.seeds} windows each"
    )
    details = {"points": POINTS, "policy": Policy().watching.model_dump(), "rows": list(rows)}
    still = [row for row in rows if row["kind"] == "none"]
    moved = [row for row in rows if row["size"] == 5_000 and row["kind"] not in ("none", "concept")]
    false = sum(int(str(row["alarms"])) for row in still) / sum(
        int(str(row["seeds"])) for row in still
    )
    least = min(float(str(row["share"])) for row in moved)
    return [
        Record(
            "drift-false",
            f"{false:.1%} of {sum(int(str(row['seeds'])) for row in still)} windows",
            false <= MOST_FALSE,
            data,
            options.clients,
            options.seed,
            details,
        ),
        Record(
            "drift-found",
            f"{least:.0%} of the least noticed of {len(moved)} kinds",
            least >= LEAST_FOUND,
            data,
            options.clients,
            options.seed,
        ),
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
