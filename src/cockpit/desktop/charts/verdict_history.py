"""A rep's last periods: how much of each target came in, and the verdict below."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen

from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.verdict_history import FULL, PastView, VerdictHistoryView

_ABOVE = 18.0
_BELOW = 58.0
_BAR = 44.0
_SHARE = 0.5
_CENTRE = Qt.AlignmentFlag.AlignCenter
_TOP_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_TARGET = "target"


class VerdictHistoryChart(MarkChart):
    """Shows a column per period in the tone of its verdict; hover or the arrow keys explain."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Verdicts of past periods")
        self._view = VerdictHistoryView((), "", "")

    def show_view(self, view: VerdictHistoryView) -> None:
        """Show another rep's past."""
        self._view = view
        self.refresh(view.description)

    def sizeHint(self) -> QSize:
        """Return a size at which eight periods can be read."""
        return QSize(560, 220)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for eight periods."""
        return QSize(360, 168)

    def places(self) -> Sequence[QRectF]:
        """Return the column of each period."""
        left = self._left()
        width = (self.width() - left) / max(len(self._view.periods), 1)
        return [
            QRectF(left + i * width, 0, width, self.height())
            for i in range(len(self._view.periods))
        ]

    def tips(self) -> Sequence[str]:
        """Return each period in full."""
        return [past.tip for past in self._view.periods]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the line of the target, then bar, period and verdict of each column."""
        if not self._view.periods:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (past, column) in enumerate(
            zip(self._view.periods, self.places(), strict=True)
        ):
            if self.hasFocus() and number == self.current:
                self.draw_focus(painter, column)
            self._draw_bar(painter, past, column, is_hovered=number == self.hovered)
        self._draw_target(painter)
        for past, column in zip(self._view.periods, self.places(), strict=True):
            self._draw_words(painter, past, column)

    def _left(self) -> float:
        return QFontMetricsF(self.theme.font("caption")).horizontalAdvance(_TARGET) + 8

    def _ground(self) -> float:
        return self.height() - _BELOW

    def _y(self, attained: float) -> float:
        most = max((past.attained or 0.0 for past in self._view.periods), default=1.0)
        full = min(max(most, 1.1), FULL)
        share = min(max(attained, 0.0), full) / full
        return self._ground() - share * (self._ground() - _ABOVE)

    def _draw_target(self, painter: QPainter) -> None:
        """Draw the level at which a target is reached."""
        y = self._y(1.0)
        painter.setPen(QPen(self.theme.colour("text_faint"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(self._left(), y), QPointF(self.width(), y))
        painter.setFont(self.theme.font("caption"))
        label = QRectF(0, y - 8, self._left(), 16)
        painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _TARGET)

    def _draw_bar(
        self, painter: QPainter, past: PastView, column: QRectF, *, is_hovered: bool
    ) -> None:
        bar = self._bar_of(past, column)
        colour = self.theme.colour(past.tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour.lighter(112) if is_hovered else colour)
        painter.drawRoundedRect(bar, 2, 2)

    def _bar_of(self, past: PastView, column: QRectF) -> QRectF:
        width, top = min(_BAR, column.width() * _SHARE), self._y(past.attained or 0.0)
        return QRectF(column.center().x() - width / 2, top, width, max(self._ground() - top, 2.0))

    def _draw_words(self, painter: QPainter, past: PastView, column: QRectF) -> None:
        """Write what was attained above the bar, period and verdict below it."""
        bar = self._bar_of(past, column)
        painter.setFont(self.theme.font("label"))
        painter.setPen(self.theme.colour("text"))
        above = QRectF(bar.left(), bar.top() - 16, bar.width(), 15)
        painter.fillRect(above, self.theme.colour("surface"))
        painter.drawText(above, _CENTRE, past.attained_text)
        painter.setFont(self.theme.font("caption"))
        painter.setPen(self.theme.colour("text_muted"))
        below = QRectF(column.left(), self._ground() + 5, column.width(), 16)
        painter.drawText(below, _CENTRE, past.period)
        painter.setPen(self.theme.text_colour(past.tone))
        room = QRectF(column.left() + 7, below.bottom() + 1, column.width() - 14, 34)
        flags = int(_TOP_CENTRE) | int(Qt.TextFlag.TextWordWrap)
        words = (past.verdict or "nothing known").replace("-", "\N{NON-BREAKING HYPHEN}")
        painter.drawText(room, flags, words)
