"""How the model treats groups of people: protected columns are read here, never as features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from clairscore.data.schema import APPLICATION, CLIENT_KEY
from clairscore.data.tables import read_folder
from clairscore.decision.policy import Policy
from clairscore.metrics import (
    Interval,
    auc_interval,
    cost_by_client,
    mean_interval,
    observed_minus_predicted,
    ratio_interval,
    wilson,
)
from clairscore.modelling.answers import Part
from clairscore.monitoring.fairness.groups import FEWEST
from clairscore.monitoring.fairness.people import LABELS, READ

Labels = Mapping[str, "np.ndarray[tuple[int], np.dtype[np.str_]]"]

READ_HERE = {
    APPLICATION: (*READ, "AMT_CREDIT"),
    "bureau": (CLIENT_KEY,),
    "previous_application": (CLIENT_KEY,),
}


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What happens to one group. `auc` is None where only one outcome occurs.

    `calibration` is observed minus predicted; `granted` a share of the group; `repaid_refused` and
    `difficulties_refused` (false and true positive rate at the cut-off) of those with that outcome;
    `cost_share` the group's cost over granting all of it, `part_of_cost` over everybody's cost.
    """

    difficulties: int
    base_rate: Interval
    mean_probability: Interval
    auc: Interval | None
    calibration: Interval
    granted: Interval
    difficulties_refused: Interval | None
    repaid_refused: Interval | None
    cost_share: Interval | None
    part_of_cost: Interval


@dataclass(frozen=True, slots=True)
class Audited:
    """One group by name. Fewer than 20 clients are counted, and not shown: `figures` is None."""

    group: str
    clients: int
    figures: GroupFigures | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of some clients for the audit: labels (n,) by criterion, and AMT_CREDIT."""

    clients: np.ndarray
    labels: Labels
    credit: np.ndarray

    def of(self, part: Part) -> Facts:
        """The facts of a part's clients, in its order."""
        rows = np.searchsorted(self.clients, part.clients)
        chosen = {name: values[rows] for name, values in self.labels.items()}
        return Facts(part.clients, chosen, self.credit[rows])


def facts_of(folder: Path) -> Facts:
    """Groups and credit of the folder's labelled clients, by rising SK_ID_CURR."""
    tables = read_folder(folder, columns=READ_HERE)
    frame = tables[APPLICATION].sort(CLIENT_KEY)
    for name in ("bureau", "previous_application"):
        seen = tables[name].select(CLIENT_KEY).unique().with_columns(pl.lit(True).alias(name))
        frame = frame.join(seen, on=CLIENT_KEY, how="left", maintain_order="left")
    rows = frame.collect(engine="streaming")
    labels = {
        name: rows.select(label).to_series().to_numpy() for name, label in EVERY_LABEL.items()
    }
    credit = rows["AMT_CREDIT"].fill_null(0.0).to_numpy()
    return Facts(rows[CLIENT_KEY].to_numpy(), labels, credit)


def audited(part: Part, facts: Facts, policy: Policy) -> dict[str, tuple[Audited, ...]]:
    """Each criterion's groups by name; the groups of one criterion hold each client once."""
    total = cost_by_client(part.y, policy.grants(part.probability), policy.cost_ratio)
    return {
        name: tuple(
            _audited(str(group), part, labels == group, total, policy)
            for group in np.unique(labels)
        )
        for name, labels in facts.of(part).labels.items()
    }


def _audited(
    group: str, whole: Part, inside: np.ndarray, total: np.ndarray, policy: Policy
) -> Audited:
    clients = int(inside.sum())
    shown = clients >= FEWEST
    return Audited(group, clients, _figures(whole, inside, total, policy) if shown else None)


def _figures(whole: Part, inside: np.ndarray, total: np.ndarray, policy: Policy) -> GroupFigures:
    part, cost = whole.where(inside), total[inside]
    y, p = part.y, part.probability
    refused, bad = ~policy.grants(p), int(y.sum())
    both = 0 < bad < len(y)
    return GroupFigures(
        difficulties=bad,
        base_rate=wilson(bad, len(y)),
        mean_probability=mean_interval(p),
        auc=auc_interval(y, p) if both else None,
        calibration=observed_minus_predicted(y, p),
        granted=wilson(int((~refused).sum()), len(y)),
        difficulties_refused=_share(refused[y]),
        repaid_refused=_share(refused[~y]),
        cost_share=ratio_interval(cost, policy.cost_ratio * y) if bad else None,
        part_of_cost=ratio_interval(total * inside, total),
    )


def _share(flags: np.ndarray) -> Interval | None:
    return wilson(int(flags.sum()), len(flags)) if len(flags) else None


def _history() -> pl.Expr:
    here, elsewhere = pl.col("previous_application"), pl.col("bureau")
    known = here.is_not_null() | elsewhere.is_not_null()
    return pl.when(known).then(pl.lit("some")).otherwise(pl.lit("none"))


EVERY_LABEL: Mapping[str, pl.Expr] = {**LABELS, "history": _history()}
