"""The forecast fan: revenue so far as a line, the likely ends as a fan, plan and target beside."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.fan import FanView

_ABOVE, _BELOW, _GAP = 10.0, 22.0, 8.0
_LINE = 15.0
_DOT = 4.0
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_FAN = 0.34
"""How much of the accent the fan shows; the grid stays visible behind it."""


_Lines: TypeAlias = tuple[tuple[str, str, str | None], ...]
"""Lines of a name: words, role and tone of each."""


class FanLabel(NamedTuple):
    """The name of a line, to the right of its end: words, role and tone of their type, place."""

    text: str
    role: str
    tone: str | None
    place: QRectF


class FanChart(MarkChart):
    """Shows cumulative revenue up to the as-of day, then where 80% of the likely ends lie."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Revenue so far and where it is heading", parent=parent)
        self._view: FanView | None = None

    def show_view(self, view: FanView) -> None:
        """Show another forecast."""
        self._view = view
        self.refresh(view.description)

    def sizeHint(self) -> QSize:
        """Return a size at which a quarter and its end can be read."""
        return QSize(560, 230)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for the fan and the names beside it."""
        return QSize(320, 130)

    def places(self) -> Sequence[QRectF]:
        """Return the strip around each day that can be pointed at."""
        if self._view is None:
            return []
        return self.strips_around([self._x(mark.day) for mark in self._view.marks])

    def tips(self) -> Sequence[str]:
        """Return what each day says."""
        return [mark.tip for mark in self._view.marks] if self._view else []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint axes, target, plan, revenue, fan, names, and the day that is looked at."""
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter, view)
        self._draw_fan(painter, view)
        self._draw_lines(painter, view)
        for label in self.lay_out_labels():
            painter.setFont(self.theme.font(label.role))
            painter.setPen(self.theme.text_colour(label.tone))
            painter.drawText(label.place, _MIDDLE, label.text)
        self._draw_known_end(painter, view)
        self._draw_current(painter, view)

    def lay_out_labels(self) -> list[FanLabel]:
        """Return the names beside the ends of the lines, highest first, none over another."""
        view = self._view
        if view is None:
            return []
        end = view.ahead[-1].expected if view.ahead else view.known[-1][1]
        lines: _Lines = ((view.end_text, "strong", "accent"), (view.range_text, "caption", "muted"))
        wanted = [(self._y(end), lines)]
        if view.target is not None:
            wanted.append((self._y(view.target), ((view.target_text, "caption", None),)))
        if view.plan:
            wanted.append((self._y(view.plan[-1][1]), ((view.plan_text, "caption", "faint"),)))
        wanted.sort(key=lambda each: each[0])
        return self._stack(wanted)

    def _stack(self, wanted: Sequence[tuple[float, _Lines]]) -> list[FanLabel]:
        """Return labels of one or more lines, each as near its height as the others let it."""
        tops: list[float] = []
        for y, lines in wanted:
            top = y - _LINE * len(lines) / 2
            tops.append(max(top, tops[-1] + _LINE * len(wanted[len(tops) - 1][1]) if tops else 0.0))
        bottom = float(self.height())
        for number in range(len(wanted) - 1, -1, -1):
            bottom = min(tops[number] + _LINE * len(wanted[number][1]), bottom)
            tops[number] = bottom = bottom - _LINE * len(wanted[number][1])
        left = self._plot().right() + _GAP
        return [
            FanLabel(text, role, tone, QRectF(left, top + _LINE * line, self.width() - left, _LINE))
            for top, (_, lines) in zip(tops, wanted, strict=True)
            for line, (text, role, tone) in enumerate(lines)
        ]

    def _plot(self) -> QRectF:
        """Return the rectangle between the axes and the names."""
        view = self._view
        if view is None:
            return QRectF(self.rect())
        caption, strong = (QFontMetricsF(self.theme.font(role)) for role in ("caption", "strong"))
        left = max(caption.horizontalAdvance(text) for _, text in view.ticks) + 8
        names = (view.range_text, view.target_text, view.plan_text)
        right = max(strong.horizontalAdvance(view.end_text), *map(caption.horizontalAdvance, names))
        width = self.width() - left - right - _GAP - 2
        return QRectF(left, _ABOVE, width, self.height() - _ABOVE - _BELOW)

    def _x(self, day: float) -> float:
        plot, days = self._plot(), self._view.days if self._view else 1
        return plot.left() + day / days * plot.width()

    def _y(self, amount: float) -> float:
        plot, top = self._plot(), self._view.top if self._view else 1.0
        return plot.bottom() - amount / top * plot.height()

    def _at(self, day: float, amount: float) -> QPointF:
        return QPointF(self._x(day), self._y(amount))

    def _draw_axes(self, painter: QPainter, view: FanView) -> None:
        plot = self._plot()
        painter.setFont(self.theme.font("caption"))
        right = Qt.AlignmentFlag.AlignRight | _MIDDLE
        for amount, text in view.ticks:
            y = self._y(amount)
            painter.setPen(self.theme.colour("border"))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self.theme.colour("text_faint"))
            painter.drawText(QRectF(0, y - 8, plot.left() - 6, 16), right, text)
        for middle, name in view.months:
            label = QRectF(self._x(middle) - 30, plot.bottom() + 4, 60, 16)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, name)

    def _draw_fan(self, painter: QPainter, view: FanView) -> None:
        """Draw the fan, and the expected path through it."""
        if not view.ahead:
            return
        colour = self.theme.colour("accent")
        lower = [self._at(point.day, point.low) for point in view.ahead]
        upper = [self._at(point.day, point.high) for point in view.ahead]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faded(colour, _FAN))
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setPen(QPen(colour, 2))
        painter.drawPolyline(
            QPolygonF([self._at(point.day, point.expected) for point in view.ahead])
        )
        end = view.ahead[-1]
        painter.setPen(QPen(colour, 2))
        painter.drawLine(self._at(end.day, end.low), self._at(end.day, end.high))

    def _draw_lines(self, painter: QPainter, view: FanView) -> None:
        """Draw the target, the plan's path and what came in, day by day."""
        if view.target is not None:
            painter.setPen(QPen(self.theme.colour("text"), 1.5))
            painter.drawLine(self._at(0, view.target), self._at(view.days, view.target))
        if view.plan:
            painter.setPen(QPen(self.theme.colour("text_faint"), 1.5, Qt.PenStyle.DashLine))
            painter.drawPolyline(QPolygonF([self._at(*point) for point in view.plan]))
        painter.setPen(QPen(self.theme.colour("ink"), 2))
        steps = [self._at(*view.known[0])]
        for day, amount in view.known[1:]:
            steps += [QPointF(self._x(day), steps[-1].y()), self._at(day, amount)]
        painter.drawPolyline(QPolygonF(steps))

    def _draw_known_end(self, painter: QPainter, view: FanView) -> None:
        """Mark the last known day and name what was won until then."""
        if not view.known_text:
            return
        self._draw_dot(painter, self._at(*view.known[-1]), "ink")
        place = self.place_known(view)
        painter.fillRect(place, _faded(self.theme.colour("surface"), 0.8))
        painter.setFont(self.theme.font("label"))
        painter.setPen(self.theme.colour("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, view.known_text)

    def place_known(self, view: FanView) -> QRectF:
        """Return where to name what was won: right below the fan, else left above the line."""
        end, plot = self._at(*view.known[-1]), self._plot()
        width = QFontMetricsF(self.theme.font("label")).horizontalAdvance(view.known_text) + 4
        if end.y() + 24 < plot.bottom():
            return QRectF(min(end.x() + 2, plot.right() - width), end.y() + 7, width, 16)
        return QRectF(max(end.x() - 2 - width, plot.left() + 2), end.y() - 24, width, 16)

    def _draw_current(self, painter: QPainter, view: FanView) -> None:
        """Draw a line through the day that is pointed at, or that the keyboard is on."""
        number = self.hovered if self.hovered >= 0 else self.current if self.hasFocus() else -1
        if not 0 <= number < len(view.marks):
            return
        mark = view.marks[number]
        x, plot = self._x(mark.day), self._plot()
        painter.setPen(QPen(self.theme.colour("accent"), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        self._draw_dot(painter, self._at(mark.day, mark.amount), "accent")

    def _draw_dot(self, painter: QPainter, centre: QPointF, tone: str) -> None:
        painter.setPen(QPen(self.theme.colour("surface"), 1.5))
        painter.setBrush(self.theme.colour(tone))
        painter.drawEllipse(centre, _DOT, _DOT)


def _faded(colour: QColor, strength: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(strength)
    return faded
