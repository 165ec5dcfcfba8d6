"""The window from start to end, on real stores."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cockpit.desktop.jump_dialog import JumpDialog
from cockpit.desktop.main_window import MainWindow
from cockpit.desktop.opening_page import RefusedPage
from cockpit.desktop.screen import Export
from cockpit.desktop.shortcuts_dialog import ShortcutsDialog
from cockpit.domain.errors import UsageError
from cockpit.domain.question import Basis, Question
from cockpit.domain.team import Team
from cockpit.services import open_store
from cockpit.services.importing import ImportRequest, import_files

Opener = Callable[[Path], MainWindow]


def asked(window: MainWindow) -> Question:
    assert window.asking.question is not None
    return window.asking.question


def press(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Do what a key of the window does, and wait for what follows."""
    window.known_actions[name].trigger()
    qtbot.waitUntil(lambda: not window.tasks.is_busy)


def test_opens_on_the_cockpit_with_the_question_of_today(
    open_window: Opener, location: Path, grab: Callable[..., None]
) -> None:
    window = open_window(location)
    grab(window)

    assert window.stack.shown is not None
    assert window.stack.shown.accessibleName() == "Cockpit"
    assert window.top_bar.period.text() == "Q3 FY26"
    assert "of 92 · as of" in window.top_bar.day.text()
    assert asked(window).basis is Basis.BOOKINGS
    assert not window.notice.isVisible()
    assert "0 rows rejected" in window.navigation.last_import.text()


def test_period_and_basis_change_by_keys_and_are_kept(
    open_window: Opener, location: Path, qtbot: QtBot
) -> None:
    window = open_window(location)
    press(window, qtbot, "earlier")
    press(window, qtbot, "basis")
    assert (asked(window).period.label, asked(window).basis) == ("2026-Q2", Basis.COHORT)
    assert window.top_bar.period.text() == "Q2 FY26"
    assert window.top_bar.basis.choice == "cohort"
    press(window, qtbot, "data")
    window.close()

    again = open_window(location)
    assert again.screen_name == "data"
    assert (asked(again).period.label, asked(again).basis) == ("2026-Q2", Basis.COHORT)


def test_there_is_no_way_beyond_the_last_period(
    open_window: Opener, location: Path, qtbot: QtBot
) -> None:
    window = open_window(location)
    while window.known_actions["later"].isEnabled():
        press(window, qtbot, "later")
    last = asked(window)
    window.asking.step_period(1)
    assert asked(window) == last


