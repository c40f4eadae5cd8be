"""Every figure: drawn, named, told in words and as a table, in both languages."""

from __future__ import annotations

import re
from typing import get_args
from xml.etree import ElementTree

import pytest

from clairscore.charts import Bin, Change, Part, calibration, changes, groups
from clairscore.charts.figure import Figure, Kind
from clairscore.charts.theme import HIGHER, INK, LOWER, MUTED
from clairscore.i18n import LANGUAGES, Lang
from tests.charts.figures import between, every_figure

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = [(lang, figure) for lang in LANGUAGES for figure in every_figure(lang)]
IDS = [f"{lang}-{figure.kind}" for lang, figure in FIGURES]


def drawn(figure: Figure) -> ElementTree.Element:
    return ElementTree.fromstring(figure.to_svg())


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(node.itertext()) for node in svg.iter(f"{SVG}text")]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_there_is_a_figure_of_every_kind() -> None:
    assert {figure.kind for figure in every_figure("fr")} == set(get_args(Kind))


@pytest.mark.parametrize(("lang", "figure"), FIGURES, ids=IDS)
def test_a_figure_says_its_conclusion_and_holds_its_data(lang: Lang, figure: Figure) -> None:
    assert figure.title
    assert figure.conclusion.endswith(".")
    assert figure.title in figure.alt
    assert figure.conclusion in figure.alt
    assert figure.table.rows
    assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)


@pytest.mark.parametrize(("lang", "figure"), FIGURES, ids=IDS)
def test_a_picture_is_one_named_image_without_anything_outside(lang: Lang, figure: Figure) -> None:
    svg = drawn(figure)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == figure.alt
    title = svg.find(f"{SVG}title")
    assert title is not None
    assert title.text == figure.alt
    assert not re.search(r"(?:href|src|url)\s*[=(]\s*[\"']?(?!#)", figure.to_svg())


@pytest.mark.parametrize(("lang", "figure"), FIGURES, ids=IDS)
def test_no_label_is_cut_short(lang: Lang, figure: Figure) -> None:
    assert not [text for text in texts(drawn(figure)) if text.endswith("…")]


@pytest.mark.parametrize(("lang", "figure"), FIGURES, ids=IDS)
def test_no_label_starts_outside_the_picture(lang: Lang, figure: Figure) -> None:
    svg = drawn(figure)
    width = float(svg.get("width", "0"))
    assert 300 <= width <= 700
    for axis in svg.iter(f"{SVG}g"):
        for text in axis.findall(f"{SVG}text"):
            at = float(re.findall(r"translate\(([-\d.]+)", text.get("transform", ""))[0])
            assert at <= width


def test_numbers_follow_the_language() -> None:
    both = {figure.lang: texts(drawn(figure)) for _, figure in FIGURES if figure.kind == "groups"}
    assert any("\u202f%" in text for text in both["fr"])
    assert any(re.fullmatch(r"[\d.]+%", text) for text in both["en"])


def test_colours_differ_in_lightness_and_stand_out_from_white() -> None:
    for colour in (LOWER, HIGHER, INK, MUTED):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_a_calibration_that_fails_is_not_called_good() -> None:
    off = calibration([Bin(50, 0.1, between(0.3, 0.05)) for _ in range(10)], "en")
    assert off.title == "The announced probabilities do not hold everywhere"


def test_a_change_within_chance_is_not_called_an_effect() -> None:
    found = changes("ladder", [Change("a step", between(0.001, 0.002))], "en")
    assert found.title == "No single step stands apart from chance on these data"


def test_groups_apart_are_those_whose_interval_leaves_the_whole_out() -> None:
    parts = [Part("Age", "a", 100, between(0.7, 0.1)), Part("Age", "b", 100, between(0.9, 0.05))]
    assert "1 of 2" in groups(parts, between(0.72, 0.01), "en").conclusion


def test_marks_stand_on_their_values() -> None:
    """In the groups' figure, a greater share lies further to the right."""
    svg = drawn(next(figure for figure in every_figure("en") if figure.kind == "groups"))
    marks = [
        float(re.findall(r"translate\(([-\d.]+)", node.get("transform", ""))[0])
        for group in svg.iter(f"{SVG}g")
        if "mark-symbol" in group.get("class", "") and "role-mark" in group.get("class", "")
        for node in group.findall(f"{SVG}path")
    ]
    assert marks == sorted(marks)
    assert len(marks) == 2
