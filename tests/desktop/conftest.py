"""What tests of the window share: one theme, a store with a small team, and pictures to look at."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cockpit.desktop.fonts import load_first_fonts, load_other_fonts
from cockpit.desktop.main_window import MainWindow
from cockpit.desktop.settings import Settings
from cockpit.desktop.theme import Theme

_PICTURES = Path(__file__).parents[2] / "screenshots"
_FILES = {
    "targets.csv": (
        "rep,period,revenue\nAmara Okafor,2026-Q2,62000\nAmara Okafor,2026-Q3,62000\n"
        "Ben Lindqvist,2026-Q2,62000\nBen Lindqvist,2026-Q3,62000\n"
    ),
    "commitments.csv": (
        "rep,period,leads\nAmara Okafor,2026-Q3,60\nBen Lindqvist,2026-Q3,60\n"
        "Amara Okafor,2026-Q2,60\nBen Lindqvist,2026-Q2,60\n"
    ),
    "assumptions.csv": "lead_to_opp,win_rate,deal_size\n0.4,0.26,10000\n",
    "leads.csv": (
        "lead_id,assigned_at,rep,source\nL1,2026-07-02,Amara Okafor,Webinar\n"
        "L2,2026-07-09,Ben Lindqvist,Webinar\nL3,2026-08-03,Ben Lindqvist,Referral\n"
    ),
    "opportunities.csv": (
        "opportunity_id,created_at,outcome,rep,lead_id,amount,closed_at\n"
        "O1,2026-07-20,won,Amara Okafor,L1,11000,2026-08-20\n"
        "O2,2026-08-10,open,Ben Lindqvist,L2,9000,\n"
    ),
}
TODAY = date(2026, 9, 14)
"""The day on which the small team's story stands."""


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The light theme, worn by the application."""
    load_first_fonts()
    load_other_fonts()
    return Theme(qapp, "light")


@pytest.fixture(scope="session")
def team_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with a small team, imported from plain files; copy it before writing."""
    from cockpit.services import open_store
    from cockpit.services.importing import ImportRequest, import_files

    folder = tmp_path_factory.mktemp("team")
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    store = open_store(folder / "team.sqlite")
    import_files(store, ImportRequest(paths=tuple(folder / name for name in _FILES)))
    store.close()
    return folder / "team.sqlite"


@pytest.fixture
def location(team_file: Path, tmp_path: Path) -> Path:
    """A store of the test's own with the small team."""
    return Path(shutil.copy(team_file, tmp_path / "team.sqlite"))


@pytest.fixture
def open_window(
    theme: Theme, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[[Path], MainWindow]]:
    """Open a window on a store and wait until it answered; its settings are the test's own."""
    windows: list[MainWindow] = []

    def open_on(location: Path) -> MainWindow:
        window = MainWindow(theme, Settings(tmp_path / "settings"), location, TODAY)
        windows.append(window)
        with qtbot.waitSignals([window.painted, window.settled], timeout=20_000):
            window.show()
        return window

    yield open_on
    for window in windows:
        window.close()
        window.deleteLater()
    theme.choose("light")


@pytest.fixture
def grab(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Save a picture of a widget to screenshots/ when COCKPIT_SCREENSHOTS is set."""

    def save(widget: QWidget, name: str = "") -> None:
        if os.environ.get("COCKPIT_SCREENSHOTS"):
            _PICTURES.mkdir(exist_ok=True)
            assert widget.grab().save(str(_PICTURES / f"{name or request.node.name}.png"))

    return save
