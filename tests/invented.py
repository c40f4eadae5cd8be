"""Invented applicants: few columns, a known cause of difficulties, written as Kaggle's files.

For tests of training and bundles; `clairscore.data.synthetic` makes the realistic ones.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from clairscore.data.schema import TABLES
from clairscore.data.tables import raw_schema

FIRST_CLIENT = 100_001


def applications(n: int, seed: int = 0, first: int = FIRST_CLIENT) -> pl.DataFrame:
    """A raw application table of `n` labelled clients, about one in six with difficulties."""
    rng = np.random.default_rng(seed)
    risk = rng.normal(size=n)
    income = np.round(np.exp(rng.normal(12, 0.5, n) - 0.2 * risk), 0)
    credit = np.round(np.exp(rng.normal(13, 0.6, n)) / 500) * 500
    annuity = np.round(credit / rng.integers(12, 48, n), 1)
    burden = np.log(annuity / income) + 2.5
    y = rng.random(n) < 1 / (1 + np.exp(2.0 - 1.2 * risk - 0.5 * burden))
    known = {
        "SK_ID_CURR": np.arange(first, first + n),
        "TARGET": y.astype(float),
        "NAME_CONTRACT_TYPE": np.where(rng.random(n) < 0.1, "Revolving loans", "Cash loans"),
        "AMT_INCOME_TOTAL": income,
        "AMT_CREDIT": credit,
        "AMT_ANNUITY": annuity,
        "AMT_GOODS_PRICE": np.round(credit * rng.uniform(0.8, 1, n)),
        "DAYS_BIRTH": -rng.integers(7_500, 25_000, n).astype(float),
        "DAYS_EMPLOYED": -rng.integers(0, 9_000, n).astype(float),
        "EXT_SOURCE_1": _score(rng, risk, missing=0.5),
        "EXT_SOURCE_2": _score(rng, risk, missing=0.0),
        "EXT_SOURCE_3": _score(rng, risk, missing=0.2),
    }
    schema = raw_schema("application")
    return pl.DataFrame({name: known.get(name, [None] * n) for name in schema}, schema=schema)


def loans(clients: pl.Series, seed: int = 1) -> pl.DataFrame:
    """A raw bureau table: none to four loans a client."""
    rng = np.random.default_rng(seed)
    owner = np.repeat(clients.to_numpy(), rng.integers(0, 5, len(clients)))
    n = len(owner)
    known = {
        "SK_ID_CURR": owner,
        "SK_ID_BUREAU": np.arange(5_000_000, 5_000_000 + n),
        "CREDIT_ACTIVE": np.where(rng.random(n) < 0.4, "Active", "Closed"),
        "CREDIT_CURRENCY": ["currency 1"] * n,
        "DAYS_CREDIT": -rng.integers(1, 2_900, n).astype(float),
        "AMT_CREDIT_SUM": np.round(np.exp(rng.normal(11.5, 1, n))),
        "AMT_CREDIT_SUM_DEBT": np.round(np.exp(rng.normal(10, 1, n))),
        "CREDIT_TYPE": ["Consumer credit"] * n,
    }
    schema = raw_schema("bureau")
    return pl.DataFrame({name: known.get(name, [None] * n) for name in schema}, schema=schema)


def folder(path: Path, n: int = 600, seed: int = 0) -> Path:
    """A folder of CSV files: labelled and unlabelled applications and bureau loans."""
    path.mkdir(parents=True, exist_ok=True)
    train = applications(n, seed)
    test = applications(n // 4, seed + 1, FIRST_CLIENT + n).drop("TARGET")
    train.write_csv(path / "application_train.csv")
    test.write_csv(path / "application_test.csv")
    clients = pl.concat([train["SK_ID_CURR"], test["SK_ID_CURR"]])
    loans(clients).write_csv(path / "bureau.csv")
    return path


def tables(n: int, seed: int = 0) -> dict[str, pl.LazyFrame]:
    """The seven raw tables, lazily, as `read_folder` gives them."""
    application = applications(n, seed)
    frames = {name: pl.DataFrame(schema=raw_schema(name)) for name in TABLES}
    frames |= {"application": application, "bureau": loans(application["SK_ID_CURR"])}
    return {name: frame.lazy() for name, frame in frames.items()}


def _score(rng: np.random.Generator, risk: np.ndarray, missing: float) -> list[float | None]:
    values = 1 / (1 + np.exp(risk + rng.normal(size=len(risk))))
    absent = rng.random(len(risk)) < missing
    return [None if gone else float(value) for value, gone in zip(values, absent, strict=True)]
