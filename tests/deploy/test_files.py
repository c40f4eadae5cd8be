"""Deployment files that cannot run here are at least checked against what their readers accept."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from clairscore.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
DOCKERFILE, COMPOSE = ROOT / "deploy" / "Dockerfile", ROOT / "deploy" / "compose.yaml"


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, words)), cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_one_that_github_reads(workflow: Path) -> None:
    words = (BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow)
    checked = run(*words)
    assert checked.returncode == 0, checked.stdout


def test_the_composition_is_one_that_docker_reads() -> None:
    checked = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE)
    assert checked.returncode == 0, checked.stdout


def test_what_the_composition_sets_are_settings() -> None:
    named = set(re.findall(r"CLAIRSCORE_(\w+):", COMPOSE.read_text()))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_images_are_built_by_the_rules() -> None:
    found = run(BIN / "hadolint", DOCKERFILE)
    assert found.returncode == 0, found.stdout


def test_every_image_runs_without_rights_says_how_it_is_and_holds_its_own_lock() -> None:
    stages = re.split(r"^FROM ", DOCKERFILE.read_text(), flags=re.MULTILINE)[1:]
    programs = [stage for stage in stages if stage.startswith("program AS ")]
    assert len(programs) == 4
    for stage in programs:
        assert "\nUSER 10001\n" in stage
        assert "\nHEALTHCHECK " in stage
    locks = re.findall(r"COPY (requirements/\S+\.txt)", DOCKERFILE.read_text())
    assert all((ROOT / lock).is_file() for lock in locks)
    assert all(" install --require-hashes " in stage for stage in stages if "-r /req" in stage)


def test_the_images_need_no_file_that_is_kept_from_them() -> None:
    let_in = [
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[0] == "!"
    ]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE.read_text(), re.MULTILINE)
    for name in " ".join(copied).split():
        assert name.split("/")[0] in let_in


def test_a_program_is_sent_to_a_platform_as_an_application_of_its_own(tmp_path: Path) -> None:
    far, tree = tmp_path / "far.git", tmp_path / "tree"
    subprocess.run(["git", "init", "--quiet", "--bare", far], check=True)
    sent = subprocess.run(
        [ROOT / "scripts" / "deploy.sh", "api"],
        env={"DEPLOY_TO": str(far), "PATH": "/usr/local/bin:/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert sent.returncode == 0, sent.stderr
    subprocess.run(["git", "clone", "--quiet", "--branch", "main", far, tree], check=True)
    assert (tree / "Procfile").read_text() == "web: clairscore serve --host 0.0.0.0 --port $PORT\n"
    assert (tree / "requirements.txt").read_text() == (ROOT / "requirements/api.txt").read_text()
    assert not (tree / "tests").exists()
    assert tomllib.loads((tree / "pyproject.toml").read_text())["project"]["name"] == "clairscore"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("deploy.sh",), "name api, dashboard or client-space"),
        (("deploy.sh", "mlflow"), "found 'mlflow'"),
        (("deploy.sh", "api"), "DEPLOY_TO is empty"),
        (("release.sh", "99.0.0", "new"), "asked for 99.0.0"),
    ],
)
def test_a_script_says_what_it_lacks(words: tuple[str, ...], told: str) -> None:
    script, *rest = words
    ran = run(ROOT / "scripts" / script, *rest)
    assert ran.returncode == 2
    assert told in ran.stderr
