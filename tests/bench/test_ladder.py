"""The ladder's bench: a record a step, taken up where it stopped, told as it was measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bench.ladder import PAIRS, Kept, Rows, climb, different
from bench.ladder_page import judged, write_ladder

from clairscore.data.synthetic import generate
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import STEPS, catalogue
from clairscore.modelling.population import population

SETTINGS = {"folds": 2, "seeds": 2}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    folder = tmp_path_factory.mktemp("ladder")
    generate(folder, clients=250, seed=4)
    offered = catalogue("full").given.without(Policy().excluded_columns).of_tables({"application"})
    return Rows("applications", population([folder], offered))


@pytest.fixture(scope="module")
def records(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("records") / "ladder.json"
    climb(rows, 2, 2, Kept(file, SETTINGS, "python -m bench.ladder"))
    return file


def test_every_step_is_measured_against_the_one_before() -> None:
    assert [pair for pair in PAIRS if pair[0] in STEPS[1:]] == list(
        zip(STEPS[1:], STEPS[:-1], strict=True)
    )


def test_a_step_that_adds_nothing_to_the_application_is_left_out(rows: Rows) -> None:
    found = list(different(rows, PAIRS))
    assert ("step-a", "raw") in found
    assert ("step-b", "step-a") not in found


def test_a_record_tells_gains_with_intervals_and_nothing_of_a_person(records: Path) -> None:
    found = {each["key"]: each for each in json.loads(records.read_text())}
    step = found["ladder-applications-step-a-over-raw"]
    assert step["clients"] == 250
    assert step["gain"]["auc"]["low"] <= step["gain"]["auc"]["high"]
    assert len(records.read_text()) < 10_000


def test_a_run_that_was_stopped_goes_on_behind_the_last_record(records: Path) -> None:
    def never() -> dict[str, object]:
        raise AssertionError("measured again")

    kept = Kept(records, SETTINGS, "")
    kept.fill("applications-step-a-over-raw", never)
    other = Kept(records, SETTINGS | {"seeds": 3}, "")
    with pytest.raises(AssertionError, match="measured again"):
        other.fill("applications-step-a-over-raw", never)


def test_the_page_has_a_line_for_every_record(records: Path, tmp_path: Path) -> None:
    write_ladder(tmp_path / "ladder.md", records)
    page = (tmp_path / "ladder.md").read_text()
    assert "## Application table alone" in page
    assert "| step-a over raw |" in page
    assert "## With histories" not in page
    assert re.search(r"full over raw: .*; the aim of \+0.010 is (met|not reached)", page)


def gain(low: float, high: float) -> dict[str, float]:
    return {"value": (low + high) / 2, "low": low, "high": high}


def test_a_step_goes_only_if_its_whole_interval_lies_below_zero() -> None:
    above, around, below = gain(0.001, 0.003), gain(-0.002, 0.002), gain(-0.003, -0.001)
    assert judged([("histories", around)], "why")[1].startswith("stays, not told from chance")
    assert judged([("histories", above)], "why")[1].startswith("stays: measured here")
    assert judged([("histories", above), ("applications", below)], "why")[1].startswith("goes")
