"""The scripts about size compare bit by bit, and their page says what was not measured."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from bench.cluster import cells
from bench.record import Record, as_json
from bench.scale import Point, records
from bench.scale_page import Line, write_scale

POINTS = [
    Point("here", 50_000, 30.0, 50.0, 1.1),
    Point("cluster", 50_000, 45.0, 90.0, 0.4),
    Point("one worker", 50_000, 80.0, 85.0, 0.4),
    Point("here", 300_000, 155.0, 300.0, 1.2),
    Point("cluster", 300_000, 195.0, 360.0, 0.4),
    Point("here", 3_000_000, 1_505.0, 3_000.0, 1.3),
]


def test_a_cell_differs_by_its_bits_a_word_by_its_letters() -> None:
    one = pl.DataFrame(
        {"SK_ID_CURR": [1, 2, 3], "f": [0.0, None, 1.5], "outcome": ["granted", "refused", None]}
    )
    assert cells(one, one.clone()) == 0
    signed = one.with_columns(pl.Series("f", [-0.0, None, 1.5]))
    assert cells(one, signed) == 1
    absent = one.with_columns(
        pl.Series("f", [0.0, 0.0, None]), pl.Series("outcome", ["", "x", "y"])
    )
    assert cells(one, absent) == 5


def test_a_line_goes_through_points_that_lie_on_one() -> None:
    here = Line.through([each for each in POINTS if each.by == "here"])
    assert (here.start, here.a_million) == pytest.approx((5.0, 500.0))
    cluster = Line.through([each for each in POINTS if each.by == "cluster"])
    assert (cluster.start, cluster.a_million) == pytest.approx((15.0, 600.0))
    assert here.meets(cluster) is None
    assert here.meets(cluster.on(8)) == pytest.approx(10 / 350 * 1e6)


def test_the_page_tells_measured_from_calculated(tmp_path: Path) -> None:
    found = records(POINTS, _options())
    assert found[0].met is True
    kept = [as_json(each, "python -m bench.scale") for each in found]
    (tmp_path / "scale.json").write_text(json.dumps(kept))
    write_scale(tmp_path, tmp_path / "scale.json")
    page = (tmp_path / "scale.md").read_text()
    assert "from about 30,000 clients" in page
    assert "calculated, not measured" in page
    assert page.count("\n| ") == len(POINTS) + 2
    picture = (tmp_path / "images" / "scale.svg").read_text()
    assert "(measured)" in picture
    assert "32 cores (calculated)" in picture


def test_a_book_that_needs_too_much_memory_breaks_its_promise() -> None:
    large = Point("here", 3_000_000, 1.0, 1.0, 9.0)
    book: Record = records([*POINTS[:-1], large], _options())[0]
    assert book.met is False


def _options() -> object:
    from argparse import Namespace

    return Namespace(seed=1)
