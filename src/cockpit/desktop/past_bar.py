"""The bar that is there while an earlier day is asked about: what was known, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from cockpit.desktop.actions import follow
from cockpit.desktop.widgets.announcing import read_out
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl

if TYPE_CHECKING:
    from cockpit.desktop.actions import Actions
    from cockpit.presenters.past import PastView

_CHOICES = (
    ("then", "As known then", "Only what had been imported and planned by that day"),
    ("now", "With what we know now", "The same day, with later imports and today's plan"),
)


class PastBar(QFrame):
    """Tells that the screens show the past; `knowledge_chosen` carries `then` or `now`.

    Args:
        actions: `today` goes back, `knowledge` switches.
    """

    knowledge_chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("past")
        self.title = build_label(role="strong")
        self.text = build_label(tone="muted", wrap=True)
        self.choice = SegmentedControl("What counts as known", _CHOICES)
        self.choice.setToolTip(actions.tip("knowledge"))
        self.choice.chosen.connect(self.knowledge_chosen)
        self.back = QPushButton("Back to today")
        self.back.setToolTip(actions.tip("today"))
        follow(self.back, actions["today"])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 6, 20, 6)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addWidget(self.text, 1)
        for control in (self.choice, self.back):
            layout.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_past(self, view: PastView | None) -> None:
        """Show which day it is; hide while it is today."""
        if view is None:
            self.hide()
            return
        words = f"{view.title}. {view.text}"
        is_news = not self.isVisible() or self.accessibleName() != words
        self.title.setText(view.title)
        self.text.setText(view.text)
        self.text.setToolTip(view.text)
        self.setAccessibleName(words)
        self.choice.choose(view.knowledge)
        self.choice.setVisible(view.has_choice)
        self.show()
        if is_news:
            read_out(self, words)
