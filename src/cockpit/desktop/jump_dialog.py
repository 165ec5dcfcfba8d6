"""Ctrl+K: type a few letters, go anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.icons import draw_icon
from cockpit.desktop.widgets.label import build_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cockpit.desktop.theme import Theme
    from cockpit.presenters.jump import JumpEntry

Index = QModelIndex | QPersistentModelIndex

_WIDTH = 560
_ROW_HEIGHT = 34
_ROWS = 10
_FROM_TOP = 60
_ENTRY = Qt.ItemDataRole.UserRole
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class JumpDialog(QDialog):
    """A field and a list of what fits; Enter goes to the chosen entry, Escape stays here.

    Args:
        theme: Gives colours and fonts.
        entries: Everything that can be jumped to.
        window: The window it lies over.
    """

    def __init__(self, theme: Theme, entries: Sequence[JumpEntry], window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle("Jump to")
        self.setModal(True)
        self._entries = entries
        self.field = QLineEdit(placeholderText="Search or jump to a rep, screen, period, command…")
        self.field.setAccessibleName("Jump to")
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)
        self.model = _EntriesModel(self)
        self.view = QListView()
        self.view.setAccessibleName("Matches")
        self.view.setModel(self.model)
        self.view.setItemDelegate(_EntryDelegate(theme, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.clicked.connect(self._on_entered)
        self.nothing = build_label("Nothing by that name", "body", "faint")
        self.nothing.setContentsMargins(12, 8, 12, 8)
        frame = QFrame()
        frame.setObjectName("jump")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(10, 10, 10, 10)
        inside.addWidget(self.field)
        inside.addWidget(self.nothing)
        inside.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        frame.setFixedWidth(_WIDTH)
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - _WIDTH) // 2, corner.y() + _FROM_TOP)
        self._on_typed("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the field keeps the cursor."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.view.keyPressEvent(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._on_entered(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _on_typed(self, text: str) -> None:
        """Show what fits, with the best one chosen."""
        from cockpit.presenters.jump import find_entries

        found = find_entries(self._entries, text)
        self.model.show_entries(found)
        self.view.setFixedHeight(min(len(found), _ROWS) * _ROW_HEIGHT)
        self.view.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.view.setCurrentIndex(self.model.index(0))

    def _on_entered(self, index: Index) -> None:
        """Close, then go there."""
        entry = index.data(_ENTRY)
        if entry is not None:
            self.accept()
            entry.run()


class _EntriesModel(QAbstractListModel):
    """The entries that fit what was typed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: Sequence[JumpEntry] = ()

    def show_entries(self, entries: Sequence[JumpEntry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return an entry, or what it says."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == _ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.title}, {entry.kind}"
        return None


class _EntryDelegate(QStyledItemDelegate):
    """Paints an entry: icon, title, and to the right what it is and its keys."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's
        """Return the height of a row."""
        return QSize(0, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry."""
        entry, theme = index.data(_ENTRY), self._theme
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(option.rect, 5, 5)
        tone = theme.colour("accent_text" if is_chosen else "text_muted")
        spot = QRectF(option.rect.left() + 10, option.rect.center().y() - 8, 16, 16)
        draw_icon(painter, entry.icon, spot, tone)
        room = option.rect.adjusted(36, 0, -12, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("strong" if is_chosen else "body"))
        painter.setPen(theme.colour("accent_text" if is_chosen else "text"))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, entry.title)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text_faint"))
        kind = f"{entry.hint}   {entry.kind}" if entry.hint else entry.kind
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, kind)
        painter.restore()
