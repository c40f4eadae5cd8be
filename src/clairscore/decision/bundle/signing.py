"""Ed25519 keys: who made a bundle, and whose bundles may be served."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from clairscore.errors import BadSetting

SIGNATURE_BYTES = 64
PUBLIC_SUFFIX = ".pub"


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The private key in `path` (PEM, mode 0600), made at first use with its public half beside it.

    BadSetting where the file holds something else or others may read it.
    """
    if not path.exists():
        _create(path)
    if path.stat().st_mode & 0o077:
        raise BadSetting(f"{path}: other users may read this signing key; run chmod 600 {path}")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise BadSetting(f"{path}: expected an Ed25519 private key in PEM ({error})") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadSetting(f"{path}: expected an Ed25519 private key, found another kind of key")
    return key


def trusted_keys(path: Path) -> tuple[Ed25519PublicKey, ...]:
    """The public key of a PEM file, or those of every .pub file in a folder.

    BadSetting where there is none, or one cannot be used.
    """
    paths = sorted(path.glob(f"*{PUBLIC_SUFFIX}")) if path.is_dir() else [path]
    if not paths:
        raise BadSetting(f"{path}: expected public keys (*{PUBLIC_SUFFIX}), found none")
    return tuple(_public_key(each) for each in paths)


def default_signing_key(bundles: Path) -> Path:
    """Where the signing key lies unless a setting says otherwise: beside the bundles folder."""
    return bundles.resolve().parent / "clairscore-signing.key"


def public_path(path: Path) -> Path:
    """Where the public half of the private key in `path` lies."""
    return path.with_name(path.name + PUBLIC_SUFFIX)


def fingerprint(key: Ed25519PublicKey) -> str:
    """Sixteen hex digits that name a public key."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def is_signed(content: bytes, signature: bytes, trusted: Collection[Ed25519PublicKey]) -> bool:
    """Whether one of the trusted keys signed exactly these bytes."""
    return any(_verifies(key, content, signature) for key in trusted)


def _verifies(key: Ed25519PublicKey, content: bytes, signature: bytes) -> bool:
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _create(path: Path) -> None:
    """Write a new key pair; where another run was first, its key stands."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(pem)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    public_path(path).write_bytes(public)


def _public_key(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise BadSetting(f"{path}: the trusted key cannot be read ({error.strerror})") from None
    except ValueError:
        raise BadSetting(f"{path}: expected an Ed25519 public key in PEM, found no key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadSetting(f"{path}: expected an Ed25519 public key, found another kind of key")
    return key
