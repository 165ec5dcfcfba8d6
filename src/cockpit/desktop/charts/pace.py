"""Leads delivered against the promise: two cumulative lines over the weeks of a period."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cockpit.desktop.charts.label_layout import place_labels
from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.formatting import format_count
from cockpit.presenters.rep_cards import PaceMark, PaceView

_BELOW, _ABOVE, _RIGHT = 22.0, 10.0, 10.0
_TICKS = 3
_DOT = 3.5
_AWAY = (_DOT, 10.0, 18.0, 28.0, 40.0)
_RIGHT_ALIGNED = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PROBES = 60
"""Points along a line that labels must keep clear of."""

_STEPS = (1, 2, 5, 10)


class PaceChart(MarkChart):
    """Shows delivered leads as a line against the promised ones, dashed; a week per mark."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Leads delivered against the promise, by week", parent=parent)
        self._view: PaceView | None = None

    def show_view(self, view: PaceView) -> None:
        """Show another period or rep."""
        self._view = view
        self.refresh(view.description)

    def sizeHint(self) -> QSize:
        """Return a size at which a quarter's weeks can be told apart."""
        return QSize(380, 190)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for both lines and their labels."""
        return QSize(240, 150)

    def places(self) -> Sequence[QRectF]:
        """Return the strip around each mark's day."""
        if self._view is None:
            return []
        x = [self._x(mark.day) for mark in self._view.marks]
        edges = [0.0, *((a + b) / 2 for a, b in pairwise(x)), float(self.width())]
        return [QRectF(left, 0, right - left, self.height()) for left, right in pairwise(edges)]

    def tips(self) -> Sequence[str]:
        """Return what each week brought, and all until then."""
        return [mark.tip for mark in self._view.marks] if self._view else []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint axes, both lines, their labels and the week that is looked at."""
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter, self._view)
        promised = [QPointF(self._x(m.day), self._y(m.promised)) for m in self._view.marks]
        delivered = [
            QPointF(self._x(m.day), self._y(m.delivered))
            for m in self._view.marks
            if m.delivered is not None
        ]
        if self._view.has_promise:
            pen = QPen(self.theme.colour("text_faint"), 1.5, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(promised))
        painter.setPen(QPen(self.theme.colour("marketing"), 2))
        painter.drawPolyline(QPolygonF(delivered))
        self._draw_dot(painter, delivered[-1])
        self._draw_labels(painter, self._view, promised, delivered)
        self._draw_current(painter)

    def _plot(self) -> QRectF:
        """Return the rectangle between the axes."""
        metrics = QFontMetricsF(self.theme.font("caption"))
        left = metrics.horizontalAdvance(format_count(self._top())) + 8
        return QRectF(left, _ABOVE, self.width() - left - _RIGHT, self.height() - _ABOVE - _BELOW)

    def _x(self, day: float) -> float:
        plot, days = self._plot(), self._view.days if self._view else 1
        return plot.left() + day / days * plot.width()

    def _y(self, leads: float) -> float:
        plot = self._plot()
        return plot.bottom() - leads / self._top() * plot.height()

    def _top(self) -> int:
        """Return the highest tick: whole steps, a little above the highest line."""
        return self._step() * -(-self._most() // self._step())

    def _step(self) -> int:
        """Return the leads between two ticks: 1, 2 or 5 times a power of ten."""
        size, rough = 1, self._most() / _TICKS
        while size * 10 < rough:
            size *= 10
        return next(size * step for step in _STEPS if size * step >= rough or step == _STEPS[-1])

    def _most(self) -> int:
        marks = self._view.marks if self._view else ()
        highest = max((max(m.promised, m.delivered or 0) for m in marks), default=0)
        return max(int(-(-highest // 1)), 1)

    def _draw_axes(self, painter: QPainter, view: PaceView) -> None:
        plot = self._plot()
        painter.setFont(self.theme.font("caption"))
        for leads in range(0, self._top() + 1, self._step()):
            y = self._y(leads)
            painter.setPen(self.theme.colour("border"))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self.theme.colour("text_faint"))
            label = QRectF(0, y - 8, plot.left() - 6, 16)
            painter.drawText(label, _RIGHT_ALIGNED, format_count(leads))
        for middle, name in view.months:
            label = QRectF(self._x(middle) - 30, plot.bottom() + 4, 60, 16)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, name)

    def _draw_labels(
        self,
        painter: QPainter,
        view: PaceView,
        promised: Sequence[QPointF],
        delivered: Sequence[QPointF],
    ) -> None:
        """Name both lines at their ends, where neither line nor the other name is."""
        strong, faint = self.theme.font("label"), self.theme.font("caption")
        names = [(delivered[-1], view.delivered_text, strong, self.theme.text_colour("marketing"))]
        now = view.marks[len(delivered) - 1]
        if view.has_promise:
            names.append((promised[-1], view.promised_text, faint, self.theme.colour("text_muted")))
        taken = [*_probe(delivered), *(_probe(promised) if view.has_promise else ())]
        for end, text, font, colour in names:
            size = QSizeF(QFontMetricsF(font).horizontalAdvance(text) + 4, 16)
            place = self._find_place(end, size, taken, is_above=end.y() <= self._y(now.promised))
            if place is not None:
                taken.append(place)
                painter.setFont(font)
                painter.setPen(colour)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _find_place(
        self, end: QPointF, size: QSizeF, taken: Sequence[QRectF], *, is_above: bool
    ) -> QRectF | None:
        """Return a free place near a line's end, on its own side of the other line if there is."""
        left = self._plot().left()
        room = QRectF(left, 0, self.width() - left, self._y(0))
        side = QRectF(room)
        if is_above:
            side.setBottom(end.y())
        else:
            side.setTop(end.y())
        tries = ((away, where) for where in (side, room) for away in _AWAY)
        found = (place_labels([(end, away, size)], where, taken)[0] for away, where in tries)
        return next((place for place in found if place is not None), None)

    def _draw_current(self, painter: QPainter) -> None:
        """Draw a line through the week that is pointed at, or that the keyboard is on."""
        number = self.hovered if self.hovered >= 0 else self.current if self.hasFocus() else -1
        if self._view is None or not 0 <= number < len(self._view.marks):
            return
        mark = self._view.marks[number]
        x, plot = self._x(mark.day), self._plot()
        painter.setPen(QPen(self.theme.colour("accent"), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        self._draw_dot(painter, QPointF(x, self._y(_last_known(mark))))

    def _draw_dot(self, painter: QPainter, centre: QPointF) -> None:
        painter.setPen(QPen(self.theme.colour("surface"), 1.5))
        painter.setBrush(self.theme.colour("marketing"))
        painter.drawEllipse(centre, _DOT, _DOT)


def _last_known(mark: PaceMark) -> float:
    """Return the delivered leads of a mark, or the promised ones after the as-of day."""
    return mark.promised if mark.delivered is None else mark.delivered


def _probe(line: Sequence[QPointF]) -> Iterator[QRectF]:
    """Yield small squares along a line."""
    each = max(_PROBES // max(len(line) - 1, 1), 1)
    for a, b in pairwise(line):
        for i in range(each):
            place = a + (b - a) * (i / each)
            yield QRectF(place.x() - 1.5, place.y() - 1.5, 3, 3)
