from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from tests import rep_builders as made
from tests.desktop.cockpit_context import Heard, build_context
from tests.diagnosis_builders import build_team_of_forty
from tests.rep_store import QUESTION, fill_store

from cockpit.desktop.dialogs.math import MathDialog
from cockpit.desktop.dialogs.record import RecordDialog
from cockpit.desktop.dialogs.records import RecordsDialog
from cockpit.desktop.screens.reps import RepsScreen
from cockpit.desktop.tasks import Tasks
from cockpit.desktop.theme import Theme
from cockpit.domain.changes import EVERYTHING
from cockpit.presenters.rep_list import RosterView
from cockpit.presenters.rep_page import RepView, build_rep
from cockpit.presenters.reps import RepsAnswer
from cockpit.presenters.workspace import Workspace
from cockpit.store.connection import Store

Grab = Callable[..., None]


class Window:
    """The screen's context over a real store and worker, and what it was told."""

    def __init__(self, tasks: Tasks, theme: Theme, store: Store) -> None:
        self.heard = Heard()
        workspace = Workspace(store, QUESTION.as_of)
        self.context = build_context(theme, workspace, tasks, self.heard)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, store: Store) -> Iterator[Window]:  # noqa: ARG001 - Qt first
    tasks = Tasks()
    yield Window(tasks, theme, store)
    tasks.close()


@pytest.fixture
def screen(window: Window, store: Store, qtbot: QtBot) -> RepsScreen:
    """The screen on a small real team, with the list shown."""
    fill_store(store)
    return open_screen(window, qtbot)


def open_screen(window: Window, qtbot: QtBot, size: tuple[int, int] = (1256, 848)) -> RepsScreen:
    screen = RepsScreen(window.context)
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    screen.show_question(QUESTION)
    settle(screen, qtbot)
    return screen


def settle(screen: RepsScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not screen.context.tasks.is_busy)


def go_to(screen: RepsScreen, name: str, qtbot: QtBot) -> RepView:
    screen.focus_argument(name)
    settle(screen, qtbot)
    assert isinstance(screen.view, RepView)
    return screen.view


def show_view(screen: RepsScreen, view: RepView) -> None:
    """Show a view made by hand, and let the layout settle."""
    screen._show(screen.presenter.show(RepsAnswer(view.names, view)))
    QApplication.processEvents()


def name_shown(screen: RepsScreen) -> str:
    """Return the name of the rep that is shown, or `all` for the list."""
    if isinstance(screen.view, RepView):
        return screen.view.name
    assert isinstance(screen.view, RosterView)
    return "all"


def dialog_of(screen: RepsScreen) -> Any:
    dialog = screen.dialog
    assert dialog is not None
    return dialog


def test_the_list_comes_first_and_opens_a_rep_by_enter(screen: RepsScreen, qtbot: QtBot) -> None:
    assert name_shown(screen) == "all"
    assert screen.roster.model.rowCount() == 3
    QTest.keyClick(screen.roster.table, Qt.Key.Key_Return)
    settle(screen, qtbot)
    assert name_shown(screen) == "Ana Reis"
    assert screen.page.header.name.text() == "Ana Reis"
    assert screen.page.isVisible()


