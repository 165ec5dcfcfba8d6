"""The frame of the import dialog: the stepper above the pages, the buttons below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.dialogs.import_change import ChangePage
from cockpit.desktop.dialogs.import_check import CheckPage
from cockpit.desktop.dialogs.import_columns import ColumnsPage
from cockpit.desktop.dialogs.import_files import FilesPage
from cockpit.desktop.dialogs.import_pages import ResultPage, RunningPage
from cockpit.desktop.dialogs.import_questions import QuestionsPage
from cockpit.desktop.widgets.empty_state import EmptyState
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.stepper import Stepper
from cockpit.presenters.import_answers import QuestionsView
from cockpit.presenters.import_steps import Step, build_steps, find_last, find_next
from cockpit.presenters.text import Span

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme
    from cockpit.presenters.import_view import WizardView
    from cockpit.presenters.import_wizard import ImportOutcome

_LEAST_SIZE = (880, 560)
_WHOLE = 1000
_UNDONE = (Span("Undone: ", strong=True), Span("the store is as it was before this import."))
_USES_ENTER = (QLineEdit, QAbstractItemView, QComboBox, QAbstractSpinBox)


class ImportFrame(QObject):
    """All that the import dialog shows; the dialog decides what happens.

    `add_wanted` asks for files.

    Args:
        theme: Gives colours and fonts.
        dialog: Is filled.
    """

    add_wanted = Signal()

    def __init__(self, theme: Theme, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._build_pages(theme)
        self._build_foot(theme)
        self.stepper = Stepper(theme, [(s.step, s.title) for s in build_steps((), QuestionsView())])
        self.busy = QProgressBar(textVisible=False)
        self.busy.setAccessibleName("Reading the files")
        keep = self.busy.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(keep)
        self.error = build_label("", "body", "bad", wrap=True)
        self.note = build_label("", "body", "muted", wrap=True)
        dialog.setMinimumSize(*_LEAST_SIZE)
        layout = QVBoxLayout(dialog)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # pages never widen it
        layout.setContentsMargins(20, 12, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(self.stepper)
        layout.addWidget(self.busy)
        layout.addWidget(self.note)
        layout.addWidget(self.error)
        layout.addWidget(self.pages, 1)
        layout.addLayout(self._foot)
        self.error.hide()
        self.note.hide()
        self.busy.hide()

    @property
    def is_looking(self) -> bool:
        """Return whether files are being looked at."""
        return not self.busy.isHidden()

    def may_go_on_with_enter(self, focused: QWidget | None) -> bool:
        """Return whether Enter means to go on: where it has no other meaning, and not to import."""
        is_free = not isinstance(focused, _USES_ENTER)
        return is_free and self.go.isVisible() and self.go.isEnabled() and not self._imports

    # Building

    def _build_pages(self, theme: Theme) -> None:
        """Make the pages."""
        self.choosing = EmptyState(
            "Drop CSV or Excel files here",
            "What your CRM exports, as it is: leads, opportunities, users; targets and plans too. "
            "Several together, in any order. You see what would change before anything does.",
            [("Choose files…", self.add_wanted.emit)],
            icon="file-up",
        )
        self.files = FilesPage(theme)
        self.columns = ColumnsPage(theme)
        self.questions = QuestionsPage(theme)
        self.check = CheckPage(theme)
        self.change = ChangePage(theme)
        self.running = RunningPage()
        self.result = ResultPage(theme)
        self.pages = QStackedWidget()
        self._steps: dict[Step, QWidget] = {
            Step.FILES: self.files,
            Step.COLUMNS: self.columns,
            Step.QUESTIONS: self.questions,
            Step.CHECK: self.check,
            Step.CHANGE: self.change,
        }
        for page in (self.choosing, *self._steps.values(), self.running, self.result):
            self.pages.addWidget(page)

    def _build_foot(self, theme: Theme) -> None:
        """Make the line with the sentence on what would change, and the buttons."""
        self._imports = False
        self.summary = Headline(theme, "body")
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Esc")
        self.undo = QPushButton("Undo this import")
        self.cockpit = QPushButton("Show the Cockpit")
        self.back = QPushButton("Back")
        self.back.setToolTip("Alt+B")
        self.go = QPushButton("Next")
        self.go.setProperty("look", "primary")
        self._foot = QHBoxLayout()
        self._foot.setSpacing(8)
        self._foot.addWidget(self.summary, 1)
        for button in (self.cancel, self.undo, self.back, self.cockpit, self.go):
            button.setAutoDefault(False)
            self._foot.addWidget(button)
        for keys, button in (("Alt+B", self.back), ("Alt+N", self.go)):
            QShortcut(QKeySequence(keys), self._dialog).activated.connect(button.click)
        self.undo.hide()
        self.undo.setToolTip("Puts back what was known before this import")

    # Showing

    def show_choosing(self) -> None:
        """Show the place to drop files on."""
        self._show_page(self.choosing)
        self.back.hide()
        self.go.hide()

    def show_step(self, view: WizardView, step: Step) -> None:
        """Show a step of a draft."""
        page = self._steps[step]
        if isinstance(page, ColumnsPage):
            page.show_files(view.files)
        elif isinstance(page, FilesPage | QuestionsPage | CheckPage | ChangePage):
            page.show_view(view)
        is_other = self.pages.currentWidget() is not page
        self._show_page(page)
        self.stepper.show_steps(view.steps, step)
        self.stepper.show()
        self._imports = find_next(view.steps, step) is None
        self.back.setVisible(find_last(view.steps, step) is not None)
        self.go.show()
        self.go.setText("Import" if self._imports else "Next")
        self.go.setToolTip("Ctrl+Enter" if self._imports else "Alt+N; Ctrl+Enter imports at once")
        self.go.setEnabled(view.is_ready or not self._imports)
        self.summary.show_spans(view.summary)
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note) and step is Step.FILES)
        if is_other:
            self.go.setFocus()

    def show_running(self, text: str, hint: str) -> None:
        """Show that work goes on, and what is safe meanwhile."""
        self.running.begin(text, hint)
        self._show_page(self.running)
        self.back.hide()
        self.go.hide()
        self.cancel.setFocus()

    def show_result(self, outcome: ImportOutcome) -> None:
        """Show what an import did."""
        self.result.show_outcome(outcome)
        self._show_page(self.result)
        self.stepper.hide()
        self._imports = False
        self.back.hide()
        self.cancel.hide()
        self.cockpit.setVisible(bool(outcome.changes))
        self.undo.setVisible(outcome.batch is not None)
        self.go.show()
        self.go.setEnabled(True)
        self.go.setText("Close")
        self.go.setToolTip("Enter or Esc")
        self.go.setFocus()

    def show_undone(self) -> None:
        """Say that the import was undone."""
        self.result.headline.show_spans(_UNDONE)
        self.result.save.hide()
        self.undo.hide()
        self.error.hide()
        self.go.setFocus()

    def show_error(self, text: str) -> None:
        """Say what went wrong."""
        self.error.setText(text)
        self.error.show()

    def begin_looking(self, *, is_background: bool = False) -> None:
        """Show that files are being read; in the background, what is shown can be used."""
        self.busy.setRange(0, 0)
        self.busy.show()
        self.error.hide()
        if self._imports or not is_background:
            self.go.setEnabled(False)

    def show_progress(self, fraction: float, text: str) -> None:
        """Show how far the work is."""
        self.running.show_progress(fraction, text)
        self.busy.setRange(0, _WHOLE)
        self.busy.setValue(round(fraction * _WHOLE))

    def _show_page(self, page: QWidget) -> None:
        """Show a page; what belongs to some pages only is hidden."""
        self.pages.setCurrentWidget(page)
        self.busy.hide()
        self.note.hide()
        self.error.hide()
        self.cockpit.hide()
        self.undo.hide()
        self.cancel.show()
        self.stepper.setVisible(page not in {self.choosing, self.running})
        self.summary.show_spans(())
