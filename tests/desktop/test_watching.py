"""The watched folder on real files, with a real store and a real window."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cockpit.desktop import watching as watching_module
from cockpit.desktop.main_window import MainWindow
from cockpit.desktop.settings import Settings
from cockpit.desktop.tasks import Tasks
from cockpit.desktop.watching import Watching
from cockpit.presenters.watched_folder import NewExport
from cockpit.presenters.workspace import Workspace
from cockpit.services.importing import ImportRequest, import_files

LEADS = "lead_id,assigned_at\nL1,2026-07-01\n"


class Folder:
    """A folder that is watched, and what was told of it."""

    def __init__(self, watching: Watching, path: Path, qtbot: QtBot) -> None:
        self.watching = watching
        self.path = path
        self.told: tuple[NewExport, ...] = ()
        self._qtbot = qtbot
        watching.proposed.connect(self._on_proposed)

    def _on_proposed(self, exports: tuple[NewExport, ...]) -> None:
        self.told = exports

    def save(self, name: str, text: str) -> Path:
        (self.path / name).write_text(text, encoding="utf-8")
        return self.path / name

    def wait_for(self, *names: str) -> None:
        self._qtbot.waitUntil(lambda: self.names == set(names), timeout=20_000)

    @property
    def names(self) -> set[str]:
        return {export.path.name for export in self.told}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings")


@pytest.fixture
def folder(
    tmp_path: Path, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Folder]:
    monkeypatch.setattr(watching_module, "LOOK_AGAIN", 20)
    workspace = Workspace.open(tmp_path / "cockpit.sqlite")
    tasks = Tasks()
    place = QWidget()  # closed by the test, in this thread: a worker must not collect a watcher
    qtbot.addWidget(place)
    watching = Watching(tasks, settings, place)
    (tmp_path / "exports").mkdir()
    watching.start(workspace)
    yield Folder(watching, tmp_path / "exports", qtbot)
    watching.stop()
    tasks.close(workspace.close)


def test_a_new_export_is_told_once_it_has_stopped_growing(folder: Folder) -> None:
    folder.watching.choose(folder.path)
    folder.save("leads.csv", LEADS)
    folder.wait_for("leads.csv")
    assert folder.told[0].kinds == ("leads",)
    assert folder.watching.take() == (folder.path / "leads.csv",)
    assert folder.told == ()


def test_what_came_while_nobody_watched_is_told(folder: Folder) -> None:
    folder.save("leads.csv", LEADS)
    folder.save("notes.txt", "nothing of ours\n")
    folder.save("half.csv", LEADS)
    folder.save("half.csv.crdownload", "")
    folder.watching.choose(folder.path)
    folder.wait_for("leads.csv")
    (folder.path / "half.csv.crdownload").unlink()
    folder.wait_for("leads.csv", "half.csv")
    assert "notes.txt" not in folder.names


def test_an_old_file_is_no_news(folder: Folder) -> None:
    old = folder.save("leads.csv", LEADS)
    month_ago = (datetime.now() - timedelta(days=30)).timestamp()  # noqa: DTZ005 - as files are
    os.utime(old, (month_ago, month_ago))
    folder.save("more.csv", LEADS)
    folder.watching.choose(folder.path)
    folder.wait_for("more.csv")
    assert old.name not in folder.names


def test_a_file_that_is_never_to_be_told_stays_untold(
    folder: Folder, settings: Settings, qtbot: QtBot
) -> None:
    folder.watching.choose(folder.path)
    folder.save("leads.csv", LEADS)
    folder.wait_for("leads.csv")
    folder.watching.ignore()
    assert settings.get("ignored_files")
    folder.watching.choose(folder.path)
    folder.save("other.csv", LEADS.replace("L1", "L2"))
    folder.wait_for("other.csv")
    assert qtbot is not None


def test_a_file_that_was_imported_is_not_told(folder: Folder, tmp_path: Path) -> None:
    path = folder.save("leads.csv", LEADS)
    store = Workspace.open(tmp_path / "cockpit.sqlite")
    import_files(store.store, ImportRequest(paths=(path,)))
    store.close()
    folder.save("new.csv", LEADS.replace("L1", "L2"))
    folder.watching.choose(folder.path)
    folder.wait_for("new.csv")
    assert path.name not in folder.names


def test_a_folder_that_vanishes_and_comes_back_is_watched_on(folder: Folder) -> None:
    folder.watching.choose(folder.path)
    folder.save("leads.csv", LEADS)
    folder.wait_for("leads.csv")
    (folder.path / "leads.csv").unlink()
    folder.path.rmdir()
    folder.watching.look()
    folder.wait_for()
    folder.path.mkdir()
    back = folder.save("leads.csv", LEADS)
    folder.watching.look()
    folder.wait_for("leads.csv")
    assert folder.watching.take() == (back,)


def test_nothing_is_watched_until_a_folder_is_chosen(folder: Folder, settings: Settings) -> None:
    assert folder.watching.folder is None
    folder.watching.choose(folder.path)
    assert Settings(settings.folder).get("watched_folder") == str(folder.path)
    folder.watching.choose(None)
    assert folder.watching.folder is None


def test_the_window_proposes_and_opens_the_import(
    open_window: Callable[[Path], MainWindow],
    location: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    grab: Callable[..., None],
) -> None:
    monkeypatch.setattr(watching_module, "LOOK_AGAIN", 20)
    window = open_window(location)
    exports = location.parent / "exports"
    exports.mkdir()
    window.watching.choose(exports)
    (exports / "leads.csv").write_text(LEADS.replace("L1", "L77"), encoding="utf-8")
    qtbot.waitUntil(window.export_bar.isVisible, timeout=20_000)
    assert window.export_bar.accessibleName().startswith("New export: leads.csv, just now")
    grab(window)
    window.export_bar.buttons[0].click()
    assert not window.export_bar.isVisible()
    qtbot.waitUntil(lambda: find_dialog(window) is not None, timeout=20_000)
    dialog = find_dialog(window)
    assert dialog is not None
    qtbot.waitUntil(lambda: getattr(dialog, "view", None) is not None, timeout=20_000)
    dialog.close()


def find_dialog(window: QWidget) -> QWidget | None:
    """Return the import dialog that is open."""
    screen = getattr(window, "stack").shown  # noqa: B009 - the window's own attribute
    found: QWidget | None = getattr(screen, "dialog", None)
    return found
