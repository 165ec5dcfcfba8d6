"""A card that says why there is nothing in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.label import build_label


class ExplainedCard(Card):
    """A card that holds a widget, or a sentence saying why there is nothing to show in it."""

    def __init__(self, title: str, hint: str, content: QWidget) -> None:
        super().__init__(title, hint)
        self.content = content
        self.reason = build_label("", "body", "faint", wrap=True)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.reason.hide()
        self.body.addWidget(content, 1)
        self.body.addWidget(self.reason)

    def show_reason(self, reason: str) -> None:
        """Show why there is nothing, or with an empty text the content."""
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.content.setVisible(not reason)
