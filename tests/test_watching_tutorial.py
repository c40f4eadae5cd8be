"""The tutorial of watching, run against a server that is really started."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.test_tutorial import BLOCK, Machine, Step, machine

__all__ = ["machine"]

PAGE = Path(__file__).resolve().parents[1] / "docs" / "tutorial" / "watching.md"
MADE_BY_FIXTURES = ("clairscore data synth demo", "clairscore serve")


def steps() -> list[Step]:
    """Every step of the page that the fixtures do not take."""
    found = [Step(lines, printed) for lines, printed in BLOCK.findall(PAGE.read_text("utf-8"))]
    return [each for each in found if not each.lines.startswith(MADE_BY_FIXTURES)]


def with_bundles_of_its_own(machine: Machine) -> None:
    """A copy of the bundles and of the key that signs: the story delivers a model of its own."""
    shared = Path(machine.environment["CLAIRSCORE_BUNDLES"])
    own = machine.folder / "bundles"
    shutil.copytree(shared, own)
    for key in shared.parent.glob("*.key*"):
        shutil.copy(key, machine.folder)
    machine.environment["CLAIRSCORE_BUNDLES"] = str(own)


@pytest.mark.release
@pytest.mark.slow
def test_every_line_of_the_story_does_what_the_page_says(machine: Machine) -> None:
    with_bundles_of_its_own(machine)
    for step in steps():
        if "clairscore db init" in step.lines:
            machine.run(step)
            machine.start()
            continue
        assert machine.run(step) == step.printed, step.lines
