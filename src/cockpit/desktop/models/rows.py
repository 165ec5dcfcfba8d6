"""A table model over any sequence of frozen rows, described by its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cockpit.desktop.models.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cockpit.presenters.text import Span

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(NamedTuple, Generic[Row]):
    """A column of a table, as functions of a row.

    Args:
        title: Header, with the unit if the cells do not carry it.
        text: What the cell shows.
        sort: What it is sorted by; the text where not given. `None` values come last.
        export: Exact value for the clipboard and CSV; the text where not given.
        tip: Tooltip of a cell: the exact amount, the whole sentence.
        spans: The text in tones, painted in place of the plain text.
        tone: Tone of the text, or of the chip.
        segments: Parts of an effect bar.
        is_number: Whether it is right-aligned.
        header_tip: Tooltip of the header: what the column means.
    """

    title: str
    text: Callable[[Any], str]
    sort: Callable[[Any], Any] | None = None
    export: Callable[[Any], Any] | None = None
    tip: Callable[[Any], str] | None = None
    spans: Callable[[Any], Sequence[Span]] | None = None
    tone: Callable[[Any], str | None] | None = None
    segments: Callable[[Any], Any] | None = None
    is_number: bool = False
    header_tip: str = ""


class RowsTableModel(QAbstractTableModel, Generic[Row]):
    """Rows that are shown as they are; replace them all with `show_rows`.

    Args:
        columns: The columns, in order.
        key: Identity of a row, such as a rep's name, under `Role.KEY`.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], object] = id,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[Row] = ()
        self._key = key
        self._readers = [_readers_of(column) for column in self.columns]

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows; a cell has none."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns; a cell has none."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says in a role."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Role.KEY:
            return self._key(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[index.column()].is_number else _LEFT
        reader = self._readers[index.column()].get(role)
        return None if reader is None else reader(row)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title, meaning and alignment of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.header_tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        return None


def _readers_of(column: Column[Any]) -> dict[int, Callable[[Any], Any]]:
    """Return what reads a row in each role, bound once, because a paint asks thousands of times."""
    readers = {
        int(Qt.ItemDataRole.DisplayRole): column.text,
        int(Role.SORT): column.sort or column.text,
        int(Role.EXPORT): column.export or column.text,
        int(Qt.ItemDataRole.ToolTipRole): column.tip,
        int(Role.SPANS): column.spans,
        int(Role.TONE): column.tone,
        int(Role.SEGMENTS): column.segments,
    }
    return {role: reader for role, reader in readers.items() if reader is not None}
