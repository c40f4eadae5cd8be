"""The program around the commands: help in two languages, exit codes, what an error looks like."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from clairscore.cli import app as program_module
from clairscore.cli import options as cli_options
from clairscore.cli.app import program, run
from clairscore.cli.scoring import cause_name
from clairscore.cli.terminal import fold
from clairscore.cli.wording import chosen_language, options, walk
from clairscore.decision.decide import ABSENCE, AGE, UNCERTAIN
from clairscore.decision.policy import RuleCode
from clairscore.errors import FailedExam, Fault
from clairscore.features.catalogue import Extent
from clairscore.i18n import LANGUAGES, Lang, catalogue
from tests.conftest import clairscore

HEAVY = ("polars", "numpy", "lightgbm", "narwhals", "pydantic", "cryptography")


def python(code: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_and_option_has_its_help(lang: Lang) -> None:
    for _, command in walk(program(lang)):
        assert command.help
        assert all(getattr(option, "help", "") for option in options(command).values())


def test_help_texts_of_the_command_line_are_all_used() -> None:
    used = set()
    for path, command in walk(program("en")):
        used |= {".".join(("cli", *path, name)) for name in ("help", *options(command))}
        used |= {f"cli.option.{name}" for name in options(command)}
    source = "".join(path.read_text() for path in Path(program_module.__file__).parent.glob("*.py"))
    stems = set(re.findall(r"[\"'](cli\.[\w.-]+?)\.?[\"'{]", source))
    unused = [
        key
        for key in catalogue("en")
        if key.startswith("cli.")
        and key not in used
        and not any(key == stem or key.startswith(f"{stem}.") for stem in stems)
    ]
    assert not unused


def test_the_extents_that_commands_take_are_those_of_the_catalogue() -> None:
    assert get_args(cli_options.Extent) == get_args(Extent)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cause_of_a_referral_has_a_name(lang: Lang) -> None:
    codes = [*get_args(RuleCode), ABSENCE, UNCERTAIN, AGE]
    assert all(cause_name(code, lang) for code in codes)


def test_help_is_french_unless_the_environment_asks_for_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CLAIRSCORE_LANGUAGE", raising=False)
    assert "Proposer une décision" in clairscore("--help").out
    monkeypatch.setenv("CLAIRSCORE_LANGUAGE", "en")
    assert "Propose a decision" in clairscore("--help").out


def test_an_unknown_language_falls_back_to_french() -> None:
    assert chosen_language({"CLAIRSCORE_LANGUAGE": "de"}) == "fr"


def test_help_loads_nothing_heavy() -> None:
    done = python(
        "import sys; from clairscore.cli.app import run; code = run(['--help']);"
        f"print([name for name in {HEAVY} if name in sys.modules], code)"
    )
    assert done.stdout.splitlines()[-1] == "[] 0", done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--version"], 0, ""),
        (["no-such-command"], 2, "no-such-command"),
        (["decide"], 2, "whose file"),
        (["decide", "--client", "1"], 2, "add --data DIR"),
        (["decide", "absent.json"], 2, "absent.json: no such file"),
        (["data", "check", "absent"], 2, "absent: no such folder"),
        (["data", "synth", "out", "--rate", "0.9"], 2, "expected between 0 and 0.5"),
        (["model", "verify", "absent"], 2, "absent: no such bundle"),
        (["evaluate", ".", "--tables", "bureaux"], 2, "--tables: found bureaux"),
        (["features", ".", "--out", "x.xlsx"], 2, "ends in .parquet or .csv"),
        (["score", ".", "--out", "x.csv", "--submission", "y.txt"], 2, "ends in .csv"),
        (["score", ".", "--out", "x.csv", "--contributions", "y.csv"], 2, "ends in .parquet"),
        (["train", ".", "--policy", "absent.json"], 2, "give a policy as JSON"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    words: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = clairscore(*words)
    assert done.code == code
    assert said in " ".join(done.err.split())
    assert "Traceback" not in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("error", "code"), [(Fault("the disk is full"), 1), (FailedExam("age moved"), 3)]
)
def test_each_kind_of_error_has_its_exit_code(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr("clairscore.settings.load_settings", fails)
    done = clairscore("settings")
    assert (done.code, done.err.strip()) == (code, str(error))


def test_an_unexpected_error_is_one_line_and_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("clairscore.settings.load_settings", fails)
    done = clairscore("settings")
    assert done.code == 1
    assert "ZeroDivisionError" in done.err
    assert "--debug" in done.err
    assert "Traceback" not in done.err
    with pytest.raises(ZeroDivisionError):
        run(["settings", "--debug"])


def test_a_file_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise PermissionError(13, "Permission denied", "/there")

    monkeypatch.setattr("clairscore.settings.load_settings", fails)
    done = clairscore("settings")
    assert (done.code, done.err.strip()) == (1, "/there: Permission denied")


def test_settings_tell_where_a_value_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIRSCORE_CURRENCY", "€")
    lines = {line["name"]: line for line in clairscore("settings", "--json").json["settings"]}
    assert lines["currency"]["value"] == "€"
    assert lines["currency"]["source"] == "environment"
    assert lines["bundles"]["source"] == "default"
    assert "environnement" in clairscore("settings").out


def test_a_misspelt_setting_is_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIRSCORE_CURENCY", "€")
    done = clairscore("settings")
    assert done.code == 2
    assert "CLAIRSCORE_CURRENCY" in done.err


def test_lines_break_at_plain_spaces_only() -> None:
    assert fold("la limite\u00a0: neuf", 12, indent=2) == "  la\n  limite\u00a0:\n  neuf"


def test_colours_are_left_out_where_the_user_says_so() -> None:
    code = "from clairscore.cli.app import run; run(['settings'])"
    assert "\x1b[" in python(code, FORCE_COLOR="1").stdout
    plain = python(code, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert not re.search(r"\x1b\[[\d;]*3\d", plain)