def test_keys_lead_to_the_next_rep_the_one_before_and_back(
    screen: RepsScreen, qtbot: QtBot
) -> None:
    go_to(screen, "Ana Reis", qtbot)
    screen.page.table.setFocus()
    QTest.keyClick(screen.page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(screen, qtbot)
    assert name_shown(screen) == "Bo Ek"
    QTest.keyClick(screen.page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle(screen, qtbot)
    assert name_shown(screen) == "Ana Reis"
    QTest.keyClick(screen.page.table, Qt.Key.Key_Escape)
    settle(screen, qtbot)
    assert name_shown(screen) == "all"


def test_the_keyboard_comes_along_from_page_to_page(screen: RepsScreen, qtbot: QtBot) -> None:
    assert screen.focusWidget() is screen.roster.table
    go_to(screen, "Ana Reis", qtbot)
    assert screen.focusWidget() is screen.page
    screen.step(-1)
    settle(screen, qtbot)
    assert isinstance(screen.focusWidget(), QPushButton)
    screen.show_all()
    settle(screen, qtbot)
    assert screen.focusWidget() is screen.roster.table


def test_back_selects_the_rep_that_was_shown(screen: RepsScreen, qtbot: QtBot) -> None:
    go_to(screen, "Bo Ek", qtbot)
    QTest.mouseClick(screen.page.header.back, Qt.MouseButton.LeftButton)
    settle(screen, qtbot)
    assert screen.roster.table.currentIndex().data() == "Bo Ek"


def test_the_picker_goes_to_any_rep(screen: RepsScreen, qtbot: QtBot) -> None:
    go_to(screen, "Ana Reis", qtbot)
    header = screen.page.header
    assert header.picker.text() == "1 of 3 reps ▾"
    header.reps.actions()[1].trigger()
    settle(screen, qtbot)
    assert name_shown(screen) == "Bo Ek"
    QTest.mouseClick(header.previous, Qt.MouseButton.LeftButton)
    settle(screen, qtbot)
    assert screen.page.header.name.text() == "Ana Reis"


def test_a_rep_who_left_is_explained_and_leads_back(
    screen: RepsScreen, window: Window, qtbot: QtBot
) -> None:
    screen.focus_argument("Cy Left")
    settle(screen, qtbot)
    assert screen.empty is not None
    assert screen.empty.title.text() == "Cy Left left on 3 May 2026"
    button = next(b for b in screen.empty.findChildren(QPushButton) if b.text() == "All reps")
    button.click()
    settle(screen, qtbot)
    assert name_shown(screen) == "all"
    assert window.heard.went_to == []


def test_a_missing_rate_leads_to_the_plan(window: Window, store: Store, qtbot: QtBot) -> None:
    fill_store(store, general_rates=False)
    screen = open_screen(window, qtbot)
    assert screen.empty is not None
    assert screen.empty.title.text() == "The plan is missing a rate"
    screen.empty.findChildren(QPushButton)[0].click()
    assert window.heard.went_to == [("plan", "")]


def test_an_empty_store_says_where_reps_come_from(window: Window, qtbot: QtBot) -> None:
    screen = open_screen(window, qtbot)
    assert screen.empty is not None
    assert screen.empty.title.text() == "No reps yet"
    assert screen.exports() == ()


def test_a_stage_of_the_funnel_offers_math_and_records(screen: RepsScreen, qtbot: QtBot) -> None:
    go_to(screen, "Ana Reis", qtbot)
    screen.page.funnel.setFocus()
    QTest.keyClick(screen.page.funnel, Qt.Key.Key_Return)
    see, show = screen.menu.actions()
    see.trigger()
    assert isinstance(dialog_of(screen), MathDialog)
    assert dialog_of(screen).view.title == "Leads · Ana Reis"
    show.trigger()
    settle(screen, qtbot)
    assert isinstance(dialog_of(screen), RecordsDialog)
    assert "20 leads" in dialog_of(screen).tabs.tabText(0)
    screen.menu.close()


def test_a_bar_opens_and_a_single_effect_offers_to_close(screen: RepsScreen, qtbot: QtBot) -> None:
    go_to(screen, "Ana Reis", qtbot)
    screen.page.bridge.chosen.emit("sales")
    screen.page.bridge.chosen.emit("win_rate")
    assert [action.text() for action in screen.menu.actions()] == [
        "See the math",
        "Show the records",
        "Close these effects",
    ]
    screen.menu.actions()[2].trigger()
    assert not screen.presenter.is_open("win_rate")
    screen.menu.close()


def test_a_deal_opens_its_record_and_the_math_of_its_chance(
    screen: RepsScreen, qtbot: QtBot
) -> None:
    go_to(screen, "Ana Reis", qtbot)
    table = screen.page.table
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    record = dialog_of(screen)
    assert isinstance(record, RecordDialog)
    assert record.windowTitle() == "Show the record: O-A0 · Account 0"
    record.copy()
    assert "Account\tAccount 0" in QGuiApplication.clipboard().text()
    record.explain.click()
    assert dialog_of(screen).view.title == "Win chance · O-A0"
    show, math = table.actions()
    math.trigger()
    assert isinstance(dialog_of(screen), MathDialog)
    show.trigger()
    assert isinstance(dialog_of(screen), RecordDialog)


def test_the_gap_is_explained_by_a_command(screen: RepsScreen, qtbot: QtBot) -> None:
    titles = [command.title for command in screen.commands()]
    assert titles == ["Reps: see the math of the team's plot"]
    go_to(screen, "Ana Reis", qtbot)
    titles = [command.title for command in screen.commands()]
    assert titles[0] == "Reps: see the math of the gap"
    screen.commands()[0].run()
    assert dialog_of(screen).view.title == "Gap · Ana Reis"


def test_what_is_shown_can_be_exported_and_copied(
    screen: RepsScreen, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    screen.exports()[0].write(tmp_path / "reps.csv")
    assert "Ana Reis" in (tmp_path / "reps.csv").read_text("utf-8-sig")
    go_to(screen, "Ana Reis", qtbot)
    assert screen.exports()[0].file_name == "open-deals-Ana Reis.csv"
    screen.page.table.selectAll()
    screen.page.table.copy()
    assert window.heard.announced == ["Copied 6 rows"]


def test_after_the_period_there_is_no_chance_by_its_end(screen: RepsScreen, qtbot: QtBot) -> None:
    screen.focus_argument("Ana Reis")
    screen.show_question(replace(QUESTION, as_of=date(2026, 10, 20)))
    settle(screen, qtbot)
    assert isinstance(screen.view, RepView)
    assert not screen.view.shows_by_end
    assert screen.page.table.isColumnHidden(9)


def test_a_change_elsewhere_is_taken_over(screen: RepsScreen, store: Store, qtbot: QtBot) -> None:
    go_to(screen, "Ana Reis", qtbot)
    with store.unit_of_work() as work:
        work.ensure_reps(["Dee New"])
    screen.on_changes(EVERYTHING)
    settle(screen, qtbot)
    assert isinstance(screen.view, RepView)
    assert screen.view.names[-1] == "Dee New"


@pytest.mark.parametrize("choice", ["light", "dark", "colour_blind"])
@pytest.mark.parametrize("size", [(1256, 848), (1096, 668)], ids=["1440x900", "1280x720"])
def test_a_full_page_fits_in_every_theme(
    window: Window, qtbot: QtBot, choice: str, size: tuple[int, int], grab: Grab
) -> None:
    screen = open_screen(window, qtbot, size)
    view = build_rep(made.build_rep_result())
    assert isinstance(view, RepView)
    window.context.theme.choose(choice)
    show_view(screen, view)
    grab(screen)
    assert screen.page.isVisible()
    assert screen.page.horizontalScrollBar().maximum() == 0
    assert screen.page.verticalScrollBar().maximum() <= (0 if size[1] > 800 else 80)
    window.context.theme.choose("light")


def test_long_names_large_sums_and_missing_parts_stay_in_their_place(
    window: Window, qtbot: QtBot, grab: Grab
) -> None:
    screen = open_screen(window, qtbot, (1096, 668))
    roster = made.build_roster(build_team_of_forty())
    view = build_rep(
        made.build_rep_result(
            roster.reps[0].name, roster=roster, losses=made.NO_LOSSES, follow_up=None, deals=0
        )
    )
    assert isinstance(view, RepView)
    show_view(screen, view)
    grab(screen)
    assert screen.page.horizontalScrollBar().maximum() == 0
    assert screen.page.losses_card.reason.isVisible()
    assert not screen.page.table.isVisible()
