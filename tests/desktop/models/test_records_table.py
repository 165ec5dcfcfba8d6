import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.desktop.models.records_table import RecordsTableModel
from cockpit.desktop.models.roles import Role
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.domain.records import FileKind
from cockpit.presenters.record_rows import (
    PAGE,
    RecordCell,
    RecordColumn,
    RecordList,
    RecordTab,
)

_COLUMNS = (RecordColumn("lead_id", "Lead"), RecordColumn("contribution", "Adds", is_number=True))


class Source:
    """Plays the store: keeps what was wanted, answers when told to."""

    def __init__(self, count: int) -> None:
        keys = np.arange(count, dtype=np.int64)
        records = RecordList(FileKind.LEADS, keys, keys.astype(np.float64))
        self.wanted: list[int] = []
        self.orders: list[tuple[int, bool]] = []
        self.model = RecordsTableModel(
            RecordTab("leads", records, _COLUMNS),
            self.wanted.append,
            lambda column, descending: self.orders.append((column, descending)),
        )

    def answer(self) -> None:
        """Bring all pages that were asked for."""
        wanted, self.wanted[:] = list(self.wanted), []
        last = self.model.rowCount()
        for page in wanted:
            rows = range(page * PAGE, min((page + 1) * PAGE, last))
            self.model.take_page(page, [_cells(row) for row in rows])


def _cells(row: int) -> tuple[RecordCell, RecordCell]:
    return RecordCell(f"L-{row}", row), RecordCell(f"−${row}", -row, is_loss=True)


def test_a_page_is_asked_for_once_and_shown_when_it_comes() -> None:
    source = Source(300)
    index = source.model.index(130, 0)
    assert index.data() == "…"
    assert source.model.index(131, 0).data() == "…"
    assert source.wanted == [1]
    source.answer()
    assert index.data() == "L-130"
    assert source.model.index(130, 1).data(Role.TONE) == "bad"
    assert index.data(Role.KEY) == 130


def test_a_page_that_will_not_come_is_asked_for_again() -> None:
    source = Source(300)
    source.model.index(0, 0).data()
    source.model.forget_page(0)
    source.model.index(0, 0).data()
    assert source.wanted == [0, 0]


def test_the_last_page_is_as_long_as_what_is_left() -> None:
    source = Source(130)
    assert source.model.index(129, 0).data() == "…"
    source.answer()
    assert source.model.index(129, 0).data() == "L-129"


def test_only_some_pages_are_kept() -> None:
    source = Source(PAGE * 100)
    for page in range(100):
        source.model.index(page * PAGE, 0).data()
        source.answer()
    assert not source.model.has_page(0)
    assert source.model.has_page(99)


def test_another_order_forgets_the_pages_and_is_asked_for_by_column() -> None:
    source = Source(300)
    source.model.index(0, 0).data()
    source.answer()
    source.model.sort(1, Qt.SortOrder.DescendingOrder)
    assert source.orders == [(1, True)]
    source.model.show_tab(source.model.tab)
    assert not source.model.has_page(0)
    source.model.sort(-1)
    assert len(source.orders) == 1


def test_it_keeps_to_the_rules_of_qt_models(qapp: QApplication) -> None:
    assert qapp
    source = Source(300)
    tester = QAbstractItemModelTester(
        source.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    source.answer()
    source.model.show_tab(source.model.tab)
    assert tester.model() is source.model


@pytest.mark.parametrize("count", [1_000_000])
def test_a_million_records_open_with_a_few_pages(qtbot: QtBot, theme: Theme, count: int) -> None:
    source = Source(count)
    table = DataTable(theme, "Leads")
    qtbot.addWidget(table)
    table.resize(800, 600)
    table.set_model(source.model, sort_here=False)
    table.show()
    table.grab()
    table.scrollToBottom()
    table.grab()
    assert max(source.wanted) == (count - 1) // PAGE
    assert len(source.wanted) <= 4
