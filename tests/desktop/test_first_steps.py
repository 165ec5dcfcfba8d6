"""From an empty window to an answer: the demo team, dropped files, an empty store again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from cockpit.desktop.main_window import MainWindow
from cockpit.desktop.screens.data import DataScreen
from cockpit.desktop.screens.start import StartScreen

Opener = Callable[[Path], MainWindow]


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.tasks.is_busy, timeout=20_000)


def drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, button, keys))


def test_the_demo_team_answers_and_can_be_left_behind(
    open_window: Opener, tmp_path: Path, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    window = open_window(tmp_path / "new.sqlite")
    start = window.stack.shown
    assert isinstance(start, StartScreen)
    start.demo.button.click()
    settle(window, qtbot)
    assert window.stack.shown is not None
    assert window.stack.shown.accessibleName() == "Cockpit"
    window.navigate("data")
    settle(window, qtbot)
    data = window.stack.shown
    assert isinstance(data, DataScreen)
    grab(window, "data-of-the-demo-team")
    data.store.start_empty()
    settle(window, qtbot)
    window.navigate("cockpit")
    settle(window, qtbot)
    assert isinstance(window.stack.shown, StartScreen)


def test_files_dropped_anywhere_are_looked_at_on_the_data_screen(
    open_window: Opener, location: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window(location)
    leads = tmp_path / "leads.csv"
    leads.write_text("lead_id,assigned_at,rep\nN1,2026-08-01,Ben Lindqvist\n", "utf-8")
    drop(window, leads)
    settle(window, qtbot)
    data = window.stack.shown
    assert isinstance(data, DataScreen)
    assert data.dialog is not None
    data.dialog.run()
    settle(window, qtbot)
    data.dialog.frame.go.click()
    settle(window, qtbot)
    assert "leads.csv" in window.navigation.last_import.text()
    assert data.imports.model.rowCount() == 2
