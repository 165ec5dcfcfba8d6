"""Leads delivered against the promise: two cumulative lines over the weeks of a period."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from cockpit.desktop.charts.label_layout import place_labels
from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.formatting import format_count
from cockpit.presenters.rep_cards import PaceMark, PaceView

_BELOW, _ABOVE, _RIGHT = 22.0, 24.0, 10.0
_TICKS = 3
_DOT = 3.5
_AWAY = (_DOT, 10.0, 18.0, 28.0, 40.0, 56.0, 80.0)
_RIGHT_ALIGNED = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PROBES = 60
"""Points along a line that labels must keep clear of."""

_STEPS = (1, 2, 5, 10)


class PaceLabel(NamedTuple):
    """The name of a line: its words, where they stand, and role and tone of their type."""

    text: str
    place: QRectF
    role: str
    tone: str


class PaceChart(MarkChart):
    """Shows delivered leads as a line against the promised ones, dashed; a week per mark."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Leads delivered against the promise, by week", parent=parent)
        self._view: PaceView | None = None
        self._step = self._top = 1
        self._plot = QRectF()
        self.labels: list[PaceLabel] = []

    def show_view(self, view: PaceView) -> None:
        """Show another period or rep."""
        self._view = view
        self._lay_out(view)
        self.refresh(view.description)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find scale and labels anew for the new size."""
        super().resizeEvent(event)
        if self._view is not None:
            self._lay_out(self._view)

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
        return self.strips_around([self._x(mark.day) for mark in self._view.marks])

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
        delivered, promised = self.lines()
        painter.setPen(QPen(self.theme.colour("text_faint"), 1.5, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF(promised))
        painter.setPen(QPen(self.theme.colour("marketing"), 2))
        painter.drawPolyline(QPolygonF(delivered))
        self._draw_dot(painter, delivered[-1])
        for label in self.labels:
            painter.fillRect(label.place, self.theme.colour("surface"))
            painter.setFont(self.theme.font(label.role))
            painter.setPen(self.theme.text_colour(label.tone))
            painter.drawText(label.place, Qt.AlignmentFlag.AlignCenter, label.text)
        self._draw_current(painter)

    def lines(self) -> tuple[list[QPointF], list[QPointF]]:
        """Return the delivered line up to the as-of day and the promised one, if there is one."""
        marks = self._view.marks if self._view else ()
        known = [mark for mark in marks if mark.delivered is not None]
        delivered = [QPointF(self._x(mark.day), self._y(mark.delivered or 0)) for mark in known]
        if self._view is None or not self._view.has_promise:
            return delivered, []
        return delivered, [QPointF(self._x(mark.day), self._y(mark.promised)) for mark in marks]

    def _lay_out(self, view: PaceView) -> None:
        """Work out once for each size what every paint needs: scale, plot and labels."""
        highest = max(max(mark.promised, mark.delivered or 0) for mark in view.marks)
        most = max(ceil(highest), 1)
        self._step = _find_step(most)
        self._top = self._step * ceil(most / self._step)
        metrics = QFontMetricsF(self.theme.font("caption"))
        left = metrics.horizontalAdvance(format_count(self._top)) + 8
        width, height = self.width() - left - _RIGHT, self.height() - _ABOVE - _BELOW
        self._plot = QRectF(left, _ABOVE, width, height)
        self.labels = self._place_labels(view)

    def _place_labels(self, view: PaceView) -> list[PaceLabel]:
        """Return names at the ends of both lines, where neither line nor the other name is."""
        delivered, promised = self.lines()
        is_ahead = not promised or delivered[-1].y() <= promised[len(delivered) - 1].y()
        ends = [(delivered[-1], view.delivered_text, "label", "marketing", is_ahead)]
        if promised:
            # First, because it stands in the corner and has fewer places to go.
            ends.insert(0, (promised[-1], view.promised_text, "caption", "muted", not is_ahead))
        room = _DOT + 1
        dot = QRectF(delivered[-1].x() - room, delivered[-1].y() - room, 2 * room, 2 * room)
        taken, labels = [dot, *_probe(delivered), *_probe(promised)], []
        for end, text, role, tone, is_above in ends:
            width = QFontMetricsF(self.theme.font(role)).horizontalAdvance(text) + 4
            place = self._find_place(end, QSizeF(width, 16), taken, is_above=is_above)
            if place is not None:
                taken.append(place)
                labels.append(PaceLabel(text, place, role, tone))
        return labels

    def _x(self, day: float) -> float:
        days = self._view.days if self._view else 1
        return self._plot.left() + day / days * self._plot.width()

    def _y(self, leads: float) -> float:
        return self._plot.bottom() - leads / self._top * self._plot.height()

    def _draw_axes(self, painter: QPainter, view: PaceView) -> None:
        plot = self._plot
        painter.setFont(self.theme.font("caption"))
        for leads in range(0, self._top + 1, self._step):
            y = self._y(leads)
            painter.setPen(self.theme.colour("border"))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self.theme.colour("text_faint"))
            label = QRectF(0, y - 8, plot.left() - 6, 16)
            painter.drawText(label, _RIGHT_ALIGNED, format_count(leads))
        for middle, name in view.months:
            label = QRectF(self._x(middle) - 30, plot.bottom() + 4, 60, 16)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, name)

    def _find_place(
        self, end: QPointF, size: QSizeF, taken: Sequence[QRectF], *, is_above: bool
    ) -> QRectF | None:
        """Return a free place near a line's end, on its own side of the other line if there is."""
        left = self._plot.left()
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
        x, plot = self._x(mark.day), self._plot
        painter.setPen(QPen(self.theme.colour("accent"), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        self._draw_dot(painter, QPointF(x, self._y(_last_known(mark))))

    def _draw_dot(self, painter: QPainter, centre: QPointF) -> None:
        painter.setPen(QPen(self.theme.colour("surface"), 1.5))
        painter.setBrush(self.theme.colour("marketing"))
        painter.drawEllipse(centre, _DOT, _DOT)


def _find_step(most: int) -> int:
    """Return the leads between two ticks: 1, 2 or 5 times a power of ten."""
    size, rough = 1, most / _TICKS
    while size * 10 < rough:
        size *= 10
    return next(size * step for step in _STEPS if size * step >= rough or step == _STEPS[-1])


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
