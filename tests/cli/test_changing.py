"""`fairness`, `recalibrate --from-store`, `gates` and `model rollback` on records, as typed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from clairscore.cli.opened import opened
from clairscore.decision.bundle import Bundle, load, save, signing_key, trusted_keys
from clairscore.decision.logistic import probability
from clairscore.decision.record import Record
from clairscore.settings import load_settings
from clairscore.store import reports, steps
from clairscore.store.acts import Act
from clairscore.store.applications import open_application
from clairscore.store.by import By
from clairscore.store.comparisons import newest_comparison
from clairscore.store.contents import content_of
from clairscore.store.database import Write
from clairscore.store.models import approve_change, ask_change, in_role, register_model
from clairscore.store.opening import Store, init_store
from clairscore.store.outcomes import Observed, load_outcomes
from clairscore.store.standing import stands
from clairscore.store.times import stamp
from tests.conftest import Ran, clairscore
from tests.decision import people
from tests.decision.bundle.conftest import bundle
from tests.store.files import ANNE, proposal
from tests.store.people import client_of, file_of

__all__ = ["bundle"]

TODAY = datetime.now(UTC)
"""Outcomes count after twelve months of the machine's clock, which the commands read."""
LONG_AGO, LATELY = TODAY - timedelta(days=500), TODAY - timedelta(days=30)
CLIENTS, LOANS, NEW_LOANS = 40, 160, 12
SLOPE, INTERCEPT = 0.8, 2.0
"""Of the true log-odds of a loan on those that its model announced."""
WHY = "calibrated on the newcomers"


@dataclass(frozen=True)
class Lender:
    """Where the records lie, and two bundles: the second one is newer and served nobody yet."""

    folder: Path
    first: str
    second: str


