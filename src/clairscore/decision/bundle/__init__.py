"""A bundle: an immutable, signed folder that holds a model and the exam it must pass to be served.

`save(bundle, bundles, signing_key)` writes one, `load(folder, trusted_keys)` is the only way to a
bundle that decides, `describe(folder, trusted_keys)` reads its card.
"""

from clairscore.decision.booster import Calibration, Explanation, Scorer
from clairscore.decision.bundle.exam import set_exam, sit
from clairscore.decision.bundle.folder import Description, describe, load, load_for_replay, save
from clairscore.decision.bundle.record import Bundle, Exam, Json
from clairscore.decision.bundle.reference import (
    FeatureReference,
    Histogram,
    Reference,
    ScoreReference,
    features_reference,
    reference_of,
    score_reference,
)
from clairscore.decision.bundle.signing import (
    default_signing_key,
    fingerprint,
    public_path,
    signing_key,
    trusted_keys,
)

__all__ = [
    "Bundle",
    "Calibration",
    "Description",
    "Exam",
    "Explanation",
    "FeatureReference",
    "Histogram",
    "Json",
    "Reference",
    "ScoreReference",
    "Scorer",
    "default_signing_key",
    "describe",
    "features_reference",
    "fingerprint",
    "load",
    "load_for_replay",
    "public_path",
    "reference_of",
    "save",
    "score_reference",
    "set_exam",
    "signing_key",
    "sit",
    "trusted_keys",
]
