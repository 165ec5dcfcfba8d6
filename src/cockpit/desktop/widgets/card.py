"""A bordered surface with a heading, a hint, and room for one thing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cockpit.desktop.widgets.label import build_label


class Card(QFrame):
    """A part of a screen; put its contents into `body`.

    Args:
        title: Heading, also the accessible name; without one there is no heading line.
        hint: What can be done here, faintly, to the right.
    """

    def __init__(self, title: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.title = build_label(title, "label", "muted")
        self.hint = build_label(hint, "caption", "faint")
        self.hint.setMinimumWidth(1)  # a long hint is cut, and never makes the card wider
        self.heading = QHBoxLayout()
        self.heading.setContentsMargins(14, 10, 14, 4)
        self.heading.addWidget(self.title)
        self.heading.addStretch(1)
        self.heading.addWidget(self.hint, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(14, 4, 14, 12)
        self.body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        if title or hint:
            layout.addLayout(self.heading)
        layout.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        """Show another heading."""
        self.title.setText(title)
        self.setAccessibleName(title)

    def set_hint(self, hint: str) -> None:
        """Show another hint."""
        self.hint.setText(hint)

    def make_flush(self) -> None:
        """Let the body reach the card's edges, as a table does."""
        self.body.setContentsMargins(6, 2, 6, 6)
