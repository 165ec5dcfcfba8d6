"""A delay curve: the share that has happened by each day of age, with its data and the plan's."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF

from cockpit.desktop.charts.label_layout import place_labels
from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.curves import CurveView
from cockpit.presenters.formatting import format_percent

_ABOVE, _BELOW, _RIGHT = 8.0, 38.0, 10.0
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
_DOT = 3.0
_AWAY = (6.0, 12.0, 20.0, 30.0, 44.0, 60.0, 90.0)
_PROBE = 6.0
_BAND = 0.22
_CENTRE = Qt.AlignmentFlag.AlignCenter


class CurveChart(MarkChart):
    """Shows what was learned as steps with a band and dots of data, the plan's curve dashed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Share that has happened, by days of age")
        self._view: CurveView | None = None

    def show_view(self, view: CurveView) -> None:
        """Show another curve."""
        self._view = view
        self.refresh(view.description)

    def sizeHint(self) -> QSize:
        """Return a size at which days can be told apart."""
        return QSize(640, 300)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for both curves and their names."""
        return QSize(320, 180)

    def places(self) -> Sequence[QRectF]:
        """Return the strip around each age with data."""
        if self._view is None:
            return []
        return self.strips_around([self._x(mark.day) for mark in self._view.marks])

    def tips(self) -> Sequence[str]:
        """Return the data at each age."""
        return [mark.tip for mark in self._view.marks] if self._view else []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint axes, band, curves, data, and where half have happened."""
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter, view)
        self._draw_band(painter, view)
        painter.setPen(QPen(self.theme.colour("text_faint"), 1.5, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([self._at(d, s) for d, s in enumerate(view.planned)]))
        if view.learned:
            painter.setPen(QPen(self.theme.colour("accent"), 2))
            painter.drawPolyline(QPolygonF(self._steps(view.learned)))
            self._draw_half(painter, view)
        self._draw_marks(painter, view)
        self._draw_names(painter)

    def lay_out_names(self) -> list[tuple[str, str, QRectF | None]]:
        """Return words, tone and place of the names of the curves, clear of both."""
        view = self._view
        if view is None:
            return []
        wanted = [(view.planned_text, "muted", view.planned)]
        if view.half is not None:
            wanted.insert(0, (view.half_text, "accent", view.learned))
        metrics = QFontMetricsF(self.theme.font("label"))
        taken = [*self._probe(view.learned), *self._probe(view.planned)]
        if view.half is not None:
            taken.append(QRectF(self._at(0, 0.52), self._at(view.half, 0.48)))
            taken.append(QRectF(self._at(view.half - 0.1, 0.5), self._at(view.half + 0.1, 0.0)))
        names: list[tuple[str, str, QRectF | None]] = []
        for text, tone, curve in wanted:
            half = next((day for day, share in enumerate(curve) if share >= _SHARES[2]), 0)
            size = QSizeF(metrics.horizontalAdvance(text) + 4, 16)
            spot = self._at(half, curve[half])
            tries = (place_labels([(spot, away, size)], self._plot(), taken)[0] for away in _AWAY)
            place = next((place for place in tries if place is not None), None)
            if place is not None:
                taken.append(place)
            names.append((text, tone, place))
        return names

    def _probe(self, curve: Sequence[float]) -> Iterator[QRectF]:
        """Yield small squares along a curve, close enough that no name slips between them."""
        points = [self._at(day, share) for day, share in enumerate(curve)]
        for a, b in pairwise(points):
            count = max(int((b - a).manhattanLength() / _PROBE), 1)
            for i in range(count):
                spot = a + (b - a) * (i / count)
                yield QRectF(spot.x() - 2, spot.y() - 2, 4, 4)

    def _plot(self) -> QRectF:
        left = QFontMetricsF(self.theme.font("caption")).horizontalAdvance("100%") + 8
        return QRectF(left, _ABOVE, self.width() - left - _RIGHT, self.height() - _ABOVE - _BELOW)

    def _x(self, day: float) -> float:
        plot = self._plot()
        days = self._view.days if self._view else 2
        return plot.left() + day / max(days - 1, 1) * plot.width()

    def _y(self, share: float) -> float:
        return self._plot().bottom() - share * self._plot().height()

    def _at(self, day: float, share: float) -> QPointF:
        return QPointF(self._x(day), self._y(share))

    def _steps(self, shares: Sequence[float]) -> list[QPointF]:
        """Return the corners of a curve that rises once a day."""
        points = [self._at(0, 0.0), self._at(0, shares[0])]
        for day, share in enumerate(shares[1:], start=1):
            points += [QPointF(self._x(day), points[-1].y()), self._at(day, share)]
        return points

    def _draw_axes(self, painter: QPainter, view: CurveView) -> None:
        plot = self._plot()
        painter.setFont(self.theme.font("caption"))
        for share in _SHARES:
            y = self._y(share)
            painter.setPen(self.theme.colour("border"))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self.theme.colour("text_faint"))
            place = QRectF(0, y - 8, plot.left() - 6, 16)
            painter.drawText(
                place,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                format_percent(share),
            )
        for day in view.ticks:
            place = QRectF(self._x(day) - 24, plot.bottom() + 3, 48, 16)
            painter.drawText(place, _CENTRE, str(day))
        place = QRectF(plot.left(), plot.bottom() + 19, plot.width(), 16)
        painter.drawText(place, _CENTRE, "days of age")

    def _draw_band(self, painter: QPainter, view: CurveView) -> None:
        if not view.learned:
            return
        upper, lower = self._steps(view.high), self._steps(view.low)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faded(self.theme.colour("accent"), _BAND))
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))

    def _draw_half(self, painter: QPainter, view: CurveView) -> None:
        """Draw the way from one half on the axis to the day by which half have happened."""
        if view.half is None or view.half >= view.days:
            return
        plot = self._plot()
        painter.setPen(QPen(self.theme.colour("accent"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(plot.left(), self._y(0.5)), self._at(view.half, 0.5))
        painter.drawLine(self._at(view.half, 0.5), self._at(view.half, 0.0))

    def _draw_marks(self, painter: QPainter, view: CurveView) -> None:
        """Draw the data as dots; the one that is looked at is larger."""
        looked_at = self.hovered if self.hovered >= 0 else self.current if self.hasFocus() else -1
        painter.setPen(QPen(self.theme.colour("accent"), 1.5))
        painter.setBrush(self.theme.colour("surface"))
        for number, mark in enumerate(view.marks):
            radius = _DOT + 2 * (number == looked_at)
            painter.drawEllipse(self._at(mark.day, mark.share), radius, radius)

    def _draw_names(self, painter: QPainter) -> None:
        painter.setFont(self.theme.font("label"))
        for text, tone, place in self.lay_out_names():
            if place is not None:
                painter.setPen(self.theme.text_colour(tone))
                painter.drawText(place, _CENTRE, text)


def _faded(colour: QColor, strength: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(strength)
    return faded
