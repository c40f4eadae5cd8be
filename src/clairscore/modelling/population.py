"""Labelled clients as a matrix of features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.files import sha256
from clairscore.data.folder import locate
from clairscore.data.schema import CLIENT_KEY
from clairscore.data.tables import labels, read_folder
from clairscore.decision.booster import Matrix
from clairscore.errors import BadData, Violation
from clairscore.features.catalogue import Catalogue
from clairscore.features.compute import book
from clairscore.features.learnt import Rows, rows_of
from clairscore.features.spec import RowModel
from clairscore.modelling.learner import columns_of

UNLABELLED = "application_test"
FEWEST_TO_JUDGE = 10_000
"""Labelled clients below whom no row model learns their outcomes: on 3,005 it adds nothing to what
aggregates say (docs/decisions/0007)."""
FEWEST_WITH_ROWS = 100
"""Clients with rows below whom no row model learns anything."""


@dataclass(frozen=True, eq=False)
class Population:
    """Clients (n,), their outcomes (n,) and features, float32 (n, features), NaN = missing.

    The matrix lies column by column in memory. `data` is the sha256 of each file by its path.
    `rows` are what learnt features are made of, which the matrix does not hold until row models are
    fitted (`row_models`).
    """

    clients: NDArray[np.int64]
    y: NDArray[np.bool_]
    matrix: Matrix
    catalogue: Catalogue
    data: Mapping[str, str] = field(default_factory=dict)
    rows: Rows | None = None

    def __len__(self) -> int:
        return len(self.clients)

    def where(self, rows: NDArray[np.bool_]) -> Population:
        """The chosen clients."""
        return Population(
            self.clients[rows],
            self.y[rows],
            _column_by_column(self.matrix, rows),
            self.catalogue,
            self.data,
            self.rows,
        )

    def only(self, chosen: Catalogue) -> Population:
        """The same clients with the chosen ones of their features, in the same order; a feature may
        have another direction."""
        by_name = {feature.name: feature for feature in chosen}
        kept = [place for place, name in enumerate(self.catalogue.names) if name in by_name]
        given = Catalogue(tuple(by_name[self.catalogue.names[place]] for place in kept))
        columns = np.array(kept, dtype=np.int64)
        rows = self.rows and self.rows.only(by_name)
        matrix = columns_of(self.matrix, columns)
        return Population(self.clients, self.y, matrix, given, self.data, rows)

    def with_columns(self, columns: Matrix, added: Catalogue) -> Population:
        """The same clients with more features."""
        matrix = np.empty((len(self), self.matrix.shape[1] + columns.shape[1]), np.float32, "F")
        matrix[:, : self.matrix.shape[1]] = self.matrix
        matrix[:, self.matrix.shape[1] :] = columns
        catalogue = Catalogue((*self.catalogue, *added))
        return Population(self.clients, self.y, matrix, catalogue, self.data)

    @property
    def features(self) -> int:
        """How many features there are, learnt ones included."""
        return len(self.catalogue) + (len(self.rows.catalogue) if self.rows else 0)

    @property
    def monotone(self) -> list[int]:
        """Declared direction of each feature: -1, 0 or +1."""
        return [feature.monotone for feature in self.catalogue]


def population(
    folders: Sequence[Path], catalogue: Catalogue, fewest: int = FEWEST_TO_JUDGE
) -> Population:
    """The labelled clients of one or several folders, by rising SK_ID_CURR.

    The matrix holds the features that need no row model; `rows` stands for the others, as far as
    `fewest` clients can teach a row model their outcomes.
    BadData where a client is in two folders, or where only one outcome occurs.
    """
    given = catalogue.given
    frames = [labelled_features(folder, given) for folder in folders]
    frame = pl.concat(frames).sort(CLIENT_KEY)
    del frames
    _require_once(frame, folders)
    data = {name: digest for folder in folders for name, digest in digests(folder, folders)}
    people = of_frame(frame, given, data)
    rows = learnt_rows(folders, catalogue.learnt, people.clients, fewest)
    return replace(people, rows=rows)


def learnt_rows(
    folders: Sequence[Path], learnt: Catalogue, clients: NDArray[np.int64], fewest: int
) -> Rows | None:
    """What the learnt features of the labelled clients are made of; None where there are none.

    The features of a row model that has too few of them to learn from are left out.
    """
    if not len(learnt):
        return None
    rows = rows_of([read_folder(folder, columns=learnt.reads) for folder in folders], learnt)
    rows = rows.without([m for m in learnt.row_models if unteachable(rows, m, clients, fewest)])
    return rows if len(rows.catalogue) else None


def unteachable(rows: Rows, model: RowModel, clients: NDArray[np.int64], fewest: int) -> bool:
    """Whether there are too few labelled clients, or too few with rows that teach the model."""
    if model.lesson is None and len(clients) < fewest:
        return True
    taught = np.isin(clients, rows.teaching(model)[CLIENT_KEY].unique().to_numpy())
    return int(taught.sum()) < FEWEST_WITH_ROWS


def digests(folder: Path, folders: Sequence[Path]) -> list[tuple[str, str]]:
    """File name (with its folder's where there are several) and SHA-256 of what training reads."""
    return [
        (name if len(folders) == 1 else f"{folder.name}/{name}", sha256(source.path))
        for name, source in sorted(locate(folder).items())
        if name != UNLABELLED
    ]


def of_frame(
    frame: pl.DataFrame, catalogue: Catalogue, data: Mapping[str, str] | None = None
) -> Population:
    """The population of a frame with SK_ID_CURR, TARGET and the features."""
    y = frame["TARGET"].to_numpy().astype(np.bool_)
    _require_both_outcomes(y)
    matrix = frame.select(catalogue.names).to_numpy(order="fortran")
    return Population(frame[CLIENT_KEY].to_numpy(), y, _as_float32(matrix), catalogue, data or {})


def labelled_features(folder: Path, catalogue: Catalogue) -> pl.DataFrame:
    """SK_ID_CURR, TARGET and the features of a folder's labelled clients."""
    tables = read_folder(folder, columns=catalogue.reads)
    return labels(folder).join(book(tables, catalogue), on=CLIENT_KEY, how="inner")


def _column_by_column(matrix: Matrix, rows: NDArray[np.bool_]) -> Matrix:
    chosen = np.empty((int(rows.sum()), matrix.shape[1]), dtype=np.float32, order="F")
    for column in range(matrix.shape[1]):
        chosen[:, column] = matrix[rows, column]
    return chosen


def _as_float32(matrix: NDArray[np.generic]) -> Matrix:
    return np.asarray(matrix, dtype=np.float32, order="F")


def _require_once(frame: pl.DataFrame, folders: Sequence[Path]) -> None:
    twice = frame.height - frame[CLIENT_KEY].n_unique()
    if twice:
        names = ", ".join(map(str, folders))
        message = (
            f"application.SK_ID_CURR: {twice} clients are in more than one of {names};"
            " give each client once"
        )
        raise BadData([Violation("client-twice", "application", CLIENT_KEY, message, count=twice)])


def _require_both_outcomes(y: NDArray[np.bool_]) -> None:
    if not y.any() or y.all():
        message = (
            f"application.TARGET: found one outcome only among {len(y)} clients;"
            " training and evaluation need both 0 and 1"
        )
        raise BadData([Violation("one-class", "application", "TARGET", message)])
