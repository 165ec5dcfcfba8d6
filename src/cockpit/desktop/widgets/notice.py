"""A bar above the screen: what went wrong, what is safe, what can be done. Never modal."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cockpit.desktop.widgets.announcing import read_out
from cockpit.desktop.widgets.label import build_label


class Notice(QFrame):
    """A message that stays until it is dismissed or replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._title = build_label(role="strong", wrap=True)
        self._text = build_label(tone="muted", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._text)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(6)
        self._shown: list[QPushButton] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 14, 10)
        layout.setSpacing(16)
        layout.addLayout(column, 1)
        layout.addLayout(self._buttons)
        layout.setAlignment(self._buttons, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_message(
        self, title: str, text: str, actions: Sequence[tuple[str, Callable[[], None]]] = ()
    ) -> None:
        """Show a message in place of any other.

        Args:
            title: What happened.
            text: What is safe and what to do.
            actions: Titles of buttons with what they do; "Dismiss" is added.
        """
        self._title.setText(title)
        self._text.setText(text)
        for old in self._shown:
            old.deleteLater()
        self._shown.clear()
        for name, run in (*actions, ("Dismiss", self.hide)):
            button = QPushButton(name)
            button.clicked.connect(lambda _=False, run=run: run())
            self._buttons.addWidget(button)
            self._shown.append(button)
        self.setAccessibleName(f"{title} {text}")
        self.show()
        read_out(self, f"{title} {text}")
