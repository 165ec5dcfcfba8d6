"""How table cells are painted: hover over the whole row, text in tones, chips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from cockpit.desktop.models.roles import Role
from cockpit.desktop.widgets.pill import draw_pill, measure_pill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cockpit.desktop.theme import Theme
    from cockpit.presenters.text import Span

Index = QModelIndex | QPersistentModelIndex

PADDING = 7
"""Room to the left and right of a cell's contents, in logical pixels."""

_MARK = 3
"""Width of the bar that marks a selected row at the table's edge."""


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: the row's ground, a line below it, and text, in spans where the model has any.

    A subclass paints something else by overriding `draw_contents`.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._font = theme.font("number")
        self._strong = theme.font("strong")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, line and contents."""
        table = option.widget
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected or getattr(table, "hovered_row", -1) == index.row():
            painter.fillRect(option.rect, self.theme.colour("surface_alt"))
        if is_selected and option.rect.left() <= 0:
            mark = QRect(option.rect.topLeft(), QSize(_MARK, option.rect.height()))
            painter.fillRect(mark, self.theme.colour("accent"))
        painter.setPen(self.theme.colour("border"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self.theme.colour("accent"))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        self.draw_contents(painter, option.rect.adjusted(PADDING, 0, -PADDING, -1), index)

    def draw_contents(self, painter: QPainter, room: QRect, index: Index) -> None:
        """Draw what the cell says into its room, padding taken off."""
        spans = index.data(Role.SPANS)
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        is_right = bool(alignment and alignment & Qt.AlignmentFlag.AlignRight)
        if spans:
            self._draw_spans(painter, QRectF(room), spans, is_right)
            return
        painter.setFont(index.data(Qt.ItemDataRole.FontRole) or self._font)
        painter.setPen(self.theme.text_colour(index.data(Role.TONE)))
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        metrics = painter.fontMetrics()
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room that the text needs, so that columns can fit themselves to it."""
        spans = index.data(Role.SPANS)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        parts = [(span.text, span.strong) for span in spans] if spans else [(text, False)]
        width = sum(
            QFontMetricsF(self._font_of(strong)).horizontalAdvance(part) for part, strong in parts
        )
        return QSize(int(width) + 2 * PADDING + 1, super().sizeHint(option, index).height())

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tell in full what is cut short, where the model has nothing to tell."""
        is_asked = event.type() is QEvent.Type.ToolTip and index.isValid()
        if is_asked and not index.data(Qt.ItemDataRole.ToolTipRole):
            QToolTip.showText(event.globalPos(), self.find_cut_text(option, index), view)
            return True
        return super().helpEvent(event, view, option, index)

    def find_cut_text(self, option: QStyleOptionViewItem, index: Index) -> str:
        """Return what a cell says where there is no room for it; nothing where there is."""
        is_cut = self.sizeHint(option, index).width() > option.rect.width() + 1
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "") if is_cut else ""

    def _font_of(self, strong: bool) -> QFont:
        """Return the font of a span."""
        return self._strong if strong else self._font

    def _draw_spans(
        self, painter: QPainter, room: QRectF, spans: Sequence[Span], is_right: bool
    ) -> None:
        """Draw spans one after the other."""
        metrics = [QFontMetricsF(self._font_of(span.strong)) for span in spans]
        widths = [
            each.horizontalAdvance(span.text) for each, span in zip(metrics, spans, strict=True)
        ]
        left = room.right() - sum(widths) if is_right else room.left()
        baseline = room.center().y() + (metrics[0].ascent() - metrics[0].descent()) / 2
        painter.save()
        painter.setClipRect(room)
        for span, width in zip(spans, widths, strict=True):
            painter.setFont(self._font_of(span.strong))
            painter.setPen(self.theme.text_colour(span.tone))
            painter.drawText(QPointF(left, baseline), span.text)
            left += width
        painter.restore()


class PillDelegate(CellDelegate):
    """Paints the text of a cell as a chip in the cell's tone."""

    def draw_contents(self, painter: QPainter, room: QRect, index: Index) -> None:
        """Draw the chip, or nothing where there is no text."""
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if text:
            draw_pill(painter, QRectF(room), text, index.data(Role.TONE) or "waiting", self.theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room that the chip needs."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        width = measure_pill(text, self.theme.font("chip")) + 2 * PADDING
        return QSize(width, super().sizeHint(option, index).height())
