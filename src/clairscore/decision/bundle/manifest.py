"""The closed, signed list of a bundle's files, checked before anything reads them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from clairscore.decision.bundle.signing import SIGNATURE_BYTES, fingerprint, is_signed
from clairscore.errors import TamperedBundle

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
MOST_MANIFEST_BYTES = 1 << 20
MOST_FILE_BYTES = 1 << 28
NAME = re.compile(r"[a-z0-9][a-z0-9_]*(\.[a-z0-9]+)+")
ADVICE = "do not serve it: restore the folder from a good copy, or train again"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the bundle."""

    name: str
    size: int
    sha256: str


def sealed(
    files: Mapping[str, bytes], facts: Mapping[str, object], key: Ed25519PrivateKey
) -> dict[str, bytes]:
    """The files with their manifest (which also states `facts`) and its signature."""
    entries = [asdict(entry(name, content)) for name, content in sorted(files.items())]
    text = json.dumps({**facts, "files": entries}, indent=1, sort_keys=True, allow_nan=False)
    manifest = text.encode()
    return {**files, MANIFEST: manifest, SIGNATURE: key.sign(manifest)}


def entry(name: str, content: bytes) -> Entry:
    """The manifest's line for a file."""
    return Entry(name, len(content), hashlib.sha256(content).hexdigest())


def digest(manifest: bytes) -> str:
    """Twelve hex digits that name the bundle of this manifest."""
    return hashlib.sha256(manifest).hexdigest()[:12]


def verified(folder: Path, trusted: Collection[Ed25519PublicKey]) -> dict[str, bytes]:
    """Every file's bytes, each read once, from a folder that is exactly what a trusted key signed.

    TamperedBundle otherwise: not a plain folder, unsigned, signed by another key, a file missing,
    extra, linked, or of another size or content.
    """
    found = _listing(folder)
    manifest = _signed_manifest(folder, trusted)
    entries = _entries(manifest, folder)
    _require_closed(found, {each.name for each in entries} | {MANIFEST, SIGNATURE}, folder)
    contents = {each.name: _checked(folder, each) for each in entries}
    return {**contents, MANIFEST: manifest}


def _listing(folder: Path) -> set[str]:
    if folder.is_symlink() or not folder.is_dir():
        raise TamperedBundle(f"{folder}: expected a bundle folder, found none; {ADVICE}")
    with os.scandir(folder) as items:
        return {item.name for item in items}


def _signed_manifest(folder: Path, trusted: Collection[Ed25519PublicKey]) -> bytes:
    manifest = _read(folder, MANIFEST, MOST_MANIFEST_BYTES)
    signature = _read(folder, SIGNATURE, SIGNATURE_BYTES)
    if not is_signed(manifest, signature, trusted):
        names = ", ".join(sorted(map(fingerprint, trusted))) or "none"
        raise TamperedBundle(
            f"{folder}: {SIGNATURE} is not the signature of {MANIFEST} by a trusted key"
            f" (trusted: {names}); {ADVICE}, or trust its maker's key"
        )
    return manifest


def _entries(manifest: bytes, folder: Path) -> list[Entry]:
    try:
        entries = [Entry(**each) for each in json.loads(manifest)["files"]]
    except (ValueError, KeyError, TypeError):
        raise TamperedBundle(f"{folder}: {MANIFEST} is not a list of files; {ADVICE}") from None
    names = [each.name for each in entries]
    if len(set(names)) < len(names) or not all(map(NAME.fullmatch, names)):
        raise TamperedBundle(f"{folder}: {MANIFEST} has unusable file names; {ADVICE}")
    return entries


def _require_closed(found: set[str], listed: set[str], folder: Path) -> None:
    faults = [f"{name} is missing" for name in sorted(listed - found)]
    faults += [f"{name} is not in the manifest" for name in sorted(found - listed)]
    if faults:
        raise TamperedBundle(f"{folder}: {'; '.join(faults)}; {ADVICE}")


def _checked(folder: Path, listed: Entry) -> bytes:
    content = _read(folder, listed.name, min(listed.size, MOST_FILE_BYTES))
    if entry(listed.name, content) != listed:
        raise TamperedBundle(
            f"{folder}: {listed.name} has {len(content)} bytes that differ from the {listed.size}"
            f" signed ones; {ADVICE}"
        )
    return content


def _read(folder: Path, name: str, most: int) -> bytes:
    """The bytes of a plain file of at most `most` bytes; a link is refused, never followed."""
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise TamperedBundle(f"{folder}: {name}: {error.strerror}; {ADVICE}") from None
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise TamperedBundle(f"{folder}: {name} is not a plain file; {ADVICE}")
        content = stream.read(most + 1)
    if len(content) > most:
        raise TamperedBundle(f"{folder}: {name} is longer than {most} bytes; {ADVICE}")
    return content
