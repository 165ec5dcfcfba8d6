"""Edits on the Data screen: reps, sources and settings, each of which can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cockpit.desktop.screens.data_store import confirm
from cockpit.domain.errors import UsageError
from cockpit.presenters.roster import RepForm, build_rep, format_absorbed

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from cockpit.desktop.screen import ScreenContext
    from cockpit.domain.changes import Changes
    from cockpit.domain.team import Rep, Source, Team
    from cockpit.presenters.data import DataPresenter


class RosterEdits:
    """Saves what was typed, says so, and tells every screen.

    Args:
        context: The window.
        presenter: Does the work.
        parent: Where questions are asked.
    """

    def __init__(self, context: ScreenContext, presenter: DataPresenter, parent: QWidget) -> None:
        self._context = context
        self._presenter = presenter
        self._parent = parent

    def save_rep(self, before: Rep, form: RepForm) -> None:
        """Save what was typed about a rep, after asking if that makes two reps one."""
        try:
            after = build_rep(before, form)
        except UsageError as error:
            self._context.report(error)
            return
        self._context.tasks.ask(
            None,
            lambda _: self._presenter.find_absorbed(after),
            lambda names: self._on_absorbed_known(before, after, names),
        )

    def save_source(self, before: Source, after: Source) -> None:
        """Save a source."""
        self._write(lambda: self._presenter.change_source(before, after), f"Saved {after.name}")

    def save_team(self, before: Team, after: Team) -> None:
        """Save the settings."""
        self._write(lambda: self._presenter.change_team(before, after), "Saved the settings")

    def undo(self) -> None:
        """Take the last change back."""
        title = self._presenter.undo_title
        if title:
            self._write(self._presenter.undo, f"Undone: {title}")
        else:
            self._context.announce("Nothing to undo here")

    def _on_absorbed_known(self, before: Rep, after: Rep, names: tuple[str, ...]) -> None:
        """Save a rep unless that makes two reps one and the user does not want that."""
        text = format_absorbed(after, names) if names else ""
        if not names or confirm(self._parent, "Make them one rep?", text):
            self._write(lambda: self._presenter.change_rep(before, after), f"Saved {after.name}")

    def _write(self, write: Callable[[], Changes], done: str) -> None:
        """Change something, say so, and tell every screen."""

        def on_done(changes: Changes) -> None:
            if changes:
                self._context.changed(changes)
                is_new = self._presenter.undo_title and not done.startswith("Undone")
                self._context.announce(f"{done} · Ctrl+Z takes it back" if is_new else done)

        self._context.tasks.ask(None, lambda _: write(), on_done)
