"""Keys: made once, kept from others, and of the right kind."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from clairscore.decision.bundle import (
    default_signing_key,
    fingerprint,
    public_path,
    signing_key,
    trusted_keys,
)
from clairscore.errors import BadSetting


def test_the_first_use_makes_a_key_that_only_its_owner_reads(tmp_path):
    path = tmp_path / "keys" / "signing.key"
    key = signing_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert fingerprint(signing_key(path).public_key()) == fingerprint(key.public_key())
    assert [item.name for item in sorted(path.parent.iterdir())] == [
        "signing.key",
        "signing.key.pub",
    ]


def test_the_public_half_verifies_what_the_private_one_signs(tmp_path):
    path = default_signing_key(tmp_path / "bundles")
    signature = signing_key(path).sign(b"manifest")
    (trusted,) = trusted_keys(public_path(path))
    trusted.verify(signature, b"manifest")


def test_a_folder_of_public_keys_is_trusted_whole(tmp_path):
    for name in ("a", "b"):
        signing_key(tmp_path / name)
    assert len(trusted_keys(tmp_path)) == 2


def test_a_key_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "signing.key"
    signing_key(path)
    path.chmod(0o644)
    with pytest.raises(BadSetting, match="chmod 600"):
        signing_key(path)


def test_a_key_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "other.key"
    other = generate_private_key(SECP256R1())
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    with pytest.raises(BadSetting, match="another kind of key"):
        signing_key(path)


@pytest.mark.parametrize("content", [b"", b"-----BEGIN NOTHING-----"])
def test_a_file_without_a_key_is_refused(tmp_path, content):
    path = tmp_path / "signing.key.pub"
    path.write_bytes(content)
    with pytest.raises(BadSetting, match="found no key"):
        trusted_keys(path)


def test_absent_trust_is_told(tmp_path):
    with pytest.raises(BadSetting, match="cannot be read"):
        trusted_keys(tmp_path / "absent.pub")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadSetting, match="found none"):
        trusted_keys(tmp_path / "empty")
