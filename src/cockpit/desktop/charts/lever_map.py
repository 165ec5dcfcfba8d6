"""The lever map: leads delivered against conversion, a point per rep, in four named quarters."""

from math import ceil, floor
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cockpit.desktop.charts.label_layout import place_labels
from cockpit.desktop.theme import Theme
from cockpit.presenters.lever_map import LeverMapView, PointView

_SMALLEST, _LARGEST = 8.0, 20.0
_WIDEST_NAME = 130
_LEFT, _BELOW = 52, 40
_QUARTERS = (
    ("marketing", "Leads short → reserve budget", False, True),
    ("good", "On plan", True, True),
    ("both", "Both", False, False),
    ("sales", "Conversion low → coaching", True, False),
)
"""Tone and name of each quarter, and whether it lies right of and above the plan."""

_NONE_PROMISED = 0.19
"""Width of the strip at the left for reps to whom nothing was promised, as a share of the range."""


class _Name(NamedTuple):
    """A name on the map: its words, font role, colour, and rectangle in pixels."""

    text: str
    role: str
    colour: QColor
    place: QRectF


class LeverMapChart(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph has no types
    """Shows who is short of what; `chosen` carries the name of the rep that was clicked.

    Left and right move from point to point, largest shortfall first; Enter chooses. pyqtgraph draws
    grounds, axes and points; names are painted over them, which is far cheaper than an item each.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = LeverMapView((), "", "")
        self._written: list[_Name] | None = None
        self.current = -1
        self._x0, self._x1, self._y0, self._y1 = 0.5, 1.25, 0.5, 1.25
        self._grounds = [pg.QtWidgets.QGraphicsRectItem() for _ in _QUARTERS]
        self._lines = [pg.InfiniteLine(1.0, angle) for angle in (90, 0)]
        self._whiskers: dict[str, pg.PlotCurveItem] = {}
        self._points = pg.ScatterPlotItem(hoverable=True, tip=_explain, pxMode=True, antialias=True)
        self._points.sigClicked.connect(self._on_clicked)
        self.setAccessibleName("Lever map")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(self.Shape.NoFrame)
        self._set_up_plot()
        self.getViewBox().sigResized.connect(self._forget_names)
        theme.changed.connect(self._wear)
        self._wear()

    def show_view(self, view: LeverMapView) -> None:
        """Show other points."""
        self._view = view
        self.current = next((i for i, p in enumerate(view.points) if p.is_selected), -1)
        self.setAccessibleDescription(view.description)
        is_likely = any(point.low is not None for point in view.points)
        what = "likely conversion" if is_likely else "conversion"
        self.getPlotItem().setLabel("left", f"{what}, % of plan")
        self._show_range()
        self._show_points()

    def written(self) -> list[tuple[str, QRectF]]:
        """Return the names that found a place, each with its rectangle in pixels."""
        if self._written is None:
            self._written = self._place_names()
        return [(name.text, name.place) for name in self._written]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the names over the plot."""
        super().paintEvent(event)
        self.written()
        painter = QPainter(self.viewport())
        for name in (*self._name_quarters(), *(self._written or ())):
            painter.setFont(self._theme.font(name.role))
            painter.setPen(name.colour)
            painter.drawText(name.place, Qt.AlignmentFlag.AlignCenter, name.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from point to point with the arrow keys; Enter chooses."""
        last = len(self._view.points) - 1
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right} and last >= 0:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self.current = min(max(self.current + step, 0), last)
            point = self._view.points[self.current]
            self.setAccessibleDescription(f"{point.tooltip}\n{self._view.description}")
            self._show_points()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current >= 0:
            self.chosen.emit(self._view.points[self.current].name)
        else:
            event.ignore()

    def close(self) -> bool:
        """Stop listening to the theme: a closed plot has nothing left to colour."""
        if self.getPlotItem() is not None:
            self._theme.changed.disconnect(self._wear)
        return bool(super().close())

    def _on_clicked(self, _: object, spots: list[pg.SpotItem]) -> None:
        self.chosen.emit(spots[0].data().name)

    def _forget_names(self, _: object = None) -> None:
        """Find new places for the names at the next paint."""
        self._written = None
        self.viewport().update()

    def _set_up_plot(self) -> None:
        """Add what stays whatever is shown: axes, grounds, the lines of the plan, the points."""
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setLabel("bottom", "leads delivered, % of committed")
        plot.setLabel("left", "conversion, % of plan")
        plot.getAxis("left").setWidth(_LEFT)
        plot.getAxis("bottom").setHeight(_BELOW)
        for depth, items in ((-20, self._grounds), (-10, self._lines)):
            for item in items:
                item.setZValue(depth)
                plot.addItem(item, ignoreBounds=True)
        plot.addItem(self._points)

    def _wear(self) -> None:
        """Put the theme's colours on."""
        self.setBackground(self._theme.colour("surface"))
        for ground, (tone, *_) in zip(self._grounds, _QUARTERS, strict=True):
            colour = self._theme.colour(f"{tone}_soft")
            colour.setAlphaF(0.55)
            ground.setBrush(colour)
            ground.setPen(pg.mkPen(None))
        for line in self._lines:
            line.setPen(pg.mkPen(self._theme.colour("waiting")))
        for side in ("bottom", "left"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(self._theme.colour("border"))
            axis.setTextPen(self._theme.colour("text_faint"))
            axis.setStyle(tickFont=self._theme.font("caption"), tickLength=0, tickTextOffset=4)
            axis.label.setFont(self._theme.font("caption"))
        self._show_range()
        self._show_points()

    def _show_range(self) -> None:
        """Let every point in, with room above and below for the names of the quarters."""
        xs = [p.x for p in self._view.points if p.x is not None] or [1.0]
        ys = [p.y for p in self._view.points] or [1.0]
        self._x0, self._x1 = min(0.6, *xs) - 0.08, max(1.15, *xs) + 0.1
        low, high = min(0.7, *ys), max(1.15, *ys)
        self._y0, self._y1 = low - 0.24 * (high - low), high + 0.22 * (high - low)
        if self._has_strip():
            self._x0 -= _NONE_PROMISED * (self._x1 - self._x0)
        plot, left = self.getPlotItem(), self._strip_edge()
        plot.setRange(
            xRange=(self._x0, self._x1),
            yRange=(self._y0, self._y1),
            padding=0,
            disableAutoRange=True,
        )
        plot.getAxis("bottom").setTicks([_build_ticks(left, self._x1)])
        plot.getAxis("left").setTicks([_build_ticks(self._y0, self._y1)])
        for ground, (_, _, is_right, is_top) in zip(self._grounds, _QUARTERS, strict=True):
            first = QPointF(1.0 if is_right else left, 1.0 if is_top else self._y0)
            last = QPointF(self._x1 if is_right else 1.0, self._y1 if is_top else 1.0)
            ground.setRect(QRectF(first, last))

    def _has_strip(self) -> bool:
        return any(point.x is None for point in self._view.points)

    def _strip_edge(self) -> float:
        """Return where the strip ends for reps to whom nothing was promised."""
        share = _NONE_PROMISED / (1 + _NONE_PROMISED) if self._has_strip() else 0.0
        return self._x0 + share * (self._x1 - self._x0)

    def _show_points(self) -> None:
        """Draw the points; the one in focus is ringed."""
        spots = []
        for number, point in enumerate(self._view.points):
            is_current = number == self.current
            ring = self._theme.colour("text" if is_current else "surface")
            spots.append(
                {
                    "pos": (self._x_of(point), point.y),
                    "size": _diameter(point),
                    "brush": self._theme.colour(point.tone),
                    "pen": pg.mkPen(ring, width=2 if is_current else 1),
                    "data": point,
                }
            )
        self._points.setData(spots)
        self._show_whiskers()
        self._forget_names()

    def _show_whiskers(self) -> None:
        """Draw the interval of each point that has one as an upright line, an item for each tone.

        An interval says how sure the height of its point is: one that crosses the plan's line may
        well be on plan.
        """
        for item in self._whiskers.values():
            item.setData([], [])
        for tone in sorted({point.tone for point in self._view.points}):
            own = [point for point in self._view.points if point.tone == tone]
            ends = [(self._x_of(p), end) for p in own for end in (p.low, p.high) if end is not None]
            if tone not in self._whiskers:
                self._whiskers[tone] = pg.PlotCurveItem(connect="pairs")
                self._whiskers[tone].setZValue(-5)
                self.getPlotItem().addItem(self._whiskers[tone])
            colour = self._theme.colour(tone)
            colour.setAlphaF(0.6)
            self._whiskers[tone].setPen(pg.mkPen(colour, width=1))
            self._whiskers[tone].setData([x for x, _ in ends], [y for _, y in ends])

    def _place_names(self) -> list[_Name]:
        """Return each name where it covers nothing; one without a place shows on hover."""
        points = self._view.points
        order = sorted(range(len(points)), key=lambda i: (i != self.current, i))
        roles = ["chip" if i == self.current else "caption" for i in order]
        labels = {i: self._shorten(points[i].label, r) for i, r in zip(order, roles, strict=True)}
        wanted = [
            (
                self._to_pixels(self._x_of(points[i]), points[i].y),
                _diameter(points[i]) / 2,
                _measure(labels[i], self._theme.font(role)),
            )
            for i, role in zip(order, roles, strict=True)
        ]
        taken = [name.place for name in self._name_quarters()]
        places = place_labels(wanted, self._plot_area(), taken)
        colour = self._theme.colour("text")
        return [
            _Name(labels[i], role, colour, place)
            for i, role, place in zip(order, roles, places, strict=True)
            if place is not None
        ]

    def _shorten(self, label: str, role: str) -> str:
        """Return a label that leaves room for others; the whole name shows on hover."""
        metrics = QFontMetricsF(self._theme.font(role))
        return metrics.elidedText(label, Qt.TextElideMode.ElideRight, _WIDEST_NAME)

    def _name_quarters(self) -> list[_Name]:
        """Return the names of the quarters in their corners, and that of the strip."""
        area = self._plot_area().adjusted(4, 3, -4, -3)
        strip = self._to_pixels(self._strip_edge(), self._y1).x() + 4
        names = []
        for tone, text, is_right, is_top in _QUARTERS:
            size = _measure(text, self._theme.font("chip"))
            left = area.right() - size.width() if is_right else max(strip, area.left())
            top = area.top() if is_top else area.bottom() - size.height()
            place = QRectF(QPointF(left, top), size)
            names.append(_Name(text, "chip", self._theme.text_colour(tone), place))
        if self._has_strip():
            size = _measure("promised", self._theme.font("caption"))
            place = QRectF(area.left(), area.top(), size.width(), 2 * size.height())
            faint = self._theme.colour("text_faint")
            names.append(_Name("none\npromised", "caption", faint, place))
        return names

    def _plot_area(self) -> QRectF:
        """Return where the points are drawn, in pixels of this widget."""
        return QRectF(self.getViewBox().sceneBoundingRect())

    def _x_of(self, point: PointView) -> float:
        """Return where a point stands; in the strip at the left when nothing was promised."""
        return (self._x0 + self._strip_edge()) / 2 if point.x is None else point.x

    def _to_pixels(self, x: float, y: float) -> QPointF:
        area = self._plot_area()
        return QPointF(
            area.left() + (x - self._x0) / (self._x1 - self._x0) * area.width(),
            area.top() + (self._y1 - y) / (self._y1 - self._y0) * area.height(),
        )


def _explain(x: float, y: float, data: PointView) -> str:  # noqa: ARG001 - pyqtgraph's names
    return data.tooltip


def _diameter(point: PointView) -> float:
    return _SMALLEST + (_LARGEST - _SMALLEST) * point.size


def _measure(text: str, font: QFont) -> QSizeF:
    metrics = QFontMetricsF(font)
    return QSizeF(metrics.horizontalAdvance(text) + 1, ceil(metrics.height()))


def _build_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Return ticks at round percentages that leave room to read them."""
    step = next(s for s in (20, 40, 50, 100) if (high - low) * 100 / s <= 6 or s == 100)  # noqa: PLR2004
    edge = 0.04 * (high - low)
    first = ceil((low + edge) * 100 / step)
    last = floor((high - edge) * 100 / step)
    return [(i * step / 100, f"{i * step}%") for i in range(first, last + 1)]
