"""Populations and similar applicants: counts of at least twenty people, never a single row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from clairscore.api.acting import hidden_clients
from clairscore.api.crowds import (
    Distribution,
    Joint,
    Similar,
    Variables,
    shown_axis,
    shown_grid,
    shown_parts,
    told_group,
)
from clairscore.api.openapi import stated
from clairscore.api.problems import Problem, Wrong
from clairscore.api.reach import Client
from clairscore.api.roles import Call, allow
from clairscore.api.routes.clients import READERS_AND_SELF
from clairscore.api.routes.histories import newest_file, style_of
from clairscore.api.routes.tagged import routes_of
from clairscore.decision.population.axes import PROBABILITY, VARIABLES, value_of
from clairscore.decision.population.groups import Group, cell_of, similar
from clairscore.decision.population.histograms import PAIRED, SPLITS, Part, Split
from clairscore.errors import Absent
from clairscore.i18n import t
from clairscore.store import population
from clairscore.store.book import score_of
from clairscore.store.database import Read
from clairscore.store.population import Grid, Outline

router = routes_of("population")

READERS = allow("client", "manager", "reviewer", "analyst", "auditor", "service")

Variable = Annotated[
    str, Query(max_length=40, description="One of `variables`.", examples=["AMT_CREDIT"])
]
Second = Annotated[str, Query(max_length=40, examples=["AMT_INCOME_TOTAL"])]
OfSplit = Annotated[
    Split,
    Query(
        description="`proposed`: granted and refused by the model; `observed`: repaid and"
        " difficulties, of loans that were granted. Never mixed.",
        examples=["proposed"],
    ),
]
About = Annotated[
    int | None,
    Query(
        ge=1,
        lt=2**63,
        description="A client within reach: his group is told, and where he stands.",
        examples=[100_001],
    ),
]


@dataclass(frozen=True, slots=True)
class Among:
    """Where somebody stands: the book's outline, his group, and his own values' places."""

    outline: Outline
    group: Group | None
    places: dict[str, int | None]


@router.get(
    "/v1/population/variables",
    summary="Variables of populations",
    openapi_extra=stated(problems=["not_found"]),
)
async def variables(call: Annotated[Call, READERS]) -> Variables:
    """By which variables the book was counted, and how each is cut."""
    found = await call.service.read(_outline, call)
    style = style_of(call)
    return Variables(
        bundle=found.bundle,
        clients=found.clients,
        counted=found.created,
        variables=[shown_axis(found.axes[name], style) for name in VARIABLES],
        paired=list(PAIRED),
    )


@router.get(
    "/v1/population/distribution",
    summary="How a variable spreads",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def distribution(
    call: Annotated[Call, READERS],
    variable: Variable,
    split: OfSplit = "proposed",
    client: About = None,
) -> Distribution:
    """Counts of everybody, or of those who are similar to a client; parts of fewer than 20 people
    are not told."""
    _require(variable, VARIABLES, "variable")
    return await call.service.work(_distribution, call, variable, split, client)


@router.get(
    "/v1/population/grid",
    summary="Two variables together",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def grid(
    call: Annotated[Call, READERS],
    first: Variable,
    second: Second,
    split: OfSplit = "proposed",
    client: About = None,
) -> Joint:
    """Everybody by two numbers of `paired`; places with fewer than 20 people are null."""
    _require(first, PAIRED, "first")
    _require(second, tuple(name for name in PAIRED if name != first), "second")
    return await call.service.work(_joint, call, first, second, split, client)


@router.get(
    "/v1/clients/{client}/similar",
    summary="Who is similar to a client",
    openapi_extra=stated(problems=["not_found", "erased"]),
)
async def similar_to(call: Annotated[Call, READERS_AND_SELF], client: Client) -> Similar:
    """The group by which criteria, how many they are, and what became of them; never by excluded
    facts or age."""
    return await call.service.work(_similar, call, client)


def _outline(read: Read, call: Call) -> Outline:
    return population.outline(read, call.service.models.bundle.id)


def _among(read: Read, call: Call, client: int | None) -> Among:
    """Where the client stands, within the caller's reach; nobody's place without one."""
    outline = _outline(read, call)
    if client is None:
        return Among(outline, None, {})
    _, file = newest_file(read, call, client, "population")
    group = similar(cell_of(file.application, outline.thirds), outline.sizes)
    probability = _probability(read, call, client)
    places = {}
    for name, axis in outline.axes.items():
        known = probability is not None or name != PROBABILITY
        value = value_of(name, file.application, probability or 0.0) if known else None
        places[name] = axis.place(value)
    return Among(outline, group, places)


def _probability(read: Read, call: Call, client: int) -> float | None:
    """What the book says of the client; None without a line, and for a reviewer who has yet to
    give an own opinion: a place among others would tell the model's."""
    if client in hidden_clients(read, call):
        return None
    try:
        return score_of(read, client).probability
    except Absent:
        return None


def _distribution(call: Call, variable: str, split: Split, client: int | None) -> Distribution:
    def look(read: Read) -> tuple[Among, dict[str, Part | None]]:
        among = _among(read, call, client)
        cells = among.group.cells if among.group else None
        told = population.parts(read, among.outline.bundle, variable, split, cells)
        return among, told

    among, told = call.service.look(look)
    style, group = style_of(call), among.group
    return Distribution(
        axis=shown_axis(among.outline.axes[variable], style),
        split=split,
        split_label=t(f"similar.split.{split}", call.lang),
        group=told_group(group, among.outline, style),
        clients=group.clients if group else among.outline.clients,
        criteria=list(group.criteria) if group else [],
        parts=shown_parts(told, split, style),
        place=among.places.get(variable),
    )


def _joint(call: Call, first: str, second: str, split: Split, client: int | None) -> Joint:
    ordered = sorted((first, second), key=PAIRED.index)

    def look(read: Read) -> tuple[Among, dict[str, Grid | None]]:
        among = _among(read, call, client)
        told = population.grids(read, among.outline.bundle, ordered[0], ordered[1], split)
        return among, told

    among, told = call.service.look(look)
    axes, style = among.outline.axes, style_of(call)
    places = [among.places.get(name) for name in ordered]
    return Joint(
        first=shown_axis(axes[ordered[0]], style),
        second=shown_axis(axes[ordered[1]], style),
        split=split,
        split_label=t(f"similar.split.{split}", call.lang),
        clients=among.outline.clients,
        parts=[shown_grid(name, told.get(name), style) for name in SPLITS[split]],
        place=None if None in places else (places[0] or 0, places[1] or 0),
    )


def _similar(call: Call, client: int) -> Similar:
    def look(read: Read) -> tuple[Among, dict[Split, dict[str, Part | None]]]:
        among = _among(read, call, client)
        cells = among.group.cells if among.group else frozenset()
        told = {
            split: population.parts(read, among.outline.bundle, PROBABILITY, split, cells)
            for split in SPLITS
        }
        return among, told

    among, told = call.service.look(look)
    if among.group is None:
        raise Problem("not_found")
    style = style_of(call)
    return Similar(
        client=client,
        text=told_group(among.group, among.outline, style),
        criteria=list(among.group.criteria),
        clients=among.group.clients,
        proposed=shown_parts(told["proposed"], "proposed", style),
        observed=shown_parts(told["observed"], "observed", style),
    )


def _require(name: str, known: tuple[str, ...], parameter: str) -> None:
    if name not in known:
        raise Problem("invalid", errors=[Wrong(f"query.{parameter}", "variable")])
