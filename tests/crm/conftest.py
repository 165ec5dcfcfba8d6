"""A keyring of its own for every test, and CRMs on this machine."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError
from tests.crm.hubspot_server import Portal
from tests.crm.local_server import serve, write_certificate
from tests.crm.salesforce_server import Org


class MemoryKeyring(KeyringBackend):
    """Keeps secrets for as long as a test lasts."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture(autouse=True)
def secrets() -> Iterator[MemoryKeyring]:
    before, memory = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_certificate(tmp_path_factory.mktemp("tls") / "localhost.pem")


@pytest.fixture
def org(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Org]:
    """A Salesforce org of two reps, three leads and two deals."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    org = Org()
    with serve(org.crm, certificate):
        yield org


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A HubSpot portal of two owners, three contacts and two deals."""
    portal = Portal()
    with serve(portal.crm):
        yield portal
