"""The sample of nginx in front of the service: TLS, bounds, and callers who take their time."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.api.proxied import NAME, in_front
from tests.api.served import environment_in, served, web_line

pytestmark = pytest.mark.nginx
HALF_OPEN = 120


@pytest.fixture(scope="module")
def front(
    saved: Path, key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, ssl.SSLContext]]:
    """nginx's port and certificate."""
    home = tmp_path_factory.mktemp("nginx")
    home.chmod(0o755)
    with served(web_line(), environment_in(home, saved, key)) as (_, http):
        port = http.base_url.port
        assert port is not None
        with in_front(home, port) as found:
            yield found


@pytest.fixture
def caller(front: tuple[int, ssl.SSLContext]) -> Iterator[httpx2.Client]:
    """Somebody who calls through nginx by the service's name."""
    port, trusting = front
    with httpx2.Client(
        base_url=f"https://127.0.0.1:{port}", headers={"Host": NAME}, verify=trusting, timeout=5
    ) as http:
        yield http


def get(http: httpx2.Client, path: str) -> httpx2.Response:
    return http.get(path, extensions={"sni_hostname": NAME})


def post(http: httpx2.Client, path: str, body: bytes) -> httpx2.Response:
    words = {"Content-Type": "application/json"}
    return http.post(path, content=body, headers=words, extensions={"sni_hostname": NAME})


def test_what_the_service_says_comes_through(caller: httpx2.Client) -> None:
    answer = get(caller, "/v1/model")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert "x-request-id" in answer.headers


def test_callers_who_never_finish_their_request_starve_nobody(
    front: tuple[int, ssl.SSLContext], caller: httpx2.Client
) -> None:
    with ExitStack() as stack:
        for _ in range(HALF_OPEN):
            half = stack.enter_context(socket.create_connection(("127.0.0.1", front[0]), 5))
            half.sendall(b"\x16\x03\x01")  # the first bytes of a greeting that never ends
        for _ in range(20):
            assert get(caller, "/health/live").status_code == 200


def test_a_caller_has_a_bounded_number_of_requests_at_once(
    front: tuple[int, ssl.SSLContext], caller: httpx2.Client
) -> None:
    head = b"POST /v1/applications HTTP/1.1\r\nHost: scores.example\r\nContent-Length: 9\r\n"
    with ExitStack() as stack:
        for _ in range(40):
            plain = stack.enter_context(socket.create_connection(("127.0.0.1", front[0]), 5))
            slow = stack.enter_context(front[1].wrap_socket(plain, server_hostname=NAME))
            slow.sendall(head + b"Content-Type: application/json\r\n\r\n{")
        refused = get(caller, "/health/live")
    assert refused.status_code == 503


def test_a_body_beyond_every_bound_is_refused_by_nginx(caller: httpx2.Client) -> None:
    assert post(caller, "/v1/sessions", b"x" * (3 << 20) + b"xxx").status_code == 413


def test_passwords_are_tried_at_a_bounded_rate(caller: httpx2.Client) -> None:
    body = b'{"name": "nobody", "password": "wrong wrong wrong"}'
    answers = [post(caller, "/v1/sessions", body).status_code for _ in range(20)]
    assert set(answers) <= {401, 429, 503}
    assert 503 in answers


def test_figures_are_for_who_operates_the_service_and_the_log_names_nobody(
    caller: httpx2.Client,
    front: tuple[int, ssl.SSLContext],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assert get(caller, "/metrics").status_code == 200  # from this machine
    get(caller, "/v1/clients/100001/score?number=100002")
    log = next(tmp_path_factory.getbasetemp().glob("nginx*/clairscore.log")).read_text()
    assert " GET 401 " in log
    assert not any(word in log for word in ("100001", "100002", "127.0.0.1"))
