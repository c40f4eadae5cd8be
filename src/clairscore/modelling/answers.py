"""What a run answered each labelled client: out of fold in training, once on the untouched test."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.files import write_atomically
from clairscore.data.schema import CLIENT_KEY, TARGET
from clairscore.decision.booster import Floats
from clairscore.decision.logistic import probability
from clairscore.errors import BadInput
from clairscore.modelling.folds import UNTOUCHED
from clairscore.modelling.learner import columns_of
from clairscore.modelling.train import Run


@dataclass(frozen=True, eq=False)
class Part:
    """Clients (n,) by rising number, their outcomes, folds and calibrated log-odds."""

    clients: NDArray[np.int64]
    y: NDArray[np.bool_]
    fold: NDArray[np.int8]
    log_odds: Floats

    def __len__(self) -> int:
        return len(self.clients)

    @property
    def probability(self) -> Floats:
        """Calibrated probabilities (n,)."""
        return probability(self.log_odds)

    def where(self, rows: NDArray[np.bool_]) -> Part:
        """The chosen clients."""
        return Part(self.clients[rows], self.y[rows], self.fold[rows], self.log_odds[rows])


@dataclass(frozen=True, eq=False)
class RunAnswers:
    """The training clients as their fold's model saw them, the test clients as the served one."""

    out_of_fold: Part
    test: Part


def answers_of(run: Run) -> RunAnswers:
    """The answers of a run that has just ended."""
    training, test, learnt = run.training, run.test, run.learnt
    served = learnt.scorer().log_odds(columns_of(test.matrix, learnt.served))
    fold = run.folds.fold
    out_of_fold = learnt.calibration.log_odds(learnt.raw)
    return RunAnswers(
        Part(training.clients, training.y, fold[fold != UNTOUCHED], out_of_fold),
        Part(test.clients, test.y, fold[fold == UNTOUCHED], served),
    )


def save(answers: RunAnswers, path: Path) -> None:
    """Write SK_ID_CURR, part, fold, TARGET and log_odds as Parquet, atomically."""
    parts = (("train", answers.out_of_fold), ("test", answers.test))
    frame = pl.concat(_frame(part, name) for name, part in parts).sort(CLIENT_KEY)
    with write_atomically(path) as draft:
        frame.write_parquet(draft)


def read(path: Path) -> RunAnswers:
    """The answers that `save` wrote; BadInput where the file is not there."""
    if not path.exists():
        raise BadInput(
            f"{path}: no such file; expected the answers that `clairscore train` leaves beside its"
            " bundle, train again"
        )
    frame = pl.read_parquet(path)
    train, test = (_part(frame.filter(part=name)) for name in ("train", "test"))
    return RunAnswers(train, test)


def beside(bundle: Path) -> Path:
    """Where the answers of a bundle's run lie."""
    return bundle.with_name(f"{bundle.name}.answers.parquet")


def _frame(part: Part, name: str) -> pl.DataFrame:
    columns = {
        CLIENT_KEY: part.clients,
        "fold": part.fold,
        TARGET: part.y.astype(np.int8),
        "log_odds": part.log_odds,
    }
    return pl.DataFrame(columns).with_columns(pl.lit(name).alias("part"))


def _part(frame: pl.DataFrame) -> Part:
    return Part(
        frame[CLIENT_KEY].to_numpy(),
        frame[TARGET].to_numpy().astype(np.bool_),
        frame["fold"].to_numpy(),
        frame["log_odds"].to_numpy(),
    )
