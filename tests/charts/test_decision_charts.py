"""Figures of a decision: every mark on its own side, none hidden, none of fewer than 20 people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairscore.charts import (
    Bar,
    Binned,
    Counts,
    Figure,
    Group,
    hundred,
    loan_line,
    local_global,
    pair_grid,
    payments,
    position,
    reasons,
    reasons_within,
    risk_scale,
)
from clairscore.charts.pair_grid import cells_of
from clairscore.charts.position import standing
from clairscore.charts.reasons import weights
from clairscore.charts.risk_scale import top_of
from clairscore.i18n import LANGUAGES, Lang, spaced
from tests.charts.decision_figures import (
    FEATURES,
    LIMIT,
    THEMES,
    USUAL,
    amounts,
    decision_figures,
    groups,
    paid,
    spans,
    words,
)

SVG = "{http://www.w3.org/2000/svg}"
SHARES = st.floats(0, 1)
LIMITS = st.floats(0.01, 0.6)
CONTRIBUTIONS = st.lists(st.floats(-3, 3), min_size=1, max_size=12)
FEW = settings(max_examples=60, deadline=None)


def layers(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every mark of a chart, the panels' own included."""
    for child in node.get("layer", ()):
        yield from layers(child)
    if "mark" in node:
        yield node


def named(figure: Figure, name: str) -> dict[str, Any]:
    """The one mark of that name."""
    (found,) = (each for each in layers(figure.spec()) if each.get("name") == name)
    return found


def rows(figure: Figure, name: str) -> list[dict[str, Any]]:
    """What the mark of that name draws."""
    spec, layer = figure.spec(), named(figure, name)
    shared = next(each["data"] for each in [layer, *parents(spec, name)] if "data" in each)
    values: list[dict[str, Any]] = shared["values"]
    return values


