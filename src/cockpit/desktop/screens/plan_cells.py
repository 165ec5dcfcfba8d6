"""How a cell of the plan is painted and typed into."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from cockpit.desktop.icons import draw_icon
from cockpit.desktop.models.plan_sheet import PlanRole
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.cells import PADDING, CellDelegate, Index, PillDelegate
from cockpit.desktop.widgets.pill import measure_pill

_CORNER = 7
"""Side of the triangle that marks a cell with a problem."""
_DOT = 3
_LOCK = 8
_CHIP_ROOM = 110
_BAR_WIDTH, _NARROWEST_BAR, _BAR_HEIGHT = 280, 60, 8
_BAR_ENDS_AT = 1.5
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class FundingDelegate(PillDelegate):
    """Paints a rep's status and beside it how much of the target is paid for, up to 150 %."""

    def draw_contents(self, painter: QPainter, room: QRect, index: Index) -> None:
        """Draw the chip, the bar and the line at which the target is paid for."""
        super().draw_contents(painter, room, index)
        share = index.data(PlanRole.SHARE)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        chip = max(measure_pill(text, self.theme.font("chip")) + PADDING, _CHIP_ROOM)
        width = min(room.width() - chip, _BAR_WIDTH)
        if share is None or width < _NARROWEST_BAR:
            return
        left, top = room.left() + chip, room.center().y() - _BAR_HEIGHT / 2
        whole = width / _BAR_ENDS_AT
        filled = min(max(share, 0.0), _BAR_ENDS_AT) * whole
        tone = "planning" if share < 1 else "good"
        for length, colour in ((width, "track"), (filled, tone)):
            bar = QRectF(left, top, length, _BAR_HEIGHT)
            painter.fillRect(bar, self.theme.colour(colour))
        painter.fillRect(
            QRectF(left + whole - 1, top - 3, 2, _BAR_HEIGHT + 6), self.theme.colour("text")
        )


class PlanCellDelegate(CellDelegate):
    """Paints a spreadsheet's cell and edits it; Ctrl+Enter emits `filled` with what was typed."""

    filled = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground (selected, wrong, changed), the lines, the text and the frame."""
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        problem = index.data(PlanRole.PROBLEM)
        is_locked = bool(index.data(PlanRole.LOCKED))
        ground = self._ground(is_selected, is_wrong=bool(problem), is_locked=is_locked)
        if ground:
            painter.fillRect(option.rect, self._theme.colour(ground))
        painter.setPen(self._theme.colour("border"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if not index.data(PlanRole.COMPUTED):
            painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        self.draw_contents(painter, option.rect.adjusted(PADDING, 0, -PADDING - 1, -1), index)
        if problem:
            self._draw_corner(painter, option.rect)
        elif index.data(PlanRole.CHANGED):
            self._draw_dot(painter, option.rect)
        elif is_locked and not index.data(PlanRole.NAMES) and index.data():
            self._draw_lock(painter, option.rect)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.colour("accent"))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))

    def draw_contents(self, painter: QPainter, room: QRect, index: Index) -> None:
        """Draw the value, or faintly what holds where there is none."""
        hint = index.data(PlanRole.HINT)
        if not hint or index.data(Qt.ItemDataRole.DisplayRole):
            super().draw_contents(painter, room, index)
            return
        font = self._theme.font("number")
        font.setItalic(True)
        painter.setFont(font)
        painter.setPen(self._theme.colour("text_faint"))
        painter.drawText(room, index.data(Qt.ItemDataRole.TextAlignmentRole), hint)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a line to type into, which completes names that are known."""
        line = QLineEdit(parent)
        line.setObjectName("cellEditor")
        line.setFont(self._theme.font("number"))
        line.setAlignment(index.data(Qt.ItemDataRole.TextAlignmentRole))
        names = index.data(PlanRole.NAMES)
        if names:
            completer = QCompleter(list(names), line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
            line.setCompleter(completer)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill the line once; a figure that is computed anew must not undo what is being typed."""
        if not editor.property("isFilled"):
            super().setEditorData(editor, index)
            editor.setProperty("isFilled", True)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Let the line cover the cell."""
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Take Ctrl+Enter as "into all selected cells"; everything else is Qt's."""
        if isinstance(event, QKeyEvent) and isinstance(editor, QLineEdit):
            is_fill = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.type() == QEvent.Type.KeyPress and event.key() in _ENTER and is_fill:
                text = editor.text()
                self.closeEditor.emit(editor, self.EndEditHint.RevertModelCache)
                self.filled.emit(text)
                return True
        return super().eventFilter(editor, event)

    def _ground(self, is_selected: bool, *, is_wrong: bool, is_locked: bool) -> str | None:
        """Return the colour of a cell's ground, `None` for that of the table."""
        if is_wrong:
            return "bad_soft"
        if is_selected:
            return "accent_soft"
        return "surface_alt" if is_locked else None

    def _draw_corner(self, painter: QPainter, cell: QRect) -> None:
        """Mark a cell with a problem by a triangle in its corner, as spreadsheets do."""
        right, top = cell.right() + 1, cell.top()
        triangle = [(right, top), (right - _CORNER, top), (right, top + _CORNER)]
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("bad"))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in triangle]))
        painter.restore()

    def _draw_lock(self, painter: QPainter, cell: QRect) -> None:
        """Mark a cell that a lock holds."""
        mark = QRectF(cell.left() + 2, cell.top() + 3, _LOCK, _LOCK)
        draw_icon(painter, "lock", mark, self._theme.colour("text_faint"))

    def _draw_dot(self, painter: QPainter, cell: QRect) -> None:
        """Mark a cell that is not saved yet by a dot."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawEllipse(QPointF(cell.right() - _DOT - 1, cell.top() + _DOT + 2), 2, 2)
        painter.restore()
