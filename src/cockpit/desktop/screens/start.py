"""The first-start page: shown instead of the others while there is nothing to answer from."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cockpit.desktop.dialogs.import_dialog import ImportDialog
from cockpit.desktop.dialogs.import_drop_zone import choose_files, read_paths
from cockpit.desktop.screen import Command, Screen, ScreenContext
from cockpit.desktop.screens.start_parts import BeginningCard, BridgeSketch
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.domain.changes import Changes
from cockpit.domain.errors import CancelledError, CockpitError
from cockpit.presenters.start import (
    ANSWERS,
    DEMO,
    IMPORT,
    PLAN,
    QUESTION,
    StartPresenter,
)

_WIDTH = 1000
_QUESTION_SIZE = 30


class StartScreen(Screen):
    """What the cockpit answers, and three ways to begin."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        self.presenter = StartPresenter(context.workspace)
        self.dialog: ImportDialog | None = None
        self.setAcceptDrops(True)
        theme = context.theme
        self.demo = BeginningCard(theme, DEMO, is_first=True)
        self.demo.button.clicked.connect(self.open_demo)
        self.importing = BeginningCard(theme, IMPORT, takes_files=True)
        self.importing.button.clicked.connect(self.choose_files)
        self.importing.dropped.connect(self.import_paths)
        self.plan = BeginningCard(theme, PLAN)
        self.plan.button.clicked.connect(partial(context.navigate, "plan", ""))
        self._build_layout()

    def commands(self) -> Sequence[Command]:
        """Return the three ways to begin."""
        return [
            Command(DEMO.button, self.open_demo),
            Command("Import files…", self.choose_files),
            Command(PLAN.button, partial(self.context.navigate, "plan", "")),
        ]

    def open_demo(self) -> None:
        """Fill the store with the demo team."""
        self.demo.button.setEnabled(False)
        self.context.tasks.ask(None, self.presenter.open_demo, self._on_demo, self._on_refused)

    def choose_files(self) -> None:
        """Ask for files and import them."""
        paths = choose_files(self)
        if paths:
            self.import_paths(paths)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Open the import dialog on some files."""
        if self.dialog is None:
            self.dialog = ImportDialog(self.context, self.window())
            self.dialog.imported.connect(self.context.changed)
            self.dialog.finished.connect(self._on_dialog_closed)
            self.dialog.open()
        self.dialog.add_paths(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files anywhere on the page."""
        if read_paths(event.mimeData()):
            event.acceptProposedAction()
            self.importing.mark(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self.importing.mark(is_over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files that are dropped."""
        event.acceptProposedAction()
        self.importing.mark(is_over=False)
        self.import_paths(read_paths(event.mimeData()))

    def _build_layout(self) -> None:
        """Put the question and its answers above the three ways to begin."""
        theme = self.context.theme
        question = build_label(QUESTION, "title")
        font = question.font()
        font.setPixelSize(_QUESTION_SIZE)
        question.setFont(font)
        words = QVBoxLayout()
        words.setSpacing(12)
        words.addStretch(1)
        words.addWidget(question)
        words.addSpacing(4)
        for spans in ANSWERS:
            line = Headline(theme, "body", "muted")
            line.show_spans(spans)
            words.addWidget(line)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(40)
        top.addLayout(words, 1)
        top.addWidget(BridgeSketch(theme))
        cards = QHBoxLayout()
        cards.setSpacing(14)
        for card in (self.demo, self.importing, self.plan):
            cards.addWidget(card, 1)
        page = QWidget()
        page.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 20, 20, 20)
        column.addStretch(2)
        column.addLayout(top)
        column.addSpacing(32)
        column.addLayout(cards)
        column.addSpacing(18)
        where = f"Works offline. Everything stays in {self.context.workspace.store.location}"
        column.addWidget(build_label(where, "caption", "muted", wrap=True))
        column.addStretch(3)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(page, 100)
        layout.addStretch(1)

    def _on_demo(self, changes: Changes) -> None:
        """Show the demo team."""
        self.demo.button.setEnabled(True)
        self.context.changed(changes)
        self.context.announce("The demo team is open")

    def _on_refused(self, error: CockpitError) -> None:
        """Let the user try again."""
        self.demo.button.setEnabled(True)
        if not isinstance(error, CancelledError):
            self.context.report(error)

    def _on_dialog_closed(self) -> None:
        """Forget the dialog."""
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
