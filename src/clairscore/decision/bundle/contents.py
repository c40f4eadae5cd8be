"""A bundle as files and back: LightGBM text, JSON and floats; nothing in it can execute."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from clairscore.decision.booster import Calibration
from clairscore.decision.bundle.record import RETRAIN, Bundle, Exam
from clairscore.decision.bundle.reference import (
    FeatureReference,
    Histogram,
    Reference,
    ScoreReference,
)
from clairscore.decision.policy import Policy
from clairscore.errors import BadBundle, BadSetting

FORMAT = 1
MODEL = "model.txt"
POLICY = "policy.json"
FEATURES = "features.json"
CALIBRATION = "calibration.json"
REFERENCE = "reference.json"
CARD = "card.json"
EXAM = "exam.json"
EXAM_FEATURES = "exam_features.f32"
FLOAT32 = np.dtype("<f4")


def files(bundle: Bundle) -> dict[str, bytes]:
    """The bundle's files by name, the same bytes each time."""
    row_models = {
        row_model_file(name, fold): text.encode()
        for name, texts in bundle.row_models.items()
        for fold, text in enumerate(texts)
    }
    return {
        MODEL: bundle.model.encode(),
        POLICY: bundle.policy.to_json().encode(),
        FEATURES: _json(_features(bundle)),
        CALIBRATION: _json(asdict(bundle.calibration)),
        REFERENCE: _json(asdict(bundle.reference)),
        CARD: _json(dict(bundle.card)),
        EXAM: _json(_exam(bundle.exam)),
        EXAM_FEATURES: bundle.exam.features.astype(FLOAT32).tobytes(),
        **row_models,
    }


def facts(bundle: Bundle) -> dict[str, object]:
    """What the manifest states beside the files."""
    return {
        "format": FORMAT,
        "created": bundle.created,
        "versions": dict(bundle.versions),
        "data": dict(bundle.data),
    }


def bundle_of(contents: Mapping[str, bytes], manifest: bytes, name: str) -> Bundle:
    """The bundle that these verified bytes hold; BadBundle where this version cannot read them."""
    try:
        return _bundle(contents, json.loads(manifest), name)
    except (KeyError, ValueError, TypeError, BadSetting) as error:
        raise BadBundle(
            f"bundle {name}: its files are signed, yet this Clairscore cannot read them"
            f" ({type(error).__name__}: {error}); {RETRAIN}"
        ) from error


def row_model_file(name: str, fold: int) -> str:
    """The file of a row model."""
    return f"row_model_{name.lower()}.{fold}.txt"


def _bundle(contents: Mapping[str, bytes], stated: Mapping[str, Any], name: str) -> Bundle:
    if stated["format"] != FORMAT:
        raise ValueError(f"format {stated['format']}, expected {FORMAT}")
    features = json.loads(contents[FEATURES])
    return Bundle(
        model=contents[MODEL].decode(),
        features=tuple(features["names"]),
        features_version=features["version"],
        calibration=Calibration(**json.loads(contents[CALIBRATION])),
        policy=Policy.from_json(contents[POLICY]),
        reference=_reference_of(json.loads(contents[REFERENCE])),
        exam=_exam_of(json.loads(contents[EXAM]), contents[EXAM_FEATURES], len(features["names"])),
        card=json.loads(contents[CARD]),
        created=stated["created"],
        data=stated["data"],
        versions=stated["versions"],
        row_models={
            model: tuple(contents[row_model_file(model, fold)].decode() for fold in range(folds))
            for model, folds in features["row_models"].items()
        },
        id=name,
    )


def _features(bundle: Bundle) -> dict[str, object]:
    return {
        "version": bundle.features_version,
        "names": list(bundle.features),
        "row_models": {name: len(texts) for name, texts in bundle.row_models.items()},
    }


def _exam(exam: Exam) -> dict[str, object]:
    return {
        "credit_files": list(exam.credit_files),
        "log_odds": exam.log_odds.tolist(),
        "probabilities": exam.probabilities.tolist(),
    }


def _exam_of(document: Mapping[str, Any], features: bytes, columns: int) -> Exam:
    texts = tuple(document["credit_files"])
    return Exam(
        texts,
        np.frombuffer(features, dtype=FLOAT32).reshape(len(texts), columns).astype(np.float32),
        np.array(document["log_odds"], dtype=np.float64),
        np.array(document["probabilities"], dtype=np.float64),
    )


def _reference_of(document: Mapping[str, Any]) -> Reference:
    # bundles of earlier versions have neither `score` nor `served`
    score, served = document.get("score"), document.get("served", {})
    return Reference(
        clients=document["clients"],
        features=_feature_references(document["features"]),
        log_odds=_histogram_of(document["log_odds"]),
        score=score and ScoreReference(**{name: tuple(values) for name, values in score.items()}),
        served=_feature_references(served),
    )


def _feature_references(document: Mapping[str, Any]) -> dict[str, FeatureReference]:
    return {
        name: FeatureReference(
            _histogram_of(each["histogram"]), each["missing"], each["low"], each["high"]
        )
        for name, each in document.items()
    }


def _histogram_of(document: Mapping[str, Any]) -> Histogram:
    return Histogram(tuple(document["edges"]), tuple(document["counts"]))


def _json(document: object) -> bytes:
    """Strict JSON, in the order given; a number keeps its shortest exact form."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1).encode()
