"""What Narwhals cannot say for every engine: counting, and a row model applied to every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from clairscore.data.schema import CLIENT_KEY, RATE_SCALE
from clairscore.errors import Fault
from clairscore.features.spec import Quantity, RowModel

if TYPE_CHECKING:
    from lightgbm import Booster


@dataclass(frozen=True)
class Fitted:
    """What was learnt for features: LightGBM texts of the row models, as plain data.

    `models` maps a row model's name to its text (serving), or to one text a fold and last that of
    all clients (training): `fold_of` maps a client to the fold whose model has not seen him, and a
    client in none gets the last.
    """

    models: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fold_of: Mapping[int, int] = field(default_factory=dict)


NOTHING_FITTED = Fitted()

ABSENT = -(2.0**62)
"""Stands for a missing input, below every number an input can be: so that a row model reads it as
it learnt to, and alike whether or not it met it while learning (LightGBM would read as 0 what was
never missing)."""


Tally: TypeAlias = type[nw.Boolean] | type[nw.Int64]


def tally_type(frame: nw.LazyFrame[Any]) -> Tally:
    """What "the row counts" is added up as: Polars adds truths twice as fast as numbers."""
    return nw.Boolean if isinstance(nw.to_native(frame), pl.LazyFrame) else nw.Int64


@lru_cache(maxsize=64)
def booster(text: str) -> Booster:
    """The LightGBM model of a text; import and parsing happen once."""
    import lightgbm

    return lightgbm.Booster(model_str=text)


def input_matrix(rows: pl.DataFrame, inputs: Sequence[Quantity]) -> NDArray[np.float32]:
    """The inputs of a row model, float32 (rows, inputs), a missing one as `ABSENT`."""
    matrix = np.empty((rows.height, len(inputs)), np.float32, order="F")
    for at, quantity in enumerate(inputs):
        column = rows.get_column(quantity.column)
        matrix[:, at] = column.to_numpy()
        if column.null_count():
            matrix[:, at][np.isnan(matrix[:, at])] = ABSENT
    return matrix


def predictions(rows: pl.DataFrame, model: RowModel, fitted: Fitted) -> pl.Series:
    """What the model predicts of each row in whole millionths, under the model's name."""
    texts = fitted.models.get(model.name)
    if not texts:
        raise Fault(
            f"row model {model.name} was not fitted; train it before computing its features"
        )
    matrix = input_matrix(rows, model.inputs)
    last = len(texts) - 1
    folds = np.full(len(rows), last)
    if fitted.fold_of:
        folds = rows[CLIENT_KEY].replace_strict(dict(fitted.fold_of), default=last).to_numpy()
    values = np.empty(len(rows))
    for fold in np.unique(folds):
        chosen = folds == fold
        values[chosen] = booster(texts[fold]).predict(matrix[chosen], num_threads=1)
    return pl.Series(model.name, np.floor(values * RATE_SCALE).astype(np.int64))


def with_predictions(
    frame: nw.LazyFrame[Any], model: RowModel, fitted: Fitted
) -> nw.LazyFrame[Any]:
    """The frame with a column of the row model's predictions, on whatever engine it lives."""
    native = nw.to_native(frame)
    if isinstance(native, pl.LazyFrame):
        return nw.from_native(on_polars(native, model, fitted))
    predicted: nw.LazyFrame[Any] = nw.from_native(on_spark(native, model, fitted))
    return predicted


def on_polars(frame: pl.LazyFrame, model: RowModel, fitted: Fitted) -> pl.LazyFrame:
    schema = frame.collect_schema()
    return frame.map_batches(
        lambda rows: rows.with_columns(predictions(rows, model, fitted)),
        schema={**schema, model.name: pl.Int64},
        streamable=True,
    )


def on_spark(frame: Any, model: RowModel, fitted: Fitted) -> Any:
    from pyspark.sql.types import LongType, StructField, StructType

    # `frame.schema.add` would change the frame's own schema
    schema = StructType([*frame.schema.fields, StructField(model.name, LongType())])

    def predict(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            rows = pl.DataFrame(pl.from_arrow(batch))
            yield from rows.with_columns(predictions(rows, model, fitted)).to_arrow().to_batches()

    return frame.mapInArrow(predict, schema)
