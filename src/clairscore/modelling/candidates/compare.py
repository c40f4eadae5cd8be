"""Every candidate on the same folds: parts are done side by side, kept at once, then judged."""

from __future__ import annotations

import hashlib
import platform
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clairscore.features.catalogue import Extent
from clairscore.metrics import RATIO, theoretical_cut_off
from clairscore.modelling.candidates.candidate import Candidate, Points
from clairscore.modelling.candidates.child import in_child
from clairscore.modelling.candidates.comparison import Comparison, Setup
from clairscore.modelling.candidates.part import NOBODY, Job, Part
from clairscore.modelling.candidates.record import Shelf
from clairscore.modelling.candidates.registry import SERVED, named
from clairscore.modelling.candidates.sample import keep, sample_of
from clairscore.modelling.candidates.standing import Standing, answers_of, raw_of, standing
from clairscore.modelling.evaluate import Read, offered
from clairscore.modelling.folds import deal
from clairscore.modelling.imbalance import treatments
from clairscore.modelling.learner import side_by_side
from clairscore.modelling.machine import machine
from clairscore.modelling.population import Population, population
from clairscore.modelling.recipe import Recipe, recipe_for

Folds = NDArray[np.int8]
Work = Callable[[Job, Path], Part]
Progress = Callable[[str], None]
Parts = Mapping[str, Sequence[Part]]

PACKAGES = (
    "clairscore",
    "catboost",
    "imbalanced-learn",
    "lightgbm",
    "numpy",
    "optbinning",
    "polars",
    "scikit-learn",
    "xgboost-cpu",
    "xgboost",
)
SCORECARD = "scorecard"


@dataclass(frozen=True)
class Plan:
    """What to compare and how; `most` is the most training clients of the slow candidates."""

    chosen: tuple[Candidate, ...]
    folds: int = 5
    most: int | None = None
    ratio: float = RATIO
    extent: str = "plain"


def compare(
    folders: Sequence[Path],
    shelf: Path,
    *,
    names: Sequence[str] = (),
    folds: int = 5,
    rows: int | None = None,
    extent: Extent = "plain",
    tables: Collection[str] | None = None,
    excluded: Collection[Read] | None = None,
    ratio: float = RATIO,
    seed: int = 20,
    resume: bool = False,
    progress: Progress = lambda _: None,
) -> Comparison:
    """The named candidates (default: all) on the labelled clients of the folders.

    Each part is kept in the folder `shelf` as it is done; with `resume` those that are there and
    came from the same data, settings and versions are used again.
    """
    plan = Plan(named(names), folds, rows, ratio, extent)
    people = population(folders, offered(extent, tables, excluded))
    progress(f"features: {len(people.catalogue)} of catalogue {extent}, {len(people):,} clients")
    recipe = recipe_for(len(people), seed=seed)
    return compare_people(people, plan, recipe, shelf, resume=resume, progress=progress)


def compare_people(
    people: Population,
    plan: Plan,
    recipe: Recipe,
    shelf: Path,
    *,
    resume: bool = False,
    progress: Progress = lambda _: None,
    work: Work = in_child,
) -> Comparison:
    """The comparison of a plan on a population."""
    fold = deal(people.clients, people.y, folds=plan.folds, seed=recipe.seed, test_share=0.0).fold
    shelf.mkdir(parents=True, exist_ok=True)
    kept = Shelf(shelf, digest(people, fold), versions())
    if not resume:
        kept.clear()
    parts = _done(people, plan, recipe, fold, kept, work, progress)
    return judged(people, plan, recipe, fold, parts)


def judged(people: Population, plan: Plan, recipe: Recipe, fold: Folds, parts: Parts) -> Comparison:
    """The figures of parts that answer for every client."""
    chosen = {each.name: each for each in plan.chosen}
    raw = {name: raw_of(parts[name], fold) for name in chosen}
    answers = {name: answers_of(people.y, raw[name], fold) for name in chosen}

    def row(candidate: Candidate) -> Standing:
        served = None if candidate.name == SERVED else answers[SERVED]
        of = [part for part in parts[candidate.name] if part.fold != NOBODY]
        found = answers[candidate.name]
        return standing(candidate, of, found, served, ratio=plan.ratio, seed=recipe.seed)

    rows = tuple(row(each) for each in plan.chosen)
    return Comparison(
        setup=_setup(people, plan, recipe),
        candidates=rows,
        imbalance=treatments(chosen, raw, answers, ratio=plan.ratio, seed=recipe.seed),
        scorecard=_table(parts),
        settings={each.name: each.settings for each in plan.chosen},
        warnings=tuple(f"{row.candidate}: {text}" for row in rows for text in row.figures.warnings),
    )


def digest(people: Population, fold: Folds) -> str:
    """SHA-256 of clients, outcomes, features, their names and definitions, and folds."""
    found = hashlib.sha256(f"{people.catalogue.version} {people.monotone}".encode())
    for array in (people.clients, people.y, people.matrix.T, fold):
        found.update(np.ascontiguousarray(array).data)
    return found.hexdigest()


def versions(packages: Sequence[str] = PACKAGES) -> dict[str, str]:
    """Versions of Python and of the libraries, by default those a candidate may learn with."""
    return {"python": platform.python_version()} | {
        name: found for name in packages if (found := _version(name))
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _done(
    people: Population,
    plan: Plan,
    recipe: Recipe,
    fold: Folds,
    kept: Shelf,
    work: Work,
    progress: Progress,
) -> Parts:
    """Every part, from the shelf or by doing it now."""
    jobs = _jobs(plan, recipe)
    with tempfile.TemporaryDirectory(prefix="clairscore-compare-") as scratch:
        folder = Path(scratch)
        keep(sample_of(people), fold, folder)

        def part(job: Job) -> Part:
            found = kept.read(job)
            if found is None:
                found = work(job, folder)
                kept.write(job, found)
                progress(_told(job, found, plan.folds))
            return found

        found = side_by_side(part, jobs, recipe.workers)
    return {each.name: [p for p in found if p.candidate == each.name] for each in plan.chosen}


def _jobs(plan: Plan, recipe: Recipe) -> list[Job]:
    """A job for each candidate and fold; one more prints the scorecard of all the clients."""
    return [
        Job(each.name, number, recipe, plan.most if each.slow else None)
        for each in plan.chosen
        for number in (*range(plan.folds), *([NOBODY] if each.name == SCORECARD else []))
    ]


def _told(job: Job, part: Part, folds: int) -> str:
    number = "all clients" if job.fold == NOBODY else f"fold {job.fold + 1} of {folds}"
    seconds = part.search_seconds + part.fit_seconds
    return f"{job.candidate}: {number}, {seconds:.1f} s, {part.settings or 'by the recipe'}"


def _table(parts: Parts) -> tuple[Points, ...]:
    whole = [part for part in parts.get(SCORECARD, ()) if part.fold == NOBODY]
    return whole[0].points if whole else ()


def _setup(people: Population, plan: Plan, recipe: Recipe) -> Setup:
    return Setup(
        catalogue=plan.extent,
        tables=tuple(sorted(people.catalogue.reads)),
        features=len(people.catalogue),
        features_version=people.catalogue.version,
        clients=len(people),
        difficulties=int(people.y.sum()),
        folds=plan.folds,
        seed=recipe.seed,
        ratio=plan.ratio,
        cut_off=theoretical_cut_off(plan.ratio),
        most_learnt_from=plan.most,
        slow=tuple(each.name for each in plan.chosen if each.slow),
        recipe=asdict(recipe),
        data=dict(people.data),
        versions=versions(),
        machine=machine(),
    )
