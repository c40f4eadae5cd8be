"""A bundle's exam: it must reproduce its own answers, or it is not served."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clairscore.contract import CreditFile
from clairscore.data.credit_file import dump, parse
from clairscore.decision.booster import Floats, Matrix, Scorer
from clairscore.decision.bundle import trial
from clairscore.decision.bundle.record import RETRAIN, Bundle, Exam
from clairscore.decision.logistic import probability
from clairscore.errors import FailedExam

MEMORY_BYTES = 4 << 30
CPU_SECONDS = 60
WALL_SECONDS = 120.0
FIRST_NAMES = 10


def set_exam(credit_files: Sequence[CreditFile], features: Matrix, scorer: Scorer) -> Exam:
    """The exam of these applicants with the answers that the scorer gives now."""
    log_odds = scorer.log_odds(features)
    texts = tuple(dump(credit_file) for credit_file in credit_files)
    return Exam(texts, features, log_odds, probability(log_odds))


def sit(bundle: Bundle) -> None:
    """FailedExam unless every answer is reproduced bit for bit through the real pipeline."""
    sit_scores(bundle)
    features = np.stack([bundle.features_of(parse(text)) for text in bundle.exam.credit_files])
    require_same_features(bundle, features)


def sit_scores(bundle: Bundle) -> None:
    """FailedExam unless the stored features give every answer bit for bit, on any version."""
    if not bundle.exam.credit_files:
        raise FailedExam(f"bundle {bundle.id}: its exam has no applicants; {RETRAIN}")
    _first_load(bundle)
    log_odds = bundle.scorer.log_odds(bundle.exam.features)
    _require_same(bundle, "log-odds", bundle.exam.log_odds, log_odds)
    _require_same(bundle, "probability", bundle.exam.probabilities, probability(log_odds))


def require_same_features(bundle: Bundle, features: Matrix) -> None:
    """FailedExam naming the features that differ from the exam's in any bit; NaN equals NaN."""
    differ = _bits(features) != _bits(bundle.exam.features)
    moved = [name for name, column in zip(bundle.features, differ.T, strict=True) if column.any()]
    if moved:
        first = ", ".join(moved[:FIRST_NAMES])
        raise FailedExam(
            f"bundle {bundle.id}: {len(moved)} of {len(bundle.features)} features moved since it"
            f" was trained, first {first}; {RETRAIN}"
        )


def _bits(features: Matrix) -> NDArray[np.uint32]:
    plain = np.where(np.isnan(features), np.float32("nan"), features)
    return np.ascontiguousarray(plain, dtype=np.float32).view(np.uint32)


def _require_same(bundle: Bundle, what: str, expected: Floats, found: Floats) -> None:
    moved = int((expected.view(np.uint64) != found.view(np.uint64)).sum())
    if moved:
        raise FailedExam(
            f"bundle {bundle.id}: {moved} of {len(expected)} applicants get another {what} than"
            " when it was trained; do not serve it, train again"
        )


def _first_load(bundle: Bundle) -> None:
    """Load the row models and run the model in a child process first: a broken text kills its
    process."""
    model = bundle.model.encode()
    others = [text.encode() for texts in bundle.row_models.values() for text in texts]
    features = np.ascontiguousarray(bundle.exam.features, dtype="<f4")
    header = trial.HEADER.pack(len(model), *features.shape, len(others))
    before = b"".join(trial.LENGTH.pack(len(text)) + text for text in others)
    try:
        child = subprocess.run(
            [sys.executable, "-P", str(Path(trial.__file__)), str(MEMORY_BYTES), str(CPU_SECONDS)],
            input=header + before + model + features.tobytes(),
            capture_output=True,
            timeout=WALL_SECONDS,
            env=_one_thread(os.environ),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FailedExam(f"bundle {bundle.id}: its model hung while loading; {ADVICE}") from None
    _require_answer(bundle, child)


ADVICE = "do not serve it, train again"


def _require_answer(bundle: Bundle, child: subprocess.CompletedProcess[bytes]) -> None:
    if child.returncode != 0:
        last = child.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        raise FailedExam(
            f"bundle {bundle.id}: LightGBM could not load its model (exit {child.returncode},"
            f" {last[0]}); {ADVICE}"
        )
    raw = np.frombuffer(child.stdout, dtype="<f8").astype(np.float64)
    _require_same(bundle, "log-odds", bundle.exam.log_odds, bundle.calibration.log_odds(raw))


def _one_thread(environment: Mapping[str, str]) -> dict[str, str]:
    """Few threads keep the child's address space inside its limit."""
    return {**environment, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
