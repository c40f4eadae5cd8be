"""The baseline: the well-known "simple features" of Home Credit, as a careful pandas user has them.

Written from the public description: applications one-hot; bureau with its monthly record in two
levels, active and closed apart; earlier applications, approved and refused apart; POS, instalments
and card. Types and columns are declared, one process, whatever pandas does fastest for each step.

    python -m bench.pandas_kernel FOLDER      prints clients and columns of the matrix
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from pandas import DataFrame

CLIENT = "SK_ID_CURR"
NEVER = 365_243
NUMERIC = ["min", "max", "mean", "var"]

APPLICATION_WORDS = """
    NAME_CONTRACT_TYPE CODE_GENDER FLAG_OWN_CAR FLAG_OWN_REALTY NAME_TYPE_SUITE NAME_INCOME_TYPE
    NAME_EDUCATION_TYPE NAME_FAMILY_STATUS NAME_HOUSING_TYPE OCCUPATION_TYPE
    WEEKDAY_APPR_PROCESS_START ORGANIZATION_TYPE FONDKAPREMONT_MODE HOUSETYPE_MODE
    WALLSMATERIAL_MODE EMERGENCYSTATE_MODE
"""
PREVIOUS_WORDS = """
    NAME_CONTRACT_TYPE WEEKDAY_APPR_PROCESS_START FLAG_LAST_APPL_PER_CONTRACT
    NAME_CASH_LOAN_PURPOSE NAME_CONTRACT_STATUS NAME_PAYMENT_TYPE CODE_REJECT_REASON
    NAME_TYPE_SUITE NAME_CLIENT_TYPE NAME_GOODS_CATEGORY NAME_PORTFOLIO NAME_PRODUCT_TYPE
    CHANNEL_TYPE NAME_SELLER_INDUSTRY NAME_YIELD_GROUP PRODUCT_COMBINATION
