"""A place for the Data screen and its dialogs: a real store, a real worker, no window."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot
from tests.desktop.cockpit_context import Heard, build_context

from cockpit.desktop.screen import ScreenContext
from cockpit.desktop.tasks import Tasks
from cockpit.desktop.theme import Theme
from cockpit.domain.changes import Changes
from cockpit.presenters.workspace import Workspace

TODAY = date(2026, 9, 14)


@dataclass
class Place:
    """A screen's context, what it told its window, and how to wait for its work."""

    context: ScreenContext
    heard: Heard
    qtbot: QtBot
    changed: list[Changes] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until nothing is being done any more."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.is_busy, timeout=20_000)


@contextmanager
def open_place(location: Path, theme: Theme, qtbot: QtBot) -> Iterator[Place]:
    """Open a store for one screen, and close it after the test."""
    tasks, heard = Tasks(), Heard()
    tasks.failed.connect(heard.reported.append)
    workspace = Workspace.open(location, TODAY)
    place = Place(build_context(theme, workspace, tasks, heard), heard, qtbot)
    place.context = place.context._replace(changed=place.changed.append)
    yield place
    tasks.close(workspace.close)
