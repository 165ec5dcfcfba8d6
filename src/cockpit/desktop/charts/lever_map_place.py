"""Room for the lever map, which is drawn a moment after the answer it belongs to is read."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from cockpit.desktop.charts.lever_map import LeverMapChart
    from cockpit.desktop.screen import ScreenContext
    from cockpit.presenters.lever_map import LeverMapView


class LeverMapPlace(QWidget):
    """Holds the lever map; the plotting library behind it is imported once there is an answer.

    `chosen` carries the name of the rep that was clicked on it; `built` tells that it is there.

    Args:
        context: Its worker does the import.
    """

    chosen = Signal(str)
    built = Signal()

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._view: LeverMapView | None = None
        self._is_asked = False
        self.chart: LeverMapChart | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def sizeHint(self) -> QSize:
        """Return the same room with and without the map, so that nothing moves when it comes."""
        return QSize(256, 192)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for a dozen names."""
        return QSize(160, 120)

    def show_view(self, view: LeverMapView) -> None:
        """Show other points, as soon as they can be drawn."""
        self._view = view
        if self.chart is not None:
            self.chart.show_view(view)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ask for the library, once, when the answer around this place has been painted."""
        super().paintEvent(event)
        if self._view is not None and not self._is_asked:
            self._is_asked = True
            QTimer.singleShot(0, self._import)

    def _import(self) -> None:
        """Import in the worker, so that the window can be used meanwhile."""
        self._context.tasks.ask(
            "lever map",
            lambda _: import_module("cockpit.desktop.charts.lever_map"),
            self._on_imported,
        )

    def _on_imported(self, module: Any) -> None:
        """Draw what was last asked to be shown."""
        chart: LeverMapChart = module.LeverMapChart(self._context.theme)
        chart.chosen.connect(self.chosen)
        self.chart = chart
        self._layout.addWidget(chart)
        if self._view is not None:
            chart.show_view(self._view)
        self.built.emit()