"""
WORDS = {
    "application": APPLICATION_WORDS.split(),
    "bureau": ["CREDIT_ACTIVE", "CREDIT_CURRENCY", "CREDIT_TYPE"],
    "bureau_balance": ["STATUS"],
    "previous_application": PREVIOUS_WORDS.split(),
    "POS_CASH_balance": ["NAME_CONTRACT_STATUS"],
    "installments_payments": [],
    "credit_card_balance": ["NAME_CONTRACT_STATUS"],
}
IDS = {CLIENT, "SK_ID_PREV", "SK_ID_BUREAU"}


def read(folder: Path, name: str, words: list[str], without: Iterable[str] = ()) -> DataFrame:
    """One file: ids int32, words category, other numbers float32; columns not needed left out."""
    parquet = folder / f"{name}.parquet"
    if parquet.exists():
        return _read_parquet(parquet, words, set(without))
    path = folder / f"{name}.csv"
    columns = [c for c in pd.read_csv(path, nrows=0).columns if c not in set(without)]
    types = {column: _type(column, words) for column in columns}
    return pd.read_csv(path, usecols=columns, dtype=types, engine="pyarrow")


def _read_parquet(path: Path, words: list[str], without: set[str]) -> DataFrame:
    import pyarrow.parquet as pq

    columns = [c for c in pq.read_schema(path).names if c not in without]
    frame = pd.read_parquet(path, columns=columns, read_dictionary=words)
    types = {column: _type(column, words) for column in columns}
    return frame.astype({c: t for c, t in types.items() if str(frame[c].dtype) != t})


def _type(column: str, words: list[str]) -> str:
    if column in words:
        return "category"
    return "int32" if column in IDS else "float32"


def one_hot(frame: DataFrame, words: list[str], missing: bool) -> tuple[DataFrame, list[str]]:
    """The frame with a column for each word (and for a missing one), and their names."""
    before = set(frame.columns)
    frame = pd.get_dummies(frame, columns=words, dummy_na=missing, dtype="float32")
    return frame, [column for column in frame.columns if column not in before]


def aggregated(frame: DataFrame, by: str, how: dict[str, list[str]], prefix: str = "") -> DataFrame:
    """Aggregates by key, one column for each pair, named PREFIX_COLUMN_STATISTIC.

    Columns with the same statistics are aggregated together: far faster than one by one.
    """
    groups = frame.groupby(by, sort=False)
    by_statistic: dict[str, list[str]] = {}
    for column, statistics in how.items():
        for statistic in statistics:
            by_statistic.setdefault(statistic, []).append(column)
    parts = [
        getattr(groups[columns], statistic)().add_suffix(f"_{statistic.upper()}")
        for statistic, columns in by_statistic.items()
    ]
    return pd.concat(parts, axis=1).add_prefix(prefix)


def application(folder: Path) -> DataFrame:
    words = WORDS["application"]
    frame = pd.concat(
        [read(folder, "application_train", words), read(folder, "application_test", words)],
        ignore_index=True,
    )
    for column in words:  # concat of unequal vocabularies gives text
        if str(frame[column].dtype) != "category":
            frame[column] = frame[column].astype("category")
    frame = frame[frame["CODE_GENDER"] != "XNA"].copy()
    two_words = ["CODE_GENDER", "FLAG_OWN_CAR", "FLAG_OWN_REALTY"]
    codes = {
        column: pd.factorize(frame[column].astype("str"), sort=True)[0] for column in two_words
    }
    frame = frame.assign(**codes)
    frame["DAYS_EMPLOYED"] = frame["DAYS_EMPLOYED"].mask(frame["DAYS_EMPLOYED"] == NEVER)
    frame = frame.assign(
        DAYS_EMPLOYED_PERC=frame["DAYS_EMPLOYED"] / frame["DAYS_BIRTH"],
        INCOME_CREDIT_PERC=frame["AMT_INCOME_TOTAL"] / frame["AMT_CREDIT"],
        INCOME_PER_PERSON=frame["AMT_INCOME_TOTAL"] / frame["CNT_FAM_MEMBERS"],
        ANNUITY_INCOME_PERC=frame["AMT_ANNUITY"] / frame["AMT_INCOME_TOTAL"],
        PAYMENT_RATE=frame["AMT_ANNUITY"] / frame["AMT_CREDIT"],
    )
    frame, _ = one_hot(frame, [word for word in words if word not in two_words], missing=False)
    return frame.set_index(CLIENT)


def bureau_balance(folder: Path) -> DataFrame:
    """By credit: months, first and last, and the share of months with each status."""
    frame = read(folder, "bureau_balance", WORDS["bureau_balance"])
    months = frame.groupby("SK_ID_BUREAU", sort=False)["MONTHS_BALANCE"].agg(["min", "max", "size"])
    months.columns = ["MONTHS_BALANCE_MIN", "MONTHS_BALANCE_MAX", "MONTHS_BALANCE_SIZE"]
    # counting words and dividing gives the means of one-hot columns in a fraction of the time
    counts = frame.groupby(["SK_ID_BUREAU", "STATUS"], observed=True, sort=False).size()
    shares = counts.unstack(fill_value=0)
    shares.columns = [f"STATUS_{word}_MEAN" for word in shares.columns]
    return months.join(shares.div(months["MONTHS_BALANCE_SIZE"], axis=0).astype("float32"))


def bureau(folder: Path) -> DataFrame:
    frame = read(folder, "bureau", WORDS["bureau"])
    frame, words = one_hot(frame, WORDS["bureau"], missing=True)
    monthly = bureau_balance(folder)
    shares = [column for column in monthly.columns if column.startswith("STATUS")]
    frame = frame.join(monthly, on="SK_ID_BUREAU")
    numbers = {
        "DAYS_CREDIT": NUMERIC,
        "DAYS_CREDIT_ENDDATE": ["min", "max", "mean"],
        "DAYS_CREDIT_UPDATE": ["mean"],
        "CREDIT_DAY_OVERDUE": ["max", "mean"],
        "AMT_CREDIT_MAX_OVERDUE": ["mean"],
        "AMT_CREDIT_SUM": ["max", "mean", "sum"],
        "AMT_CREDIT_SUM_DEBT": ["max", "mean", "sum"],
        "AMT_CREDIT_SUM_OVERDUE": ["mean"],
        "AMT_CREDIT_SUM_LIMIT": ["mean", "sum"],
        "AMT_ANNUITY": ["max", "mean"],
        "CNT_CREDIT_PROLONG": ["sum"],
        "MONTHS_BALANCE_MIN": ["min"],
        "MONTHS_BALANCE_MAX": ["max"],
        "MONTHS_BALANCE_SIZE": ["mean", "sum"],
    }
    means = {column: ["mean"] for column in (*words, *shares)}
    return _with_subsets(
        frame, numbers, means, "BURO_",
        {"ACTIVE_": "CREDIT_ACTIVE_Active", "CLOSED_": "CREDIT_ACTIVE_Closed"},
    )  # fmt: skip


def previous(folder: Path) -> DataFrame:
    name = "previous_application"
    frame = read(folder, name, WORDS[name], without=["SK_ID_PREV"])
    frame, words = one_hot(frame, WORDS[name], missing=True)
    for column in (
        "DAYS_FIRST_DRAWING",
        "DAYS_FIRST_DUE",
        "DAYS_LAST_DUE_1ST_VERSION",
        "DAYS_LAST_DUE",
        "DAYS_TERMINATION",
    ):
        frame[column] = frame[column].mask(frame[column] == NEVER)
    frame["APP_CREDIT_PERC"] = frame["AMT_APPLICATION"] / frame["AMT_CREDIT"]
    numbers = {
        "AMT_ANNUITY": ["min", "max", "mean"],
        "AMT_APPLICATION": ["min", "max", "mean"],
        "AMT_CREDIT": ["min", "max", "mean"],
        "APP_CREDIT_PERC": NUMERIC,
        "AMT_DOWN_PAYMENT": ["min", "max", "mean"],
        "AMT_GOODS_PRICE": ["min", "max", "mean"],
        "HOUR_APPR_PROCESS_START": ["min", "max", "mean"],
        "RATE_DOWN_PAYMENT": ["min", "max", "mean"],
        "DAYS_DECISION": ["min", "max", "mean"],
        "CNT_PAYMENT": ["mean", "sum"],
    }
    return _with_subsets(
        frame, numbers, {word: ["mean"] for word in words}, "PREV_",
        {"APPROVED_": "NAME_CONTRACT_STATUS_Approved", "REFUSED_": "NAME_CONTRACT_STATUS_Refused"},
    )  # fmt: skip


def _with_subsets(
    frame: DataFrame,
    numbers: dict[str, list[str]],
    means: dict[str, list[str]],
    prefix: str,
    subsets: dict[str, str],
) -> DataFrame:
    """Aggregates over every row, then those of the numbers over each subset."""
    parts = [aggregated(frame, CLIENT, {**numbers, **means}, prefix)]
    columns = [CLIENT, *numbers]
    for label, flag in subsets.items():
        parts.append(aggregated(frame.loc[frame[flag] == 1, columns], CLIENT, numbers, label))
    return pd.concat(parts, axis=1)


def pos(folder: Path) -> DataFrame:
    name = "POS_CASH_balance"
    unused = ["SK_ID_PREV", "CNT_INSTALMENT", "CNT_INSTALMENT_FUTURE"]
    frame = read(folder, name, WORDS[name], without=unused)
    frame, words = one_hot(frame, WORDS[name], missing=True)
    how = {
        "MONTHS_BALANCE": ["max", "mean"],
        "SK_DPD": ["max", "mean"],
        "SK_DPD_DEF": ["max", "mean"],
    }
    return _counted(frame, how, words, "POS_")


def instalments(folder: Path) -> DataFrame:
    name = "installments_payments"
    frame = read(folder, name, [], without=["SK_ID_PREV", "NUM_INSTALMENT_NUMBER"])
    frame["PAYMENT_PERC"] = frame["AMT_PAYMENT"] / frame["AMT_INSTALMENT"]
    frame["PAYMENT_DIFF"] = frame["AMT_INSTALMENT"] - frame["AMT_PAYMENT"]
    delay = frame["DAYS_ENTRY_PAYMENT"] - frame["DAYS_INSTALMENT"]
    frame["DPD"] = delay.clip(lower=0)
    frame["DBD"] = (-delay).clip(lower=0)
    how = {
        "NUM_INSTALMENT_VERSION": ["nunique"],
        "DPD": ["max", "mean", "sum"],
        "DBD": ["max", "mean", "sum"],
        "PAYMENT_PERC": ["max", "mean", "sum", "var"],
        "PAYMENT_DIFF": ["max", "mean", "sum", "var"],
        "AMT_INSTALMENT": ["max", "mean", "sum"],
        "AMT_PAYMENT": ["min", "max", "mean", "sum"],
        "DAYS_ENTRY_PAYMENT": ["max", "mean", "sum"],
    }
    return _counted(frame, how, [], "INSTAL_")


def card(folder: Path) -> DataFrame:
    name = "credit_card_balance"
    frame = read(folder, name, WORDS[name], without=["SK_ID_PREV"])
    frame, words = one_hot(frame, WORDS[name], missing=True)
    every = [column for column in frame.columns if column not in (CLIENT, *words)]
    how = {column: ["min", "max", "mean", "sum", "var"] for column in (*every, *words)}
    return _counted(frame, how, [], "CC_")


def _counted(
    frame: DataFrame, how: dict[str, list[str]], words: list[str], prefix: str
) -> DataFrame:
    """The aggregates, the mean of each word's column, and the number of rows."""
    sizes = frame.groupby(CLIENT, sort=False).size().rename(f"{prefix}COUNT")
    means = {word: ["mean"] for word in words}
    return aggregated(frame, CLIENT, {**how, **means}, prefix).join(sizes)


def kernel(folder: Path) -> DataFrame:
    """One row a client of both application files, one column a feature."""
    frame = application(folder)
    for part in (bureau, previous, pos, instalments, card):
        frame = frame.join(part(folder))
        gc.collect()
    return frame


if __name__ == "__main__":
    matrix = kernel(Path(sys.argv[1]))
    print(len(matrix), matrix.shape[1] - 1)  # without TARGET
