"""The funnel plot: a point per rep between limits that narrow as the number of leads grows."""

from collections.abc import Sequence
from math import ceil, floor
from statistics import median

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF

from cockpit.desktop.charts.label_layout import place_labels
from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.funnel_plot import NO_PLOT, FunnelPlotView

_LEFT, _BELOW, _ABOVE, _RIGHT = 36.0, 34.0, 6.0, 62.0
_DOT = 5.0
_REACH = 9.0
_END_LINE = 13.0
_STEPS = (1, 2, 5)
_TICKS = 5
_CENTRE = Qt.AlignmentFlag.AlignCenter
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FunnelPlotChart(MarkChart):
    """Shows reps between the limits of chance; `chosen` carries the number of the point."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Funnel plot: rate against number of leads", can_choose=True)
        self._view = NO_PLOT

    @property
    def view(self) -> FunnelPlotView:
        """Return what is shown."""
        return self._view

    def show_view(self, view: FunnelPlotView) -> None:
        """Show another stage or another team."""
        self._view = view
        self.refresh(view.description)

    def sizeHint(self) -> QSize:
        """Return a size at which a team can be read."""
        return QSize(480, 240)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for a team."""
        return QSize(320, 170)

    def places(self) -> Sequence[QRectF]:
        """Return a square around each point, a little larger than the point."""
        return [
            QRectF(at.x() - _REACH, at.y() - _REACH, 2 * _REACH, 2 * _REACH)
            for at in self._centres()
        ]

    def tips(self) -> Sequence[str]:
        """Return each rep in full."""
        return [point.tip for point in self._view.points]

    def mark_at(self, place: QPointF) -> int:
        """Return the nearest point within reach, −1 for none."""
        away = [
            ((at.x() - place.x()) ** 2 + (at.y() - place.y()) ** 2, number)
            for number, at in enumerate(self._centres())
        ]
        nearest, number = min(away, default=(float("inf"), -1))
        return number if nearest <= _REACH**2 else -1

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint limits, axes, points and names."""
        if not self._view.points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_bands(painter)
        self._draw_axes(painter)
        self._draw_points(painter)
        self._draw_names(painter)

    def names(self) -> list[tuple[str, QRectF]]:
        """Return the names that found a place, those outside the limits first."""
        points, centres = self._view.points, self._centres()
        order = sorted(range(len(points)), key=lambda at: (not points[at].is_outside, at))
        metrics = QFontMetricsF(self.theme.font("caption"))
        wanted = [
            (
                centres[at],
                _DOT,
                QSizeF(metrics.horizontalAdvance(points[at].label) + 2, metrics.height()),
            )
            for at in order
        ]
        team, plot = self._at(0, self._view.rate).y(), self._plot()
        line = QRectF(plot.left(), team - 1, plot.width(), 2)
        places = place_labels(wanted, plot, [line])
        return [
            (points[at].label, place)
            for at, place in zip(order, places, strict=True)
            if place is not None
        ]

    def _plot(self) -> QRectF:
        return QRectF(_LEFT, _ABOVE, self.width() - _LEFT - _RIGHT, self.height() - _ABOVE - _BELOW)

    def _centres(self) -> list[QPointF]:
        return [self._at(point.size, point.rate) for point in self._view.points]

    def _at(self, size: float, rate: float) -> QPointF:
        plot, (low, high) = self._plot(), self._range()
        return QPointF(
            plot.left() + size / self._most() * plot.width(),
            plot.bottom() - (min(max(rate, low), high) - low) / (high - low) * plot.height(),
        )

    def _most(self) -> float:
        return max(self._view.sizes, default=1.0)

    def _range(self) -> tuple[float, float]:
        """Return the rates of the axis: the limits where most points are, and every point.

        A point that rests on a handful of records stands at the edge instead of pressing all
        others together.
        """
        points = [p for p in self._view.points if not p.is_thin] or self._view.points
        usual = median([point.size for point in points] or [1.0])
        inside = [at for at, size in enumerate(self._view.sizes) if size >= usual]
        rates = [point.rate for point in points]
        rates += [limits[at] for limits in (*self._view.low, *self._view.high) for at in inside]
        low, high = min(rates, default=0.0), max(rates, default=1.0)
        margin = 0.06 * (high - low) + 0.005
        return max(low - margin, -0.02), min(high + margin, 1.02)

    def _draw_bands(self, painter: QPainter) -> None:
        """Draw where 95% and 80% of equals lie, and the team's rate."""
        painter.save()
        painter.setClipRect(self._plot())
        painter.setPen(Qt.PenStyle.NoPen)
        for low, high, strength in reversed(
            list(zip(self._view.low, self._view.high, (0.16, 0.1), strict=True))
        ):
            outline = [self._at(*each) for each in zip(self._view.sizes, low, strict=True)]
            outline += [
                self._at(*each)
                for each in zip(reversed(self._view.sizes), reversed(high), strict=True)
            ]
            painter.setBrush(_faded(self.theme.colour("waiting"), strength))
            painter.drawPolygon(QPolygonF(outline))
        painter.setPen(QPen(self.theme.colour("text_muted"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(self._at(0.0, self._view.rate), self._at(self._most(), self._view.rate))
        painter.restore()

    def _draw_axes(self, painter: QPainter) -> None:
        plot, (low, high) = self._plot(), self._range()
        painter.setFont(self.theme.font("caption"))
        faint = self.theme.colour("text_faint")
        painter.setPen(self.theme.colour("border"))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(faint)
        step = _round_step((high - low) * 100)
        for percent in range(ceil(low * 100 / step) * step, floor(high * 100) + 1, step):
            y = self._at(0, percent / 100).y()
            painter.drawText(QRectF(0, y - 8, _LEFT - 6, 16), _AT_RIGHT, f"{percent}%")
        step = _round_step(self._most())
        for size in range(0, floor(self._most()) + 1, step):
            x = self._at(size, low).x()
            painter.drawText(QRectF(x - 24, plot.bottom() + 2, 48, 15), _CENTRE, f"{size:,}")
        title = QRectF(plot.left(), plot.bottom() + 17, plot.width(), 15)
        painter.drawText(title, _CENTRE, f"{self._view.records}, 12 months")
        self._draw_ends(painter)

    def _draw_ends(self, painter: QPainter) -> None:
        """Name the team's rate and the limits where they end, one above the other."""
        rates = (self._view.rate, *(limits[-1] for limits in self._view.high))
        texts = (self._view.rate_text, "80%", "95%")
        left, below = self._plot().right() + 5, float("inf")
        for rate, text, tone in zip(rates, texts, ("muted", "faint", "faint"), strict=True):
            below = min(self._at(self._most(), rate).y(), below - _END_LINE)
            painter.setPen(self.theme.text_colour(tone))
            painter.drawText(QRectF(left, below - 8, _RIGHT - 5, 16), _AT_LEFT, text)

    def _draw_points(self, painter: QPainter) -> None:
        for number, (point, centre) in enumerate(
            zip(self._view.points, self._centres(), strict=True)
        ):
            is_current = self.hasFocus() and number == self.current
            ring = "text" if is_current or number == self.hovered else "surface"
            painter.setPen(QPen(self.theme.colour(ring), 1.5))
            painter.setBrush(self.theme.colour(point.tone))
            if point.is_thin:
                painter.setPen(QPen(self.theme.colour(point.tone), 1.5))
                painter.setBrush(self.theme.colour("surface"))
            painter.drawEllipse(centre, _DOT, _DOT)

    def _draw_names(self, painter: QPainter) -> None:
        painter.setFont(self.theme.font("caption"))
        painter.setPen(self.theme.colour("text"))
        for name, place in self.names():
            painter.drawText(place, _CENTRE, name)


def _round_step(span: float) -> int:
    """Return a step of 1, 2 or 5 times a power of ten that cuts a span into a few parts."""
    size, rough = 1, max(span / _TICKS, 1)
    while size * 10 < rough:
        size *= 10
    return next((size * step for step in _STEPS if size * step >= rough), size * 10)


def _faded(colour: QColor, strength: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(strength)
    return faded
