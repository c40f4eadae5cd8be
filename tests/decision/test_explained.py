"""A proposal explained as values: words for a reader, frames that sum to the score."""

from __future__ import annotations

import polars as pl
import pytest

from clairscore.contract import Proposal
from clairscore.decision.bundle import Bundle
from clairscore.decision.explained import Explained, explained
from clairscore.i18n import LANGUAGES, Lang
from tests.decision.test_narrative import teller


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> Lang:
    found: Lang = request.param
    return found


def total(found: Explained, frame: pl.DataFrame) -> float:
    return found.base + float(frame["contribution"].sum())


def test_features_and_themes_sum_to_the_score(model: Bundle, proposals: list[Proposal]) -> None:
    for proposal in proposals:
        found = explained(proposal, teller(model))
        assert total(found, found.features) == pytest.approx(proposal.log_odds, abs=1e-9)
        assert total(found, found.themes) == pytest.approx(proposal.log_odds, abs=1e-9)


def test_the_strongest_come_first_each_in_words(
    model: Bundle, proposals: list[Proposal], lang: Lang
) -> None:
    found = explained(proposals[0], teller(model, lang))
    for frame in (found.themes, found.features):
        weights = frame["contribution"].abs().to_list()
        assert weights == sorted(weights, reverse=True)
    assert set(found.features["feature"]) == set(proposals[0].features)
    assert (found.features["fact"].str.len_chars() > 3).all()


def test_a_notebook_shows_the_words_of_the_reader(
    model: Bundle, proposals: list[Proposal], lang: Lang
) -> None:
    short = explained(proposals[0], teller(model, lang))
    long = explained(proposals[0], teller(model, lang), "validator")
    assert str(short) == short._repr_markdown_() == short.text
    assert len(long.text) > 2 * len(short.text)
