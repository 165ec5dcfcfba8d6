"""Past forecasts beside what came: an interval for each, a line for what each period brought."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen

from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.forecast_quality import QualityMark, QualityView

_ABOVE, _BELOW, _RIGHT = 10.0, 22.0, 8.0
_WIDEST_BAR = 9.0
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class BacktestChart(MarkChart):
    """Shows each past forecast as a bar of 80% with a dot; one that failed is hollow and red."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Past forecasts beside what came")
        self._view: QualityView | None = None

    def show_view(self, view: QualityView) -> None:
        """Show other forecasts, or one more."""
        self._view = view
        self.refresh(view.description)

    def sizeHint(self) -> QSize:
        """Return a size at which some forty forecasts can be told apart."""
        return QSize(560, 260)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for the bars at all."""
        return QSize(320, 160)

    def places(self) -> Sequence[QRectF]:
        """Return the column of each forecast."""
        plot, slot = self._plot(), self._slot()
        return [
            QRectF(plot.left() + i * slot, 0, slot, self.height()) for i in range(len(self.tips()))
        ]

    def tips(self) -> Sequence[str]:
        """Return what each forecast said and what came."""
        return [mark.tip for mark in self._view.marks] if self._view else []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint axis, periods with what came, and the forecasts."""
        view = self._view
        if view is None or not view.marks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axis(painter, view)
        self._draw_periods(painter, view)
        for number, mark in enumerate(view.marks):
            self._draw_mark(painter, number, mark)
        if self.hasFocus():
            self.draw_focus(painter, self.places()[self.current])

    def _plot(self) -> QRectF:
        metrics = QFontMetricsF(self.theme.font("caption"))
        ticks = self._view.ticks if self._view else ()
        left = max((metrics.horizontalAdvance(text) for _, text in ticks), default=0.0) + 8
        return QRectF(left, _ABOVE, self.width() - left - _RIGHT, self.height() - _ABOVE - _BELOW)

    def _slot(self) -> float:
        """Return the width of a forecast's column."""
        return self._plot().width() / max(len(self.tips()), 1)

    def _y(self, amount: float) -> float:
        plot, view = self._plot(), self._view
        if view is None:
            return plot.bottom()
        return plot.bottom() - (amount - view.least) / (view.most - view.least) * plot.height()

    def _draw_axis(self, painter: QPainter, view: QualityView) -> None:
        plot = self._plot()
        painter.setFont(self.theme.font("caption"))
        for amount, text in view.ticks:
            y = self._y(amount)
            painter.setPen(self.theme.colour("border"))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self.theme.colour("text_faint"))
            place = QRectF(0, y - 8, plot.left() - 6, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | _MIDDLE, text)

    def _draw_periods(self, painter: QPainter, view: QualityView) -> None:
        """Draw what each period brought across its forecasts, and its name where there is room."""
        left, slot, free = self._plot().left(), self._slot(), 0.0
        for group in view.groups:
            span = QRectF(left, self._plot().bottom() + 4, slot * group.forecasts, 16)
            painter.setPen(QPen(self.theme.colour("ink"), 2))
            y = self._y(group.actual)
            painter.drawLine(QPointF(span.left() + 2, y), QPointF(span.right() - 2, y))
            width = painter.fontMetrics().horizontalAdvance(group.label)
            middle = min(max(span.center().x(), width / 2), self.width() - width / 2)
            if middle - width / 2 > free:
                painter.setPen(self.theme.colour("text_faint"))
                name = QRectF(middle - width / 2 - 1, span.top(), width + 2, 16)
                painter.drawText(name, Qt.AlignmentFlag.AlignCenter, group.label)
                free = middle + width / 2 + 6
            left = span.right()

    def _draw_mark(self, painter: QPainter, number: int, mark: QualityMark) -> None:
        colour = self.theme.colour("accent" if mark.is_covered else "bad")
        x = self.places()[number].center().x()
        width = min(self._slot() * 0.6, _WIDEST_BAR)
        bar = QRectF(
            x - width / 2, self._y(mark.high), width, self._y(mark.low) - self._y(mark.high)
        )
        soft = QColor(colour)
        soft.setAlphaF(0.45 if number == self.hovered else 0.3)
        painter.setPen(Qt.PenStyle.NoPen if mark.is_covered else QPen(colour, 1.2))
        painter.setBrush(soft if mark.is_covered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar, width / 2, width / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = min(width / 2, 3.0)
        painter.drawEllipse(QPointF(x, self._y(mark.expected)), radius, radius)
