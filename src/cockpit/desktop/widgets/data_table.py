"""The table of every screen: sorts, copies, exports, and works from the keyboard."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from cockpit.desktop.models.roles import Role
from cockpit.desktop.widgets.cells import CellDelegate, Index
from cockpit.desktop.widgets.table_header import TableHeader
from cockpit.presenters.spreadsheet import disarm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtCore import QPoint

    from cockpit.desktop.theme import Theme

_ROW_HEIGHT = 30


class _SortedModel(QSortFilterProxyModel):
    """Sorts by `Role.SORT`, with what is not known last in either direction."""

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare two cells by what they are, not by what they say."""
        first, second = left.data(Role.SORT), right.data(Role.SORT)
        if first is None or second is None:
            is_ascending = self.sortOrder() is Qt.SortOrder.AscendingOrder
            return (second is None and first is not None) == is_ascending and first != second
        return bool(first < second)


class DataTable(QTableView):
    """A table that can be sorted, copied and exported.

    Enter or a double click emits `opened` with the row's `Role.KEY`; `focused` carries the key of
    the row the user is on. Ctrl+C copies the selected cells as tab-separated text.

    Args:
        theme: Gives colours and fonts.
        title: What the table holds, for screen readers.
    """

    opened = Signal(object)
    focused = Signal(object)
    copied = Signal(int)

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.hovered_row = -1
        self._empty_text = ""
        self.setAccessibleName(title)
        self.setFont(theme.font("number"))
        self.setItemDelegate(CellDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(_ROW_HEIGHT)
        self.setHorizontalHeader(TableHeader(theme, self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_wanted)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(Role.KEY)))
        theme.changed.connect(self.viewport().update)

    def set_model(self, model: QAbstractItemModel, *, sort_here: bool = True) -> None:
        """Show a model.

        Args:
            model: The rows; it answers `Role.SORT` and `Role.EXPORT`.
            sort_here: Sort in the view. A model of a million rows sorts itself instead.
        """
        if sort_here:
            sorted_model = _SortedModel(self)
            sorted_model.setSourceModel(model)
            sorted_model.setSortRole(Role.SORT)
            self.setModel(sorted_model)
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        else:
            self.setModel(model)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicatorShown(False)  # the header draws its own
        self.selectionModel().currentRowChanged.connect(
            lambda index, _: self.focused.emit(index.data(Role.KEY))
        )

    def set_empty_text(self, text: str) -> None:
        """Say in place of rows why there are none."""
        self._empty_text = text
        self.setAccessibleDescription("" if self.model().rowCount() else text)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or why there are none."""
        super().paintEvent(event)
        if self._empty_text and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.theme.colour("text_muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(
                self.viewport().rect().adjusted(20, 0, -20, 0), flags, self._empty_text
            )

    def sort_by(self, column: int, *, descending: bool = False) -> None:
        """Sort by a column, as a click on its header does."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.sortByColumn(column, order)

    def fit_columns(self, stretch: int | None = None) -> None:
        """Give each column the width of its contents.

        Args:
            stretch: Column that takes the room left over; the last one where not given.
        """
        header = self.horizontalHeader()
        header.setStretchLastSection(stretch is None)  # first: a stretched section keeps its width
        self.resizeColumnsToContents()
        if stretch is not None:
            header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    def select_key(self, key: object) -> None:
        """Go to the row with a key, if it is there."""
        model = self.model()
        for row in range(model.rowCount()):
            if model.index(row, 0).data(Role.KEY) == key:
                self.selectRow(row)
                self.scrollTo(model.index(row, 0))
                return

    def copy(self) -> None:
        """Copy the selected rows, with a header, as tab-separated text for a spreadsheet."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        QGuiApplication.clipboard().setText(self._format_rows(rows, "\t"))
        self.copied.emit(len(rows))

    def export_csv(self, path: Path) -> None:
        """Write all rows in the order shown to a CSV file (UTF-8 with BOM, for spreadsheets)."""
        text = self._format_rows(range(self.model().rowCount()), ",")
        path.write_text(text, encoding="utf-8-sig", newline="")

    def _format_rows(self, rows: Sequence[int], delimiter: str) -> str:
        """Return rows with a header, exact values, columns in the order shown."""
        header, model = self.horizontalHeader(), self.model()
        visual = (header.logicalIndex(place) for place in range(header.count()))
        columns = [column for column in visual if not self.isColumnHidden(column)]
        horizontal = Qt.Orientation.Horizontal
        text = StringIO(newline="")
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        writer.writerow([model.headerData(column, horizontal) for column in columns])
        writer.writerows(
            disarm(_export_value(model.index(row, column)) for column in columns) for row in rows
        )
        return text.getvalue()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C, open on Enter, else move as tables do."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self._is_editing():
            self.opened.emit(self.currentIndex().data(Role.KEY))
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the row under the pointer."""
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the highlight away."""
        self._hover(-1)
        super().leaveEvent(event)

    def _is_editing(self) -> bool:
        """Return whether a cell is being edited."""
        return self.state() is QAbstractItemView.State.EditingState

    def _hover(self, row: int) -> None:
        """Move the highlight to a row, -1 for none."""
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    def _on_menu_wanted(self, place: QPoint) -> None:
        """Offer what can be done with the selected rows."""
        menu = QMenu(self)
        copy = QAction("Copy rows", menu)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setEnabled(self.selectionModel().hasSelection())
        copy.triggered.connect(self.copy)
        menu.addAction(copy)
        for action in self.actions():
            menu.addAction(action)
        menu.popup(self.viewport().mapToGlobal(place))


def _export_value(index: Index) -> Any:
    """Return the exact value of a cell, else what it shows, else nothing."""
    for role in (Role.EXPORT, Qt.ItemDataRole.DisplayRole):
        value = index.data(role)
        if value is not None:
            return value
    return ""
