"""How the model is judged on this data: its folds, and what each step of features gains on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from clairscore.charts import Change, Figure, Table, changes
from clairscore.charts.wording import ranged, told
from clairscore.features.catalogue import STEPS, Extent
from clairscore.i18n import Lang, fixed, number, t
from clairscore.modelling.evaluate import evaluate
from clairscore.modelling.evidence.record import Stability


def folds_told(stability: Stability, lang: Lang) -> tuple[Table, str]:
    """Clients, AUC and rounds of each fold, and a sentence on how much folds differ."""
    heads = tuple(
        t(f"explore.fold.{name}", lang) for name in ("part", "clients", "auc", "interval", "rounds")
    )
    rows = tuple(
        (
            number(each.fold + 1, lang),
            number(each.clients, lang),
            told(each.auc.value, "auc", lang),
            ranged(each.auc, "auc", lang),
            number(each.rounds, lang),
        )
        for each in stability.folds
    )
    said = t("explore.fold.conclusion", lang, spread=fixed(stability.spread, lang, 3))
    return Table(heads, rows), said


def ladder(
    folder: Path,
    lang: Lang,
    *,
    steps: Sequence[Extent] = STEPS,
    folds: int = 5,
    seeds: int = 3,
    seed: int = 20,
) -> Figure:
    """What each step of features gains over the one before, on the same folds."""
    found = _climbed(folder, steps, folds, seeds, seed, lang)
    return changes("ladder", list(found), lang)


def _climbed(
    folder: Path, steps: Sequence[Extent], folds: int, seeds: int, seed: int, lang: Lang
) -> Iterator[Change]:
    for below, step in pairwise(steps):
        found = evaluate(
            [folder], folds=folds, seeds=seeds, extent=step, against=below, seed=seed
        ).difference
        assert found is not None
        yield Change(
            t(f"document.step.{step.replace('-', '_')}", lang),
            found.auc_over_folds,
            found.cost_per_1000,
        )
