"""The fourth step of an import: what is wrong with the rows, and what follows from that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cockpit.desktop.dialogs.import_problems import ProblemsPanel
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme
    from cockpit.presenters.import_view import WizardView


class CheckPage(QWidget):
    """The findings of all files: grouped by what they say, with every row behind them.

    `announced` carries what was done in passing; `save` is the button for rejected rows.
    """

    announced = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = ProblemsPanel(theme, is_narrow=True)
        self.panel.announced.connect(self.announced)
        card = Card("What was found in the rows", "A group above filters the rows below")
        self.save = QPushButton("Save rejected rows…")
        self.save.setToolTip("As they are, with the reason behind each: correct and import them")
        card.heading.addSpacing(12)
        card.heading.addWidget(self.save)
        card.body.addWidget(self.panel)
        nothing = EmptyState(
            "Nothing wrong with these rows", "Every row can be imported as it is.", icon="check"
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)

    def show_view(self, view: WizardView) -> None:
        """Show what was found in the files of a draft."""
        lines = [line for file in view.files for line in file.problems]
        self.panel.show_problems(lines)
        accounts = [file.preview.account for file in view.files]
        self.save.setVisible(any(each.rejected for each in accounts if each))
        self.save.setEnabled(view.is_ready)
        self.pages.setCurrentIndex(0 if lines else 1)
