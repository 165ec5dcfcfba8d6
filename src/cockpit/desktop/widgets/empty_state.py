"""What to show where there is nothing yet: what that means and what to do next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cockpit.desktop.icons import build_icon
from cockpit.desktop.widgets.label import build_label

_WIDTH = 440
_ICON = 36


class EmptyState(QWidget):
    """An empty place that says what to do next.

    Args:
        title: What is missing: "No targets for Q3 FY26 yet".
        text: What that means, and what helps.
        actions: Titles of buttons with what they do; the first is the one to press.
        icon: Name of an icon, or empty.
    """

    def __init__(
        self,
        title: str,
        text: str,
        actions: Sequence[tuple[str, Callable[[], None]]] = (),
        icon: str = "inbox",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(2)
        if icon:
            layout.addWidget(_IconLabel(icon), 0, centre)
        self.title = build_label(title, "title")
        layout.addWidget(self.title, 0, centre)
        self.text = build_label(text, "body", "muted", wrap=True)
        self.text.setAlignment(centre)
        self._fit_text()
        layout.addWidget(self.text, 0, centre)
        layout.addLayout(_build_actions(actions))
        layout.addStretch(3)

    def show_text(self, title: str, text: str) -> None:
        """Say something else in the same place."""
        self.title.setText(title)
        self.text.setText(text)
        self._fit_text()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def _fit_text(self) -> None:
        """Give the text the height it needs at its width; a centred label does not ask for it."""
        self.text.setFixedSize(_WIDTH, self.text.heightForWidth(_WIDTH))


class _IconLabel(QLabel):
    """An icon that follows the palette."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._icon = build_icon(name)
        self.setFixedSize(_ICON, _ICON)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the icon anew in the palette's colour."""
        self._icon.paint(QPainter(self), self.rect())


def _build_actions(actions: Sequence[tuple[str, Callable[[], None]]]) -> QHBoxLayout:
    """Return the row of buttons."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 6, 0, 0)
    row.addStretch(1)
    for number, (title, run) in enumerate(actions):
        button = QPushButton(title)
        if number == 0:
            button.setProperty("look", "primary")
        button.clicked.connect(lambda _=False, run=run: run())
        row.addWidget(button)
    row.addStretch(1)
    return row
