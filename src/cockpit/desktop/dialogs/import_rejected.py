"""Saving the rejected rows of an import, done or only looked at, to be corrected and imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cockpit.presenters.import_wizard import propose_rejected_name, write_rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cockpit.desktop.screen import ScreenContext
    from cockpit.presenters.import_view import WizardView
    from cockpit.presenters.import_wizard import ImportWizard, RejectedTable

_FIND = "rejected rows"
_TITLE = "Save rejected rows"


class RejectedSaving(QObject):
    """Finds rejected rows, asks where to save them, and saves them in the worker.

    `failed` carries the sentence that says why they cannot be saved.

    Args:
        context: The window.
        wizard: Finds the rows that an import would turn away.
        parent: Where the question is asked.
    """

    failed = Signal(str)

    def __init__(self, context: ScreenContext, wizard: ImportWizard, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._wizard = wizard
        self._parent = parent

    def find(self, view: WizardView) -> None:
        """Find the rows that importing a view would turn away, then ask where to save them."""
        self._context.tasks.ask(
            _FIND,
            lambda progress: self._wizard.find_rejected(view, progress),
            self.ask,
            lambda error: self.failed.emit(str(error)),
        )

    def ask(self, tables: Sequence[RejectedTable]) -> None:
        """Ask where to save rejected rows: a file, or a folder for those of several files."""
        if not tables:
            return
        name = propose_rejected_name(tables)
        if name:
            chosen, _ = QFileDialog.getSaveFileName(self._parent, _TITLE, name)
        else:
            chosen = QFileDialog.getExistingDirectory(self._parent, _TITLE)
        if chosen:
            self.save(tables, Path(chosen))

    def save(self, tables: Sequence[RejectedTable], target: Path) -> None:
        """Save rejected rows to a file, or into a folder."""
        self._context.tasks.ask(
            None,
            lambda _: write_rejected(tables, target),
            self._context.announce,
            lambda error: self.failed.emit(str(error)),
        )

    def forget(self) -> None:
        """Look for nothing any more."""
        self._context.tasks.forget(_FIND)
