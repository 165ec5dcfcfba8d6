"""The last step before an import: what will change, in one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.desktop.dialogs.import_counts import (
    FatesGrid,
    FileCountsRow,
    build_scroller,
    empty_layout,
)
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.presenters.import_counts import GONE

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme
    from cockpit.presenters.import_view import WizardView

_FATES_WIDTH = 380


class ChangePage(QWidget):
    """Where every row of every file would go, and which reps and sources are new."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.headline = Headline(theme)
        self.fates = FatesGrid(theme)
        page = QWidget()
        self._rows = QVBoxLayout(page)
        self._rows.setContentsMargins(0, 0, 8, 0)
        files = Card("File by file")
        files.body.addWidget(build_scroller(page, "File by file"))
        everything = Card("All together")
        everything.setFixedWidth(_FATES_WIDTH)
        everything.body.addWidget(self.fates)
        everything.body.addSpacing(8)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(6)
        everything.body.addLayout(self._notes)
        everything.body.addStretch(1)
        cards = QHBoxLayout()
        cards.setSpacing(14)
        cards.addWidget(files, 1)
        cards.addWidget(everything)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.headline)
        layout.addLayout(cards, 1)

    def show_view(self, view: WizardView) -> None:
        """Show what importing a draft would change."""
        change = view.change
        self.headline.show_spans(change.headline)
        self.fates.show_counts({**change.totals, GONE: change.vanished})
        empty_layout(self._rows)
        for file in change.files:
            row = FileCountsRow(self._theme, file)
            self._rows.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
        self._rows.addStretch(1)
        empty_layout(self._notes)
        for note in change.notes:
            self._notes.addWidget(build_label(note, "body", wrap=True))
