"""Signing in with an account of the lender's own (OpenID Connect, code flow with PKCE).

The service remembers nothing between asking and answering: what it must recognise is sealed and
lies, for ten minutes, in the browser of the person who signs in.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clairscore.api.provider import Json, NotProven, Provider
from clairscore.store.ids import Random

LONGEST = timedelta(minutes=10)
PURPOSE = b"clairscore openid 1"
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to sign in: what has to come back, and until when (seconds since 1970)."""

    state: str
    nonce: str
    verifier: str
    back: str
    until: int

    @classmethod
    def begun(cls, back: str, random: Random, at: datetime) -> Self:
        """A new attempt of somebody who shall come back to the address `back`."""
        state, nonce, verifier = (_word(random(32)) for _ in range(3))
        return cls(state, nonce, verifier, back, int((at + LONGEST).timestamp()))

    @property
    def challenge(self) -> str:
        """What the provider may know of the verifier."""
        return _word(hashlib.sha256(self.verifier.encode()).digest())

    def address(self, provider: Provider) -> str:
        """Where the person goes."""
        return provider.address(self.back, self.state, self.nonce, self.challenge)

    def sealed(self, pepper: bytes, random: Random) -> str:
        """The attempt as text that only this service can read or make."""
        nonce = random(NONCE_BYTES)
        plain = json.dumps(asdict(self)).encode()
        return _word(nonce + AESGCM(_key(pepper)).encrypt(nonce, plain, PURPOSE))

    @classmethod
    def unsealed(cls, kept: str, pepper: bytes) -> Self:
        """The attempt of a text; NotProven for any that this service did not make."""
        try:
            raw = base64.urlsafe_b64decode(kept + "=" * (-len(kept) % 4))
            plain = AESGCM(_key(pepper)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], PURPOSE)
            return cls(**json.loads(plain))
        except (ValueError, InvalidTag):
            raise NotProven("not an attempt of this service") from None


def proven(
    provider: Provider, kept: str, code: str, state: str, pepper: bytes, at: datetime
) -> Json:
    """What the provider says of the person who came back; NotProven where anything is amiss."""
    attempt, now = Attempt.unsealed(kept, pepper), int(at.timestamp())
    if not hmac.compare_digest(attempt.state.encode(), state.encode()):
        raise NotProven("another attempt")
    if now > attempt.until:
        raise NotProven("too late")
    token = provider.exchange(code, attempt.back, attempt.verifier)
    return provider.claims(token, attempt.nonce, now)


def account_name(claims: Json, claim: str) -> str:
    """The name of the account that the claims speak of; an address counts once it is verified."""
    name = claims.get(claim)
    if not isinstance(name, str) or not name:
        raise NotProven(f"no {claim}")
    if claim == "email" and claims.get("email_verified") is not True:
        raise NotProven("an address that nobody verified")
    return name


def _word(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _key(pepper: bytes) -> bytes:
    return hmac.digest(pepper, PURPOSE, "sha256")
