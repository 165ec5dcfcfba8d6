"""The bar that tells of a new export in the watched folder, and lets it be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from cockpit.desktop.watching import tell_exports
from cockpit.desktop.widgets.proposal import Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cockpit.desktop.watching import Watching
    from cockpit.presenters.watched_folder import NewExport

_TITLES = (
    ("Look at it", "Not now", "Never this file"),
    ("Look at them", "Not now", "Never these files"),
)
"""What the buttons say of one file, and of several."""


class ExportBar(Proposal):
    """Proposes to look at what has arrived; nothing is ever imported by itself.

    `announced` carries what was done in passing.

    Args:
        watching: The watched folder.
        navigate: Shows a screen, with an argument.
    """

    announced = Signal(str)

    def __init__(self, watching: Watching, navigate: Callable[[str, str], None]) -> None:
        super().__init__(
            (
                (_TITLES[0][0], self.look_at),
                (_TITLES[0][1], watching.put_off),
                (_TITLES[0][2], watching.ignore),
            )
        )
        self._watching = watching
        self._navigate = navigate
        watching.proposed.connect(self._on_proposed)

    def look_at(self) -> None:
        """Open the import dialog on what has arrived."""
        self._navigate("data", "import:" + "\n".join(map(str, self._watching.take())))

    def choose_folder(self) -> None:
        """Let the user choose the folder that is watched."""
        folder = str(self._watching.folder or Path.home())
        title = "Watch a folder for new exports"
        chosen = QFileDialog.getExistingDirectory(self.window(), title, folder)
        if chosen:
            self._watching.choose(Path(chosen))
            self.announced.emit(f"Watching {chosen}: new exports are proposed, never imported")

    def choose_none(self) -> None:
        """Watch no folder any more."""
        self._watching.choose(None)
        self.announced.emit("No folder is watched for new exports")

    def _on_proposed(self, exports: Sequence[NewExport]) -> None:
        """Show what has arrived, or nothing any more."""
        if exports:
            for button, title in zip(self.buttons, _TITLES[len(exports) > 1], strict=True):
                button.setText(title)
            self.propose(*tell_exports(exports))
        else:
            self.hide()
