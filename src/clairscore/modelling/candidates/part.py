"""One candidate on one fold: it chooses, learns and answers for clients it has never seen."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clairscore.decision.booster import Floats, Matrix
from clairscore.decision.bundle import Json
from clairscore.modelling.candidates.candidate import Model, Points, Setting
from clairscore.modelling.candidates.memory import peak_since, start
from clairscore.modelling.candidates.registry import candidates
from clairscore.modelling.candidates.sample import Sample, kept, stratified
from clairscore.modelling.candidates.search import Tried, choose
from clairscore.modelling.recipe import Recipe

NOBODY = -1
"""Instead of a fold: learn from every client, answer for none, and print the table of points."""
REPEATED = 3


@dataclass(frozen=True, slots=True)
class Job:
    """What to do: the candidate's name, the fold that it answers for, the most clients to learn."""

    candidate: str
    fold: int
    recipe: Recipe
    most: int | None = None


@dataclass(frozen=True, eq=False)
class Part:
    """What came of it. `log_odds` (n,) are raw, in the order of the fold's clients.

    Seconds are the processor's, of one thread: `fit_seconds` of the final fit, `search_seconds` of
    all that went before. Memory is resident, of the whole process, in MB: before the search
    (program and training rows) and at its height; None where the system does not tell.
    """

    candidate: str
    fold: int
    settings: dict[str, Setting]
    rounds: int
    tried: tuple[Tried, ...]
    learnt_from: int
    log_odds: Floats
    fit_seconds: float
    search_seconds: float
    predict_microseconds: float
    memory_before_mb: float | None
    peak_memory_mb: float | None
    load: float
    points: tuple[Points, ...] = field(default=())

    def as_json(self) -> dict[str, Json]:
        """The record as plain JSON values; floats keep every bit."""
        return asdict(self) | {"log_odds": self.log_odds.tolist()}


def run(job: Job, folder: Path) -> Part:
    """The part of a job on the arrays that `sample.keep` wrote into the folder."""
    sample, fold = kept(folder)
    return part_of(job, sample, fold)


def part_of(job: Job, sample: Sample, fold: NDArray[np.int8]) -> Part:
    """The part of a job on a sample and its folds; the job's own fold is only answered for."""
    candidate = candidates()[job.candidate]
    learnt = stratified(sample.at(np.flatnonzero(fold != job.fold)), job.most, job.recipe.seed)
    before, began = start(), time.process_time()
    choice = choose(candidate, learnt, job.recipe)
    searched = time.process_time()
    model = candidate.fit(learnt, choice.settings, job.recipe, choice.rounds)
    fitted, peak = time.process_time(), peak_since(before)
    answers, seconds = _answered(model, sample.at(np.flatnonzero(fold == job.fold)).matrix)
    return Part(
        candidate=job.candidate,
        fold=job.fold,
        settings=dict(choice.settings),
        rounds=choice.rounds,
        tried=choice.tried,
        learnt_from=len(learnt),
        log_odds=answers,
        fit_seconds=round(fitted - searched, 4),
        search_seconds=round(searched - began, 4),
        predict_microseconds=round(1e6 * seconds / max(len(answers), 1), 3),
        memory_before_mb=before,
        peak_memory_mb=peak,
        load=round(os.getloadavg()[0], 2),
        points=model.points() if hasattr(model, "points") else (),
    )


def _answered(model: Model, matrix: Matrix) -> tuple[Floats, float]:
    """Raw log-odds (n,), and the processor's seconds of the fastest of three times."""
    if not len(matrix):
        return np.empty(0), 0.0
    seconds = []
    for _ in range(REPEATED):
        began = time.process_time()
        answers = model.log_odds(matrix)
        seconds.append(time.process_time() - began)
    return answers, min(seconds)
