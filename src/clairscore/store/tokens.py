"""Secrets that are handed out once and looked up later: made at random, kept as an HMAC."""

from __future__ import annotations

import base64
import hmac

from clairscore.store.ids import Random

BYTES = 32
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters of a code that people type: none that is taken for another; 32, so 5 bits each."""
CODE_LENGTH = 16


def new_token(random: Random) -> str:
    """A secret of 256 bits in 43 characters of an address."""
    return base64.urlsafe_b64encode(random(BYTES)).rstrip(b"=").decode()


def new_code(random: Random) -> str:
    """A secret of 80 bits for people: `XXXX-XXXX-XXXX-XXXX`."""
    letters = "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in random(CODE_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def hidden(secret: str, pepper: bytes) -> str:
    """What is kept of a secret: 64 hex digits, which tell nothing of it without the pepper."""
    return hmac.digest(pepper, secret.encode(), "sha256").hex()
