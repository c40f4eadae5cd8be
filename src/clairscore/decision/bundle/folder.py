"""A bundle on disk: an immutable folder, named by its content, written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from clairscore.data.files import flush, hold
from clairscore.decision.bundle.contents import CARD, bundle_of, facts, files
from clairscore.decision.bundle.exam import sit, sit_scores
from clairscore.decision.bundle.manifest import MANIFEST, digest, sealed, verified
from clairscore.decision.bundle.record import Bundle, Json

READ_ONLY = 0o444


@dataclass(frozen=True)
class Description:
    """What a verified folder says of itself, for lists; it cannot be served."""

    id: str
    created: str
    versions: Mapping[str, str]
    data: Mapping[str, str]
    card: Mapping[str, Json]


def save(bundle: Bundle, bundles: Path, signing_key: Ed25519PrivateKey) -> Path:
    """Write the signed bundle as a folder of `bundles` named by its content; its path.

    The same content saved again is left as it is. Busy while another run saves the same.
    """
    contents = sealed(files(bundle), facts(bundle), signing_key)
    folder = bundles / digest(contents[MANIFEST])
    bundles.mkdir(parents=True, exist_ok=True)
    with hold(folder):
        if not folder.exists():
            _write_whole(contents, folder)
    return folder


def load(folder: Path, trusted_keys: Collection[Ed25519PublicKey]) -> Bundle:
    """The bundle of a folder that a trusted key signed and that passes its own exam.

    TamperedBundle, FailedExam or BadBundle otherwise; no byte reaches LightGBM before the check.
    """
    bundle = _signed(folder, trusted_keys)
    sit(bundle)
    return bundle


def load_for_replay(folder: Path, trusted_keys: Collection[Ed25519PublicKey]) -> Bundle:
    """As `load`, where features may be defined otherwise by now: stored ones are still scored.

    Its scores are examined; its features are not, so that it must not decide.
    """
    bundle = _signed(folder, trusted_keys)
    sit_scores(bundle)
    return bundle


def describe(folder: Path, trusted_keys: Collection[Ed25519PublicKey]) -> Description:
    """The card of a folder that a trusted key signed, without loading its model."""
    contents = verified(folder, trusted_keys)
    stated = json.loads(contents[MANIFEST])
    return Description(
        digest(contents[MANIFEST]),
        stated["created"],
        stated["versions"],
        stated["data"],
        json.loads(contents[CARD]),
    )


def _signed(folder: Path, trusted_keys: Collection[Ed25519PublicKey]) -> Bundle:
    contents = verified(folder, trusted_keys)
    return bundle_of(contents, contents[MANIFEST], digest(contents[MANIFEST]))


def _write_whole(contents: Mapping[str, bytes], folder: Path) -> None:
    """Draft beside, flushed to disk, then renamed: the folder is there whole or not at all."""
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, content in contents.items():
            _write(draft / name, content)
        draft.chmod(0o755)
        flush(draft)
        draft.rename(folder)
        flush(folder.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    path.chmod(READ_ONLY)
