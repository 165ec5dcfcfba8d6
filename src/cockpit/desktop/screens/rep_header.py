"""The top of a rep's page: way back, name, verdict, switcher, and the answer in sentences."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from cockpit.desktop.icons import build_icon
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.pill import Pill
from cockpit.presenters.rep_page import RepView
from cockpit.presenters.text import Span

_WIDEST_NAME = 560


class RepHeader(QWidget):
    """Says who it is and what the gap comes down to.

    `left` asks for the list, `stepped` carries −1 or 1, `picked` a rep's name.
    """

    left = Signal()
    stepped = Signal(int)
    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = _build_tool("", "All reps (Esc)")
        self.back.setText("Reps ›")
        self.back.setStyleSheet("padding-left: 0")
        self.back.clicked.connect(self.left)
        self.previous = _build_tool("chevron-left", "Previous rep (Alt+Up)")
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next = _build_tool("chevron-right", "Next rep (Alt+Down)")
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.reps = QMenu(self)
        self.reps.triggered.connect(lambda action: self.picked.emit(action.data()))
        self.picker = QToolButton()
        self.picker.setProperty("look", "button")
        self.picker.setFont(theme.font("body"))
        self.picker.setMenu(self.reps)
        self.picker.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.picker.setToolTip("Pick a rep")
        self.name = build_label("", "title")
        self.verdict = Pill(theme)
        self.notes = build_label("", "caption", "faint")
        self.story = Headline(theme, "body")
        self.facts = Headline(theme, "body", "muted")
        self.forecast = Headline(theme, "body", "muted")
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        """Return the least width; the height follows from the width, as the sentences wrap."""
        return QSize(super().minimumSizeHint().width(), 0)

    def show_view(self, view: RepView) -> None:
        """Show another rep, or the same after something changed."""
        metrics = self.name.fontMetrics()
        self.name.setText(metrics.elidedText(view.name, Qt.TextElideMode.ElideRight, _WIDEST_NAME))
        self.name.setToolTip(view.name)
        self.verdict.show_state(view.verdict, view.tone)
        self.notes.setText(" · ".join(view.notes))
        self.notes.setToolTip(self.notes.text())
        self.story.show_spans(view.story)
        self.facts.show_spans(view.facts)
        self._show_names(view)
        for button in (self.previous, self.next):
            button.setEnabled(len(view.names) > 1)

    def show_forecast(self, spans: Sequence[Span]) -> None:
        """Show where the rep is heading; nothing while that is not known."""
        self.forecast.show_spans(spans)
        self.forecast.setVisible(bool(spans))

    def _show_names(self, view: RepView) -> None:
        """Fill the menu of reps and mark the one that is shown."""
        self.picker.setText(f"{view.place + 1} of {len(view.names)} reps ▾")
        self.picker.setAccessibleName(f"Rep {view.name}, {self.picker.text()}")
        self.reps.clear()
        for name in view.names:
            action = self.reps.addAction(name.replace("&", "&&"))
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == view.name)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self.back)
        title.addWidget(self.name)
        title.addWidget(self.verdict)
        title.addWidget(self.notes, 1)
        title.addWidget(self.previous)
        title.addWidget(self.picker)
        title.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(title)
        layout.addWidget(self.story)
        layout.addWidget(self.facts)
        layout.addWidget(self.forecast)


def _build_tool(icon: str, title: str) -> QToolButton:
    """Return a plain button with an icon, or with a text to be set."""
    button = QToolButton()
    button.setProperty("look", "plain")
    button.setAccessibleName(title)
    button.setToolTip(title)
    if icon:
        button.setIcon(build_icon(icon))
        button.setIconSize(QSize(16, 16))
    return button
