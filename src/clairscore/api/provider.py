"""The provider of the lender's own accounts (OpenID Connect): its description, keys, exchange.

Everything it says is checked: the issuer, the signature, for whom and for which attempt it speaks.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode, urlsplit

from clairscore.errors import BadSetting, Unavailable
from clairscore.settings import Settings

if TYPE_CHECKING:
    import httpx2
    from joserfc.jwk import KeySet

Json: TypeAlias = Mapping[str, object]
DESCRIPTION = "/.well-known/openid-configuration"
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures with a public key; `none` and shared secrets are refused."""
SECONDS, MOST_BYTES = 3.0, 262_144
LEEWAY = 60
"""Seconds by which clocks may differ."""
FRESH_SECONDS = 300
"""A key that nobody knows has the keys asked for again, at most this often."""


class NotProven(Exception):
    """What came back proves nobody."""


@dataclass(eq=False)
class Provider:
    """One provider, whose description and keys are asked for once."""

    issuer: str
    client: str
    secret: str | None = field(repr=False)
    _turn: Lock = field(default_factory=Lock, repr=False)
    _keys: KeySet | None = field(default=None, repr=False)
    _asked: float = field(default=float("-inf"), repr=False)

    @classmethod
    def set_by(cls, settings: Settings) -> Provider | None:
        """The provider that the settings name; None where they name none."""
        if settings.openid_issuer is None:
            return None
        if settings.openid_client is None:
            raise BadSetting(
                "CLAIRSCORE_OPENID_CLIENT: found nothing; set the name under which the provider"
                " knows this service"
            )
        secret = settings.openid_secret
        return cls(
            settings.openid_issuer.rstrip("/"),
            settings.openid_client,
            secret.read_text("utf-8").strip() if secret else None,
        )

    def address(self, back: str, state: str, nonce: str, challenge: str) -> str:
        """Where a person goes to sign in; PKCE's `challenge` is of the method S256."""
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": back,
            "scope": "openid email profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        place = self._place("authorization_endpoint")
        return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"

    def exchange(self, code: str, back: str, verifier: str) -> str:
        """The identity token for a code; NotProven where the provider refuses it."""
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": self.client,
            "code_verifier": verifier,
        }
        if self.secret is not None:
            given["client_secret"] = self.secret
        answer = self._sent("POST", self._place("token_endpoint"), given)
        token = _parsed(answer).get("id_token") if answer.status_code == 200 else None
        if not isinstance(token, str):
            raise NotProven(f"no identity token: status {answer.status_code}")
        return token

    def claims(self, token: str, nonce: str, now: int) -> Json:
        """What the token says of a person; NotProven unless it is this provider's, for this
        service, for this attempt, and still good at `now` (seconds since 1970)."""
        from joserfc.errors import InvalidKeyIdError, JoseError
        from joserfc.jwt import JWTClaimsRegistry, decode

        registry = JWTClaimsRegistry(
            now=now,
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issued_as},
            aud={"essential": True, "value": self.client},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            try:
                found = decode(token, self.keys(), algorithms=ALGORITHMS)
            except InvalidKeyIdError:  # it may have new keys
                found = decode(token, self.keys(again=True), algorithms=ALGORITHMS)
            registry.validate(found.claims)
        except (JoseError, ValueError) as error:
            raise NotProven(type(error).__name__) from None
        claims: Json = found.claims
        audience = claims.get("aud")
        if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != self.client:
            raise NotProven("the token is for several, and this service is not the one meant")
        return claims

    @cached_property
    def description(self) -> Json:
        """What the provider publishes of itself; Unavailable where it does not answer."""
        answer = self._sent("GET", self.issuer + DESCRIPTION)
        found = _parsed(answer) if answer.status_code == 200 else {}
        issuer = found.get("issuer")
        if not isinstance(issuer, str) or issuer.rstrip("/") != self.issuer:
            raise Unavailable(f"{self.issuer}: it describes another issuer, or none; try again")
        return found

    @property
    def issued_as(self) -> str:
        """The issuer, to the letter, as its tokens name it."""
        return str(self.description["issuer"])

    def keys(self, *, again: bool = False) -> KeySet:
        """The public keys of the provider; again those of this moment, but not too often."""
        from joserfc.jwk import KeySet

        with self._turn:
            now = time.monotonic()
            if self._keys is None or (again and now - self._asked > FRESH_SECONDS):
                answer = self._sent("GET", self._place("jwks_uri"))
                found = _listed(_parsed(answer).get("keys")) if answer.status_code == 200 else []
                if not found:
                    raise Unavailable(f"{self.issuer}: it names no keys; try again later")
                self._keys = KeySet.import_key_set({"keys": found})
                self._asked = now
            return self._keys

    def _place(self, name: str) -> str:
        place = self.description.get(name)
        if not isinstance(place, str) or not is_safe(place):
            raise Unavailable(f"{self.issuer}: it names no safe {name}; try again later")
        return place

    def _sent(
        self, method: str, address: str, form: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        import httpx2

        try:
            with self._http.stream(method, address, data=dict(form or {}) or None) as answer:
                read = b""
                for part in answer.iter_bytes():
                    read += part
                    if len(read) > MOST_BYTES:
                        raise Unavailable(f"{self.issuer}: its answer has no end; try again")
                return httpx2.Response(answer.status_code, content=read)
        except httpx2.HTTPError:
            raise Unavailable(f"{self.issuer}: the provider does not answer; try again") from None

    @cached_property
    def _http(self) -> httpx2.Client:
        import httpx2

        return httpx2.Client(timeout=SECONDS, headers={"Accept": "application/json"})


def is_safe(address: str) -> bool:
    """Whether nobody between can read along: https, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in ("127.0.0.1", "localhost", "::1")


def _parsed(answer: httpx2.Response) -> dict[str, object]:
    try:
        found = json.loads(answer.content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _listed(keys: object) -> list[dict[str, str | list[str]]]:
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []
