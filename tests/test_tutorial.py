"""The tutorial's lines, run against a server that is really started, and killed between them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.api.served import free_port, served

PAGE = Path(__file__).resolve().parents[1] / "docs" / "tutorial" / "service.md"
BLOCK = re.compile(r"^```bash\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
MADE_BY_FIXTURES = ("clairscore data synth", "clairscore serve")
SAVED = """set -eu; [ -f state ] && . ./state; set -a
{block}
set +a; {{ export -p; declare -f; }} > state"""


@dataclass(frozen=True)
class Step:
    """Lines of the page, and what they print."""

    lines: str
    printed: str


def steps() -> list[Step]:
    """Every step of the page that the fixtures do not take."""
    found = [Step(lines, printed) for lines, printed in BLOCK.findall(PAGE.read_text("utf-8"))]
    return [each for each in found if not each.lines.startswith(MADE_BY_FIXTURES)]


class Machine:
    """A folder with a store, and a server that can be killed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.port = folder, free_port()
        api = f"http://127.0.0.1:{self.port}"
        self.environment = environment | {"API": api}
        self.serving, self.running = ExitStack(), False

    def run(self, step: Step) -> str:
        """What the lines print; they share variables with those before."""
        done = subprocess.run(
            ["bash", "-c", SAVED.format(block=step.lines)],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{step.lines}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def do(self, step: Step) -> None:
        """The step, which prints what the page shows; what prepares the store may print more."""
        printed = self.run(step)
        assert is_store(step) or printed == step.printed, step.lines

    def start(self) -> None:
        """A server, ready; the one that runs where there is one."""
        if not self.running:
            self.serving.enter_context(
                served(f"clairscore serve --port {self.port}", self.environment, self.port)
            )
            self.running = True

    def kill(self) -> None:
        """The server, as if the power went."""
        self.serving.close()
        self.running = False


@pytest.fixture
def machine(tmp_path: Path, tiny_folder: Path, tiny_bundles: Path) -> Iterator[Machine]:
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "CLAIRSCORE_BUNDLES": str(tiny_bundles),
        "CLAIRSCORE_TRACKING": "off",
        "CLAIRSCORE_DATABASE": f"sqlite:///{tmp_path}/records.db",
        "CLAIRSCORE_KEY_DATABASE": f"sqlite:///{tmp_path}/keys/keys.db",
        "CLAIRSCORE_MASTER_KEY": f"{tmp_path}/keys/master.key",
        "CLAIRSCORE_ANCHOR": f"{tmp_path}/anchor/anchor.json",
        "DATA": str(tiny_folder),
    }
    found = Machine(tmp_path, environment)
    yield found
    found.kill()


def is_store(step: Step) -> bool:
    """Whether the lines prepare the store, before there is a server."""
    return "clairscore db init" in step.lines or "user add" in step.lines


def test_the_page_shows_what_most_steps_print() -> None:
    printed = [each.printed for each in steps() if each.printed]
    assert len(printed) >= 8


@pytest.mark.slow
def test_every_line_of_the_tutorial_does_what_the_page_says(machine: Machine) -> None:
    for step in steps():
        if not is_store(step):
            machine.start()
        machine.do(step)


@pytest.mark.faults
@pytest.mark.release
@pytest.mark.slow
def test_a_server_that_is_killed_between_the_steps_loses_nothing(machine: Machine) -> None:
    for step in steps():
        if not is_store(step):
            machine.start()
        machine.do(step)
        machine.kill()
