"""Invented people with rows in all seven tables, drawn from the schema, and a tiny bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import lightgbm
import numpy as np
import polars as pl

from clairscore.contract import CreditFile, Value
from clairscore.data.credit_file import frames
from clairscore.data.schema import APPLICATION, HISTORY_TABLES, TABLES, Column
from clairscore.decision.booster import Calibration
from clairscore.decision.bundle import Bundle, Exam, reference_of
from clairscore.decision.policy import Policy
from clairscore.features.catalogue import catalogue
from clairscore.features.compute import book
from clairscore.features.engines import NOTHING_FITTED
from clairscore.features.learnt_term import TERM
from clairscore.features.online import OneApplicant

FEATURES = Path(__file__).with_name("features.txt")
FIRST = 100_001
MONEY = {
    "AMT_INCOME_TOTAL": 160_000.0,
    "AMT_CREDIT": 500_000.0,
    "AMT_ANNUITY": 26_000.0,
    "AMT_GOODS_PRICE": 450_000.0,
}


def one(**facts: Value | None) -> CreditFile:
    """An ordinary applicant without history; a fact given as None is not supplied."""
    application: dict[str, Value | None] = {
        "SK_ID_CURR": FIRST,
        "NAME_CONTRACT_TYPE": "Cash loans",
        **MONEY,
        "DAYS_BIRTH": -15_000,
        "CNT_FAM_MEMBERS": 2,
        "EXT_SOURCE_1": 0.5,
        "EXT_SOURCE_2": 0.5,
        "EXT_SOURCE_3": 0.5,
        **facts,
    }
    known = {name: value for name, value in application.items() if value is not None}
    return CreditFile(known, dict.fromkeys(HISTORY_TABLES, ()))


def with_history(credit_file: CreditFile, **rows: tuple[dict[str, Value], ...]) -> CreditFile:
    return replace(credit_file, history={**credit_file.history, **rows})


def people(n: int, seed: int = 0) -> list[CreditFile]:
    """`n` applicants, a fifth of them without any history."""
    rng = np.random.default_rng(seed)
    return [_person(rng, FIRST + k) for k in range(n)]


def tables(files: Sequence[CreditFile]) -> dict[str, pl.LazyFrame]:
    """Their seven raw tables."""
    parts = [frames(credit_file) for credit_file in files]
    return {name: pl.concat([part[name] for part in parts]).lazy() for name in TABLES}


def bundle(files: Sequence[CreditFile], policy: Policy | None = None, seed: int = 0) -> Bundle:
    """A model of forty small trees on the features listed beside; its exam is empty.

    The list is fixed, so that what is added to the catalogue leaves these decisions as they are.
    """
    policy = policy or Policy()
    listed = FEATURES.read_text(encoding="utf-8").split()
    chosen = catalogue("plain").select(listed).without(policy.excluded_columns)
    frame = book(tables(files), chosen, NOTHING_FITTED)
    matrix = frame.select(chosen.names).to_numpy().astype(np.float32)
    y = np.array([_difficult(credit_file, seed) for credit_file in files])
    parameters = {
        "objective": "binary",
        "max_depth": 4,
        "feature_fraction": 0.3,
        "min_data_in_leaf": 5,
        "verbosity": -1,
        "num_threads": 1,
        "seed": seed,
    }
    model = lightgbm.train(parameters, lightgbm.Dataset(matrix, y), num_boost_round=40)
    raw = np.asarray(model.predict(matrix, raw_score=True))
    made = Bundle(
        model=model.model_to_string(),
        features=chosen.names,
        features_version=chosen.version,
        calibration=Calibration(0.6, -0.7),
        policy=policy,
        reference=reference_of(matrix, chosen.names, raw),
        exam=Exam((), matrix[:0], raw[:0], raw[:0]),
        card={},
        created="2026-01-01T00:00:00Z",
        data={},
        versions={},
        id="0123456789abcdef",
    )
    # tests ask one at a time: one prepared plan, where a service holds several
    made.__dict__["applicant"] = OneApplicant(chosen, NOTHING_FITTED, slots=1)
    return made


def with_policy(bundle: Bundle, **changes: object) -> Bundle:
    """The same model under a changed policy, its feature pipeline shared."""
    changed = replace(bundle, policy=bundle.policy.model_copy(update=changes))
    for name in ("catalogue", "scorer", "fitted", "applicant"):
        changed.__dict__[name] = getattr(bundle, name)
    return changed


def patient(bundle: Bundle, **changes: object) -> Bundle:
    """Without rules, and with reviews that are never worth their price."""
    never = bundle.policy.referral.model_copy(update={"threshold": 1.0})
    return with_policy(bundle, **({"rules": (), "referral": never} | changes))


def _difficult(credit_file: CreditFile, seed: int) -> int:
    facts = credit_file.application
    burden = float(facts.get("AMT_ANNUITY", 26_000)) / float(facts["AMT_INCOME_TOTAL"])
    youth = 1 + float(facts["DAYS_BIRTH"]) / 25_000
    level = 4 * (0.5 - float(facts.get("EXT_SOURCE_2", 0.4))) + 3 * burden + 2 * youth - 2.5
    rng = np.random.default_rng([seed, int(facts["SK_ID_CURR"])])
    return int(rng.random() < 1 / (1 + np.exp(-level)))


def _person(rng: np.random.Generator, client: int) -> CreditFile:
    application = _row(rng, APPLICATION) | {"SK_ID_CURR": client}
    application |= {name: round(typical * rng.lognormal(0, 0.4)) for name, typical in MONEY.items()}
    application["CNT_FAM_MEMBERS"] = int(rng.integers(1, 7))
    application["DAYS_BIRTH"] = -int(rng.integers(7_000, 25_000))
    if rng.random() < 0.03:
        del application["AMT_ANNUITY"]
    history = dict.fromkeys(HISTORY_TABLES, ())
    if rng.random() < 0.8:
        history |= {name: _rows(rng, name, client) for name in HISTORY_TABLES}
    return CreditFile(application, history)


def _rows(rng: np.random.Generator, table: str, client: int) -> tuple[dict[str, Value], ...]:
    """Up to four rows; loans are numbered so that child rows find them."""
    rows = [_row(rng, table) | {"SK_ID_CURR": client} for _ in range(rng.integers(0, 5))]
    for number, row in enumerate(rows):
        for key in {"SK_ID_BUREAU", "SK_ID_PREV"} & set(TABLES[table].names):
            row[key] = 10 * client + number
        if "MONTHS_BALANCE" in row:
            row["MONTHS_BALANCE"] = -number
    if "SK_ID_CURR" not in TABLES[table].by_name:
        for row in rows:
            del row["SK_ID_CURR"]
    return tuple(rows)


def _row(rng: np.random.Generator, table: str) -> dict[str, Value]:
    columns = [column for column in TABLES[table].columns if column.kind not in ("id", "target")]
    return {
        column.name: _value(rng, column)
        for column in columns
        if column.required or rng.random() < 0.8
    }


def _value(rng: np.random.Generator, column: Column) -> Value:
    if column.is_text:
        return str(rng.choice(list(column.vocabulary)))
    if column.kind == "money":
        return float(round(rng.lognormal(9, 1)))
    if column.kind in ("score", "rate"):
        return float(np.round(rng.random(), 4))
    low, high = max(column.low or 0, -3_000), min(column.high or 0, 12)
    return int(rng.integers(low, high + 1))


def with_term(bundle: Bundle) -> Bundle:
    """The same model beside a row model that reads the term off the instalment's share."""
    share = np.linspace(15_000, 400_000, 800)
    months = np.clip(1.3e6 / share, 3, 60)  # repaid: 1.3 times what was borrowed
    settings = {"objective": "l2", "num_leaves": 31, "verbosity": -1, "num_threads": 1}
    model = lightgbm.train(settings, lightgbm.Dataset(share[:, None], months), 60)
    changed = replace(bundle, row_models={TERM.name: (model.model_to_string(),)})
    for name in ("catalogue", "scorer", "applicant"):
        changed.__dict__[name] = getattr(bundle, name)
    return changed
