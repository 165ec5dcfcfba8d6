"""The bar in a table cell that shows what each effect cost and gained."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from cockpit.desktop.models.roles import Role
from cockpit.desktop.widgets.cells import CellDelegate
from cockpit.presenters.rep_rows import RepRowView, SegmentView

_THICKNESS = 10
_GAP = 1.5
_THINNEST = 2.0
_WIDTH = 190


class EffectBarDelegate(CellDelegate):
    """Paints a row's groups of effects to scale: losses left of a line, gains right of it.

    All rows share one scale, so bars compare down the column. What is likely luck is hatched. The
    cell's tooltip has the amounts.
    """

    def draw_contents(
        self, painter: QPainter, room: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the line and the segments; a filtered table fades those it is not about."""
        row: RepRowView | None = index.data(Role.SEGMENTS)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for segment, bar in lay_out_segments(row, QRectF(room)):
            is_faded = row.highlighted and not set(row.highlighted) & set(segment.effects)
            tone = f"{segment.tone}_soft" if is_faded else segment.tone
            painter.setBrush(self.theme.colour(tone))
            painter.drawRoundedRect(bar, 1.5, 1.5)
            if segment.luck and not is_faded:
                self._draw_luck(painter, segment, bar)
        zero = _zero(row, QRectF(room))
        middle = room.center().y()
        painter.setPen(self.theme.colour("text_faint"))
        painter.drawLine(round(zero), middle - 8, round(zero), middle + 9)
        painter.restore()

    def _draw_luck(self, painter: QPainter, segment: SegmentView, bar: QRectF) -> None:
        """Hatch the part of a segment that is likely luck, at its far end."""
        part = luck_part(segment, bar)
        painter.setBrush(self.theme.colour("surface"))
        painter.drawRect(part)
        painter.setBrush(self.theme.colour(f"{segment.tone}_soft"))
        painter.drawRoundedRect(part, 1.5, 1.5)
        painter.setBrush(QBrush(self.theme.colour(segment.tone), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(part, 1.5, 1.5)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the width that lets bars compare; more does no harm."""
        return QSize(_WIDTH, super().sizeHint(option, index).height())


def lay_out_segments(row: RepRowView, room: QRectF) -> Iterator[tuple[SegmentView, QRectF]]:
    """Yield each segment with its rectangle: losses outward to the left, gains to the right."""
    total = sum(row.longest)
    if not total:
        return
    top = room.center().y() - _THICKNESS / 2
    scale = (room.width() - _GAP) / total
    left = right = _zero(row, room)
    for segment in row.segments:
        width = max(abs(segment.amount) * scale, _THINNEST)
        if segment.amount < 0:
            left -= width
            yield segment, QRectF(left, top, width - _GAP / 2, _THICKNESS)
        else:
            yield segment, QRectF(right + _GAP, top, width - _GAP / 2, _THICKNESS)
            right += width


def luck_part(segment: SegmentView, bar: QRectF) -> QRectF:
    """Return the part of a segment's rectangle that is likely luck: the end away from the line."""
    width = bar.width() * segment.luck
    left = bar.left() if segment.amount < 0 else bar.right() - width
    return QRectF(left, bar.top(), width, bar.height())


def _zero(row: RepRowView, room: QRectF) -> float:
    """Return where the line between losses and gains stands, the same for every row."""
    losses, gains = row.longest
    return room.left() + (room.width() - _GAP) * losses / ((losses + gains) or 1)