def test_as_of_day_is_chosen_in_the_calendar(
    open_window: Opener, location: Path, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    window = open_window(location)
    before = asked(window).as_of
    window.asking.show_days()
    popup = window.asking.popup
    assert popup is not None
    grab(popup)
    popup.end.click()
    assert asked(window).as_of == date(2026, 9, 30)
    assert "day 92 of 92 · as of 30 Sep 2026" in window.top_bar.day.text()
    window.asking.show_days()
    popup.today.click()
    assert asked(window).as_of == before
    qtbot.waitUntil(lambda: not window.tasks.is_busy)


def test_every_screen_opens(
    open_window: Opener, location: Path, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    window = open_window(location)
    titles = []
    for name in ("reps", "plan", "data", "cockpit"):
        press(window, qtbot, name)
        assert window.stack.shown is not None
        titles.append(window.stack.shown.accessibleName())
        grab(window, f"screen-{name}")
    assert titles == ["Reps", "Plan", "Data", "Cockpit"]
    assert not window.notice.isVisible()


class _WindowsShown(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_part_of_a_screen_flashes_as_a_window_of_its_own(
    open_window: Opener, location: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    watcher = _WindowsShown()
    qapp.installEventFilter(watcher)
    window = open_window(location)
    for name in ("reps", "plan", "data"):
        press(window, qtbot, name)
    qapp.removeEventFilter(watcher)
    assert watcher.shown == ["MainWindow"]


def test_top_bar_offers_what_matters_to_the_screen(
    open_window: Opener, location: Path, qtbot: QtBot
) -> None:
    window = open_window(location)
    press(window, qtbot, "plan")
    assert window.top_bar.day.isVisible()
    assert not window.top_bar.basis.isVisible()
    press(window, qtbot, "data")
    assert not window.top_bar.day.isVisible()


def test_empty_store_shows_where_to_begin(
    open_window: Opener, tmp_path: Path, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    window = open_window(tmp_path / "new.sqlite")
    grab(window)
    assert window.stack.shown is not None
    assert window.stack.shown.accessibleName() == "Welcome"
    press(window, qtbot, "plan")
    assert window.stack.shown.accessibleName() == "Plan"


def test_first_start_page_makes_way_for_data(
    open_window: Opener, tmp_path: Path, team_file: Path, qtbot: QtBot
) -> None:
    window = open_window(tmp_path / "new.sqlite")
    assert not window.top_bar.day.isVisible()
    other = open_store(tmp_path / "new.sqlite")
    paths = tuple(team_file.with_name(name) for name in ("targets.csv", "leads.csv"))
    import_files(other, ImportRequest(paths=paths))
    other.close()
    with qtbot.waitSignal(window.session.refreshed):
        window.session.watch()
    qtbot.waitUntil(lambda: not window.tasks.is_busy)

    assert window.stack.shown is not None
    assert window.stack.shown.accessibleName() == "Cockpit"
    assert window.top_bar.day.isVisible()
    assert asked(window).as_of == date(2026, 8, 3)


def test_refused_store_is_tried_again(
    open_window: Opener, tmp_path: Path, location: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "folder.sqlite"
    folder.mkdir()
    window = open_window(folder)
    assert isinstance(window.stack.currentWidget(), RefusedPage)
    folder.rmdir()
    location.rename(folder)
    with qtbot.waitSignal(window.session.opened):
        window.known_actions["refresh"].trigger()
    qtbot.waitUntil(lambda: not window.tasks.is_busy)
    assert window.stack.shown is not None


def test_keys_reach_the_window(open_window: Opener, location: Path, qtbot: QtBot) -> None:
    window = open_window(location)
    control = Qt.KeyboardModifier.ControlModifier
    for key, screen in ((Qt.Key.Key_3, "Plan"), (Qt.Key.Key_4, "Data"), (Qt.Key.Key_1, "Cockpit")):
        QTest.keyClick(window, key, control)
        qtbot.waitUntil(lambda: not window.tasks.is_busy)
        assert window.stack.shown is not None
        assert window.stack.shown.accessibleName() == screen
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert asked(window).period.label == "2026-Q2"
    QTest.keyClick(window, Qt.Key.Key_BracketRight)
    assert asked(window).period.label == "2026-Q3"
    QTest.keyClick(window, Qt.Key.Key_K, control)
    dialog = window.findChildren(JumpDialog)[-1]
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: not window.tasks.is_busy)


def test_refused_store_says_what_happened_and_opens_another(
    open_window: Opener, tmp_path: Path, location: Path, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    letter = tmp_path / "letter.sqlite"
    letter.write_text("Dear team, " * 40)
    window = open_window(letter)
    grab(window)
    page = window.stack.currentWidget()
    assert isinstance(page, RefusedPage)
    assert page.accessibleName() == "The store cannot be opened"
    assert "is not a store of Revenue Cockpit" in page.accessibleDescription()
    assert letter.read_text().startswith("Dear team, ")

    with qtbot.waitSignal(window.session.opened):
        window.open_store(location)
    qtbot.waitUntil(lambda: not window.tasks.is_busy)
    assert window.stack.shown is not None


def test_what_another_window_writes_is_noticed(
    open_window: Opener, location: Path, qtbot: QtBot
) -> None:
    window = open_window(location)
    other = open_store(location)
    with other.unit_of_work() as work:
        work.save_team(Team(name="Renamed elsewhere"))
    other.close()
    with qtbot.waitSignals([window.session.touched, window.session.refreshed]):
        window.session.watch()
    qtbot.waitUntil(lambda: not window.tasks.is_busy)

    with qtbot.assertNotEmitted(window.session.touched, wait=50):
        window.session.watch()
        qtbot.waitUntil(lambda: not window.tasks.is_busy)


def test_jump_goes_to_a_rep_a_period_and_a_command(
    open_window: Opener, location: Path, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    window = open_window(location)

    def jump(text: str) -> None:
        window.show_jump()
        dialog = window.findChildren(JumpDialog)[-1]
        QTest.keyClicks(dialog.field, text)
        grab(dialog, f"jump-{text}")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not window.tasks.is_busy)

    jump("lindq")
    assert window.screen_name == "reps"
    jump("q2")
    assert asked(window).period.label == "2026-Q2"
    jump("dark")
    assert window.theme.choice == "dark"


def test_jump_says_when_nothing_fits(open_window: Opener, location: Path) -> None:
    window = open_window(location)
    window.show_jump()
    dialog = window.findChildren(JumpDialog)[-1]
    QTest.keyClicks(dialog.field, "xyzzy")
    assert dialog.model.rowCount() == 0
    assert dialog.nothing.isVisible()
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()


def test_themes_go_round_and_are_kept(open_window: Opener, location: Path) -> None:
    window = open_window(location)
    window.appearance.choose("light")
    seen = []
    for _ in range(4):
        window.appearance.switch()
        seen.append(window.theme.choice)
    window.appearance.choose("colour_blind")
    assert sorted(seen) == ["colour_blind", "dark", "light", "system"]
    window.close()
    assert 'theme = "colour_blind"' in next(location.parent.rglob("settings.toml")).read_text()


def test_export_is_offered_and_said(
    open_window: Opener, location: Path, tmp_path: Path, grab: Callable[..., None]
) -> None:
    window = open_window(location)
    window.top_bar.exports.aboutToShow.emit()
    titles = [action.text() for action in window.top_bar.exports.actions()]
    assert titles[-2:] == ["Picture of this screen (PNG)…", "Copy picture"]

    export = Export("Notes", "notes.txt", _write_done)
    window.export_menu.save(export, tmp_path / "notes.txt")
    grab(window)
    assert window.toast.label.text() == "Saved notes.txt"
    window.export_menu.save(export, tmp_path / "no folder" / "notes.txt")
    assert "cannot be written" in window.notice.accessibleName()


def _write_done(path: Path) -> None:
    path.write_text("done")


def test_error_stays_until_it_is_dismissed(
    open_window: Opener, location: Path, grab: Callable[..., None]
) -> None:
    window = open_window(location)
    window.report(UsageError("No row of the assumptions gives a win rate for Ben Lindqvist."))
    grab(window)
    assert window.notice.isVisible()
    assert "Nothing was changed" in window.notice.accessibleName()
    dismiss = next(
        each for each in window.notice.findChildren(QAbstractButton) if each.text() == "Dismiss"
    )
    dismiss.click()
    assert not window.notice.isVisible()


def test_shortcuts_are_listed(
    open_window: Opener, location: Path, grab: Callable[..., None]
) -> None:
    window = open_window(location)
    window.show_shortcuts()
    dialog = window.findChildren(ShortcutsDialog)[-1]
    grab(dialog)
    texts = {label.text() for label in dialog.findChildren(type(window.toast.label))}
    assert {"Search or jump to…", "Ctrl+K", "Ctrl+1", "Alt+Left or ["} <= texts
    dialog.reject()


@pytest.mark.parametrize("part", ["navigation", "top_bar"])
def test_everything_that_can_be_pressed_has_a_name(
    open_window: Opener, location: Path, part: str
) -> None:
    window = open_window(location)
    controls = [
        each
        for kind in (QAbstractButton, QLineEdit)
        for each in getattr(window, part).findChildren(kind)
    ]
    nameless = [each for each in controls if not each.accessibleName()]
    assert len(controls) > 4
    assert nameless == []


def test_long_work_shows_and_can_be_cancelled(
    open_window: Opener, location: Path, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    from cockpit.desktop.tasks import Progress

    window = open_window(location)
    failures: list[Exception] = []

    def endless(progress: Progress) -> None:
        while True:
            progress(0.4, "Reading leads.csv…")

    window.tasks.ask("long", endless, lambda _: None, failures.append)
    qtbot.waitUntil(window.overlay.isVisible)
    qtbot.waitUntil(lambda: window.overlay.label.text() == "Reading leads.csv…")
    grab(window)
    window.overlay.cancel.click()
    qtbot.waitUntil(lambda: bool(failures))
    assert not window.overlay.isVisible()


def test_an_old_answer_is_covered_while_a_new_question_takes_time(
    open_window: Opener, location: Path, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    window = open_window(location)
    go_on = threading.Event()
    window.tasks.ask("long", lambda _: go_on.wait(60), lambda _: None)
    window.known_actions["earlier"].trigger()
    qtbot.waitUntil(window.veil.isVisible)
    assert window.veil.size() == window.stack.size()
    grab(window)
    go_on.set()
    qtbot.waitUntil(lambda: not window.veil.isVisible())
    qtbot.waitUntil(lambda: not window.tasks.is_busy)  # the forecast comes after the answer
