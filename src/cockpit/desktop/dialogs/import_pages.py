"""The pages of the import dialog behind its steps: while work runs, and what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.dialogs.import_answer import AnswerPanel
from cockpit.desktop.dialogs.import_counts import build_accounts, build_scroller
from cockpit.desktop.dialogs.import_problems import ProblemsPanel
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl

if TYPE_CHECKING:
    from pathlib import Path

    from cockpit.desktop.theme import Theme
    from cockpit.presenters.answer_change import AnswerChangeView
    from cockpit.presenters.import_wizard import ImportOutcome

_BAR_WIDTH = 420
_ACCOUNTS_WIDTH = 290
_WHOLE = 1000
_TABS = (
    ("answer", "What this changed", "The answer before the import, and now"),
    ("problems", "What was found", "Rows that need a look"),
)


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
    """What an import did: in a sentence, in the answer, per file, and what was found."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.headline = Headline(theme)
        self.answer = AnswerPanel(theme)
        self.problems = ProblemsPanel(theme, is_narrow=True)
        self.tabs = SegmentedControl("Show", _TABS)
        self.tabs.chosen.connect(self.show_tab)
        self.save = QPushButton("Save rejected rows…")
        self.save.setToolTip("As they are, with the reason behind each: correct and import them")
        page = QWidget()
        self._accounts = QVBoxLayout(page)
        self._accounts.setContentsMargins(0, 0, 6, 0)
        accounts = Card("Where every row went")
        accounts.setFixedWidth(_ACCOUNTS_WIDTH)
        accounts.body.addWidget(build_scroller(page, "Where every row went"), 1)
        self.watch = QCheckBox()
        self.watch.hide()
        accounts.body.addWidget(self.watch)
        self._found = Card()
        self._found.body.addWidget(self.problems)
        right = QVBoxLayout()
        right.setSpacing(8)
        tools = QHBoxLayout()
        tools.addWidget(self.tabs)
        tools.addStretch(1)
        tools.addWidget(self.save)
        right.addLayout(tools)
        right.addWidget(self.answer, 1)
        right.addWidget(self._found, 1)
        below = QHBoxLayout()
        below.setSpacing(14)
        below.addWidget(accounts)
        below.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.headline)
        layout.addLayout(below, 1)

    def show_outcome(self, outcome: ImportOutcome) -> None:
        """Show what an import did; the answer is being compared."""
        self.headline.show_spans(outcome.headline)
        build_accounts(self._theme, outcome.accounts, self._accounts)
        self.problems.show_problems(outcome.problems)
        self.tabs.setVisible(bool(outcome.problems))
        if outcome.problems:
            count = f"What was found ({len(outcome.problems):,})"
            self.tabs.set_title("problems", count)
        self.save.setVisible(bool(outcome.rejected))
        self.answer.begin()
        self.show_tab("answer")

    def offer_watching(self, folder: Path, *, is_watched: bool) -> None:
        """Offer to watch the folder that the files came from."""
        self.watch.setText(f"Tell me of new exports in {folder.name or folder}")
        self.watch.setToolTip(f"{folder}: new exports are proposed, never imported by themselves")
        self.watch.setChecked(is_watched)
        self.watch.show()

    def show_change(self, view: AnswerChangeView) -> None:
        """Show what the import changed in the answer."""
        self.answer.show_change(view)

    def show_tab(self, name: str) -> None:
        """Show the answer, or what was found."""
        self.tabs.choose(name)
        self.answer.setVisible(name == "answer")
        self._found.setVisible(name == "problems")
