"""Columns made ready for a linear model: encoded, transformed, imputed, scaled.

Everything is fitted on the rows it is given, which are training rows only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from clairscore.decision.booster import Floats, Matrix
from clairscore.modelling.candidates.sample import Columns, Sample

if TYPE_CHECKING:
    from sklearn.base import TransformerMixin
    from sklearn.compose import ColumnTransformer

Encoding = Literal["one-hot", "ordinal", "woe"]
Scaling = Literal["standard", "robust", "none"]
Transform = Literal["none", "yeo-johnson", "rank-gauss", "log"]

FEW = 20
"""Clients below which a category shares a column with the other rare ones."""
QUANTILES = 200


def preparation(
    columns: Columns, encoding: Encoding, transform: Transform, scaling: Scaling
) -> ColumnTransformer:
    """The steps, unfitted. Words of categories are left out: the codes say the same.

    Numbers: median, transform, scale, and a column for each that says what was missing. Codes: by
    declared order like numbers, one column a category, or weight of evidence.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import MissingIndicator

    by_order = encoding == "ordinal"
    numbers = sorted((*columns.numbers, *columns.codes)) if by_order else list(columns.numbers)
    steps = [
        ("numbers", _numbers(transform, scaling), numbers),
        ("missing", MissingIndicator(features="missing-only", error_on_new=False), numbers),
    ]
    if columns.codes and not by_order:
        encoder = _weights(len(columns.codes)) if encoding == "woe" else _words()
        steps.append(("codes", encoder, list(columns.codes)))
    return ColumnTransformer(steps)


def imputed_and_scaled(matrix: Matrix) -> tuple[TransformerMixin, Floats]:
    """Median and standard scaling, fitted, and the matrix so made (n, features): no column more."""
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    steps = make_pipeline(_imputer(), StandardScaler())
    return steps, np.asarray(steps.fit_transform(_wide(matrix)), dtype=np.float64)


def prepared(steps: ColumnTransformer, sample: Sample) -> Floats:
    """Fit the steps on the sample and give its columns (n, columns)."""
    return np.asarray(steps.fit_transform(_wide(sample.matrix), sample.y), dtype=np.float64)


def applied(steps: TransformerMixin, matrix: Matrix) -> Floats:
    """The columns of other rows by fitted steps (n, columns)."""
    return np.asarray(steps.transform(_wide(matrix)), dtype=np.float64)


def _numbers(transform: Transform, scaling: Scaling) -> TransformerMixin:
    from sklearn.pipeline import make_pipeline

    return make_pipeline(_imputer(), _transformer(transform), _scaler(scaling))


def _transformer(transform: Transform) -> TransformerMixin | str:
    from sklearn.preprocessing import FunctionTransformer, PowerTransformer, QuantileTransformer

    match transform:
        case "none":
            return "passthrough"
        case "log":
            return FunctionTransformer(signed_log)
        case "yeo-johnson":
            return PowerTransformer(standardize=True)
        case "rank-gauss":
            return QuantileTransformer(
                n_quantiles=QUANTILES, output_distribution="normal", random_state=0
            )


def _imputer() -> TransformerMixin:
    from sklearn.impute import SimpleImputer

    return SimpleImputer(strategy="median", keep_empty_features=True)


def _scaler(scaling: Scaling) -> TransformerMixin | str:
    from sklearn.preprocessing import RobustScaler, StandardScaler

    match scaling:
        case "none":
            return "passthrough"
        case "robust":
            return RobustScaler()
        case "standard":
            return StandardScaler()


def _weights(codes: int) -> TransformerMixin:
    """Weight of evidence of each category, a missing one included (OptBinning's own groups)."""
    from optbinning import BinningProcess

    names = [f"code{number}" for number in range(codes)]
    told = {"metric": "woe", "metric_missing": "empirical"}
    return BinningProcess(
        names, categorical_variables=names, binning_transform_params=dict.fromkeys(names, told)
    )


def _words() -> TransformerMixin:
    from sklearn.preprocessing import OneHotEncoder

    return OneHotEncoder(
        handle_unknown="infrequent_if_exist", min_frequency=FEW, sparse_output=False
    )


def signed_log(values: Floats) -> Floats:
    """sign(x) ln(1 + |x|), NaN stays."""
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))


def _wide(matrix: Matrix) -> Floats:
    return np.asarray(matrix, dtype=np.float64)
