"""A CRM on this machine: real HTTP, a script of failures, and a log of what was asked."""

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

Answer = tuple[int, Any]


@dataclass
class Failure:
    """What the server says instead, once, to the request number `at` (from 1) for a path."""

    path: str
    at: int
    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class LocalCrm:
    """What the server knows and does.

    Args:
        answer: Method, path with query, body → status and document.
        token: Every other one is refused with `refusal`.
    """

    answer: Callable[[str, str, Any], Answer]
    token: str
    refusal: Any
    failures: list[Failure] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def reply(
        self, method: str, path: str, token: str, body: Any
    ) -> tuple[int, Any, dict[str, str]]:
        """Return what is sent back."""
        self.asked.append(path)
        for failure in self.failures:
            number = sum(failure.path in each for each in self.asked)
            if failure.path in path and number == failure.at:
                self.failures.remove(failure)
                return failure.status, failure.body, failure.headers
        if token != f"Bearer {self.token}":
            return 401, self.refusal, {}
        return *self.answer(method, path, body), {}


@contextmanager
def serve(crm: LocalCrm, certificate: Path | None = None) -> Iterator[LocalCrm]:
    """Serve a CRM on a free port; with a certificate and its key in one file, by TLS."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _reply(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            token = self.headers.get("Authorization", "")
            status, document, headers = crm.reply(self.command, self.path, token, body)
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", f"{len(content)}")
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _reply  # noqa: N815 - as http.server calls them

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    crm.address = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield crm
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def write_certificate(path: Path) -> Path:
    """Write a certificate for 127.0.0.1 and its key into one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
