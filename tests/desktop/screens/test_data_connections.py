"""Live CRMs on the Data screen, with a HubSpot on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.crm.conftest import portal, secrets  # noqa: F401 - fixtures
from tests.crm.hubspot_server import Portal
from tests.desktop.data_place import Place, open_place

from cockpit.desktop.screens.data_connections import ConnectionsPage
from cockpit.desktop.theme import Theme
from cockpit.domain.changes import Changed
from cockpit.presenters.text import format_plain
from cockpit.services.team import load_totals


@pytest.fixture
def place(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Place]:
    with open_place(tmp_path / "cockpit.sqlite", theme, qtbot) as place:
        yield place


@pytest.fixture
def page(place: Place, qtbot: QtBot) -> ConnectionsPage:
    page = ConnectionsPage(place.context)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.ask()
    place.settle()
    return page


def _connect(page: ConnectionsPage, place: Place, address: str, token: str) -> None:
    page.cards["hubspot"].connect_button.click()
    assert page.dialog is not None
    assert not page.dialog.go.isEnabled()
    page.dialog.address.setText(address)
    page.dialog.token.setText(token)
    page.dialog.go.click()
    place.settle()


def _said(page: ConnectionsPage) -> str:
    return page.cards["hubspot"].outcome.accessibleName()


def test_a_crm_is_connected_and_pulled_from(
    page: ConnectionsPage,
    place: Place,
    portal: Portal,  # noqa: F811 - the fixture
) -> None:
    card = page.cards["hubspot"]
    assert card.status.accessibleName() == "Not connected"
    assert not card.pull.isVisible()
    _connect(page, place, portal.crm.address, "valid")
    assert card.status.accessibleName().endswith("nothing pulled yet")
    card.pull.click()
    assert card.cancel.isVisible()
    assert not card.pull.isVisible()
    place.settle()
    assert "leads: 3 added" in _said(page)
    assert "last pull just now" in card.status.accessibleName()
    assert load_totals(place.context.workspace.store).leads == 3
    assert Changed.RECORDS in place.changed[0].parts
    card.pull.click()
    place.settle()
    assert _said(page) == "HubSpot: nothing has changed since the last pull."


def test_what_the_crm_refuses_is_said_on_its_card(
    page: ConnectionsPage,
    place: Place,
    portal: Portal,  # noqa: F811 - the fixture
) -> None:
    _connect(page, place, portal.crm.address, "no longer valid")
    page.cards["hubspot"].pull.click()
    place.settle()
    assert "connect again with a new one" in _said(page)
    assert page.cards["hubspot"].pull.isVisible()
    assert load_totals(place.context.workspace.store).leads == 0


def test_a_crm_is_forgotten(
    page: ConnectionsPage,
    place: Place,
    portal: Portal,  # noqa: F811 - the fixture
) -> None:
    _connect(page, place, portal.crm.address, "valid")
    page.disconnect_system("hubspot")
    place.settle()
    assert page.cards["hubspot"].status.accessibleName() == "Not connected"
    assert page.view is not None
    assert [format_plain(each.status) for each in page.view.systems] == ["Not connected"] * 2
