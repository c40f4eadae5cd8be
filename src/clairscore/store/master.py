"""The one secret file: what wraps the data keys, signs the events and hides what is looked up."""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clairscore.errors import BadSetting
from clairscore.store.ids import Random

BYTES = 32
HEADER = "clairscore master key 1"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Keys of 256 bits, each for one purpose, all from the master key (HKDF-SHA-256).

    `wrapping` encrypts data keys, `chain` signs events, `pepper` hides keys and codes that are
    looked up, `pseudonyms` turns a client's number into the name that outlives him.
    """

    wrapping: bytes = field(repr=False)
    chain: bytes = field(repr=False)
    pepper: bytes = field(repr=False)
    pseudonyms: bytes = field(repr=False)


def make_master_key(path: Path, random: Random) -> None:
    """Write a new master key that only its owner can read; BadSetting where the file exists."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = f"{HEADER}\n{base64.b64encode(random(BYTES)).decode()}\n"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadSetting(f"{path}: a master key is here already; it is never replaced") from None
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def read_secrets(path: Path) -> Secrets:
    """The keys that follow from the master key; BadSetting for a file that cannot be one."""
    try:
        readable_by_others = path.stat().st_mode & 0o077
        header, _, body = path.read_text("ascii").strip().partition("\n")
        master = base64.b64decode(body, validate=True)
    except FileNotFoundError:
        raise BadSetting(
            f"{path}: there is no master key; run `clairscore db init`, or bring the file back from"
            " where it is kept: without it no record can be read"
        ) from None
    except (UnicodeDecodeError, binascii.Error):
        header, master, readable_by_others = "", b"", 0
    if readable_by_others:
        raise BadSetting(f"{path}: others may read the master key; run `chmod 600 {path}`")
    if header != HEADER or len(master) != BYTES:
        raise BadSetting(f"{path}: found no master key in it; expected the file of `db init`")
    return secrets_of(master)


def secrets_of(master: bytes) -> Secrets:
    """The keys that follow from the bytes of a master key."""
    return Secrets(*(_derived(master, purpose) for purpose in ("wrap", "chain", "pepper", "name")))


def _derived(master: bytes, purpose: str) -> bytes:
    info = f"clairscore {purpose} 1".encode()
    return HKDF(algorithm=SHA256(), length=BYTES, salt=None, info=info).derive(master)