def parents(node: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """From the nearest, the charts around the mark of that name."""
    for child in node.get("layer", ()):
        if child.get("name") == name:
            return [node]
        if found := parents(child, name):
            return [*found, node]
    return []


def domain(figure: Figure, name: str, channel: str = "x") -> list[float]:
    """The ends of the scale on which the mark of that name stands."""
    around = [named(figure, name), *parents(figure.spec(), name)]
    encoded = next(e["encoding"][channel] for e in around if channel in e.get("encoding", {}))
    found: list[float] = encoded["scale"]["domain"]
    return found


def texts(figure: Figure) -> list[tuple[float, str, str]]:
    """Every written word with its place from the left and its anchor, as the picture has it."""
    found = []
    drawn = ElementTree.fromstring(figure.to_svg())

    def walk(node: ElementTree.Element, left: float) -> None:
        moved = re.match(r"translate\(([-\d.]+)", node.get("transform", ""))
        here = left + (float(moved[1]) if moved else 0.0)
        if node.tag == f"{SVG}text":
            found.append((here, "".join(node.itertext()), node.get("text-anchor", "start")))
        for child in node:
            walk(child, here)

    walk(drawn, 0.0)
    return found


@pytest.mark.parametrize("figure", decision_figures("fr"), ids=lambda figure: figure.kind)
def test_what_is_written_is_vega_lite(figure: Figure) -> None:
    """Altair's schema refuses every word that Vega-Lite does not know."""
    import altair as alt

    alt.Chart.from_dict(figure.spec())


@FEW
@given(SHARES, LIMITS, st.sampled_from(LANGUAGES))
def test_the_mark_is_on_its_side_of_the_limit_and_inside_the_scale(
    probability: float, limit: float, lang: Lang
) -> None:
    figure = risk_scale(probability, limit, lang)
    (mark,), (line,) = rows(figure, "file"), rows(figure, "limit")
    low, high = domain(figure, "file")
    assert low <= mark["at"] <= high
    assert low < line["at"] < high
    assert (mark["at"] >= line["at"]) == (probability >= limit)
    refused = rows(figure, "refused")[0]
    assert refused["at"] == line["at"] == rows(figure, "granted")[0]["end"]
    assert refused["end"] == high == top_of(probability, limit)


@FEW
@given(SHARES, LIMITS)
def test_the_marks_colour_says_its_side_and_no_zone_is_drawn_over_it(
    probability: float, limit: float
) -> None:
    figure = risk_scale(probability, limit, "fr")
    order = [each.get("name") for each in layers(figure.spec())]
    assert order.index("file") > max(order.index(zone) for zone in ("granted", "refused", "limit"))
    refused = risk_scale(1.0, limit, "fr")
    same = named(figure, "file")["mark"]["color"] == named(refused, "file")["mark"]["color"]
    assert same == (probability >= limit)


@pytest.mark.parametrize("width", [270, 620])
@pytest.mark.parametrize(
    "probability", [0.0, 0.0004, 0.03, 0.0905, LIMIT, 0.2, 0.31, 0.62, 0.999, 1.0]
)
def test_no_word_on_the_scale_leaves_the_picture(probability: float, width: int) -> None:
    figure = risk_scale(probability, LIMIT, "fr")
    assert isinstance(figure.chart, dict)
    narrow = replace(figure, chart={**figure.chart, "width": width})
    for left, text, anchor in texts(narrow):
        reach = 8.0 * len(text)
        if anchor == "start":
            assert left + reach <= width + 20, text
        if anchor == "end":
            assert left - reach >= -20, text


@FEW
@given(SHARES)
def test_as_many_crosses_are_drawn_as_are_said(probability: float) -> None:
    figure = hundred(probability, "fr")
    drawn = rows(figure, "icons")
    crosses = [each for each in drawn if each["part"] == "a connu des difficultés de paiement"]
    assert len(drawn) == 100
    assert len({(each["row"], each["column"]) for each in drawn}) == 100
    assert figure.table.rows[0][1] == str(len(crosses))
    assert abs(len(crosses) - 100 * probability) <= 0.5


@FEW
@given(CONTRIBUTIONS)
def test_parts_without_their_signs_make_a_hundred_and_bars_point_their_way(
    contributions: list[float],
) -> None:
    bars = [Bar(f"theme {at}", each) for at, each in enumerate(contributions)]
    parts = weights(bars)
    if any(contributions):
        assert sum(abs(part) for part in parts) == pytest.approx(100)
    for bar, part in zip(bars, parts, strict=True):
        assert part * bar.contribution >= 0
    figure = reasons(bars, "fr")
    low, high = domain(figure, "bars")
    drawn = rows(figure, "bars")
    assert all(low < each["weight"] < high for each in drawn)
    assert [each["weight"] for each in drawn] == sorted(parts, reverse=True)
    assert all(
        each["side"]
        == ("fait monter le risque" if each["weight"] > 0 else "fait baisser le risque")
        for each in drawn
    )


@pytest.mark.parametrize("figure", [reasons(THEMES, "fr"), local_global(THEMES, USUAL, "fr")])
def test_labels_stand_above_their_bars_and_never_run_into_the_next(figure: Figure) -> None:
    bars = "bars" if figure.kind == "reasons" else "file"
    labels = [
        each["top"]
        for layer in layers(figure.spec())
        if layer.get("name") == "labels"
        for each in layer["data"]["values"]
    ]
    places = sorted({each["place"] for each in rows(figure, bars)})
    assert len(labels) == len(places) == len(THEMES)
    for label, place, following in zip(labels, places, [*labels[1:], 10_000], strict=True):
        assert label < place < following


def test_facts_within_a_theme_are_told_in_the_same_way() -> None:
    figure = reasons_within("Vos demandes précédentes", FEATURES, "fr")
    assert figure.title == spaced("Vos demandes précédentes : surtout ce qui fait monter le risque")
    assert [row[1] for row in figure.table.rows] == [
        "fait monter le risque",
        "fait monter le risque",
        "fait baisser le risque",
    ]


@FEW
@given(st.lists(st.integers(20, 500), min_size=11, max_size=11), st.integers(0, 10), st.booleans())
def test_the_file_stands_in_its_bin_also_where_numbers_count_backwards(
    counts: list[int], place: int, backwards: bool
) -> None:
    axis = Binned("montant", tuple(f"{at} ans" for at in range(1, 11)), backwards=backwards)
    parts = [Group("crédit accordé", tuple(counts)), Group("crédit refusé", tuple(counts[::-1]))]
    figure = position(axis, parts, place, "split", "fr")
    (mark,) = rows(figure, "file")
    at = 10 - place if backwards else place
    assert (mark["at"], mark["end"], mark["middle"]) == (at, at + 1, at + 0.5)
    turned = counts[::-1] if backwards else counts
    first = [each["share"] for each in rows(figure, "parts") if each["order"] == 0]
    assert first[at] == pytest.approx(100 * turned[at] / sum(counts))
    assert figure.table.rows[at][-1] == "ce dossier"


@FEW
@given(st.lists(st.integers(0, 500), min_size=6, max_size=6), st.integers(0, 5))
def test_lower_same_and_higher_make_a_hundred(counts: list[int], at: int) -> None:
    lower, same, higher = standing([Group("a", tuple(counts)), Group("b", tuple(counts))], at)
    if any(counts):
        assert lower + same + higher in (100, 101)
        assert lower == round(100 * sum(counts[:at]) / sum(counts))


def test_a_file_without_the_fact_has_no_place_and_says_so() -> None:
    figure = position(amounts("fr"), groups(11), None, "split", "fr")
    assert figure.title == spaced("Montant du crédit : ce dossier ne le dit pas")
    assert not [each for each in layers(figure.spec()) if each.get("name") == "file"]


def test_a_part_too_small_to_be_told_is_left_out_and_that_is_said() -> None:
    figure = position(amounts("fr"), groups(11)[:1], 3, "split", "fr")
    assert "moins de 20 dossiers" in figure.conclusion
    assert {each["order"] for each in rows(figure, "parts")} == {0}


def test_a_word_is_marked_by_its_row() -> None:
    figure = position(words("fr"), groups(4), 1, "split", "fr")
    (mark,) = rows(figure, "file")
    assert mark["label"].replace("\n", " ") == "activité commerciale ◀ ce dossier"
    assert figure.title.startswith(spaced("Origine des revenus : activité commerciale, comme"))


def test_a_unit_that_all_edges_share_is_said_once() -> None:
    axis = amounts("fr")
    assert axis.title == "Montant du crédit (unités monétaires)"
    assert set(axis.ticks().values()) <= {
        f"{n}\u202f000" if n < 1000 else f"{n // 1000}\u202f{n % 1000:03d}\u202f000"
        for n in range(200, 2001, 200)
    }
    ago = Binned("pièce d'identité", ("il y a 5 ans", "il y a 2 ans"), backwards=True)
    assert ago.title == "Pièce d'identité (il y a … ans)"
    assert list(ago.ticks().values()) == ["2", "5"]


MASKED = st.one_of(st.none(), st.just(0), st.integers(20, 400))


@FEW
@given(
    st.lists(st.tuples(MASKED, MASKED), min_size=12, max_size=12),
    st.tuples(st.integers(0, 3), st.integers(0, 2)),
)
def test_no_cell_tells_of_fewer_than_twenty_people(
    counted: list[tuple[int | None, int | None]], place: tuple[int, int]
) -> None:
    across = Binned("crédit", ("1", "2", "3"), backwards=True)
    up = Binned("revenus", ("1", "2"))
    first, second = zip(*counted, strict=True)
    parts = (Counts("accordé", tuple(first)), Counts("refusé", tuple(second)))
    for cell in cells_of(across, up, parts):
        bin = (3 - cell.column) * 3 + cell.row
        hidden = counted[bin][0] is None or counted[bin][1] is None
        assert (cell.share is None) == hidden == (cell.people is None)
    figure = pair_grid(across, up, parts, place, "fr")
    drawn = {(each["column"], each["row"]) for each in rows(figure, "cells")}
    known = {bin for bin, pair in enumerate(counted) if None not in pair and any(pair)}
    assert drawn == {(3 - bin // 3, bin % 3) for bin in known}
    (mark,) = rows(figure, "file")
    assert (mark["column"], mark["row"]) == (3 - place[0], place[1])


def test_three_hundred_loans_fit_on_a_screen_and_none_overlaps_another() -> None:
    figure = loan_line(spans(300), 0, "fr")
    assert figure.spec()["height"] <= 700  # type: ignore[operator]
    drawn = rows(figure, "loans")
    assert len(drawn) == 300
    lines: dict[int, list[tuple[float, float]]] = {}
    for each in drawn:
        lines.setdefault(each["row"], []).append((each["start"], each["end"]))
    for bars in lines.values():
        bars.sort()
        assert all(a[1] < b[0] for a, b in pairwise(bars))
    assert domain(figure, "loans")[0] < min(each["start"] for each in drawn)


def test_a_late_payment_is_marked_on_its_own_loan() -> None:
    found = [span for span in spans(20) if span.late][:1]
    figure = loan_line(found, 0, "fr")
    (loan,), late = rows(figure, "loans"), rows(figure, "late")
    assert [each["row"] for each in late] == [loan["row"]] * len(found[0].late)


def test_nobody_without_loans_is_told_of_any() -> None:
    figure = loan_line([], 0, "fr")
    assert figure.title == "Aucun crédit connu, ni ailleurs ni chez nous"
    figure.to_svg()


def test_late_instalments_stand_above_the_line_and_are_counted() -> None:
    figure = payments(paid(24), "fr")
    drawn = rows(figure, "payments")
    late = [each for each in drawn if each["side"] == "payée en retard"]
    assert {each["days"] > 0 for each in late} == {True}
    assert figure.title == spaced(f"Échéances payées en retard : {len(late)} sur 24")


def test_a_theme_is_compared_with_its_usual_weight_on_one_scale() -> None:
    usual = {bar.label: 0.0 for bar in THEMES} | {"Votre âge": 100.0}
    figure = local_global(THEMES, usual, "fr")
    assert figure.title == spaced("« Votre âge » compte moins que d'habitude")
    drawn = rows(figure, "model")
    assert max(each["part"] for each in drawn) == 100.0
