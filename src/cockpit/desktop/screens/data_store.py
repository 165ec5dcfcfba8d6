"""Backing up, restoring and emptying the store, each with its question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

if TYPE_CHECKING:
    from cockpit.desktop.screen import ScreenContext
    from cockpit.domain.changes import Changes
    from cockpit.presenters.data import DataPresenter


class StoreKeeping:
    """Asks what is meant, does it in the worker, and tells the window.

    Args:
        context: The window.
        presenter: Does the work.
        parent: Where questions are asked.
    """

    def __init__(self, context: ScreenContext, presenter: DataPresenter, parent: QWidget) -> None:
        self._context = context
        self._presenter = presenter
        self._parent = parent

    def choose_backup(self) -> None:
        """Ask where to keep a backup and make it."""
        name, _ = QFileDialog.getSaveFileName(
            self._parent, "Back up to", self._presenter.propose_backup_name(), "Backups (*.sqlite)"
        )
        if name:
            self.back_up(Path(name))

    def back_up(self, path: Path) -> None:
        """Make a backup."""
        self._context.tasks.ask(
            None, lambda _: self._presenter.back_up(path), self._context.announce
        )

    def choose_restore(self) -> None:
        """Ask which backup to restore and whether that is meant."""
        name, _ = QFileDialog.getOpenFileName(
            self._parent, "Restore a backup", "", "Backups (*.sqlite);;All files (*)"
        )
        text = (
            f"Everything in the store is replaced by {Path(name).name}. What is here now is kept "
            "in a file beside the store."
        )
        if name and confirm(self._parent, "Restore this backup?", text):
            self.restore(Path(name))

    def restore(self, path: Path) -> None:
        """Put a backup in the store's place."""
        self._context.tasks.ask(None, lambda _: self._presenter.restore(path), self._on_replaced)

    def choose_empty(self) -> None:
        """Ask whether the store is to be emptied, and do it."""
        text = (
            "Reps, plans, leads, opportunities and history leave this store. They are kept in a "
            "file beside it, which you can restore."
        )
        if confirm(self._parent, "Start empty?", text):
            self.start_empty()

    def start_empty(self) -> None:
        """Put an empty store in the store's place."""
        self._context.tasks.ask(None, lambda _: self._presenter.start_empty(), self._on_replaced)

    def _on_replaced(self, outcome: tuple[str, Changes]) -> None:
        """Show the store that is there now."""
        text, changes = outcome
        self._context.changed(changes)
        self._context.announce(text)


def confirm(parent: QWidget, title: str, text: str) -> bool:
    """Ask a question before something that is not lightly taken back; Cancel is the default."""
    buttons = QMessageBox.StandardButton
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, buttons.Cancel, parent)
    go = box.addButton(title.rstrip("?"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(buttons.Cancel)
    box.exec()
    return box.clickedButton() is go
