"""What could change a refusal, and the letter that tells it, in process, in both languages.

Applicants who are not granted their loan, with 20 to 200 history rows. The search decides whole
rounds of offers at once and its answers again one by one; the letter is written from a record that
is there, with the changes already found, and laid out as PDF/UA; it is judged by the time of this
process, which other programs of the machine do not stretch.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.decide import FEWEST_ROWS, MOST_ROWS, applications
from bench.folders import model
from bench.record import Record, parser_of, run
from clairscore.cli.story import teller_for
from clairscore.contract import CreditFile, Proposal, Recourse
from clairscore.data.credit_file import parse
from clairscore.decision.decide import decide
from clairscore.decision.lifecycle.case import Actor
from clairscore.decision.offer import offer_of
from clairscore.decision.record import Record as Stored
from clairscore.decision.record import snapshot_digest
from clairscore.decision.recourse import recourses
from clairscore.i18n import LANGUAGES
from clairscore.letter.addresses import load_addresses
from clairscore.letter.decided import Decided
from clairscore.letter.decision_letter import Writer, decision_letter
from clairscore.letter.page import page
from clairscore.letter.pdf import letter_pdf
from clairscore.settings import Settings

if TYPE_CHECKING:
    from clairscore.decision.bundle import Bundle

MOST_SEARCH, MOST_LETTER = 1_000.0, 150.0
WARM_UP = 10
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody who is not granted the loan, what could change it, and the milliseconds it took."""

    credit_file: CreditFile
    proposal: Proposal
    ways: tuple[Recourse, ...]
    milliseconds: float


def main(words: list[str]) -> None:
    parser = parser_of("letters", __doc__, 20_000)
    parser.add_argument("--bundle", type=Path, help="default: trained here on the clients")
    parser.add_argument("--applications", type=int, default=400)
    run(parser, measure, words)


def measure(options: argparse.Namespace) -> list[Record]:
    """The search and the letter of everybody who is not granted the loan."""
    files = [parse(text) for text in applications(options.applications, options.seed + 1)]
    with model(options.bundle, options.clients, options.seed) as bundle:
        sought = [one for file in files if (one := _sought(bundle, file)) is not None]
        letters = list(_letters(bundle, sought))
    return [_search(sought, bundle, options), _letter(letters, options)]


def _sought(bundle: Bundle, file: CreditFile) -> Sought | None:
    proposal = decide(bundle, file)
    if proposal.outcome == "granted":
        return None
    start = time.perf_counter()
    ways = recourses(bundle, file)
    return Sought(file, proposal, ways, 1_000 * (time.perf_counter() - start))


def _letters(bundle: Bundle, sought: Sequence[Sought]) -> Iterator[tuple[float, float]]:
    """Milliseconds of each letter, of this process's CPU time and by the clock; the first ones warm
    up."""
    addresses = load_addresses()
    writers = [
        Writer(teller_for(bundle, Settings(), lang), addresses, bundle.policy) for lang in LANGUAGES
    ]
    first = sought[:WARM_UP]
    for at, one in enumerate([*first, *sought]):
        decided, writer = _decided(bundle, one), writers[at % 2]
        cpu, clock = time.process_time(), time.perf_counter()
        letter_pdf(page(decision_letter(decided, writer), addresses, writer.teller.lang, AT.date()))
        if at >= len(first):
            yield (
                1_000 * (time.process_time() - cpu),
                1_000 * (time.perf_counter() - clock),
            )


def _decided(bundle: Bundle, one: Sought) -> Decided:
    digest = snapshot_digest(one.credit_file)
    stored = Stored(one.proposal, digest, "bench", Actor("manager", "manager"), AT)
    offer = offer_of(bundle, one.credit_file)
    return Decided(
        reference="bench",
        client=one.credit_file.client,
        record=stored,
        offer=offer,
        outcome="refused",
        on=AT.date(),
        told=AT.date(),
        by_person=True,
        changes=one.ways,
    )


def _search(sought: Sequence[Sought], bundle: Bundle, options: argparse.Namespace) -> Record:
    taken = np.array([one.milliseconds for one in sought])
    p50, p99 = np.quantile(taken, [0.5, 0.99])
    found = sum(bool(one.ways) for one in sought)
    wrong = sum(way.proposal.outcome != "granted" for one in sought for way in one.ways)
    return Record(
        "recourse",
        f"p50 {p50:.0f} ms, p99 {p99:.0f} ms; {found} of {len(sought)} have a change, {wrong} of"
        " them not granted",
        bool(p99 <= MOST_SEARCH and not wrong),
        f"synthetic, {FEWEST_ROWS} to {MOST_ROWS} history rows, {len(bundle.features)} features",
        len(sought),
        options.seed,
        {"p50_ms": float(p50), "p99_ms": float(p99), "with_a_change": found, "not_granted": wrong},
    )


def _letter(letters: Sequence[tuple[float, float]], options: argparse.Namespace) -> Record:
    cpu, clock = np.array(letters).T
    p50, p95 = np.quantile(clock, [0.5, 0.95])
    return Record(
        "letter",
        f"CPU p50 {np.median(cpu):.0f} ms; by the clock p50 {p50:.0f} ms, p95 {p95:.0f} ms",
        bool(np.median(cpu) <= MOST_LETTER),
        "refusals with reasons, changes and rights, French and English by turns",
        len(letters),
        options.seed,
        {"p50_ms": float(p50), "p95_ms": float(p95), "cpu_p50_ms": float(np.median(cpu))},
    )


if __name__ == "__main__":
    main(sys.argv[1:])
