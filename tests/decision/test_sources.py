"""The organisations behind outside scores."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clairscore.decision.rules import SCORES_READ
from clairscore.decision.sources import load_sources
from clairscore.errors import BadSetting

ONE = """
[[source]]
columns = ["EXT_SOURCE_1"]
name = "Agence"
address = "1 rue de l'Exemple"
obtain = { fr = "Écrivez.", en = "Write." }
correct = { fr = "Signalez.", en = "Report." }
"""


def test_every_outside_score_has_a_fictitious_organisation_by_default() -> None:
    sources = load_sources()
    for column in SCORES_READ:
        source = sources.of(column)
        assert source is not None
        assert "Démo" in source.name
    assert sources.of("AMT_CREDIT") is None


def test_a_lender_names_its_own(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(ONE, encoding="utf-8")
    source = load_sources(path).of("EXT_SOURCE_1")
    assert source is not None
    assert (source.name, source.obtain.fr, source.correct.en) == ("Agence", "Écrivez.", "Report.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ONE.replace("EXT_SOURCE_1", "EXT_SOURCE_9"), "unknown to the schema ['EXT_SOURCE_9']"),
        (ONE + ONE, "given to two organisations ['EXT_SOURCE_1']"),
        (ONE.replace('name = "Agence"', ""), "source.0.name: Field required"),
        (ONE.replace(', en = "Write."', ""), "source.0.obtain.en: Field required"),
        (ONE + 'colour = "blue"', "source.0.colour: Extra inputs"),
        ("[[source", "not TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting, match=re.escape(told)):
        load_sources(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"nowhere\.toml: cannot be read"):
        load_sources(tmp_path / "nowhere.toml")
