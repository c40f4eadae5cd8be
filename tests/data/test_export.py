"""Exported words are never run as formulas."""

from __future__ import annotations

import polars as pl
import pytest

from clairscore.data.export import inert, inert_frame


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_word_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert inert(f"{start}1+1") == f"'{start}1+1"
    frame = pl.DataFrame({"words": [f"{start}1+1"]})
    assert inert_frame(frame)["words"].to_list() == [f"'{start}1+1"]


@pytest.mark.parametrize("word", ["", "Cash loans", "a=b", "1-2", "'=1"])
def test_other_words_stay(word: str) -> None:
    assert inert(word) == word
    assert inert_frame(pl.DataFrame({"words": [word]}))["words"].to_list() == [word]


def test_numbers_and_nulls_stay() -> None:
    frame = pl.DataFrame({"amount": [-5.0, None], "words": [None, "=x"]})
    assert inert_frame(frame).rows() == [(-5.0, None), (None, "'=x")]
