"""A quiet bar above the screen that proposes something, and can be ignored."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from cockpit.desktop.widgets.announcing import read_out
from cockpit.desktop.widgets.label import build_label


class Proposal(QFrame):
    """A sentence with what can be done about it; takes no focus and blocks nothing.

    Args:
        actions: Titles of buttons with what they do; the first is the one proposed.
    """

    def __init__(
        self, actions: Sequence[tuple[str, Callable[[], None]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("proposal")
        self._title = build_label(role="strong")
        self._text = build_label(tone="muted")
        self._text.setMinimumWidth(1)
        self.buttons: list[QPushButton] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 7, 14, 7)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addWidget(self._text, 1)
        for title, run in actions:
            button = QPushButton(title)
            button.clicked.connect(lambda _=False, run=run: run())
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.buttons.append(button)
        self.hide()

    def propose(self, title: str, text: str) -> None:
        """Show a proposal in place of any other, and have it read out."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setToolTip(text)
        self.setAccessibleName(f"{title}. {text}")
        self.show()
        read_out(self, f"{title}. {text}")
