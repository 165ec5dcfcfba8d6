"""A table of any number of records: rows come by the page, when they are first looked at."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cockpit.desktop.models.roles import Role
from cockpit.presenters.record_rows import PAGE, RecordCell, RecordTab

Index = QModelIndex | QPersistentModelIndex
Page = Sequence[Sequence[RecordCell]]

_PAGES_KEPT = 64
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
# Plain numbers, bound once: a paint asks thousands of times, mostly for what has no answer here.
_DISPLAY, _ALIGN = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.TextAlignmentRole)
_KEY, _TONE = int(Role.KEY), int(Role.TONE)
_ANSWERED = frozenset({_DISPLAY, _ALIGN, _KEY, _TONE})


class RecordsTableModel(QAbstractTableModel):
    """Holds the keys of all records but the cells of some pages only.

    Args:
        tab: The records and their columns.
        want_page: Called with the number of a page that is looked at; `take_page` brings it.
        want_order: Called with a column and whether it is to descend; `show_tab` brings it.
    """

    def __init__(
        self,
        tab: RecordTab,
        want_page: Callable[[int], None],
        want_order: Callable[[int, bool], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.tab = tab
        self._want_page = want_page
        self._want_order = want_order
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._wanted: set[int] = set()
        self._latest: tuple[int, Page] = (-1, ())
        self._alignments = [_RIGHT if column.is_number else _LEFT for column in tab.columns]

    def show_tab(self, tab: RecordTab) -> None:
        """Show other records, or the same in another order."""
        self.beginResetModel()
        self.tab = tab
        self._pages.clear()
        self._latest = (-1, ())
        self._wanted.clear()
        self.endResetModel()

    def take_page(self, page: int, cells: Page) -> None:
        """Keep the cells of a page and let the view paint them; the oldest page makes room."""
        self._wanted.discard(page)
        self._pages[page] = cells
        self._latest = (-1, ())
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        first = page * PAGE
        last = min(first + len(cells), self.rowCount()) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def forget_page(self, page: int) -> None:
        """Note that a page will not come; it is asked for again when it is looked at again."""
        self._wanted.discard(page)

    def has_page(self, page: int) -> bool:
        """Return whether the cells of a page are here."""
        return page in self._pages

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of records; a cell has none."""
        return 0 if parent.isValid() else len(self.tab.records.keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns; a cell has none."""
        return 0 if parent.isValid() else len(self.tab.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, asking for its page where that is not here yet."""
        if role not in _ANSWERED or not index.isValid():
            return None
        if role == _ALIGN:
            return self._alignments[index.column()]
        if role == _KEY:
            return int(self.tab.records.keys[index.row()])
        cell = self._cell(index.row(), index.column())
        if role == _DISPLAY:
            return "…" if cell is None else cell.text
        return "bad" if cell is not None and cell.is_loss else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title and alignment of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.tab.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for the records in the order of a column; it comes when it is worked out."""
        if 0 <= column < self.columnCount():
            self._want_order(column, order is Qt.SortOrder.DescendingOrder)

    def _cell(self, row: int, column: int) -> RecordCell | None:
        """Return a cell, or nothing while its page is under way."""
        page, place = divmod(row, PAGE)
        latest, cells = self._latest
        if page != latest:
            found = self._pages.get(page)
            if found is None:
                if page not in self._wanted:
                    self._wanted.add(page)
                    self._want_page(page)
                return None
            self._pages.move_to_end(page)
            cells = found
            self._latest = (page, found)
        return cells[place][column] if place < len(cells) else None
