"""The cockpit's first card: why revenue is short, or where it is heading, one at a time."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from cockpit.desktop.charts.bridge import BridgeChart
from cockpit.desktop.charts.fan import FanChart
from cockpit.desktop.icons import build_icon
from cockpit.desktop.screens.cockpit_filters import FilterBar
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.presenters.forecast import ForecastView

WHY, FORECAST = "why", "forecast"
_CHOICES = (
    (WHY, "Why", "From target to actual: what each cause cost or gave back"),
    (FORECAST, "Forecast", "Where revenue is heading until the end of the period"),
)
_ICON = QSize(14, 14)


class WhyCard(Card):
    """Holds the bridge and the forecast fan; the choice stays from question to question.

    `math_wanted` and `quality_wanted` ask how the forecast comes about, and how good forecasts
    were; `switched` says that the other picture is shown.
    """

    math_wanted = Signal()
    quality_wanted = Signal()
    switched = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(hint=" ", parent=parent)
        self.setAccessibleName("From target to actual, and the forecast")
        self.choices = SegmentedControl("Show", _CHOICES)
        self.bridge = BridgeChart(theme)
        self.filters = FilterBar(theme)
        self.fan = FanChart(theme)
        self.drivers = Headline(theme, "caption", "muted")
        self.drivers.setWordWrap(False)
        self.drivers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.reason = build_label("", "body", "faint", wrap=True)
        self.math = _build_button("See the math", "equal", "What the forecast is made of (Ctrl+M)")
        self.quality = _build_button(
            "How good were our forecasts?", "history", "Past forecasts beside what came"
        )
        self._hints = {WHY: "", FORECAST: ""}
        self._lay_out()
        self.choices.chosen.connect(self.choose)
        self.math.clicked.connect(self.math_wanted)
        self.quality.clicked.connect(self.quality_wanted)
        self.choose(WHY)

    @property
    def shows_forecast(self) -> bool:
        """Return whether the fan is shown."""
        return self.choices.choice == FORECAST

    def choose(self, name: str) -> None:
        """Show one of the pictures."""
        self.choices.choose(name)
        self._pages.setCurrentIndex(int(name == FORECAST))
        self.filters.setVisible(name == WHY)
        for button in (self.math, self.quality):
            button.setVisible(name == FORECAST)
        self.set_hint(self._hints[name])
        self.switched.emit()

    def show_hint(self, hint: str) -> None:
        """Say what can be done with the bridge."""
        self._hints[WHY] = hint
        self.choose(self.choices.choice)

    def show_forecast(self, view: ForecastView | None, reason: str = "") -> None:
        """Show a forecast, or with `None` why there is none."""
        self.fan.setVisible(view is not None)
        self.math.setEnabled(view is not None)
        self.reason.setText(reason)
        self.reason.setVisible(view is None)
        self._hints[FORECAST] = view.hint if view else ""
        self.set_hint(self._hints[self.choices.choice])
        self.drivers.show_spans(view.drivers if view else ())
        self.drivers.setToolTip(self.drivers.accessibleName())
        if view is not None:
            self.fan.show_view(view.fan)

    def _lay_out(self) -> None:
        self.heading.removeWidget(self.title)
        self.title.hide()
        self.heading.insertWidget(0, self.choices)
        self.heading.setContentsMargins(8, 6, 14, 2)
        for widget in (self.filters, self.math, self.quality):
            self.heading.addWidget(widget)
        place = QWidget()
        self._pages = QStackedLayout(place)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self.bridge)
        self._pages.addWidget(self._build_forecast())
        self.body.addWidget(place)

    def _build_forecast(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.fan, 1)
        layout.addWidget(self.reason, 1)
        layout.addWidget(self.drivers)
        return page


def _build_button(text: str, icon: str, tip: str) -> QToolButton:
    """Return a plain button beside the picture, as the filters have them."""
    button = QToolButton()
    button.setProperty("look", "plain")
    button.setText(text)
    button.setIcon(build_icon(icon))
    button.setIconSize(_ICON)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setToolTip(tip)
    return button
