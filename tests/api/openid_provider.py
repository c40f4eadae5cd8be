"""A provider of accounts on this machine: it knows one person, and can be made to misbehave."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

CLIENT, SECRET = "clairscore", "a secret between the two"


@dataclass(eq=False)
class Accounts:
    """What the provider says; tests change it."""

    now: Callable[[], float]
    issuer: str = ""
    email: str = "manager"
    verified: bool = True
    claims: dict[str, object] = field(default_factory=dict)
    signing: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", auto_kid=True))
    published: list[ECKey] = field(default_factory=list)
    keys_status: int = 200
    begun: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, address: str) -> tuple[str, str]:
        """A person signs in at an address of this provider: the code and the state sent back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        code = base64.urlsafe_b64encode(str(len(self.begun)).encode()).decode()
        self.begun[code] = asked
        return code, asked["state"]

    def token(self, form: dict[str, str]) -> dict[str, str] | None:
        """The answer to an exchange; None where it is refused. A code is good once."""
        asked = self.begun.pop(form["code"], None)
        if asked is None or form["client_secret"] != SECRET:
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(self.now())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "4711", "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "email": self.email, "email_verified": self.verified,
            **self.claims,
        }  # fmt: skip
        header = {"alg": "ES256", "kid": self.signing.kid}
        return {"id_token": jwt.encode(header, claims, self.signing), "token_type": "Bearer"}


@contextmanager
def provider(now: Callable[[], float]) -> Iterator[Accounts]:
    """The provider, answering on this machine until the block ends; `now` in seconds since 1970."""
    accounts = Accounts(now)
    accounts.published = [accounts.signing]

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/keys":
                keys = KeySet(list(accounts.published)).as_dict(private=False)
                self.say(accounts.keys_status, keys if accounts.keys_status == 200 else {})
                return
            places = {
                "authorization_endpoint": f"{accounts.issuer}/authorize",
                "token_endpoint": f"{accounts.issuer}/token",
                "jwks_uri": f"{accounts.issuer}/keys",
            }
            self.say(200, {"issuer": accounts.issuer, **places})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found = accounts.token({name: values[0] for name, values in parse_qs(body).items()})
            self.say(*((200, found) if found else (400, {"error": "invalid_grant"})))

        def say(self, status: int, content: object) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    accounts.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield accounts
    server.shutdown()
    server.server_close()
