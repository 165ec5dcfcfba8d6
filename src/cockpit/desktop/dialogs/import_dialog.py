"""The import dialog: files, columns, questions, findings, what will change; then it is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton, QWidget

from cockpit.desktop.dialogs.import_drop_zone import choose_files, read_paths
from cockpit.desktop.dialogs.import_frame import ImportFrame
from cockpit.desktop.dialogs.import_rejected import RejectedSaving
from cockpit.domain.errors import CancelledError, CockpitError
from cockpit.domain.records import FileKind
from cockpit.presenters.import_draft import ImportDraft, choose_kind
from cockpit.presenters.import_steps import Step, find_last, find_next
from cockpit.presenters.import_wizard import (
    ImportOutcome,
    ImportWizard,
    are_large,
)
from cockpit.presenters.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cockpit.desktop.screen import ScreenContext
    from cockpit.desktop.tasks import Progress
    from cockpit.domain.changes import Changes
    from cockpit.domain.question import Question
    from cockpit.presenters.import_draft import FileMapping
    from cockpit.presenters.import_view import WizardView

_PREVIEW = "import preview"
_COMPARE = "import answer"
_SIZE = (1200, 760)
_MARGIN = 60
_BLINK = 300
_CANCELLED = (Span("Cancelled; nothing was changed.", "muted"),)


class ImportDialog(QDialog):
    """Leads from files to records in the store; work is done in the worker, the window stays alive.

    `imported` carries the `Changes` of a finished import, or of its undo.

    Args:
        context: The window.
        question: What the window asks; the result says how the answer to it changed.
    """

    imported = Signal(object)

    def __init__(
        self,
        context: ScreenContext,
        parent: QWidget | None = None,
        question: Question | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import files")
        self.setAcceptDrops(True)
        room = parent.size() if parent else QSize(*_SIZE)
        self.resize(QSize(*_SIZE).boundedTo(room - QSize(_MARGIN, _MARGIN)))
        self._context = context
        self._question = question
        self._wizard = ImportWizard(context.workspace)
        self.draft = ImportDraft()
        self.view: WizardView | None = None
        self.outcome: ImportOutcome | None = None
        self.step = Step.FILES
        self._seen: set[Step] = set()
        self._is_running = False
        self._blink = QTimer(self, singleShot=True, interval=_BLINK)
        self._blink.timeout.connect(self._on_long)
        self.frame = ImportFrame(context.theme, self)
        self.saving = RejectedSaving(context, self._wizard, self)
        self.saving.failed.connect(self.frame.show_error)
        self._listen()
        context.tasks.progressed.connect(self.frame.show_progress)
        self.frame.show_choosing()

    def _listen(self) -> None:
        """Connect what the pages and buttons tell."""
        frame = self.frame
        frame.stepper.chosen.connect(lambda name: self.go_to(Step(name)))
        frame.back.clicked.connect(self.go_back)
        frame.go.clicked.connect(self.go_on)
        frame.cancel.clicked.connect(self.reject)
        frame.cockpit.clicked.connect(self._on_cockpit)
        frame.undo.clicked.connect(self.undo)
        frame.check.save.clicked.connect(self._on_save_wanted)
        frame.result.watch.clicked.connect(self._on_watch)
        frame.result.save.clicked.connect(self._on_save_wanted)
        frame.add_wanted.connect(self._on_add)
        frame.files.chosen.connect(self.add_paths)
        frame.files.removed.connect(lambda key: self._look_at(self.draft.without_file(key)))
        frame.files.replaced.connect(self._on_replaced)
        frame.files.kind_chosen.connect(self._on_kind)
        frame.files.dialect_chosen.connect(
            lambda key, name: self._look_at(self.draft.with_dialect(key, name))
        )
        frame.files.leads_chosen.connect(
            lambda is_on: self._look_at(replace(self.draft, opportunities_are_leads=is_on))
        )
        frame.columns.mapped.connect(self._on_mapped)
        frame.questions.answered.connect(self._look_at)
        frame.questions.ordered.connect(self._on_ordered)
        frame.check.announced.connect(self._context.announce)
        frame.result.problems.announced.connect(self._context.announce)

    # Going through the steps

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Look at more files."""
        self._look_at(self.draft.with_paths(paths))

    def go_to(self, step: Step) -> None:
        """Show a step of the files that were looked at."""
        if self.view is None or not self.view.files or self._is_running or self.outcome:
            return
        self.step = step
        self._seen.add(step)
        self.frame.show_step(self.view, step)

    def go_on(self) -> None:
        """Go to the next step that has anything to say; from the last one, import; then close."""
        if self.outcome is not None:
            self.accept()
        elif self.view is not None:
            step = find_next(self.view.steps, self.step)
            if step is None:
                self.run()
            else:
                self.go_to(step)

    def go_back(self) -> None:
        """Go to the last step before that has anything to say."""
        step = find_last(self.view.steps, self.step) if self.view else None
        if step is not None:
            self.go_to(step)

    def run(self) -> None:
        """Import what is shown; what is asked, with what is proposed, is shown first."""
        if self.view is None or not self.view.is_ready or self._is_running or self.outcome:
            return
        if self.view.questions and Step.QUESTIONS not in self._seen:
            self.go_to(Step.QUESTIONS)
            return
        view, question = self.view, self._question
        self._is_running = True
        self._context.tasks.forget(_PREVIEW)
        self.frame.show_running("Importing…", "All or nothing: cancel, and the store is as before.")
        self._context.tasks.ask(
            None,
            lambda progress: self._wizard.run(view, question, progress),
            self._on_imported,
            self._on_failed,
        )

    def reject(self) -> None:
        """Stop what is running; else close, after asking if choices would be lost."""
        if self._is_running:
            self._context.tasks.cancel()
            return
        if self.outcome is None and self.draft.has_choices and not self._may_lose():
            return
        super().reject()

    def done(self, result: int) -> None:
        """Close, unless something is being written; nobody waits for answers any more."""
        if not self._is_running:
            self._context.tasks.forget(_PREVIEW)
            self._context.tasks.forget(_COMPARE)
            self.saving.forget()
            super().done(result)

    def _may_lose(self) -> bool:
        """Return whether the user wants to close although choices would be lost."""
        answer = QMessageBox.question(
            self,
            "Close without importing?",
            "Nothing was imported, and what you chose for these files would be lost.",
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Discard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, import with Ctrl+Enter; Enter in a field is about that field."""
        focused = self.focusWidget()
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept() if self.outcome else self.run()
        elif isinstance(focused, QPushButton):
            focused.click()
        elif self.frame.may_go_on_with_enter(focused):
            self.go_on()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome more files, until they are imported."""
        if read_paths(event.mimeData()) and not self._is_running and not self.outcome:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the files that are dropped."""
        event.acceptProposedAction()
        self.add_paths(read_paths(event.mimeData()))

    # Choices

    def _on_mapped(self, key: str, mapping: FileMapping) -> None:
        """Read a file as the user says."""
        self._look_at(self.draft.with_mapping(key, mapping))

    def _on_kind(self, key: str, kind: str) -> None:
        """Read a file as another kind."""
        mapping = self._find_mapping(key)
        if mapping is not None:
            self._on_mapped(key, choose_kind(mapping, FileKind(kind)))

    def _on_ordered(self, key: str, order: str) -> None:
        """Read a file's dates in an order."""
        mapping = self._find_mapping(key)
        if mapping is not None:
            self._on_mapped(key, replace(mapping, dates=order))

    def _find_mapping(self, key: str) -> FileMapping | None:
        """Return how a file is read now."""
        files = self.view.files if self.view else ()
        return next((f.preview.mapping for f in files if f.preview.key == key), None)

    def _on_add(self) -> None:
        """Ask for more files."""
        paths = choose_files(self)
        if paths:
            self.add_paths(paths)

    def _on_replaced(self, key: str) -> None:
        """Ask for another file in the place of one that cannot be read."""
        paths = choose_files(self)
        if paths:
            self._look_at(self.draft.without_file(key).with_paths(paths))

    # Looking

    def _look_at(self, draft: ImportDraft) -> None:
        """Ask what importing a draft would do; what is shown stays until that is known.

        Of large files the first rows are shown at once, and the rest replaces them when read.
        """
        last, self.draft = self.draft, draft
        self.frame.begin_looking()
        if self.view is None:
            self._blink.start()

        def on_failed(error: CockpitError) -> None:
            self.draft = last
            self._show_error(error)

        def look(progress: Progress) -> WizardView:
            return self._wizard.preview(draft, progress, first_rows=are_large(draft.paths))

        self._context.tasks.ask(_PREVIEW, look, self._show_view, on_failed)

    def _look_at_all(self, draft: ImportDraft) -> None:
        """Ask what importing all rows would do, in the background; a choice stops it."""
        self.frame.begin_looking(is_background=True)
        self._context.tasks.ask(
            _PREVIEW,
            lambda progress: self._wizard.preview(draft, progress),
            self._show_view,
            self._show_error,
        )

    def _on_long(self) -> None:
        """Say what is being done when the first look takes longer than a blink."""
        if self.view is None and self.frame.is_looking:
            self.frame.show_running("Looking at the files…", "Nothing is changed yet.")

    def _show_view(self, view: WizardView) -> None:
        """Show what importing the draft would do."""
        self.view = view
        self.draft = view.draft
        if not view.files:
            self.step = Step.FILES
            self.frame.show_choosing()
            return
        self.frame.show_step(view, self.step)
        if view.is_sample:
            self._look_at_all(view.draft)

    def _show_error(self, error: CockpitError) -> None:
        """Say what went wrong; what was shown stays."""
        if self.view is not None and self.view.files:
            self.frame.show_step(self.view, self.step)
        else:
            self.frame.show_choosing()
        if not isinstance(error, CancelledError):
            self.frame.show_error(str(error))

    # Importing

    def _on_imported(self, outcome: ImportOutcome) -> None:
        """Show what the import did, ask the question again, and tell the window."""
        self._is_running = False
        self.outcome = outcome
        self.frame.show_result(outcome)
        self._offer_watching()
        self._context.tasks.ask(
            _COMPARE, lambda _: self._wizard.compare(outcome), self.frame.result.show_change
        )
        if outcome.changes:
            self.imported.emit(outcome.changes)

    def _on_failed(self, error: CockpitError) -> None:
        """Go back to the steps; nothing was changed."""
        self._is_running = False
        self._show_error(error)
        if isinstance(error, CancelledError):
            self.frame.summary.show_spans(_CANCELLED)

    def _offer_watching(self) -> None:
        """Offer to watch the folder that all files came from, if they came from one."""
        folders = {path.absolute().parent for path in self.draft.paths}
        if self._context.watching is not None and len(folders) == 1:
            (folder,) = folders
            is_watched = self._context.watching.folder == folder
            self.frame.result.offer_watching(folder, is_watched=is_watched)

    def _on_watch(self, is_wanted: bool) -> None:
        """Watch the folder that the files came from, or no more."""
        if self._context.watching is not None:
            folder = self.draft.paths[0].absolute().parent
            self._context.watching.choose(folder if is_wanted else None)

    def undo(self) -> None:
        """Put back what was known before the import."""
        outcome = self.outcome
        if outcome is None:
            return
        self._is_running = True
        self.frame.undo.setEnabled(False)
        self._context.tasks.ask(
            None, lambda _: self._wizard.undo(outcome), self._on_undone, self._on_not_undone
        )

    def _on_undone(self, changes: Changes) -> None:
        """Show that the store is as it was, and tell the window."""
        self._is_running = False
        if self.outcome is not None:
            outcome = self.outcome
            self.frame.show_undone()
            self._context.tasks.ask(
                _COMPARE, lambda _: self._wizard.compare(outcome), self.frame.result.show_change
            )
        self.imported.emit(changes)

    def _on_not_undone(self, error: CockpitError) -> None:
        """Say why the import cannot be undone."""
        self._is_running = False
        self.frame.undo.setEnabled(True)
        self.frame.show_error(str(error))

    def _on_save_wanted(self) -> None:
        """Save the rejected rows: those of the import, or those it would have."""
        if self.outcome is not None:
            self.saving.ask(self.outcome.rejected)
        elif self.view is not None:
            self.saving.find(self.view)

    def _on_cockpit(self) -> None:
        """Close, and show the answer."""
        self.accept()
        self._context.navigate("cockpit", "")
