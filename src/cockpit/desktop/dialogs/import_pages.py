"""The pages of the import dialog behind the review: while it runs, and what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from cockpit.desktop.dialogs.import_counts import build_accounts, build_scroller
from cockpit.desktop.dialogs.import_problems import ProblemsPanel
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme
    from cockpit.presenters.import_wizard import ImportOutcome

_BAR_WIDTH = 420
_ACCOUNTS_WIDTH = 280
_WHOLE = 1000


class RunningPage(QWidget):
    """How far the work is, and what a cancel would leave behind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.text = build_label("", "strong")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, _WHOLE)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName("Progress")
        self.hint = build_label("", "body", "muted")
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(1)
        layout.addWidget(self.text, 0, centre)
        layout.addWidget(self.bar, 0, centre)
        layout.addWidget(self.hint, 0, centre)
        layout.addStretch(1)

    def begin(self, text: str, hint: str) -> None:
        """Show that work has begun, and what is safe meanwhile."""
        self.text.setText(text)
        self.hint.setText(hint)
        self.bar.setValue(0)

    def show_progress(self, fraction: float, text: str) -> None:
        """Show the fraction done, 0 to 1, and what is being done."""
        self.bar.setValue(round(fraction * _WHOLE))
        if text:
            self.text.setText(text)


class ResultPage(QWidget):
    """What an import did: in a sentence, per file, and what was found."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.headline = Headline(theme)
        self.problems = ProblemsPanel(theme, is_narrow=True)
        self._problems_card = Card("What was found")
        self._problems_card.body.addWidget(self.problems)
        page = QWidget()
        self._accounts = QVBoxLayout(page)
        self._accounts.setContentsMargins(0, 0, 6, 0)
        self._accounts_card = Card("Where every row went")
        self._accounts_card.body.addWidget(build_scroller(page))
        cards = QHBoxLayout()
        cards.setSpacing(14)
        self._accounts_card.setMinimumWidth(_ACCOUNTS_WIDTH)
        cards.addWidget(self._accounts_card, 1)
        cards.addWidget(self._problems_card, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.headline)
        layout.addLayout(cards, 1)

    def show_outcome(self, outcome: ImportOutcome) -> None:
        """Show what an import did."""
        self.headline.show_spans(outcome.headline)
        build_accounts(self._theme, outcome.accounts, self._accounts)
        self.problems.show_problems(outcome.problems)
        self._problems_card.setVisible(bool(outcome.problems))
