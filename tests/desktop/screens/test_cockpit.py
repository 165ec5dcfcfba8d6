from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.desktop.cockpit_context import Heard, build_context
from tests.diagnosis_builders import build_team_of_forty, build_team_of_ten

from cockpit.desktop.dialogs.math import MathDialog
from cockpit.desktop.dialogs.records import RecordsDialog
from cockpit.desktop.models import reps_table as columns
from cockpit.desktop.models.roles import Role
from cockpit.desktop.screens.cockpit import CockpitScreen
from cockpit.desktop.tasks import Tasks
from cockpit.desktop.theme import Theme
from cockpit.domain.changes import Changed, Changes
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.question import Grouping, Question
from cockpit.presenters.cockpit import Focus
from cockpit.presenters.workspace import Workspace

_Q3 = Question(FiscalCalendar().parse("2026-Q3"), date(2026, 9, 14))


@dataclass
class Shown:
    screen: CockpitScreen
    heard: Heard

    def names(self) -> list[str]:
        """The first column of the table, from top to bottom."""
        model = self.screen.table.model()
        return [model.index(row, columns.NAME).data() for row in range(model.rowCount())]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, location: Path) -> Iterator[Shown]:
    """The screen over the small team's store, nothing asked yet."""
    tasks, workspace, heard = Tasks(), Workspace.open(location), Heard()
    screen = CockpitScreen(build_context(theme, workspace, tasks, heard))
    qtbot.addWidget(screen)
    screen.resize(1240, 848)
    screen.show()
    yield Shown(screen, heard)
    tasks.close(workspace.close)


@pytest.fixture
def ten(shown: Shown) -> Shown:
    """The screen with the team of ten."""
    shown.screen._show(shown.screen.presenter.show(build_team_of_ten()))
    return shown


def _ask(qtbot: QtBot, shown: Shown, question: Question) -> None:
    shown.screen.show_question(question)
    qtbot.waitUntil(lambda: not shown.screen.context.tasks.is_busy)


def test_a_question_is_answered_from_the_store(qtbot: QtBot, shown: Shown) -> None:
    _ask(qtbot, shown, _Q3)
    assert shown.names() == ["Ben Lindqvist", "Amara Okafor"]
    assert "short of the $124k target" in shown.screen.headline.accessibleName()
    assert shown.screen.bridge.accessibleDescription().startswith("Target $124k")


def test_the_worst_gap_is_on_top_and_a_click_on_a_header_sorts(ten: Shown) -> None:
    assert ten.names()[:2] == ["Dmitri Volkov", "Ben Lindqvist"]
    ten.screen.table.sort_by(columns.NAME)
    assert ten.names() == sorted(ten.names())


