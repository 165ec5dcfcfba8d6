"""The import dialog: choose files, see what they hold and would change, import them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.dialogs.import_drop_zone import choose_files, read_paths
from cockpit.desktop.dialogs.import_pages import ResultPage, RunningPage
from cockpit.desktop.dialogs.import_review import ReviewPage
from cockpit.desktop.widgets.empty_state import EmptyState
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.domain.errors import CancelledError, CockpitError
from cockpit.presenters.import_draft import ImportDraft
from cockpit.presenters.import_wizard import ImportOutcome, ImportWizard, WizardView
from cockpit.presenters.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cockpit.desktop.screen import ScreenContext
    from cockpit.presenters.import_draft import FileMapping

_PREVIEW = "import preview"
_SIZE = (1160, 720)
_MARGIN = 60
_BLINK = 300
_WHOLE = 1000


class ImportDialog(QDialog):
    """Leads from files to records in the store; work is done in the worker, the window stays alive.

    `imported` carries the `Changes` of a finished import.
    """

    imported = Signal(object)

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import files")
        self.setAcceptDrops(True)
        room = parent.size() if parent else QSize(*_SIZE)
        self.resize(QSize(*_SIZE).boundedTo(room - QSize(_MARGIN, _MARGIN)))
        self._context = context
        self._wizard = ImportWizard(context.workspace)
        self.draft = ImportDraft()
        self.view: WizardView | None = None
        self.outcome: ImportOutcome | None = None
        self._is_running = False
        self._blink = QTimer(self, singleShot=True, interval=_BLINK)
        self._blink.timeout.connect(self._on_long)
        self._build_pages()
        self._build_layout()
        context.tasks.progressed.connect(self._on_progressed)

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Look at more files."""
        self._look_at(self.draft.with_paths(paths))

    def run(self) -> None:
        """Import what is shown."""
        if self.view is None or not self.view.is_ready or self._is_running:
            return
        view = self.view
        self._is_running = True
        self.running.begin("Importing…", "All or nothing: cancel, and the store is as before.")
        self._show_page(self.running)
        self._context.tasks.ask(
            None,
            lambda progress: self._wizard.run(view, progress),
            self._on_imported,
            self._on_failed,
        )

    def reject(self) -> None:
        """Stop what is running; else close."""
        if self._is_running:
            self._context.tasks.cancel()
            return
        self._context.tasks.forget(_PREVIEW)
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Import on Ctrl+Enter only: Enter in a field is about that field."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_go()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome more files."""
        if read_paths(event.mimeData()) and not self._is_running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the files that are dropped."""
        event.acceptProposedAction()
        self.add_paths(read_paths(event.mimeData()))

    # Building

    def _build_pages(self) -> None:
        """Make the pages: choosing files, review, running, result."""
        theme = self._context.theme
        self.review = ReviewPage(theme)
        self.review.mapped.connect(self._on_mapped)
        self.review.leads_chosen.connect(self._on_leads)
        self.review.removed.connect(self._on_removed)
        self.review.add_wanted.connect(self._on_add)
        self.review.announced.connect(self._context.announce)
        self.choosing = EmptyState(
            "Drop CSV or Excel files here",
            "Opportunities, leads, targets: you see what would change before anything does.",
            [("Choose files…", self._on_add)],
            icon="file-up",
        )
        self.running = RunningPage()
        self.result_page = ResultPage(theme)
        self.result_page.problems.announced.connect(self._context.announce)
        self.pages = QStackedWidget()
        for page in (self.choosing, self.review, self.running, self.result_page):
            self.pages.addWidget(page)

    def _build_layout(self) -> None:
        """Put the pages between a title and the buttons."""
        theme = self._context.theme
        self.title = build_label("Import files", "title")
        self.busy = QProgressBar(textVisible=False)
        self.busy.setAccessibleName("Reading the files")
        self.error = build_label("", "body", "bad", wrap=True)
        self.error.hide()
        self.note = build_label("", "body", "muted", wrap=True)
        self.note.hide()
        self.summary = Headline(theme, "body")
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self.reject)
        self.go = QPushButton("Import")
        self.go.setProperty("look", "primary")
        self.go.setToolTip("Ctrl+Enter")
        self.go.clicked.connect(self._on_go)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.title)
        layout.addWidget(self.busy)
        layout.addWidget(self.note)
        layout.addWidget(self.error)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)

    # Choices

    def _on_mapped(self, key: str, mapping: FileMapping) -> None:
        """Read a file as the user says."""
        self._look_at(self.draft.with_mapping(key, mapping))

    def _on_leads(self, is_chosen: bool) -> None:
        """Count opportunities as leads, or not."""
        self._look_at(replace(self.draft, opportunities_are_leads=is_chosen))

    def _on_removed(self, key: str) -> None:
        """Leave a file out."""
        self._look_at(self.draft.without_file(key))

    def _on_add(self) -> None:
        """Ask for more files."""
        paths = choose_files(self)
        if paths:
            self.add_paths(paths)

    def _look_at(self, draft: ImportDraft) -> None:
        """Ask what importing a draft would do; what is shown stays until that is known."""
        self.busy.setRange(0, 0)
        self.busy.show()
        self.go.setEnabled(False)
        self.error.hide()
        last, self.draft = self.draft, draft

        def on_failed(error: CockpitError) -> None:
            self.draft = last
            self._show_error(error)

        if self.view is None:
            self._blink.start()
        self._context.tasks.ask(
            _PREVIEW,
            lambda progress: self._wizard.preview(draft, progress),
            self._show_view,
            on_failed,
        )

    def _on_long(self) -> None:
        """Say what is being done when the first look takes longer than a blink."""
        if self.view is None and self.busy.isVisible():
            self.running.begin("Looking at the files…", "Nothing is changed yet.")
            self._show_page(self.running)

    # Showing

    def _show_view(self, view: WizardView) -> None:
        """Show what importing the draft would do."""
        self.view = view
        self.draft = view.draft
        self._show_page(self.review if view.files else self.choosing)
        self.review.show_view(view)
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self.summary.show_spans(view.summary)
        self.go.setEnabled(view.is_ready)

    def _show_error(self, error: CockpitError) -> None:
        """Say what went wrong; the draft that worked stays."""
        self._show_page(self.review if self.draft.paths else self.choosing)
        if not isinstance(error, CancelledError):
            self.error.setText(str(error))
            self.error.show()
        if self.view is not None:
            self.go.setEnabled(self.view.is_ready)

    def _show_page(self, page: QWidget) -> None:
        """Show a page with the buttons that belong to it."""
        self.pages.setCurrentWidget(page)
        self.busy.hide()
        self.go.setVisible(page is not self.running)
        self.go.setText("Close" if page is self.result_page else "Import")
        self.cancel.setVisible(page is not self.result_page)
        if page is not self.review:
            self.summary.show_spans(())
            self.note.hide()

    def _on_go(self) -> None:
        """Import, or close after that."""
        if self.pages.currentWidget() is self.result_page:
            self.accept()
        else:
            self.run()

    def _on_progressed(self, fraction: float, text: str) -> None:
        """Show how far the import is."""
        self.running.show_progress(fraction, text)
        self.busy.setRange(0, _WHOLE)
        self.busy.setValue(round(fraction * _WHOLE))

    def _on_imported(self, outcome: ImportOutcome) -> None:
        """Show what the import did, and tell the window."""
        self._is_running = False
        self.outcome = outcome
        self.title.setText("Import finished")
        self.result_page.show_outcome(outcome)
        self._show_page(self.result_page)
        if outcome.changes:
            self.imported.emit(outcome.changes)

    def _on_failed(self, error: CockpitError) -> None:
        """Go back to the review; nothing was changed."""
        self._is_running = False
        self._show_error(error)
        if isinstance(error, CancelledError):
            self.summary.show_spans((Span("Cancelled; nothing was changed.", "muted"),))
