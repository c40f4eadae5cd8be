"""The same definitions on Spark give the same bits, row models included."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from clairscore.data.schema import CLIENT_KEY
from clairscore.features.catalogue import Catalogue, catalogue
from clairscore.features.compute import book, compute
from clairscore.features.engines import NOTHING_FITTED, Fitted
from tests.features.crowd import differing, ids, lazy, representative, shuffled, tied
from tests.features.row_models import by_fold, fitted, learnt, modelled

pytestmark = [pytest.mark.spark, pytest.mark.slow]
SETTINGS = {
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "2",
    "spark.ui.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # for a minute's life it is not worth compiling twice
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def crowd() -> Tables:
    return tied(60)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    if (running := SparkSession.getActiveSession()) is not None:
        running.stop()
    builder = SparkSession.builder.master("local[2]").appName("clairscore-tests")
    for name, setting in SETTINGS.items():
        builder = builder.config(name, setting)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # workers import clairscore too
        spark = builder.getOrCreate()
        spark.sparkContext.setLogLevel("ERROR")
        yield spark
        spark.stop()


def on_spark(
    session: Any, made: Tables, chosen: Catalogue, learnt: Fitted = NOTHING_FITTED
) -> np.ndarray:
    """Float32 values computed by Spark, clients by id."""
    frames = {
        name: nw.from_native(
            session.createDataFrame(made[name].select(sorted(columns)).to_arrow()).repartition(3)
        )
        for name, columns in chosen.reads.items()
    }
    native = nw.to_native(compute(frames, chosen, learnt))
    rows = pl.DataFrame(pl.from_arrow(native.toArrow())).sort(CLIENT_KEY)
    return rows.drop(CLIENT_KEY).to_numpy()


def on_polars(made: Tables, chosen: Catalogue, learnt: Fitted = NOTHING_FITTED) -> np.ndarray:
    return book(lazy(made), chosen, learnt).drop(CLIENT_KEY).to_numpy()


def test_spark_and_polars_give_the_same_bits(session: Any, crowd: Tables) -> None:
    chosen = representative()
    found = on_spark(session, shuffled(crowd, seed=3), chosen, learnt())
    assert differing(found, on_polars(crowd, chosen, learnt()), chosen.names) == []


def test_spark_and_polars_predict_the_same_with_a_model_a_fold(session: Any, crowd: Tables) -> None:
    chosen = Catalogue(modelled())
    learnt = fitted(folds=2, clients=ids(crowd))
    found = on_spark(session, shuffled(crowd, seed=4), chosen, learnt)
    assert differing(found, on_polars(crowd, chosen, learnt), chosen.names) == []


def test_spark_predicts_with_the_catalogues_own_row_models(session: Any, crowd: Tables) -> None:
    chosen = catalogue("full").learnt
    models = Fitted(by_fold().models, {client: client % 2 for client in ids(crowd)[:40]})
    found = on_spark(session, shuffled(crowd, seed=6), chosen, models)
    assert differing(found, on_polars(crowd, chosen, models), chosen.names) == []
