"""The funnel as bars: what came, on a track of what was due by now."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.rep_cards import StageView

_THICKNESS = 24.0
_GAP = 12.0
_MOST_LABEL = 0.42
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FunnelBarsChart(MarkChart):
    """Shows the stages of a funnel, each to its own scale; `chosen` carries a stage's number.

    The track ends at what was due; a bar that goes beyond it carries a line where the track ends.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Funnel: actual against due by now", can_choose=True, parent=parent)
        self._stages: Sequence[StageView] = ()

    def show_stages(self, stages: Sequence[StageView]) -> None:
        """Show another funnel."""
        self._stages = stages
        self.refresh(" ".join(f"{stage.tip}." for stage in stages))

    def sizeHint(self) -> QSize:
        """Return a size at which four stages can be read."""
        return QSize(420, 200)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for four stages."""
        return QSize(300, 168)

    def places(self) -> Sequence[QRectF]:
        """Return the row of each stage."""
        height = self.height() / max(len(self._stages), 1)
        return [QRectF(0, i * height, self.width(), height) for i in range(len(self._stages))]

    def tips(self) -> Sequence[str]:
        """Return the exact values of each stage."""
        return [f"{stage.tip}\nClick to see the math." for stage in self._stages]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint label, bar and values of each stage."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = self._label_width(), self._value_width()
        for number, (stage, row) in enumerate(zip(self._stages, self.places(), strict=True)):
            if self.hasFocus() and number == self.current:
                self.draw_focus(painter, row)
            self._draw_label(painter, stage, QRectF(row.left() + 2, row.top(), left, row.height()))
            room = row.adjusted(left + _GAP, 0, -right - _GAP, 0)
            self._draw_bar(painter, stage, room, is_hovered=number == self.hovered)
            values = QRectF(room.right() + _GAP, row.top(), right, row.height())
            self._draw_two_lines(painter, values, stage.actual_text, stage.expected_text)

    def _label_width(self) -> float:
        strong, caption = (QFontMetricsF(self.theme.font(r)) for r in ("body", "caption"))
        widest = max(
            max(strong.horizontalAdvance(s.label), caption.horizontalAdvance(s.note))
            for s in self._stages
        ) if self._stages else 0  # fmt: skip
        return min(widest + 4, self.width() * _MOST_LABEL)

    def _value_width(self) -> float:
        strong, caption = (QFontMetricsF(self.theme.font(r)) for r in ("strong", "caption"))
        widths = [
            max(strong.horizontalAdvance(s.actual_text), caption.horizontalAdvance(s.expected_text))
            for s in self._stages
        ]
        return max(widths, default=0) + 4

    def _draw_label(self, painter: QPainter, stage: StageView, room: QRectF) -> None:
        if stage.note:
            self._draw_two_lines(painter, room, stage.label, stage.note, role="body")
            return
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.colour("text"))
        painter.drawText(room, _LEFT, stage.label)

    def _draw_two_lines(
        self, painter: QPainter, room: QRectF, first: str, second: str, *, role: str = "strong"
    ) -> None:
        """Write a line and a fainter one below it, both cut where the room ends."""
        middle = room.center().y()
        for text, font, colour, top in (
            (first, role, "text", middle - (17 if second else 9)),
            (second, "caption", "text_faint", middle + 1),
        ):
            painter.setFont(self.theme.font(font))
            painter.setPen(self.theme.colour(colour))
            line = QRectF(room.left(), top, room.width(), 18 if colour == "text" else 15)
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, int(room.width()) + 1
            )
            painter.drawText(line, _LEFT, shown)

    def _draw_bar(
        self, painter: QPainter, stage: StageView, room: QRectF, *, is_hovered: bool
    ) -> None:
        """Draw the track to what was due and the bar to what came."""
        most = max(stage.actual, stage.expected or 0, 0)
        top = room.center().y() - _THICKNESS / 2
        scale = room.width() / most if most else 0.0
        due = QRectF(room.left(), top, (stage.expected or 0) * scale, _THICKNESS)
        came = QRectF(room.left(), top, max(stage.actual, 0) * scale, _THICKNESS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("track"))
        painter.drawRoundedRect(due if most else QRectF(room.left(), top, 3, _THICKNESS), 3, 3)
        colour = self.theme.colour(stage.tone)
        painter.setBrush(colour.lighter(112) if is_hovered else colour)
        painter.drawRoundedRect(came, 3, 3)
        if stage.expected and stage.actual > stage.expected:
            painter.setPen(QPen(self.theme.colour("surface"), 2))
            painter.drawLine(due.topRight(), due.bottomRight())
            painter.setPen(QPen(self.theme.colour("ink"), 1.5))
            painter.drawLine(
                QPointF(due.right(), due.top() - 3), QPointF(due.right(), due.bottom() + 3)
            )
