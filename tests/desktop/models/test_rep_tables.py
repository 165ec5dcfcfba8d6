from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.diagnosis_builders import QUESTION
from tests.rep_builders import build_open_deals, build_records
from tests.rep_builders import build_roster as build_roster_result

from cockpit.desktop.models import deals_table as columns
from cockpit.desktop.models import rep_list_table
from cockpit.desktop.models.deals_table import DealsTableModel
from cockpit.desktop.models.rep_list_table import RepListTableModel
from cockpit.desktop.models.roles import Role
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.domain.team import Rep
from cockpit.presenters.rep_deals import DealView, build_deals
from cockpit.presenters.rep_list import RosterView, build_roster


def deals(count: int = 4) -> tuple[DealView, ...]:
    found = build_open_deals(count)
    return build_deals(found, build_records(found), QUESTION, "USD")


def deals_table(theme: Theme, qtbot: QtBot) -> tuple[DataTable, DealsTableModel]:
    model = DealsTableModel()
    table = DataTable(theme, "Open deals")
    table.set_model(model)
    model.setParent(table)
    qtbot.addWidget(table)
    model.show_deals(deals(), "30 Sep")
    return table, model


def test_the_models_keep_qt_s_rules(qapp: QApplication) -> None:
    open_deals, everyone = DealsTableModel(qapp), RepListTableModel(qapp)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode) for model in (open_deals, everyone)]
    open_deals.show_deals(deals(), "30 Sep")
    roster = build_roster(build_roster_result())
    assert isinstance(roster, RosterView)
    everyone.show_rows(roster.rows)
    open_deals.show_deals((), "30 Sep")
    assert len(testers) == 2
    assert (open_deals.rowCount(), everyone.rowCount()) == (0, 10)


def test_the_last_column_is_named_after_the_end_of_the_period(theme: Theme, qtbot: QtBot) -> None:
    _, model = deals_table(theme, qtbot)
    assert model.headerData(columns.BY_END, Qt.Orientation.Horizontal) == "by 30 Sep"
    assert model.headerData(columns.AGE, Qt.Orientation.Horizontal) == "Age"


def test_deals_sort_by_what_they_are_with_the_unknown_last(theme: Theme, qtbot: QtBot) -> None:
    table, _ = deals_table(theme, qtbot)
    table.sort_by(columns.CHANCE)
    shown = [table.model().index(row, columns.CHANCE).data() for row in range(4)]
    assert shown == ["stale", "14%", "15%", "—"]
    table.sort_by(columns.CHANCE, descending=True)
    assert table.model().index(3, columns.CHANCE).data() == "—"
    table.sort_by(columns.OPENED)
    assert table.model().index(0, columns.OPPORTUNITY).data() == "O-1881"


def test_an_overdue_close_and_a_stale_deal_have_a_tone_and_a_word(
    theme: Theme, qtbot: QtBot
) -> None:
    _, model = deals_table(theme, qtbot)
    overdue = model.index(0, columns.CLOSE)
    assert (overdue.data(), overdue.data(Role.TONE)) == ("10 Sep · passed", "bad")
    stale = model.index(3, columns.CHANCE)
    assert (stale.data(), stale.data(Role.TONE)) == ("stale", "faint")


def test_deals_are_exported_with_exact_values(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    table, _ = deals_table(theme, qtbot)
    table.export_csv(tmp_path / "deals.csv")
    lines = (tmp_path / "deals.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].endswith("Expected close,Win chance now,by 30 Sep")
    assert lines[1] == (
        "O-1881,Halden Oy,Webinar,2026-06-12,94,Proposal,18400.00,2026-09-10,14.0%,7.0%"
    )


def test_the_list_shows_nothing_made_up_for_a_rep_without_a_row(qapp: QApplication) -> None:
    model = RepListTableModel(qapp)
    roster = build_roster(build_roster_result(None, Rep(99, "Zoe New")))
    assert isinstance(roster, RosterView)
    model.show_rows(roster.rows)
    last = [model.index(10, column).data() for column in range(model.columnCount())]
    assert last == ["Zoe New", "", "—", "—", "—", "—", "—",
                    "Nothing planned or recorded in Q3 FY26"]  # fmt: skip
    gap = model.index(1, rep_list_table.GAP)
    assert gap.data(Role.TONE) == "bad"
