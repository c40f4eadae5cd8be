"""What is told of populations: axes, parts of a split, grids."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from clairscore.api.models import Answered
from clairscore.decision.population.axes import (
    Axis,
    bin_words,
    edge_text,
    variable_definition,
    variable_label,
)
from clairscore.decision.population.groups import Group, group_text
from clairscore.decision.population.histograms import SPLITS, Part, Split
from clairscore.decision.units import Style
from clairscore.i18n import number, t
from clairscore.store.population import Grid, Outline


class ShownAxis(Answered):
    """A variable and how it is cut into bins."""

    variable: str = Field(examples=["AMT_CREDIT"])
    label: str = Field(examples=["montant du crédit"])
    definition: str = Field(examples=["Montant du crédit demandé, frais compris."])
    kind: Literal["number", "word"] = Field(examples=["number"])
    edges: list[float] = Field(
        examples=[[200_000.0, 400_000.0]],
        description="Between bins: the first bin is all below, the last all from the last edge on.",
    )
    names: list[str] = Field(
        examples=[["200 000 €", "400 000 €"]], description="Edges, or categories, in words."
    )


class ShownPart(Answered):
    """One part of the split; without counts where it has fewer than 20 people."""

    part: str = Field(examples=["granted"])
    label: str = Field(examples=["crédit accordé"])
    clients: int | None = Field(examples=[1_250])
    counts: list[int] | None = Field(examples=[[400, 600, 200]])
    missing: int | None = Field(examples=[50], description="People whose value is not known.")


class Distribution(Answered):
    """How a variable spreads over a group, each part of the split apart."""

    axis: ShownAxis
    split: Split = Field(examples=["proposed"])
    split_label: str = Field(examples=["Ce que le calcul propose"])
    group: str = Field(examples=["Dossiers semblables : … Ils sont 1 250."])
    clients: int = Field(examples=[1_250])
    criteria: list[str] = Field(examples=[["contract", "income_type"]])
    parts: list[ShownPart]
    place: int | None = Field(examples=[1], description="The client's own bin, from 0.")


class ShownGrid(Answered):
    """One part on a grid of two variables, by rows of the first."""

    part: str = Field(examples=["granted"])
    label: str = Field(examples=["crédit accordé"])
    clients: int | None = Field(examples=[30_000])
    counts: list[int | None] | None = Field(
        examples=[[0, 120, None, 40]], description="Null: some, but fewer than 20."
    )


class Joint(Answered):
    """Everybody by two variables, each part of the split apart."""

    first: ShownAxis
    second: ShownAxis
    split: Split = Field(examples=["proposed"])
    split_label: str = Field(examples=["Ce que le calcul propose"])
    clients: int = Field(examples=[356_255])
    parts: list[ShownGrid]
    place: tuple[int, int] | None = Field(
        examples=[[1, 2]], description="The client's own bins, from 0."
    )


class Similar(Answered):
    """Who is similar to a client, and what became of them."""

    client: int = Field(examples=[100_001])
    text: str = Field(examples=["Dossiers semblables : même type de crédit. Ils sont 1 250."])
    criteria: list[str] = Field(examples=[["contract", "income_type"]])
    clients: int = Field(examples=[1_250])
    proposed: list[ShownPart]
    observed: list[ShownPart]


class Variables(Answered):
    """What populations can be told by."""

    bundle: str = Field(examples=["3f9c2b7a1d4e5f60"])
    clients: int = Field(examples=[356_255])
    counted: str = Field(examples=["2026-11-21T02:00:00.000000Z"])
    variables: list[ShownAxis]
    paired: list[str] = Field(examples=[["AMT_CREDIT", "AMT_INCOME_TOTAL"]])


def told_group(group: Group | None, outline: Outline, style: Style) -> str:
    """Who is counted: the group, or everybody."""
    if group is not None:
        return group_text(group, style)
    return t("similar.all", style.lang, count=number(outline.clients, style.lang))


def shown_parts(told: dict[str, Part | None], split: Split, style: Style) -> list[ShownPart]:
    """Every part of the split, in its order."""
    return [_part(name, told.get(name), style) for name in SPLITS[split]]


def _part(name: str, part: Part | None, style: Style) -> ShownPart:
    return ShownPart(
        part=name,
        label=t(f"similar.part.{name}", style.lang),
        clients=part.clients if part else None,
        counts=list(part.counts) if part else None,
        missing=part.missing if part else None,
    )


def shown_grid(name: str, grid: Grid | None, style: Style) -> ShownGrid:
    """One part's grid."""
    return ShownGrid(
        part=name,
        label=t(f"similar.part.{name}", style.lang),
        clients=grid.clients if grid else None,
        counts=list(grid.counts) if grid else None,
    )


def shown_axis(axis: Axis, style: Style) -> ShownAxis:
    """An axis in words."""
    words = axis.kind == "word"
    names = bin_words(axis, style) if words else [edge_text(axis, e, style) for e in axis.edges]
    return ShownAxis(
        variable=axis.variable,
        label=variable_label(axis.variable, style),
        definition=variable_definition(axis.variable, style),
        kind=axis.kind,
        edges=list(axis.edges),
        names=list(names),
    )
