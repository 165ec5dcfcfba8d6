"""`cockpit connect`, `pull` and `disconnect` against a HubSpot on this machine."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.crm.conftest import portal, secrets  # noqa: F401 - fixtures
from tests.crm.hubspot_server import Portal
from typer.testing import CliRunner, Result

from cockpit.cli.app import app
from cockpit.domain.errors import UsageError

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on a store of its own; a fault of the world is raised."""

    def run_command(*words: str, typed: str = "") -> Result:
        result = CliRunner().invoke(
            app, [*words, "--store", str(tmp_path / "cockpit.sqlite")], input=typed
        )
        if isinstance(result.exception, Exception):
            raise result.exception
        return result

    return run_command


def test_connect_pull_and_disconnect(
    run: Run,
    portal: Portal,  # noqa: F811 - the fixture
) -> None:
    connected = run("connect", "hubspot", "--address", portal.crm.address, typed="valid\n")
    assert "Next: cockpit pull hubspot" in connected.stdout
    assert "valid" not in connected.stdout
    document = json.loads(run("pull", "hubspot", "--json").stdout)
    assert [(each["kind"], each["added"]) for each in document["files"]] == [
        ("users", 2),
        ("opportunities", 2),
        ("leads", 3),
    ]
    assert document["seen_until"] == "2026-07-06T10:00:00+00:00"
    portal.archived["deals"]["202"] = "2026-08-02T09:00:00Z"
    del portal.records["deals"]["202"]
    again = run("pull", "hubspot")
    assert "had deleted 1 records; they are marked as gone" in again.stdout
    assert "stays" in run("disconnect", "hubspot").stdout
    with pytest.raises(UsageError, match="run 'cockpit connect hubspot' first"):
        run("pull", "hubspot")
