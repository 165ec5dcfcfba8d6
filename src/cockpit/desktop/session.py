"""The store behind the window: opened in the worker, watched for what others write."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from cockpit.desktop.tasks import Progress, Tasks
    from cockpit.presenters.window import WindowView
    from cockpit.presenters.workspace import Workspace

_WATCH_EVERY = 2500


class Session(QObject):
    """One window's store.

    `opened` carries the frame's view once the store is open; `refused` the `CockpitError` that
    kept it shut; `refreshed` the view after a change; `touched` the `Changes` that another window
    or command made.

    Args:
        tasks: The worker that owns the store.
        modules: Modules of the screens, the first one needed first.
        today: The day to take for today; asked of the clock where not given.
    """

    opened = Signal(object)
    refused = Signal(object)
    refreshed = Signal(object)
    touched = Signal(object)

    def __init__(
        self, tasks: Tasks, modules: Sequence[str], today: date | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._modules = modules
        self._today = today
        self._known_changes: int | None = None
        self.workspace: Workspace | None = None
        self._timer = QTimer(self, interval=_WATCH_EVERY)
        self._timer.timeout.connect(self.watch)

    def open(self, location: str | Path | None) -> None:
        """Open a store in place of the one that is open, if any."""
        self._timer.stop()
        self._tasks.forget_all()
        last, self.workspace = self.workspace, None

        def work(progress: Progress) -> tuple[Workspace, WindowView]:
            from cockpit.presenters.window import load_window
            from cockpit.presenters.workspace import Workspace

            if last is not None:
                last.close()
            progress(0, "Opening the store…")
            workspace = Workspace.open(location, self._today)
            view = load_window(workspace)
            import_module(self._modules[0])
            return workspace, view

        self._tasks.ask("open", work, self._on_opened, self.refused.emit)

    def reload(self) -> None:
        """Load the frame's view again, after a change."""
        workspace = self.workspace
        if workspace is None:
            return

        def work(_: Progress) -> WindowView:
            from cockpit.presenters.window import load_window

            return load_window(workspace)

        self._tasks.ask("window", work, self._on_reloaded)

    def watch(self) -> None:
        """Ask whether anybody else wrote to the store; while we work, that can wait."""
        workspace = self.workspace
        if workspace is not None and not self._tasks.is_busy:
            self._tasks.ask("watch", lambda _: workspace.store.change_count(), self._on_counted)

    def close(self) -> None:
        """Close the store and end the worker."""
        self._timer.stop()
        self._tasks.close(None if self.workspace is None else self.workspace.close)

    def _on_opened(self, outcome: tuple[Workspace, WindowView]) -> None:
        """Keep the store and show it."""
        self.workspace, view = outcome
        self._known_changes = view.changes
        self._timer.start()
        self.opened.emit(view)
        self._tasks.busy.connect(self._on_busy)

    def _on_busy(self, is_busy: bool) -> None:
        """Load what the other screens need, once the first answer is shown."""
        if not is_busy:
            self._tasks.busy.disconnect(self._on_busy)
            QTimer.singleShot(0, self._import_screens)

    def _import_screens(self) -> None:
        """Import in the worker, so that a screen that is chosen later is there at once."""
        self._tasks.ask("modules", lambda _: [import_module(each) for each in self._modules], _drop)

    def _on_reloaded(self, view: WindowView) -> None:
        """Take over what is known now."""
        self._known_changes = view.changes
        self.refreshed.emit(view)

    def _on_counted(self, changes: int) -> None:
        """Tell when the store is not as we know it."""
        from cockpit.domain.changes import EVERYTHING

        if changes != self._known_changes:
            self._known_changes = changes
            self.touched.emit(EVERYTHING)


def _drop(_: object) -> None:
    """Take a result that is of no interest: the modules stay imported."""
