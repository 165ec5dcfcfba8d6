"""What is shown before the store is open, and when it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cockpit.desktop.first_page import OPENING
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.label import build_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from cockpit.domain.errors import CockpitError

_WIDTH = 560


class OpeningPage(QWidget):
    """Nothing but a quiet line: the store opens within a blink or two."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        text = build_label(OPENING, "body", "faint")
        layout.addWidget(text, 0, Qt.AlignmentFlag.AlignCenter)


class RefusedPage(QWidget):
    """Says why the store cannot be opened: what happened, what is safe, what to do.

    Args:
        on_retry: Tries the same store again.
        on_other: Lets the user choose another store.
    """

    def __init__(self, on_retry: Callable[[], None], on_other: Callable[[], None]) -> None:
        super().__init__()
        self._title = build_label("", "title")
        self._parts = [build_label("", "body", wrap=True) for _ in range(3)]
        card = Card()
        card.setFixedWidth(_WIDTH)
        card.body.setContentsMargins(24, 22, 24, 20)
        card.body.setSpacing(6)
        card.body.addWidget(self._title)
        for heading, part in zip(
            ("What happened", "What is safe", "What to do"), self._parts, strict=True
        ):
            name = build_label(heading, "label", "muted")
            name.setContentsMargins(0, 10, 0, 0)
            card.body.addWidget(name)
            card.body.addWidget(part)
        retry = QPushButton("Try again")
        retry.setProperty("look", "primary")
        retry.clicked.connect(lambda _=False: on_retry())
        other = QPushButton("Open another store…")
        other.clicked.connect(lambda _=False: on_other())
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 16, 0, 0)
        buttons.addWidget(retry)
        buttons.addWidget(other)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)

    def show_error(self, error: CockpitError) -> None:
        """Say what an error means to the user."""
        from cockpit.presenters.opening import build_failure

        view = build_failure(error)
        self._title.setText(view.title)
        for label, text in zip(self._parts, (view.happened, view.safe, view.advice), strict=True):
            label.setText(text)
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(f"{view.happened} {view.safe} {view.advice}")
