"""The bar above the screen: which period, as of which day, on which basis; search; export."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from cockpit.desktop.actions import Actions, follow, format_keys
from cockpit.desktop.first_page import TOP_BAR_HEIGHT
from cockpit.desktop.fonts import build_font
from cockpit.desktop.widgets.segmented_control import SegmentedControl

_SEARCH_WIDTH = 220
_PERIOD_WIDTH = 78
_ARROW_WIDTH = 28
_CONTROL_HEIGHT = 32

BASES = (
    ("bookings", "Bookings", "Why is this period's revenue short? (Ctrl+B)"),
    ("cohort", "Cohort", "What became of this period's leads, wherever they landed? (Ctrl+B)"),
)
"""The bases with their titles and what each asks."""


class TopBar(QWidget):
    """What every screen shares. It shows what it is told; the window decides.

    `basis_chosen` carries the name of a basis; everything else are actions of the window.
    """

    basis_chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(TOP_BAR_HEIGHT)
        self.periods = QMenu(self)
        self.exports = QMenu(self)
        self.period = _build_menu_button("…", "Period", self.periods)
        self.period.setMinimumWidth(_PERIOD_WIDTH)
        self.period.setProperty("strong", "true")
        self.period.setFont(build_font("strong"))
        self._switcher = _build_switcher(self.period, actions)
        self.day = _build_day_button(actions)
        self.basis = SegmentedControl("Basis", BASES)
        self.basis.chosen.connect(self.basis_chosen)
        self.search = _build_search(actions)
        self.export = _build_menu_button("Export ▾", "Export", self.exports)
        self.export.setProperty("look", "button")
        self.export.setToolTip(actions.tip("export", "Save what is shown"))
        actions["export"].triggered.connect(self.export.showMenu)
        actions["export"].enabledChanged.connect(self.export.setEnabled)
        actions["basis"].enabledChanged.connect(self.basis.setEnabled)
        for control in (self._switcher, self.basis, self.search, self.export):
            control.setFixedHeight(_CONTROL_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(12)
        layout.addWidget(self._switcher)
        layout.addSpacing(-6)
        layout.addWidget(self.day)
        layout.addStretch(1)
        layout.addWidget(self.basis)
        layout.addWidget(self.search)
        layout.addWidget(self.export)

    def show_question(self, period: str, period_tip: str, day: str, basis: str) -> None:
        """Show what is asked.

        Args:
            period: Title of the period: "Q3 FY26".
            period_tip: Its first and last day.
            day: Where the as-of day lies.
            basis: Name of the basis.
        """
        self.period.setText(period)
        self.period.setToolTip(period_tip)
        self.period.setAccessibleName(f"Period {period}")
        self.day.setText(day)
        self.day.setAccessibleName(f"As-of date: {day}")
        self.basis.choose(basis)

    def show_parts(self, *, has_period: bool, has_basis: bool) -> None:
        """Show only what matters to the screen that is open."""
        self._switcher.setVisible(has_period)
        self.day.setVisible(has_period)
        self.basis.setVisible(has_basis)


def _build_menu_button(text: str, title: str, menu: QMenu) -> QToolButton:
    """Return a button that drops a menu."""
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(title)
    button.setFont(build_font("body"))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    return button


def _build_switcher(period: QToolButton, actions: Actions) -> QFrame:
    """Return the period with an arrow to either side."""
    frame = QFrame()
    frame.setObjectName("segments")
    frame.setAccessibleName("Period switcher")
    frame.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    layout = QHBoxLayout(frame)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.setSpacing(0)
    layout.addWidget(_build_arrow("‹", "earlier", actions))
    layout.addWidget(period)
    layout.addWidget(_build_arrow("›", "later", actions))
    return frame


def _build_arrow(text: str, name: str, actions: Actions) -> QToolButton:
    """Return an arrow that does an action and is disabled with it."""
    action = actions[name]
    arrow = QToolButton()
    arrow.setText(text)
    arrow.setAccessibleName(action.text())
    arrow.setToolTip(actions.tip(name))
    arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    arrow.setFixedWidth(_ARROW_WIDTH)
    follow(arrow, action)
    return arrow


def _build_day_button(actions: Actions) -> QToolButton:
    """Return the words about the as-of day, which open the calendar."""
    button = QToolButton()
    button.setProperty("look", "plain")
    button.setFont(build_font("body"))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolTip(actions.tip("as_of", "What did we know then? Choose the as-of day"))
    follow(button, actions["as_of"])
    return button


def _build_search(actions: Actions) -> QPushButton:
    """Return what looks like a search field and opens Ctrl+K."""
    button = QPushButton(f"Search or jump to… {format_keys(actions['jump'])}")
    button.setObjectName("search")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setFixedWidth(_SEARCH_WIDTH)
    button.setAccessibleName("Search or jump to a rep, screen, period or command")
    follow(button, actions["jump"])
    return button
