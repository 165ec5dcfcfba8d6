"""What can be done with an import: see what it changed, save its rejected rows, undo it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from cockpit.desktop.dialogs.changes import ChangesDialog
from cockpit.desktop.screens.data_store import confirm
from cockpit.presenters.data_changes import ask_changes, ask_undo, describe_undo, undo_import
from cockpit.presenters.data_rejected import ask_rejected, save_rows

if TYPE_CHECKING:
    from cockpit.desktop.screen import ScreenContext
    from cockpit.presenters.data import BatchLine
    from cockpit.presenters.data_changes import ChangesView, UndoResult
    from cockpit.presenters.data_rejected import RejectedView


class BatchKeeping:
    """Asks what is meant, does it in the worker, and tells the window.

    Args:
        context: The window.
        parent: Where questions are asked.
    """

    def __init__(self, context: ScreenContext, parent: QWidget) -> None:
        self._context = context
        self._parent = parent
        self.dialog: ChangesDialog | None = None

    def show_changes(self, line: BatchLine) -> None:
        """Show what an import changed, record by record."""
        workspace = self._context.workspace
        self._context.tasks.ask(
            "data changes",
            lambda _: ask_changes(workspace, line.id),
            partial(self._open_changes, f"{line.what} · {line.when}"),
        )

    def save_rejected(self, line: BatchLine) -> None:
        """Ask where to save the rejected rows of an import, and save them there."""
        workspace = self._context.workspace
        self._context.tasks.ask(
            "data rejected", lambda _: ask_rejected(workspace, line.id), self._choose_target
        )

    def write_rejected(self, view: RejectedView, target: Path) -> None:
        """Save rejected rows to a file or into a folder."""
        self._context.tasks.ask(None, lambda _: save_rows(view, target), self._context.announce)

    def choose_undo(self) -> None:
        """Say what undoing the last import does, and ask whether that is meant."""
        workspace = self._context.workspace
        self._context.tasks.ask("data undo", lambda _: ask_undo(workspace), self._confirm_undo)

    def undo(self) -> None:
        """Undo the last import."""
        workspace = self._context.workspace
        self._context.tasks.ask(None, lambda _: undo_import(workspace), self._on_undone)

    def _open_changes(self, title: str, view: ChangesView) -> None:
        self.dialog = ChangesDialog(self._context, view, title, self._parent)
        self.dialog.open()

    def _choose_target(self, view: RejectedView) -> None:
        if view.file_name:
            name, _ = QFileDialog.getSaveFileName(
                self._parent, "Save the rejected rows", view.file_name
            )
        else:
            name = QFileDialog.getExistingDirectory(
                self._parent, "Save the rejected rows of each file in this folder"
            )
        if name:
            self.write_rejected(view, Path(name))

    def _confirm_undo(self, result: UndoResult) -> None:
        if confirm(self._parent, "Undo this import?", describe_undo(result)):
            self.undo()

    def _on_undone(self, result: UndoResult) -> None:
        self._context.changed(result.changes)
        self._context.announce(f"Undone: {result.batch.command}")
