"""One application: JSON text in, decision with reasons out, in process; then many at once.

Applications have 20 to 200 history rows. The caller is one thread. Telling the decision in words
is timed apart. The concurrent answers must equal those given one after the other.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.folders import model
from bench.record import Record, parser_of, run
from clairscore.cli.story import teller_for
from clairscore.data.credit_file import credit_files, dump, frames, parse
from clairscore.data.synthetic import tables
from clairscore.decision.decide import decide
from clairscore.decision.narrative import narrate
from clairscore.decision.telling import Teller
from clairscore.settings import Settings

if TYPE_CHECKING:
    from clairscore.contract import Proposal
    from clairscore.decision.bundle import Bundle

FEWEST_ROWS, MOST_ROWS = 20, 200
MOST_P50, MOST_P99 = 20.0, 40.0  # with row models; 15 without
WARM_UP = 50
STEPS = ("parse", "frames", "features", "score and contributions", "rules and reasons", "in words")


@dataclass(frozen=True, slots=True)
class Answered:
    """A proposal, its milliseconds from JSON on, those of all CPUs, and those of each step."""

    proposal: Proposal
    total: float
    cpu: float
    steps: tuple[float, ...]


def main(words: list[str]) -> None:
    parser = parser_of("decide", __doc__, 20_000)
    parser.add_argument("--bundle", type=Path, help="default: trained here on the clients")
    parser.add_argument("--applications", type=int, default=1_000)
    parser.add_argument("--concurrent", type=int, default=2_000)
    parser.add_argument("--threads", type=int, default=16)
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """The applications one by one, then all at once."""
    texts = applications(options.applications, options.seed + 1)
    with model(options.bundle, options.clients, options.seed) as bundle:
        teller = teller_for(bundle, Settings(), "fr")
        for text in texts[:WARM_UP]:
            answered(text, bundle, teller)
        answers = [answered(text, bundle, teller) for text in texts]
        one = _one_by_one(answers, bundle, options)
        return [one, _concurrent(texts, [each.proposal for each in answers], bundle, options)]


def applications(number: int, seed: int) -> list[str]:
    """JSON texts of synthetic applications with 20 to 200 history rows."""
    made = {name: frame.lazy() for name, frame in tables(4 * number, seed).items()}
    clients = made["application"].collect()["SK_ID_CURR"].to_list()
    files = credit_files(made, clients).values()
    fit = [
        file for file in files if FEWEST_ROWS <= sum(map(len, file.history.values())) <= MOST_ROWS
    ]
    return [dump(file) for file in fit[:number]]


def answered(text: str, bundle: Bundle, teller: Teller) -> Answered:
    """One decision, timed as a whole, then its steps once more, each by itself."""
    cpu, clock = time.process_time(), [time.perf_counter()]

    def tick() -> None:
        clock.append(time.perf_counter())

    proposal = decide(bundle, parse(text))
    tick()
    cpu = 1_000 * (time.process_time() - cpu)
    credit_file = parse(text)
    tick()
    made = frames(credit_file)
    tick()
    values = bundle.applicant.features(made)
    tick()
    bundle.scorer.explain(values.astype(np.float32)[None, :])
    tick()
    narrate(proposal, teller)
    tick()
    total, read, framed, features, explained, told = 1_000 * np.diff(clock)
    rest = total - read - framed - features - explained
    return Answered(proposal, total, cpu, (read, framed, features, explained, rest, told))


def _one_by_one(answers: list[Answered], bundle: Bundle, options: argparse.Namespace) -> Record:
    totals = np.array([each.total for each in answers])
    p50, p99 = np.quantile(totals, [0.5, 0.99])
    cpu = float(np.median([each.cpu for each in answers]))
    steps = np.median([each.steps for each in answers], axis=0)
    parts = {name: round(float(value), 2) for name, value in zip(STEPS, steps, strict=True)}
    split = ", ".join(f"{name} {value:.1f}" for name, value in parts.items())
    return Record(
        "decide",
        f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, CPU {cpu:.1f} ms (p50 of each step: {split})",
        bool(p50 <= MOST_P50 and p99 <= MOST_P99),
        f"synthetic, {FEWEST_ROWS} to {MOST_ROWS} history rows, {len(bundle.features)} features",
        len(answers),
        options.seed,
        {"p50_ms": float(p50), "p99_ms": float(p99), "cpu_p50_ms": cpu, "steps_p50_ms": parts},
    )


def _concurrent(
    texts: list[str], expected: list[Proposal], bundle: Bundle, options: argparse.Namespace
) -> Record:
    """Every answer from a pool of threads against the one given alone."""
    chosen = [number % len(texts) for number in range(options.concurrent)]
    start = time.perf_counter()
    with ThreadPoolExecutor(options.threads) as pool:
        found = list(pool.map(lambda number: decide(bundle, parse(texts[number])), chosen))
    seconds = time.perf_counter() - start
    wrong = sum(
        proposal != expected[number] for proposal, number in zip(found, chosen, strict=True)
    )
    return Record(
        "concurrent",
        f"{wrong} wrong of {len(found):,} on {options.threads} threads, {seconds:.1f} s",
        wrong == 0,
        f"synthetic, {len(texts):,} different applications",
        len(found),
        options.seed,
        {"wrong": wrong, "seconds": seconds},
    )


if __name__ == "__main__":
    main(sys.argv[1:])
