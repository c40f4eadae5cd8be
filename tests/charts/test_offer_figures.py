"""Marks of offers' figures stand where their values are, words stay inside, fields hold counts."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from clairscore.charts import Fields, Figure, before_after, confusion, response, swap_set
from clairscore.i18n import LANGUAGES, Lang
from tests.charts.offer_figures import CURRENCY, LIMIT, steps, turned

SVG = "{http://www.w3.org/2000/svg}"
Places = list[tuple[float, float]]


def marks(figure: Figure, name: str) -> Places:
    """Where the marks of a layer stand, in pixels."""
    svg = ElementTree.fromstring(figure.to_svg())
    found = [
        node.get("transform", "")
        for group in svg.iter(f"{SVG}g")
        if f"{name}_marks" in group.get("class", "").split()
        for node in group
    ]
    assert found, f"no marks {name}"
    places = [re.findall(r"translate\(([-\d.]+),([-\d.]+)", each)[0] for each in found]
    return [(float(x), float(y)) for x, y in places]


def curve(at: int = 6, lang: Lang = "fr") -> Figure:
    return response(steps(), steps()[at], turned(), LIMIT, "amount", CURRENCY[lang], lang)


def test_steps_rise_to_the_right_and_the_ring_stands_on_its_own_step() -> None:
    places = marks(curve(), "steps")
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert [-y for _, y in places] == sorted(-y for _, y in places)
    assert marks(curve(), "here") == [places[6]]


@pytest.mark.parametrize(("before", "after"), [(0.132, 0.071), (0.02, 0.13), (0.6, 0.05)])
def test_marks_stand_on_their_side_of_the_limit(before: float, after: float) -> None:
    figure = before_after(before, after, LIMIT, "fr")
    svg = ElementTree.fromstring(figure.to_svg())
    rule = next(g for g in svg.iter(f"{SVG}g") if "limit_marks" in g.get("class", "").split())
    limit = float(re.findall(r"translate\(([-\d.]+)", next(iter(rule)).get("transform", ""))[0])
    for name, value in (("before", before), ("after", after)):
        [(x, _)] = marks(figure, name)
        assert (x > limit) == (value > LIMIT), name
        assert x / limit == pytest.approx(value / LIMIT, rel=0.02)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_turn_is_told_in_words(lang: Lang) -> None:
    told = curve(lang=lang).conclusion
    assert told.count("351") == told.count("590") == 1
    one = response(steps(), steps()[0], turned()[:1], LIMIT, "amount", "€", lang)
    assert "351" in one.title
    assert "351" not in one.conclusion


def test_a_curve_without_a_turn_says_that_nothing_changes() -> None:
    found = response(steps()[:4], steps()[0], [], LIMIT, "amount", "€", "en")
    assert found.title == "From 200,000 to €320,000 the proposal stays: loan granted"


def test_the_four_fields_hold_everybody_once() -> None:
    fields = Fields(90, 2, 6, 4)
    for figure in (confusion(fields, LIMIT, "en"), swap_set(fields, "en")):
        counts = [int(cell) for row in figure.table.rows for cell in row[1:]]
        assert counts == [90, 2, 6, 4]
    assert "66.7%" in confusion(fields, LIMIT, "en").title
    assert "8 proposals of 102" in swap_set(fields, "en").title
