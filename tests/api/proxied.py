"""Debian's nginx with the sample of `deploy/`, in front of a service of this machine."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.api.served import free_port

SAMPLES = Path(__file__).resolve().parents[2] / "deploy" / "nginx"
NAME = "scores.example"
WHOLE = """
daemon off;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    include {home}/sample.conf;
}}
"""


def missing_nginx() -> str | None:
    """Why nginx cannot be started here, or None where it can."""
    return None if nginx() else "nginx: not here (Debian's package nginx-light)"


def nginx() -> str | None:
    """Where the program is: Debian keeps it out of the path of who is not root."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")


@contextmanager
def in_front(home: Path, behind: int) -> Iterator[tuple[int, ssl.SSLContext]]:
    """The port on which nginx answers for the service at `behind`, and who vouches for it."""
    port, trusting = free_port(), _certificate(home)
    sample = "".join(path.read_text() for path in sorted(SAMPLES.glob("*.conf")))
    (home / "sample.conf").write_text(_moved(sample, home, port, behind))
    (home / "nginx.conf").write_text(WHOLE.format(home=home))
    process = subprocess.Popen([str(nginx()), "-c", str(home / "nginx.conf"), "-p", str(home)])
    try:
        _wait(process, home)
        yield port, trusting
    finally:
        process.terminate()
        process.wait(10)


def _moved(sample: str, home: Path, port: int, behind: int) -> str:
    """The sample with this run's ports and folders, and not a word else."""
    for pattern, here in (
        (r"listen 443 ", f"listen 127.0.0.1:{port} "),
        (r"listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (r"127\.0\.0\.1:8000;", f"127.0.0.1:{behind};"),
        (r"/etc/ssl/clairscore/", f"{home}/"),
        (r"/var/log/nginx/", f"{home}/"),
    ):
        sample, times = re.subn(pattern, here, sample)
        assert times, f"the sample says nothing like {pattern}"
    return sample


def _certificate(home: Path) -> ssl.SSLContext:
    """A certificate for the sample's name, written where nginx reads it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, SHA256())
    )
    chain = made.public_bytes(Encoding.PEM)
    (home / "fullchain.pem").write_bytes(chain)
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (home / "privkey.pem").write_bytes(plain)
    return ssl.create_default_context(cadata=chain.decode())


def _wait(process: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + 10
    while not (home / "nginx.pid").exists() or not (home / "nginx.pid").read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError((home / "error.log").read_text())
        time.sleep(0.02)
