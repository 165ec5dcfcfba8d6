"""The Plan screen on a real store, worked with keys as a user does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from tests.presenters.plan_examples import CALENDAR, PLAN

from cockpit.desktop.main_window import MainWindow
from cockpit.desktop.screen import ScreenContext
from cockpit.desktop.screens.plan import PlanScreen
from cockpit.desktop.screens.plan_locking import LockDialog, ReasonDialog
from cockpit.desktop.tasks import Tasks
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.cells import PADDING
from cockpit.domain.changes import EVERYTHING, Changes
from cockpit.domain.errors import CockpitError
from cockpit.domain.plan import Plan, Target
from cockpit.domain.question import Question
from cockpit.presenters.plan_sheets import Part
from cockpit.presenters.workspace import Workspace
from cockpit.services.plan import compute_edits, save_plan_edits
from cockpit.store.opening import open_store
from cockpit.store.queries import load_plan

AS_OF = date(2026, 9, 14)
Key = Qt.Key


@dataclass
class Window:
    """What the window around the screen heard."""

    said: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    changed: list[Changes] = field(default_factory=list)
    reported: list[CockpitError] = field(default_factory=list)


@pytest.fixture
def location(tmp_path: Path) -> Path:
    path = tmp_path / "team.sqlite"
    store = open_store(path)
    save_plan_edits(store, compute_edits(Plan(), PLAN))
    store.close()
    return path


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def workspace(location: Path) -> Iterator[Workspace]:
    opened = Workspace.open(location, AS_OF)
    yield opened
    opened.close()


@pytest.fixture
def screen(
    qtbot: QtBot, theme: Theme, workspace: Workspace, window: Window
) -> Iterator[PlanScreen]:
    tasks = Tasks()
    context = ScreenContext(
        tasks=tasks,
        theme=theme,
        workspace=workspace,
        navigate=lambda name, _: window.went.append(name),
        announce=window.said.append,
        report=window.reported.append,
        changed=window.changed.append,
    )
    screen = PlanScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1256, 848)
    screen.show()
    ask(screen, qtbot, "2026-Q3")
    yield screen
    tasks.close()


def ask(screen: PlanScreen, qtbot: QtBot, label: str) -> None:
    screen.show_question(Question(CALENDAR.parse(label), AS_OF))
    qtbot.waitUntil(lambda: screen.draft is not None)


def press(screen: PlanScreen, *keys: Key | str, control: bool = False) -> None:
    """Press keys in the grid, or in the cell that is being typed into."""
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for key in keys:
        for each in key if isinstance(key, str) else [key]:
            editors = screen.page.grid.findChildren(QLineEdit, "cellEditor")
            target = next((line for line in editors if line.isVisible()), screen.page.grid)
            if isinstance(each, str):
                QTest.keyClicks(target, each, modifier)
            else:
                QTest.keyClick(target, each, modifier)
            QApplication.processEvents()  # Qt closes a cell that was left by Enter in a later turn


def text(screen: PlanScreen, row: int, column: int) -> str:
    return str(screen.page.grid.sheet_model.index(row, column).data())


def cursor(screen: PlanScreen) -> tuple[int, int]:
    index = screen.page.grid.currentIndex()
    return index.row(), index.column()


class Answers(QTimer):
    """Presses a button of the next message box and keeps what the box said."""

    def __init__(self, button: str) -> None:
        super().__init__(interval=1)
        self.read: list[str] = []
        self._button = button
        self.timeout.connect(self._look)
        self.start()

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            self.stop()
            self.read.append(box.text())
            next(b for b in box.findChildren(QPushButton) if self._button in b.text()).click()


def test_shows_the_plan_and_whether_it_adds_up(
    screen: PlanScreen, grab: Callable[..., None]
) -> None:
    grab(screen)
    assert "$118k is not funded" in screen.page.headline.accessibleName()
    assert [text(screen, row, 1) for row in range(2)] == ["160,000", "90,000"]
    assert not screen.page.save.isEnabled()
    assert screen.page.unsaved.text() == "All saved"


def test_typing_overwrites_and_goes_on_like_a_spreadsheet(screen: PlanScreen, qtbot: QtBot) -> None:
    screen.page.grid.go_to(0, 1)
    press(screen, "50k", Key.Key_Return, "60", Key.Key_Tab)
    assert [text(screen, row, 1) for row in range(2)] == ["50,000", "60"]
    assert cursor(screen) == (2, 0)
    qtbot.waitUntil(lambda: "for a target of $50k" in screen.page.headline.accessibleName())
    assert screen.page.unsaved.text() == "2 unsaved changes: 2 targets"


def test_what_is_worked_out_is_never_cut_short(screen: PlanScreen, qtbot: QtBot) -> None:
    grid, header = screen.page.grid, screen.page.grid.horizontalHeader()
    columns = range(grid.sheet_model.editable_columns, grid.sheet_model.columnCount() - 1)
    for column in columns:
        header.resizeSection(column, 40)
    grid.go_to(0, 1)
    press(screen, "98765432101", Key.Key_Return)
    qtbot.waitUntil(lambda: "$99B" in screen.page.headline.accessibleName())
    for column in columns:
        shown = [text(screen, row, column) for row in (0, 1)]
        widest = max(map(grid.fontMetrics().horizontalAdvance, shown))
        assert header.sectionSize(column) > widest + 2 * PADDING


def test_f2_edits_and_escape_leaves_the_cell_as_it_was(screen: PlanScreen) -> None:
    screen.page.grid.go_to(0, 1)
    press(screen, Key.Key_F2, Key.Key_End, "0", Key.Key_Escape)
    assert text(screen, 0, 1) == "160,000"
    press(screen, Key.Key_F2, Key.Key_End, "0", Key.Key_Return)
    assert text(screen, 0, 1) == "1,600,000"


def test_names_complete_while_typing(screen: PlanScreen) -> None:
    screen.page.show_part(Part.COMMITMENTS)
    screen.page.grid.go_to(3, 0)
    press(screen, "ben", Key.Key_Tab, "w", Key.Key_Tab, "8", Key.Key_Return)
    assert [text(screen, 3, column) for column in range(3)] == ["Ben Lind", "Web", "8"]


def test_paste_is_one_step_to_undo_and_redo(screen: PlanScreen, window: Window) -> None:
    QGuiApplication.clipboard().setText("100,000\n1.2M\n")
    screen.page.grid.go_to(0, 1)
    press(screen, Key.Key_V, control=True)
    assert [text(screen, row, 1) for row in range(2)] == ["100,000", "1,200,000"]
    assert window.said == ["Pasted 2 cells"]
    screen.tools.undo.trigger()
    assert [text(screen, row, 1) for row in range(2)] == ["160,000", "90,000"]
    screen.tools.redo.trigger()
    assert text(screen, 1, 1) == "1,200,000"


def test_a_block_too_wide_is_refused_with_a_sentence(screen: PlanScreen, window: Window) -> None:
    QGuiApplication.clipboard().setText("1\t2\t3")
    screen.page.grid.go_to(0, 1)
    screen.page.grid.paste()
    assert "room for 1 from here" in window.said[0]
    assert screen.draft is not None
    assert not screen.draft.steps.canUndo()


def test_copy_fill_down_empty_and_cut(screen: PlanScreen) -> None:
    grid = screen.page.grid
    grid.go_to(0, 1)
    press(screen, Key.Key_C, control=True)
    assert QGuiApplication.clipboard().text() == "160000"
    grid.go_to(1, 1)
    press(screen, Key.Key_D, control=True)
    assert text(screen, 1, 1) == "160,000"
    press(screen, Key.Key_Delete)
    assert text(screen, 1, 1) == ""
    grid.go_to(0, 1)
    press(screen, Key.Key_X, control=True)
    assert text(screen, 0, 1) == ""


def test_control_enter_fills_the_selection(screen: PlanScreen) -> None:
    grid = screen.page.grid
    grid.go_to(0, 1)
    QTest.keyClick(grid, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(screen, "7")
    press(screen, Key.Key_Return, control=True)
    assert [text(screen, row, 1) for row in range(2)] == ["7", "7"]


def test_rows_are_added_and_removed(screen: PlanScreen) -> None:
    screen.page.show_part(Part.COMMITMENTS)
    screen.page.grid.go_to(0, 2)
    screen.tools.add.trigger()
    assert cursor(screen) == (1, 1)
    assert text(screen, 1, 0) == "Ada Park"
    screen.tools.remove.trigger()
    assert screen.page.grid.sheet_model.sheet_rows == 3


def test_saving_writes_and_keeps_the_steps(
    screen: PlanScreen, window: Window, location: Path, qtbot: QtBot
) -> None:
    screen.page.grid.go_to(0, 1)
    press(screen, "170k", Key.Key_Return)
    qtbot.waitUntil(screen.page.save.isEnabled)
    screen.page.save.click()
    qtbot.waitUntil(lambda: bool(window.changed))
    other = open_store(location)
    assert Target("Ada Park", "2026-Q3", 170_000_00) in load_plan(other).targets
    other.close()
    assert window.said == ["Plan saved"]
    assert screen.page.unsaved.text() == "All saved"
    screen.tools.undo.trigger()
    assert text(screen, 0, 1) == "160,000"
    qtbot.waitUntil(screen.page.save.isEnabled)


def test_a_bad_cell_is_marked_named_and_gone_to_before_saving(
    screen: PlanScreen, window: Window, qtbot: QtBot
) -> None:
    screen.page.show_part(Part.ASSUMPTIONS)
    screen.page.grid.go_to(1, 4)
    press(screen, "140%", Key.Key_Return)
    qtbot.waitUntil(screen.page.problems.isVisible)
    screen.page.show_part(Part.TARGETS)
    screen.save()
    assert screen.page.part is Part.ASSUMPTIONS
    assert cursor(screen) == (1, 4)
    assert text(screen, 1, 4) == "140%"
    assert window.said == ["The marked cells have to be put right before saving"]
    assert window.changed == []


@pytest.mark.parametrize(("button", "shown"), [("Cancel", "1,700"), ("Load again", "999")])
def test_another_windows_change_is_told_and_never_overwritten(
    screen: PlanScreen, location: Path, qtbot: QtBot, button: str, shown: str
) -> None:
    screen.page.grid.go_to(0, 1)
    press(screen, "1700", Key.Key_Return)
    other = open_store(location)
    theirs = Plan((Target("Ada Park", "2026-Q3", 999_00),))
    save_plan_edits(other, compute_edits(Plan(PLAN.targets[:1]), theirs))
    answers = Answers(button)
    screen.save()
    qtbot.waitUntil(lambda: bool(answers.read))
    assert "Somebody changed the same numbers meanwhile" in answers.read[0]
    qtbot.waitUntil(lambda: screen.draft is not None and text(screen, 0, 1) == shown)
    assert theirs.targets[0] in load_plan(other).targets
    other.close()


def test_discarding_asks_and_goes_back_to_what_is_saved(screen: PlanScreen, qtbot: QtBot) -> None:
    screen.page.grid.go_to(0, 1)
    press(screen, "5", Key.Key_Return)
    qtbot.waitUntil(screen.page.discard.isEnabled)
    answers = Answers("Cancel")
    screen.discard()
    assert answers.read
    assert text(screen, 0, 1) == "5"
    answers = Answers("Discard")
    screen.discard()
    assert answers.read
    qtbot.waitUntil(lambda: screen.draft is not None and text(screen, 0, 1) == "160,000")


def test_closing_with_unsaved_edits_asks(screen: PlanScreen, window: Window, qtbot: QtBot) -> None:
    assert screen.may_close()
    screen.page.grid.go_to(0, 1)
    press(screen, "5", Key.Key_Return)
    answers = Answers("Cancel")
    assert not screen.may_close()
    assert answers.read
    answers = Answers("Discard")
    assert screen.may_close()
    assert answers.read
    answers = Answers("Save")
    assert not screen.may_close()
    assert answers.read
    qtbot.waitUntil(lambda: bool(window.changed))
    assert screen.may_close()


def test_unsaved_edits_of_another_period_are_kept(
    screen: PlanScreen, window: Window, qtbot: QtBot
) -> None:
    screen.page.grid.go_to(0, 1)
    press(screen, "5", Key.Key_Return)
    ask(screen, qtbot, "2026-Q2")
    assert window.said == ["Your unsaved changes to Q3 FY26 are kept"]
    assert text(screen, 0, 1) == "120,000"
    assert screen.page.unsaved.text() == "All saved  ·  also unsaved: Q3 FY26"
    ask(screen, qtbot, "2026-Q3")
    assert text(screen, 0, 1) == "5"


def test_what_others_change_is_loaded_unless_there_are_unsaved_edits(
    screen: PlanScreen, window: Window, workspace: Workspace, qtbot: QtBot
) -> None:
    theirs = Plan((Target("Ada Park", "2026-Q3", 999_00),))
    save_plan_edits(workspace.store, compute_edits(Plan(PLAN.targets[:1]), theirs))
    screen.on_changes(EVERYTHING)
    qtbot.waitUntil(lambda: screen.draft is not None and text(screen, 0, 1) == "999")
    screen.page.grid.go_to(0, 1)
    press(screen, "5", Key.Key_Return)
    screen.on_changes(EVERYTHING)
    assert text(screen, 0, 1) == "5"
    assert window.said == ["The store changed; your unsaved changes to the plan are kept"]


def test_a_period_without_a_plan_can_start_from_the_previous_one(
    screen: PlanScreen, window: Window, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    ask(screen, qtbot, "2026-Q4")
    assert screen.empty is not None
    assert screen.empty.isVisible()
    grab(screen)
    buttons = {button.text(): button for button in screen.empty.findChildren(QPushButton)}
    assert list(buttons) == ["Copy from Q3 FY26", "Import plan files", "Type it in"]
    buttons["Import plan files"].click()
    assert window.went == ["data"]
    buttons["Copy from Q3 FY26"].click()
    assert screen.page.isVisible()
    assert text(screen, 0, 1) == "160,000"
    qtbot.waitUntil(lambda: screen.page.unsaved.text().startswith("6 unsaved changes"))


def test_targets_by_month_is_a_step_too(screen: PlanScreen) -> None:
    screen.tools.detail.trigger()
    assert screen.page.grid.sheet_model.editable_columns == 5
    screen.tools.undo.trigger()
    assert screen.page.grid.sheet_model.editable_columns == 2


def test_the_review_lists_what_saving_will_change(screen: PlanScreen, qtbot: QtBot) -> None:
    screen.page.grid.go_to(0, 1)
    press(screen, "5", Key.Key_Return)
    qtbot.waitUntil(screen.page.review.isEnabled)
    screen.page.review.click()
    (dialog,) = screen.findChildren(QDialog)
    assert dialog.isVisible()
    dialog.close()


def test_goes_to_a_rep(screen: PlanScreen) -> None:
    screen.focus_argument("Ben Lind")
    assert cursor(screen) == (1, 1)
    assert "Plan: commitments" in [command.title for command in screen.commands()]


def test_the_window_does_not_close_over_unsaved_edits(
    open_window: Callable[[Path], MainWindow], location: Path, qtbot: QtBot
) -> None:
    window = open_window(location)
    window.navigate("plan")
    screen = window.stack.shown
    assert isinstance(screen, PlanScreen)
    qtbot.waitUntil(lambda: screen.draft is not None)
    screen.page.grid.go_to(0, 1)
    press(screen, "5", Key.Key_Return)
    press(screen, Key.Key_D, control=True)  # the grid's key, although the window has one like it
    assert screen.draft is not None
    assert screen.draft.steps.undoText() == "Fill down"
    answers = Answers("Cancel")
    assert not window.close()
    assert answers.read == ["The plan has unsaved changes (Q3 FY26)."]
    answers = Answers("Discard")
    assert window.close()


class LockAnswers(QTimer):
    """Works the next dialog about a lock: types a reason, if asked, and confirms it."""

    def __init__(self, grab: Callable[..., None], reason: str = "") -> None:
        super().__init__(interval=1)
        self.read: list[str] = []
        self._grab, self._reason = grab, reason
        self.timeout.connect(self._look)
        self.start()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, LockDialog | ReasonDialog):
            self.stop()
            self._grab(dialog, type(dialog).__name__)
            self.read.append(dialog.windowTitle())
            if isinstance(dialog, ReasonDialog):
                assert not dialog.confirm.isEnabled()
                dialog.reason.setPlainText(self._reason)
            dialog.confirm.click()


def test_a_plan_is_locked_and_then_amended_with_a_reason(
    screen: PlanScreen, window: Window, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    assert screen.page.lock.isVisible()
    assert not screen.page.amend.isVisible()
    locking = LockAnswers(grab)
    screen.page.lock.click()
    qtbot.waitUntil(screen.page.state.isVisible)
    assert locking.read == ["Lock the plan of Q3 FY26"]
    assert screen.page.state.text.startswith("Locked on ")
    assert not screen.page.save.isVisible()
    grab(screen, "plan_locked")

    screen.page.grid.go_to(0, 1)
    press(screen, "9", Key.Key_Return)
    assert text(screen, 0, 1) == "160,000"
    QGuiApplication.clipboard().setText("5")
    screen.page.grid.paste()
    assert text(screen, 0, 1) == "160,000"
    assert "press Amend…" in window.said[-1]

    screen.page.amend.click()
    screen.page.grid.go_to(0, 1)
    press(screen, "150000", Key.Key_Return)
    assert text(screen, 0, 1) == "150,000"
    qtbot.waitUntil(screen.page.save.isEnabled)
    amending = LockAnswers(grab, "on leave")
    screen.page.save.click()
    qtbot.waitUntil(lambda: "amended once" in screen.page.state.text)
    assert amending.read == ["Amend the plan of Q3 FY26"]
    assert not window.reported
    (lock,) = load_plan(screen.context.workspace.store).locks
    assert [each.reason for each in lock.amendments] == ["on leave"]
    assert screen.page.amendments.isVisible()
    grab(screen)


def test_a_learned_delay_says_what_it_comes_to(screen: PlanScreen) -> None:
    screen.page.show_part(Part.ASSUMPTIONS)
    screen.page.grid.go_to(0, 6)
    press(screen, "learned", Key.Key_Return)
    assert text(screen, 0, 6) == "learned (too few)"
    assert screen.page.grid.sheet_model.index(0, 6).data(Qt.ItemDataRole.EditRole) == "learned"
