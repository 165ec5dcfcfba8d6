"""What a screen is given, and what the window asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cockpit.desktop.tasks import Tasks
    from cockpit.desktop.theme import Theme
    from cockpit.desktop.watching import Watching
    from cockpit.domain.changes import Changes
    from cockpit.domain.errors import CockpitError
    from cockpit.domain.question import Question
    from cockpit.presenters.workspace import Workspace


class Export(NamedTuple):
    """Something a screen can write to a file the user chooses.

    Args:
        title: What it is, in the Export menu: "Rep table (CSV)".
        file_name: Proposed name, with its ending: "reps.csv".
        write: Writes it to a path.
    """

    title: str
    file_name: str
    write: Callable[[Path], None]


class Command(NamedTuple):
    """Something a screen can do, offered by Ctrl+K.

    Args:
        title: What it does: "Import files…".
        run: Does it.
    """

    title: str
    run: Callable[[], None]


class ScreenContext(NamedTuple):
    """The window, as a screen sees it.

    Args:
        tasks: Where work with the store is done.
        theme: Colours, fonts and distances.
        workspace: The open store and what presenters need; used in the worker only.
        navigate: Shows a screen by name, with an argument for `focus_argument` or an empty text.
        announce: Says that something was done, in passing ("Copied 12 rows").
        report: Shows an error of the world, with what is safe.
        changed: Tells every screen what a write changed.
        watching: The folder watched for new exports; none where there is no window.
    """

    tasks: Tasks
    theme: Theme
    workspace: Workspace
    navigate: Callable[[str, str], None]
    announce: Callable[[str], None]
    report: Callable[[CockpitError], None]
    changed: Callable[[Changes], None]
    watching: Watching | None = None


class Screen(QWidget):
    """One page of the window. It is built once, on the main thread, when it is first shown."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self.context = context

    def show_question(self, question: Question) -> None:
        """Show the answer to a question; called once shown, whenever the question is new."""

    def on_changes(self, changes: Changes) -> None:
        """Load again what a write touched; called at once if shown, else when next shown."""

    def focus_argument(self, argument: str) -> None:
        """Go to what navigation asked for, such as a rep's name."""

    def exports(self) -> Sequence[Export]:
        """Return what can be exported now, for the Export menu."""
        return ()

    def may_close(self) -> bool:
        """Return whether nothing would be lost by closing; a screen with unsaved edits asks."""
        return True

    def commands(self) -> Sequence[Command]:
        """Return what the screen can do now, for Ctrl+K."""
        return ()
