"""Every table sorts by value, copies and exports exactly, and works from the keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QAbstractItemModel, QRect, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from cockpit.desktop.models.roles import Role
from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.cells import CellDelegate, PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.presenters.formatting import format_money_short
from cockpit.presenters.text import Span


class Rep(NamedTuple):
    name: str
    gap: int | None
    verdict: str


REPS = (
    Rep("Amara Okafor", -2_490_000, "Leads short"),
    Rep("Ben Lindqvist", -3_100_000, "Coach: closing"),
    Rep("Carla Mendes", 800_000, "On plan"),
    Rep("New, joiner", None, ""),
)
COLUMNS = (
    Column[Rep]("Rep", lambda rep: rep.name, header_tip="Who"),
    Column[Rep](
        "Gap",
        lambda rep: format_money_short(rep.gap, "USD"),
        sort=lambda rep: rep.gap,
        export=lambda rep: None if rep.gap is None else rep.gap / 100,
        tip=lambda rep: f"gap of {rep.name}",
        spans=lambda rep: (Span(format_money_short(rep.gap, "USD"), "bad", strong=True),),
        is_number=True,
    ),
    Column[Rep]("Verdict", lambda rep: rep.verdict, tone=lambda _: "sales"),
)


@pytest.fixture
def model() -> RowsTableModel[Rep]:
    model = RowsTableModel(COLUMNS, key=lambda rep: rep.name)
    model.show_rows(REPS)
    return model


@pytest.fixture
def table(theme: Theme, qtbot: QtBot, model: RowsTableModel[Rep]) -> DataTable:
    table = DataTable(theme, "Reps")
    table.set_model(model)
    table.setItemDelegateForColumn(2, PillDelegate(theme, table))
    table.resize(520, 220)
    qtbot.addWidget(table)
    table.fit_columns()
    table.show()
    return table


def names(model: QAbstractItemModel) -> list[str]:
    return [model.index(row, 0).data().split()[0] for row in range(model.rowCount())]


def test_model_keeps_qt_s_rules(model: RowsTableModel[Rep]) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show_rows(REPS[:1])
    model.show_rows(())
    assert tester.model() is model
    assert model.rowCount() == 0


def test_cells_answer_in_every_role(model: RowsTableModel[Rep]) -> None:
    cell = model.index(1, 1)
    assert cell.data() == "−$31k"
    assert cell.data(Role.SORT) == -3_100_000
    assert cell.data(Role.EXPORT) == -31_000
    assert cell.data(Role.KEY) == "Ben Lindqvist"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "gap of Ben Lindqvist"
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    header = model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert header == "Who"


def test_sorts_by_value_with_the_unknown_last(table: DataTable) -> None:
    assert names(table.model()) == ["Amara", "Ben", "Carla", "New,"]
    table.sort_by(1)
    assert names(table.model()) == ["Ben", "Amara", "Carla", "New,"]
    table.sort_by(1, descending=True)
    assert names(table.model()) == ["Carla", "Amara", "Ben", "New,"]


def test_copies_selected_rows_as_a_spreadsheet_takes_them(table: DataTable, qtbot: QtBot) -> None:
    table.sort_by(1)
    table.selectRow(1)
    with qtbot.waitSignal(table.copied) as copied:
        QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied.args == [1]
    assert QApplication.clipboard().text() == (
        "Rep\tGap\tVerdict\nAmara Okafor\t-24900.0\tLeads short\n"
    )


def test_exports_all_rows_as_shown(table: DataTable, tmp_path: Path) -> None:
    table.sort_by(1)
    table.setColumnHidden(2, True)
    table.export_csv(tmp_path / "reps.csv")
    assert (tmp_path / "reps.csv").read_text("utf-8-sig").splitlines() == [
        "Rep,Gap",
        "Ben Lindqvist,-31000.0",
        "Amara Okafor,-24900.0",
        "Carla Mendes,8000.0",
        '"New, joiner",—',
    ]


def test_enter_opens_and_arrows_move(table: DataTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.focused):
        table.select_key("Ben Lindqvist")
    with qtbot.waitSignal(table.focused) as focused:
        QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert focused.args == opened.args == ["Carla Mendes"]


def test_row_under_the_pointer_stands_out(
    table: DataTable, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    plain = table.viewport().grab().toImage()
    centre = table.visualRect(table.model().index(2, 0)).center()
    QTest.mouseMove(table.viewport(), centre)
    qtbot.waitUntil(lambda: table.hovered_row == 2)
    grab(table)
    assert table.viewport().grab().toImage() != plain
    QTest.mouseMove(table.viewport(), table.viewport().rect().bottomRight())
    qtbot.waitUntil(lambda: table.hovered_row == -1)


def test_columns_fit_what_is_painted(table: DataTable) -> None:
    widths = [table.columnWidth(column) for column in range(2)]
    longest = table.fontMetrics().horizontalAdvance("Ben Lindqvist")
    assert widths[0] > longest
    assert widths[1] > table.fontMetrics().horizontalAdvance("−$31k")


def test_a_cell_that_is_cut_short_is_told_in_full(table: DataTable) -> None:
    delegate = table.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    index, option = table.model().index(0, 0), QStyleOptionViewItem()
    option.rect = QRect(0, 0, 400, 30)
    assert delegate.find_cut_text(option, index) == ""
    option.rect = QRect(0, 0, 20, 30)
    assert delegate.find_cut_text(option, index) == index.data()


def test_a_table_without_rows_says_why(theme: Theme, qtbot: QtBot) -> None:
    table = DataTable(theme, "Reps")
    qtbot.addWidget(table)
    table.set_model(RowsTableModel(COLUMNS, parent=table))
    table.show()
    blank = table.grab().toImage()
    table.set_empty_text("Nobody is short.")
    assert table.accessibleDescription() == "Nobody is short."
    assert table.grab().toImage() != blank