def test_the_rows_keep_to_the_rules_of_qt_models(ten: Shown) -> None:
    tester = QAbstractItemModelTester(
        ten.screen.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    ten.screen._show(ten.screen.presenter.select_bar("win_rate"))
    ten.screen._show(ten.screen.presenter.show(build_team_of_forty()))
    assert tester.model().rowCount() == len(ten.screen.view.rows if ten.screen.view else ())


def test_a_bar_filters_the_table_and_a_chip_takes_the_filter_off(ten: Shown) -> None:
    screen = ten.screen
    keys = [bar.key for bar in screen.bridge._view.bars]
    place = screen.bridge.column_of(keys.index("sales")).center().toPoint()
    QTest.mouseClick(screen.bridge, Qt.MouseButton.LeftButton, pos=place)
    screen.bridge.chosen.emit("win_rate")
    assert ten.names()[:2] == ["Hugo Martin", "Ben Lindqvist"]
    assert len(ten.names()) == 6
    assert not screen.table.isColumnHidden(columns.EFFECT)
    (chip,) = screen.filters._chips
    assert chip.text().startswith("Win rate")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert len(ten.names()) == 10
    assert screen.table.isColumnHidden(columns.EFFECT)


def test_a_rep_goes_on_the_bridge_by_keyboard_and_escape_brings_the_team_back(ten: Shown) -> None:
    screen = ten.screen
    screen.table.setCurrentIndex(screen.table.model().index(0, 0))
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    assert screen.presenter.focus == Focus(row="Ben Lindqvist")
    assert screen.bridge._view.bars[0].end == 6_200_000
    screen.clear()
    assert screen.presenter.focus == Focus()
    assert screen.bridge._view.bars[0].end == 61_800_000
    assert not screen.table.selectionModel().hasSelection()


def test_enter_on_a_rep_opens_their_page(ten: Shown) -> None:
    ten.screen.focus_argument("Amara Okafor")
    QTest.keyClick(ten.screen.table, Qt.Key.Key_Return)
    assert ten.heard.went_to == [("reps", "Amara Okafor")]


def test_leads_without_owner_have_no_page(shown: Shown) -> None:
    shown.screen._show(shown.screen.presenter.show(build_team_of_forty()))
    shown.screen.focus_argument("Unassigned leads")
    QTest.keyClick(shown.screen.table, Qt.Key.Key_Return)
    assert shown.heard.went_to == []


def test_a_point_on_the_map_selects_its_rep(ten: Shown) -> None:
    ten.screen.lever_map.chosen.emit("Hugo Martin")
    index = ten.screen.table.currentIndex()
    assert index.data(Role.KEY) == "Hugo Martin"
    assert ten.screen.presenter.focus.row == "Hugo Martin"


@pytest.mark.parametrize("grouping", [Grouping.SOURCE, Grouping.MONTH])
def test_rows_can_be_sources_or_months(qtbot: QtBot, shown: Shown, grouping: Grouping) -> None:
    _ask(qtbot, shown, _Q3)
    shown.screen.grouping.chosen.emit(grouping.value)
    qtbot.waitUntil(lambda: "Amara Okafor" not in shown.names())
    assert {"Webinar", "Jul 2026"} & set(shown.names())


def test_the_math_of_the_bar_in_focus_can_be_copied(ten: Shown) -> None:
    ten.screen._show(ten.screen.presenter.select_row("Ben Lindqvist"))
    ten.screen._show(ten.screen.presenter.select_bar("win_rate"))
    ten.screen.filters.math.click()
    dialog = ten.screen.dialog
    assert isinstance(dialog, MathDialog)
    dialog.copy()
    assert "Win rate = S3 − S2 − speed" in QGuiApplication.clipboard().text()
    dialog.close()


def test_the_records_of_the_bar_in_focus_come_from_the_store(qtbot: QtBot, shown: Shown) -> None:
    _ask(qtbot, shown, _Q3)
    assert shown.screen.filters.records.isHidden()
    shown.screen._show(shown.screen.presenter.select_bar("leads"))
    shown.screen.filters.records.click()
    qtbot.waitUntil(lambda: isinstance(shown.screen.dialog, RecordsDialog))
    dialog = shown.screen.dialog
    assert isinstance(dialog, RecordsDialog)
    table = dialog.tables[0]
    qtbot.waitUntil(lambda: table.records.has_page(0))
    assert {table.records.index(row, 0).data() for row in range(3)} == {"L1", "L2", "L3"}
    dialog.close()


def test_an_empty_period_leads_to_the_plan(qtbot: QtBot, shown: Shown) -> None:
    _ask(qtbot, shown, Question(FiscalCalendar().parse("2031-Q1"), date(2031, 1, 9)))
    assert shown.screen.empty is not None
    button = shown.screen.empty.findChildren(QPushButton)[0]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown.heard.went_to == [("plan", "")]
    assert shown.screen.exports() == ()
    _ask(qtbot, shown, _Q3)
    assert shown.names() == ["Ben Lindqvist", "Amara Okafor"]


def test_the_table_is_exported_with_every_effect(ten: Shown, tmp_path: Path) -> None:
    (export,) = ten.screen.exports()
    export.write(tmp_path / export.file_name)
    lines = (tmp_path / "cockpit.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 11
    assert "Deal speed" in lines[0]


def test_rows_are_copied_as_they_are_sorted(ten: Shown) -> None:
    ten.screen.table.selectAll()
    ten.screen.table.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Rep\tTarget\tActual\tAttained\tGap")
    assert lines[1].startswith("Dmitri Volkov\t62000.00\t")
    assert ten.heard.announced == ["Copied 10 rows"]


def test_a_change_of_the_plan_asks_again_and_one_of_imports_does_not(
    qtbot: QtBot, shown: Shown
) -> None:
    _ask(qtbot, shown, _Q3)
    first = shown.screen.presenter.result
    shown.screen.on_changes(Changes(frozenset({Changed.IMPORTS})))
    assert not shown.screen.context.tasks.is_busy
    shown.screen.on_changes(Changes(frozenset({Changed.PLAN})))
    qtbot.waitUntil(lambda: shown.screen.presenter.result is not first)
    assert shown.screen.presenter.result == first


def test_what_can_be_done_is_offered_by_name(ten: Shown) -> None:
    titles = [command.title for command in ten.screen.commands()]
    assert "Cockpit: see the math" in titles
    assert "Cockpit: show the records" not in titles
    ten.screen._show(ten.screen.presenter.select_bar("sales"))
    assert "Cockpit: show the records" in [c.title for c in ten.screen.commands()]


@pytest.mark.parametrize("choice", ["light", "dark", "colour_blind"])
@pytest.mark.parametrize("size", [(1240, 848), (1096, 668)])
def test_it_can_be_shown_in_every_theme_and_size(
    shown: Shown, theme: Theme, grab: Callable[..., None], choice: str, size: tuple[int, int]
) -> None:
    theme.choose(choice)
    shown.screen.resize(*size)
    for name, result in (("10", build_team_of_ten()), ("40", build_team_of_forty())):
        shown.screen._show(shown.screen.presenter.show(result))
        grab(shown.screen, f"cockpit-{name}-{choice}-{size[0]}")
    ground = shown.screen.grab().toImage().pixelColor(3, 3)
    theme.choose("light")
    assert (ground.lightness() < 100) == (choice == "dark")
