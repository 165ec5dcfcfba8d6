"""A table's header: where it is sorted is shown beside the words, the same on every platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from cockpit.desktop.icons import draw_icon
from cockpit.desktop.widgets.cells import PADDING

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme

_ARROW = 11
"""Width of the arrow, for which every column keeps room, so that sorting moves nothing."""


class TableHeader(QHeaderView):
    """A header whose arrow stands right of left-aligned words, and left of right-aligned ones.

    Args:
        theme: Gives font and colours.
        parent: The table.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setFont(theme.font("caption"))
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setStretchLastSection(True)

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:  # noqa: N803 - Qt's own name
        """Return the room for the words and an arrow."""
        size = super().sectionSizeFromContents(logicalIndex)
        return QSize(size.width() + _ARROW, size.height())

    def paintSection(
        self,
        painter: QPainter,
        rect: QRect,
        logicalIndex: int,  # noqa: N803 - Qt's own name
    ) -> None:
        """Paint the words, and the arrow if the table is sorted by this column."""
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex != self.sortIndicatorSection():
            return
        orientation = Qt.Orientation.Horizontal
        words = str(self.model().headerData(logicalIndex, orientation) or "")
        role = Qt.ItemDataRole.TextAlignmentRole
        alignment = self.model().headerData(logicalIndex, orientation, role)
        is_right = bool(alignment and alignment & Qt.AlignmentFlag.AlignRight)
        width = self.fontMetrics().boundingRect(words).width() + PADDING + 3
        left = rect.right() - width - _ARROW + 1 if is_right else rect.left() + width
        is_up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        spot = QRectF(left, rect.center().y() - _ARROW / 2 + 0.5, _ARROW, _ARROW)
        icon = "chevron-up" if is_up else "chevron-down"
        draw_icon(painter, icon, spot, self._theme.colour("text_muted"))
