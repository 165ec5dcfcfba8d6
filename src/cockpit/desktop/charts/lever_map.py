"""The lever map: leads delivered against conversion, a point per rep, in four named quarters."""

from math import ceil

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QWidget

from cockpit.desktop.charts.label_layout import place_labels
from cockpit.desktop.theme import Theme
from cockpit.presenters.lever_map import LeverMapView, PointView

_SMALLEST, _LARGEST = 8.0, 20.0
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


class LeverMapChart(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph has no types
    """Shows who is short of what; `chosen` carries the name of the rep that was clicked.

    Left and right move from point to point, largest shortfall first; Enter chooses.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = LeverMapView((), "", "")
        self._names: list[pg.TextItem] = []
        self._quarters: list[pg.TextItem] = []
        self._grounds: list[pg.LinearRegionItem] = []
        self.current = -1
        self._x0, self._x1, self._y0, self._y1 = 0.5, 1.25, 0.5, 1.25
        self._points = pg.ScatterPlotItem(hoverable=True, tip=_explain, pxMode=True, antialias=True)
        self._points.sigClicked.connect(self._on_clicked)
        self.setAccessibleName("Lever map")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(self.Shape.NoFrame)
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setLabel("bottom", "leads delivered, % of committed")
        plot.setLabel("left", "conversion, % of plan")
        plot.getAxis("left").setWidth(_LEFT)
        plot.getAxis("bottom").setHeight(_BELOW)
        self.getViewBox().sigResized.connect(self._place_names)
        theme.changed.connect(self._build)
        self._build()

    def show_view(self, view: LeverMapView) -> None:
        """Show other points."""
        self._view = view
        self.current = next((i for i, p in enumerate(view.points) if p.is_selected), -1)
        self.setAccessibleDescription(view.description)
        self._build()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from point to point with the arrow keys; Enter chooses."""
        last = len(self._view.points) - 1
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right} and last >= 0:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self.current = min(max(self.current + step, 0), last)
            point = self._view.points[self.current]
            self.setAccessibleDescription(f"{point.tooltip}\n{self._view.description}")
            self._build()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current >= 0:
            self.chosen.emit(self._view.points[self.current].name)
        else:
            event.ignore()

    def close(self) -> bool:
        """Stop listening to the theme: a closed plot has nothing left to colour."""
        if self.getPlotItem() is not None:
            self._theme.changed.disconnect(self._build)
        return bool(super().close())

    def _on_clicked(self, _: object, spots: list[pg.SpotItem]) -> None:
        self.chosen.emit(spots[0].data().name)

    def _build(self) -> None:
        """Draw everything anew: a few dozen items, in the theme's colours."""
        plot = self.getPlotItem()
        plot.clear()
        self.setBackground(self._theme.colour("surface"))
        self._find_range()
        plot.setRange(
            xRange=(self._x0, self._x1),
            yRange=(self._y0, self._y1),
            padding=0,
            disableAutoRange=True,
        )
        self._dress_axes()
        self._add_quarters()
        self._add_points()
        self._add_names()
        self._place_names()

    def _find_range(self) -> None:
        """Let every point in, with room above and below for the names of the quarters."""
        xs = [p.x for p in self._view.points if p.x is not None] or [1.0]
        ys = [p.y for p in self._view.points] or [1.0]
        self._x0, self._x1 = min(0.6, *xs) - 0.08, max(1.15, *xs) + 0.1
        low, high = min(0.7, *ys), max(1.15, *ys)
        self._y0, self._y1 = low - 0.24 * (high - low), high + 0.22 * (high - low)
        if self._has_strip():
            self._x0 -= _NONE_PROMISED * (self._x1 - self._x0)

    def _has_strip(self) -> bool:
        return any(point.x is None for point in self._view.points)

    def _strip_edge(self) -> float:
        """Return where the strip ends for reps to whom nothing was promised."""
        share = _NONE_PROMISED / (1 + _NONE_PROMISED) if self._has_strip() else 0.0
        return self._x0 + share * (self._x1 - self._x0)

    def _dress_axes(self) -> None:
        plot = self.getPlotItem()
        for side, low, high in (
            ("bottom", self._strip_edge(), self._x1),
            ("left", self._y0, self._y1),
        ):
            axis = plot.getAxis(side)
            axis.setPen(self._theme.colour("border"))
            axis.setTextPen(self._theme.colour("text_faint"))
            axis.setStyle(tickFont=self._theme.font("caption"), tickLength=0, tickTextOffset=4)
            axis.label.setFont(self._theme.font("caption"))
            axis.setTicks([_build_ticks(low, high)])

    def _add_quarters(self) -> None:
        plot = self.getPlotItem()
        self._quarters = []
        left = self._strip_edge()
        for tone, name, is_right, is_top in _QUARTERS:
            ground = pg.QtWidgets.QGraphicsRectItem(
                QRectF(
                    QPointF(1.0 if is_right else left, 1.0 if is_top else self._y0),
                    QPointF(self._x1 if is_right else 1.0, self._y1 if is_top else 1.0),
                )
            )
            colour = self._theme.colour(f"{tone}_soft")
            colour.setAlphaF(0.55)
            ground.setBrush(colour)
            ground.setPen(pg.mkPen(None))
            ground.setZValue(-20)
            plot.addItem(ground, ignoreBounds=True)
            anchor = (1 if is_right else 0, 0 if is_top else 1)
            text = self._add_text(name, self._theme.text_colour(tone), "chip", anchor)
            text.setPos(self._x1 if is_right else left, self._y1 if is_top else self._y0)
            self._quarters.append(text)
        for position, angle in ((1.0, 90), (1.0, 0)):
            line = pg.InfiniteLine(position, angle, pen=pg.mkPen(self._theme.colour("waiting")))
            line.setZValue(-10)
            plot.addItem(line, ignoreBounds=True)
        if self._has_strip():
            text = self._add_text(
                "none\npromised", self._theme.colour("text_faint"), "caption", (0, 0)
            )
            text.setPos(self._x0, self._y1)
            self._quarters.append(text)

    def _add_points(self) -> None:
        """Add the points; the one in focus is ringed."""
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
        self.getPlotItem().addItem(self._points)

    def _add_names(self) -> None:
        self._names = [
            self._add_text(
                point.label,
                self._theme.colour("text"),
                _role(number == self.current),
                (0, 0),
                margin=0,
            )
            for number, point in enumerate(self._view.points)
        ]

    def _add_text(
        self, text: str, colour: object, role: str, anchor: tuple[int, int], margin: int = 4
    ) -> pg.TextItem:
        item = pg.TextItem(text, color=colour, anchor=anchor)
        item.setFont(self._theme.font(role))
        item.textItem.document().setDocumentMargin(margin)
        item.updateTextPos()
        self.getPlotItem().addItem(item, ignoreBounds=True)
        return item

    def _place_names(self, _: object = None) -> None:
        """Write each name where it covers nothing; one without a place shows on hover."""
        box = self.getViewBox()
        room = QRectF(0, 0, box.width(), box.height())
        if room.isEmpty() or not self._names:
            return
        order = sorted(range(len(self._names)), key=lambda i: (i != self.current, i))
        wanted = [
            (
                self._to_pixels(self._x_of(point), point.y),
                _diameter(point) / 2,
                _measure(point.label, self._theme.font(_role(i == self.current))),
            )
            for i, point in ((i, self._view.points[i]) for i in order)
        ]
        places = place_labels(wanted, room, [self._corner_of(t) for t in self._quarters])
        for i, place in zip(order, places, strict=True):
            name = self._names[i]
            name.setVisible(place is not None)
            if place is not None:
                name.setPos(self._to_plan(place.topLeft()))

    def _corner_of(self, text: pg.TextItem) -> QRectF:
        """Return the rectangle of a quarter's name, in pixels of the plot."""
        size = text.textItem.boundingRect().size()
        place = self._to_pixels(text.pos().x(), text.pos().y())
        left = place.x() - text.anchor.x() * size.width()
        return QRectF(QPointF(left, place.y() - text.anchor.y() * size.height()), size)

    def _x_of(self, point: PointView) -> float:
        """Return where a point stands; in the strip at the left when nothing was promised."""
        return (self._x0 + self._strip_edge()) / 2 if point.x is None else point.x

    def _to_pixels(self, x: float, y: float) -> QPointF:
        box = self.getViewBox()
        return QPointF(
            (x - self._x0) / (self._x1 - self._x0) * box.width(),
            (self._y1 - y) / (self._y1 - self._y0) * box.height(),
        )

    def _to_plan(self, place: QPointF) -> QPointF:
        box = self.getViewBox()
        return QPointF(
            self._x0 + place.x() / box.width() * (self._x1 - self._x0),
            self._y1 - place.y() / box.height() * (self._y1 - self._y0),
        )


def _explain(x: float, y: float, data: PointView) -> str:  # noqa: ARG001 - pyqtgraph's names
    return data.tooltip


def _diameter(point: PointView) -> float:
    return _SMALLEST + (_LARGEST - _SMALLEST) * point.size


def _measure(text: str, font: QFont) -> QSizeF:
    metrics = QFontMetricsF(font)
    return QSizeF(metrics.horizontalAdvance(text) + 1, ceil(metrics.height()))


def _role(is_current: bool) -> str:
    return "chip" if is_current else "caption"


def _build_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Return ticks at round percentages that leave room to read them."""
    step = next(s for s in (20, 40, 50, 100) if (high - low) * 100 / s <= 6 or s == 100)  # noqa: PLR2004
    first = int(low * 100 // step) + 1
    last = int(high * 100 // step)
    return [(i * step / 100, f"{i * step}%") for i in range(first, last + 1)]