@pytest.fixture(scope="module")
def lender(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Lender:
    """Records of loans that the first bundle scored; no champion is named yet."""
    folder = tmp_path_factory.mktemp("lender")
    key = signing_key(folder / "clairscore-signing.key")
    newer = replace(bundle, created="2026-11-21T12:00:00+00:00", card={"auc": 0.76}, id="")
    names = [save(each, folder / "bundles", key).name for each in (bundle, newer)]
    model = load(folder / "bundles" / names[0], trusted_keys(folder / "clairscore-signing.key.pub"))
    before = Path.cwd()
    os.chdir(folder)
    try:
        init_store(load_settings(), os.urandom)
        with opened() as store:
            for at, file in enumerate(people.people(CLIENTS)):
                file_of(store, client_of(store, people.FIRST + at), file)
            lend(store, model)
    finally:
        os.chdir(before)
    return Lender(folder, *names)


def lend(store: Store, model: Bundle) -> None:
    """Loans granted long ago and lately, all with outcomes, and as many refusals as new loans."""
    rng = np.random.default_rng(7)
    scores = rng.uniform(-5.0, -2.5, LOANS + NEW_LOANS)
    bad = rng.random(len(scores)) < probability(SLOPE * scores + INTERCEPT)
    with store.database.write() as write:
        loans = [
            decided(store, write, at % CLIENTS, LONG_AGO if at < LOANS else LATELY, score, model)
            for at, score in enumerate(scores.tolist())
        ]
        for at in range(NEW_LOANS):
            decided(store, write, at, LATELY, -1.0, model)
        observed = [
            Observed(loan, flag, TODAY.date())
            for loan, flag in zip(loans, bad.tolist(), strict=True)
        ]
        load_outcomes(write, observed, "test", actor="ops", at=stamp(TODAY))


def decided(
    store: Store, write: Write, at: int, when: datetime, score: float, model: Bundle
) -> str:
    """An application of the client of that number, its proposal confirmed and told."""
    client = people.FIRST + at
    act = Act(write, store.keys.of(client), ANNE, when, os.urandom)
    made = open_application(
        act, client=client, credit_file=f"file-{client}", as_of=act.at.date().isoformat(),
        product="cash", amount=200_000.0, channel="branch", policy=model.policy,
    )  # fmt: skip
    said = replace(
        proposal("granted" if score < model.policy.cut_off_log_odds else "refused"),
        bundle=model.id,
        log_odds=score,
        probability=float(probability(score)),
        policy=model.policy.digest,
    )
    kept = Record(said, "d" * 64, "0.1.0", ANNE, act.at)
    now = steps.propose(act, stands(act.write, made.id), kept, model.policy)
    if now.decision is None:
        now = steps.decide(act, now, None, None, model.policy)
    steps.notify(act, now, "fr", None)
    return made.id


@pytest.fixture
def at(
    lender: Lender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Lender, Store]]:
    """The lender's records, copied for one test, where the commands look for them."""
    folder = tmp_path / "lender"
    shutil.copytree(lender.folder, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CLAIRSCORE_LANGUAGE", "en")
    with opened() as store:
        yield lender, store


def promoted(store: Store, lender: Lender) -> None:
    """The first bundle as champion since the start, then the second in its place."""
    with store.database.write() as write:
        for name in (lender.first, lender.second):
            role = "champion" if name == lender.first else "retired"
            register_model(write, name, name, role, By("ada", stamp(LATELY), f"r-{name}"))
        asked = ask_change(write, "promote", lender.second, WHY, By("ada", stamp(LATELY), "019a-1"))
        by = By("alan", stamp(LATELY), "019a-2")
        approve_change(write, asked, "I read the gates", by, override=True)


def refused(ran: Ran, told: str) -> None:
    assert (ran.code, ran.out) == (2, "")
    assert told in " ".join(ran.err.split())


def test_the_audit_of_what_was_decided_counts_outcomes_that_are_mature(
    at: tuple[Lender, Store],
) -> None:
    lender, store = at
    ran = clairscore("fairness", "--bundle", lender.first, "--keep", "--json")
    assert ran.code == 0, ran.err
    found = ran.json
    assert (found["bundle"], found["source"]) == (lender.first, "decisions")
    assert (found["people"], found["known"]) == (LOANS + 2 * NEW_LOANS, LOANS)
    assert found["granted"]["value"] == pytest.approx((LOANS + NEW_LOANS) / found["people"])
    assert found["errors"] is False, "nobody knows what the refused would have done"
    with store.database.read() as read:
        kept = reports.newest_report(read, "fairness", lender.first)
        assert kept is not None
        assert kept.told.applications == found["people"]
        assert content_of(read, "report", kept.id)["known"] == LOANS


def test_without_a_name_the_audit_is_of_the_model_that_serves(at: tuple[Lender, Store]) -> None:
    lender, store = at
    newest = clairscore("fairness", "--json")
    refused(newest, f"found no decision on what {lender.second} proposed")
    with store.database.write() as write:
        register_model(write, lender.first, "x", "champion", By("ada", stamp(LATELY), "019a"))
    assert clairscore("fairness", "--json").json["bundle"] == lender.first


def test_recalibration_rests_on_mature_outcomes_of_loans_that_the_model_granted(
    at: tuple[Lender, Store],
) -> None:
    lender, _ = at
    ran = clairscore("recalibrate", lender.first, "--from-store", "--json")
    assert ran.code == 0, ran.err
    found = ran.json
    assert (found["parent"], found["clients"]) == (lender.first, LOANS)
    assert found["slope"]["low"] < SLOPE < found["slope"]["high"]
    assert found["intercept"]["low"] < INTERCEPT < found["intercept"]["high"]
    keys = trusted_keys(Path("clairscore-signing.key.pub"))
    card = load(Path(found["folder"]), keys).card["recalibration"]
    assert isinstance(card, dict)
    assert (card["granted_only"], card["difficulties"]) == (True, found["difficulties"])
    told = clairscore("recalibrate", lender.first, "--from-store")
    assert "granted loans" in told.err
    refused(
        clairscore("recalibrate", lender.second, "--from-store"),
        "found 0 payment difficulties among 0 people",
    )


def test_recalibration_is_from_a_folder_or_from_the_records(at: tuple[Lender, Store]) -> None:
    lender, _ = at
    for words in ((), (Path("bundles"), "--from-store")):
        ran = clairscore("recalibrate", lender.first, *words)
        refused(ran, "expected a folder, or --from-store, and not both")


@pytest.fixture(scope="module")
def newcomers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Labelled people from whom neither bundle learnt."""
    folder = tmp_path_factory.mktemp("newcomers")
    made = clairscore("data", "synth", folder, "--clients", 120, "--test-clients", 1, "--seed", 3)
    assert made.code == 0, made.err
    return folder


def test_before_there_is_a_champion_the_gates_ask_with_whom_to_compare(
    at: tuple[Lender, Store], newcomers: Path
) -> None:
    lender, store = at
    asked = ("gates", lender.second, newcomers, "--unchecked")
    refused(clairscore(*asked), "found no champion in the records")
    named = clairscore(*asked, "--against", lender.first, "--json")
    assert named.code == 0, named.err
    assert named.json["compared"]["champion"] == lender.first
    with store.database.write() as write:
        register_model(write, lender.second, "x", "champion", By("ada", stamp(LATELY), "019a"))
    refused(clairscore(*asked), f"{lender.second} is the champion itself")


def test_without_records_the_gates_ask_the_same(
    at: tuple[Lender, Store], newcomers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lender, _ = at
    monkeypatch.setenv("CLAIRSCORE_DATABASE", "sqlite:///elsewhere/records.db")
    ran = clairscore("gates", lender.second, newcomers, "--unchecked")
    refused(ran, "found no champion in the records")


def test_the_gates_compare_with_the_champion_and_the_verdict_is_kept(
    at: tuple[Lender, Store], newcomers: Path
) -> None:
    lender, store = at
    with store.database.write() as write:
        register_model(write, lender.first, "x", "champion", By("ada", stamp(LATELY), "019a"))
    ran = clairscore("gates", lender.second, newcomers, "--unchecked", "--keep", "--json")
    assert ran.code == 0, ran.err
    found = ran.json
    assert found["compared"]["champion"] == lender.first
    with store.database.read() as read:
        kept = newest_comparison(read, lender.first, lender.second)
        assert kept is not None
        assert (kept.id, kept.passed) == (found["kept"], found["passed"])
        assert content_of(read, "comparison", kept.id)["gates"] == found["gates"]


def test_one_command_takes_a_promotion_back(at: tuple[Lender, Store]) -> None:
    lender, store = at
    promoted(store, lender)
    refused(clairscore("model", "rollback", "--why", " "), "at least")
    ran = clairscore("model", "rollback", "--why", "it refuses too many", "--by", "ada", "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["bundle"], ran.json["aliases"]) == (lender.first, ["champion"])
    day = clairscore("model", "on", TODAY.date().isoformat(), "--json").json
    assert day["champion"] == lender.first
    again = clairscore("model", "rollback", "--why", "and further back")
    refused(again, "No model was in service before")


def test_nobody_is_put_back_whose_bundle_is_gone(at: tuple[Lender, Store]) -> None:
    lender, store = at
    promoted(store, lender)
    (Path("bundles") / lender.first / "manifest.json").unlink()
    refused(clairscore("model", "rollback", "--why", "it refuses too many"), "no such bundle")
    with store.database.read() as read:
        champion = in_role(read, "champion")
    assert champion is not None
    assert champion.bundle == lender.second
