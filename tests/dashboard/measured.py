"""A bundle whose card holds every curve that the model's pages draw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.decision.bundle import Bundle, save
from tests.api.test_performance import CARD, FIGURES


def measured_bundle(bundle: Bundle, key: Ed25519PrivateKey, folder: Path) -> Path:
    """The bundle with invented measures, saved in a folder."""
    fields = CARD["confusion"]
    assert isinstance(fields, dict)
    confusion = {**fields, "out_of_fold": fields["test"]}
    card = {**CARD, "confusion": confusion, "out_of_fold": FIGURES, "test": FIGURES}
    return save(replace(bundle, card=card), folder, key)
