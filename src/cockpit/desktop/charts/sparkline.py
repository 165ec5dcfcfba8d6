"""A small line in a table cell: how a number went, with the word for where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF

from cockpit.desktop.models.roles import Role
from cockpit.desktop.widgets.cells import PADDING, CellDelegate, Index

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

    from cockpit.presenters.data_quality import TrendView

_WIDTH = 56.0
_HEIGHT = 14.0
_GAP = 8.0
_DOT = 2.5
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TrendDelegate(CellDelegate):
    """Paints a `TrendView`: a line from the first import to the last, then which way it goes."""

    def draw_contents(self, painter: QPainter, room: QRect, index: Index) -> None:
        """Draw the line, once there are two imports, and the word."""
        trend: TrendView | None = index.data(Role.SEGMENTS)
        if trend is None or len(trend.shares) < 2:  # noqa: PLR2004 - one import is no trend
            return
        line = QRectF(room.left(), room.center().y() - _HEIGHT / 2, _WIDTH, _HEIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = lay_out_points(trend.shares, line)
        painter.setPen(QPen(self.theme.colour("text_faint"), 1))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.text_colour(trend.tone))
        painter.drawEllipse(points[-1], _DOT, _DOT)
        painter.setFont(self._font)
        painter.setPen(self.theme.text_colour(trend.tone))
        word = QRectF(room).adjusted(_WIDTH + _GAP, 0, 0, 0)
        painter.drawText(
            word, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, trend.text
        )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room for the line and the word."""
        trend: TrendView | None = index.data(Role.SEGMENTS)
        text = trend.text if trend else ""
        width = _WIDTH + _GAP + QFontMetrics(self._font).horizontalAdvance(text) + 2 * PADDING
        return QSize(int(width) + 1, super().sizeHint(option, index).height())


def lay_out_points(shares: tuple[float, ...], room: QRectF) -> list[QPointF]:
    """Return where each share lies; the scale begins at nothing, so that small is seen as small."""
    most = max(shares) or 1.0
    step = room.width() / max(len(shares) - 1, 1)
    return [
        QPointF(room.left() + number * step, room.bottom() - room.height() * share / most)
        for number, share in enumerate(shares)
    ]
