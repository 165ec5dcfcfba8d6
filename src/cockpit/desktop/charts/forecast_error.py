"""How far off forecasts were, by how much of the period was over: a line per way of forecasting."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF

from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.axes import find_ticks
from cockpit.presenters.forecast_quality import ErrorLine, QualityView
from cockpit.presenters.formatting import format_percent

_ABOVE, _BELOW, _GAP = 10.0, 38.0, 8.0
_LINE = 15.0
_DOT = 3.0
_TICKS = 4
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class ForecastErrorChart(MarkChart):
    """Shows a line per way of forecasting; each point is an average over the periods."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "How far off, by how much of the period was over")
        self._view: QualityView | None = None

    def show_view(self, view: QualityView) -> None:
        """Show other errors."""
        self._view = view
        self.refresh(view.errors_description)

    def sizeHint(self) -> QSize:
        """Return a size at which three lines can be told apart."""
        return QSize(330, 260)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for the lines and their names."""
        return QSize(240, 160)

    def places(self) -> Sequence[QRectF]:
        """Return the strip around each share of the period."""
        if self._view is None:
            return []
        count = len(self._view.over)
        half = self._plot().width() / max(count - 1, 1) / 2
        return [QRectF(self._x(i) - half, 0, 2 * half, self.height()) for i in range(count)]

    def tips(self) -> Sequence[str]:
        """Return all errors at each share of the period."""
        view = self._view
        if view is None:
            return []
        return [
            f"{over} of the period over\n"
            + "\n".join(
                f"{line.name}: {format_percent(line.errors[i])} off" for line in view.errors
            )
            for i, over in enumerate(view.over)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint axes, lines, and names at their ends."""
        view = self._view
        if view is None or not view.over:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter, view)
        number = self.hovered if self.hovered >= 0 else self.current if self.hasFocus() else -1
        if 0 <= number < len(view.over):
            painter.setPen(self.theme.colour("accent"))
            x, plot = self._x(number), self._plot()
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        for line in view.errors:
            self._draw_line(painter, line)
        for line, place in zip(view.errors, self.lay_out_names(), strict=True):
            painter.setPen(self.theme.text_colour(line.tone))
            painter.setFont(self.theme.font("label" if line is view.errors[0] else "caption"))
            painter.drawText(place, _MIDDLE, _name(line))

    def lay_out_names(self) -> list[QRectF]:
        """Return a place for each name right of its line's end, none over another."""
        view, plot = self._view, self._plot()
        if view is None:
            return []
        order = sorted(range(len(view.errors)), key=lambda i: -view.errors[i].errors[-1])
        tops = [0.0] * len(order)
        free = 0.0
        for i in order:
            tops[i] = max(self._y(view.errors[i].errors[-1]) - _LINE / 2, free)
            free = tops[i] + _LINE
        limit = plot.bottom() + _LINE / 2
        for i in reversed(order):
            tops[i] = min(tops[i], limit - _LINE)
            limit = tops[i]
        left = plot.right() + _GAP
        return [QRectF(left, top, self.width() - left, _LINE) for top in tops]

    def _plot(self) -> QRectF:
        metrics = QFontMetricsF(self.theme.font("label"))
        lines = self._view.errors if self._view else ()
        right = max((metrics.horizontalAdvance(_name(line)) for line in lines), default=0) + _GAP
        left = metrics.horizontalAdvance("100%") + 8
        width = self.width() - left - right - 2
        return QRectF(left, _ABOVE, width, self.height() - _ABOVE - _BELOW)

    def _most(self) -> float:
        lines = self._view.errors if self._view else ()
        return max((error for line in lines for error in line.errors), default=0.0) * 1.05 or 1.0

    def _x(self, number: int) -> float:
        plot = self._plot()
        count = len(self._view.over) if self._view else 1
        return plot.left() + plot.width() * number / max(count - 1, 1)

    def _y(self, error: float) -> float:
        return self._plot().bottom() - error / self._most() * self._plot().height()

    def _draw_axes(self, painter: QPainter, view: QualityView) -> None:
        plot = self._plot()
        painter.setFont(self.theme.font("caption"))
        for tick in find_ticks(0.0, self._most(), _TICKS):
            y = self._y(tick)
            painter.setPen(self.theme.colour("border"))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self.theme.colour("text_faint"))
            place = QRectF(0, y - 8, plot.left() - 6, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | _MIDDLE, format_percent(tick))
        for number, over in enumerate(view.over):
            place = QRectF(self._x(number) - 24, plot.bottom() + 3, 48, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, over)
        place = QRectF(plot.left(), plot.bottom() + 19, plot.width(), 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "of the period over")

    def _draw_line(self, painter: QPainter, line: ErrorLine) -> None:
        is_ours = line.tone == "accent"
        name = "text_muted" if line.tone == "muted" else line.tone
        colour = self.theme.colour(name)
        points = [QPointF(self._x(i), self._y(error)) for i, error in enumerate(line.errors)]
        style = Qt.PenStyle.SolidLine if is_ours else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, 2 if is_ours else 1.5, style))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for point in points:
            painter.drawEllipse(point, _DOT, _DOT)


def _name(line: ErrorLine) -> str:
    return f"{line.name} {line.overall}"
