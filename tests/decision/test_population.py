"""Similar applicants and counts of a book: by what, how many at least, never a single row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.data.credit_file import credit_files
from clairscore.data.schema import protected_columns
from clairscore.data.synthetic import tables
from clairscore.decision.population.axes import (
    PROBABILITY,
    VARIABLES,
    Axis,
    axis_of,
    bin_words,
    edge_text,
    even_edges,
    value_of,
    values_of,
    variable_definition,
    variable_label,
)
from clairscore.decision.population.gathering import Gathering
from clairscore.decision.population.groups import (
    CRITERIA,
    INCOME_TYPE,
    Cell,
    Thirds,
    cell_of,
    cells_of,
    group_text,
    similar,
)
from clairscore.decision.population.histograms import (
    SPLITS,
    Part,
    Population,
    population_of,
    together,
)
from clairscore.decision.units import Style
from clairscore.i18n import LANGUAGES, Lang


@pytest.fixture(scope="module")
def book() -> pl.DataFrame:
    made = tables(1_200, seed=3, default_rate=0.2)["application"]
    draw = np.random.default_rng(0).random(made.height)
    return made.with_columns(
        pl.Series("probability", draw),
        pl.Series("verdict", np.where(draw < 0.7, "granted", "refused")),
        TARGET=pl.when(pl.int_range(pl.len()) % 4 > 0).then(pl.col("TARGET")),
    )


@pytest.fixture(scope="module")
def population(book: pl.DataFrame) -> Population:
    return population_of(book, "0123")


def test_nobody_is_grouped_by_an_excluded_fact_or_by_age() -> None:
    barred = {column for table, column in protected_columns() if table == "application"}
    assert not barred & set(VARIABLES)
    assert not {"DAYS_BIRTH", *barred} & {"NAME_CONTRACT_TYPE", INCOME_TYPE}


def test_one_applicants_cell_is_that_of_his_row_in_the_book(book: pl.DataFrame) -> None:
    lazy = {name: frame.lazy() for name, frame in tables(1_200, 3, default_rate=0.2).items()}
    clients = book["SK_ID_CURR"].head(120).to_list()
    thirds = Thirds.of(book)
    cells = [Cell(*row) for row in cells_of(book, thirds).head(120).iter_rows()]
    files = credit_files(lazy, clients)
    assert [cell_of(files[client].application, thirds) for client in clients] == cells


def test_thirds_part_a_book_in_three(book: pl.DataFrame) -> None:
    counted = cells_of(book, Thirds.of(book))["income_third"].value_counts()
    assert counted["count"].min() > 0.2 * book.height


@given(
    st.dictionaries(
        st.builds(Cell, *(st.sampled_from(["a", "b"]) for _ in range(2)), *(st.just("low"),) * 2),
        st.integers(1, 30),
        min_size=1,
    )
)
def test_a_group_is_widened_by_its_finest_criterion_until_it_has_enough(
    sizes: dict[Cell, int],
) -> None:
    cell = Cell("a", "a", "low", "low")
    group = similar(cell, sizes)
    if group is None:
        assert sum(sizes.values()) < 20
        return
    assert group.clients == sum(sizes[each] for each in group.cells) >= 20
    assert group.criteria == CRITERIA[: len(group.criteria)]
    assert all(each.shares(cell, group.criteria) for each in group.cells)
    if len(group.criteria) < len(CRITERIA):
        finer = CRITERIA[: len(group.criteria) + 1]
        assert sum(n for each, n in sizes.items() if each.shares(cell, finer)) < 20


def test_counts_are_those_of_the_book(book: pl.DataFrame, population: Population) -> None:
    assert sum(population.sizes.values()) == population.clients == book.height
    for variable in VARIABLES:
        told = together(
            parts
            for (name, split, _), parts in population.cells.items()
            if (name, split) == (variable, "proposed")
        )
        clients = {name: part.clients for name, part in told.items() if part}
        assert clients == dict(book["verdict"].value_counts().iter_rows())
        known = sum(sum(part.counts) for part in told.values() if part)
        assert known == values_of(variable, book).is_not_null().sum()


def test_observed_outcomes_count_only_where_one_is_known(
    book: pl.DataFrame, population: Population
) -> None:
    told = together(
        parts
        for (name, split, _), parts in population.cells.items()
        if (name, split) == (PROBABILITY, "observed")
    )
    known = book["TARGET"].drop_nulls()
    assert told["difficulties"] is not None
    assert told["repaid"] is not None
    assert told["difficulties"].clients == known.sum()
    assert told["repaid"].clients == (known == 0).sum()


def test_a_book_without_outcomes_has_no_observed_counts(book: pl.DataFrame) -> None:
    blank = population_of(book.drop("TARGET"), "0123")
    assert not [key for key in blank.cells if key[1] == "observed"]
    assert all(sum(map(sum, v.values())) == 0 for k, v in blank.pairs.items() if k[2] == "observed")


def test_a_part_of_fewer_than_twenty_people_is_not_told() -> None:
    told = together([{"granted": Part((10, 9), 1), "refused": Part((10, 9), 0)}])
    assert told == {"granted": Part((10, 9), 1), "refused": None}


def test_a_value_stands_in_the_bin_that_counts_it(book: pl.DataFrame) -> None:
    rows = book.head(200).to_dicts()
    for variable in VARIABLES:
        axis = axis_of(variable, book)
        many = axis.places(values_of(variable, book.head(200))).to_list()
        for row, place in zip(rows, many, strict=True):
            known = {name: value for name, value in row.items() if value is not None}
            found = axis.place(value_of(variable, known, row["probability"]))
            assert found == place, variable
            assert place is None or 0 <= place < axis.bins


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200))
def test_edges_are_few_rising_and_within_the_values(values: list[float]) -> None:
    edges = even_edges(pl.Series(values))
    assert len(edges) <= 20
    assert list(edges) == sorted(set(edges))
    assert all(min(values) <= edge <= max(values) for edge in edges)


def test_grids_of_two_numbers_count_those_who_have_both(
    book: pl.DataFrame, population: Population
) -> None:
    first, second = "AMT_INCOME_TOTAL", "AMT_CREDIT"
    grids = population.pairs[first, second, "proposed"]
    both = book.select(first, second).drop_nulls().height
    assert sum(sum(grid) for grid in grids.values()) == both
    bins = population.axes[first].bins * population.axes[second].bins
    assert {len(grid) for grid in grids.values()} == {bins}
    assert set(SPLITS["proposed"]) == set(grids)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_groups_axes_and_bins_can_be_told(
    book: pl.DataFrame, population: Population, lang: Lang
) -> None:
    style = Style.of(lang, "€")
    for cell in population.sizes:
        group = similar(cell, population.sizes)
        assert group is not None
        assert (
            str(len(group.criteria) and group.clients)
            in group_text(group, style).replace("\u202f", "").replace(",", "")
            or not group.criteria
        )
    for variable, axis in population.axes.items():
        assert variable_label(variable, style)
        assert variable_definition(variable, style)[0].isupper()
        assert all(edge_text(axis, edge, style) for edge in axis.edges)
        assert len(bin_words(axis, style)) == len(axis.words)


def test_nobody_known_makes_no_edges() -> None:
    assert even_edges(pl.Series([], dtype=pl.Float64)) == ()
    assert Axis("x", "number").bins == 1
    assert replace(Axis("x", "number"), edges=(1.0,)).place(1.0) == 1


def test_a_book_gathered_part_by_part_has_the_counts_of_the_whole(book: pl.DataFrame) -> None:
    gathering = Gathering()
    for part in (book.head(500), book.tail(book.height - 500)):
        proposals = part.select("SK_ID_CURR", "probability", "verdict")
        gathering({"application": part.drop("probability", "verdict", "TARGET")}, proposals)
    known = book.filter(pl.col("TARGET").is_not_null()).select("SK_ID_CURR", "TARGET")
    observed = {client: bool(late) for client, late in known.iter_rows()}
    assert gathering.population("0123", observed) == population_of(book, "0123")
    assert Gathering().population("0123", {}) is None
