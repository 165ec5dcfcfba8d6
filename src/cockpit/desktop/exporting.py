"""The Export menu: what the screen that is shown can write, and a picture of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from cockpit.desktop.screen import Export, Screen
from cockpit.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cockpit.domain.errors import CockpitError


class ExportMenu(QObject):
    """Fills a menu, when it opens, with what can be exported then.

    Args:
        menu: The menu.
        shown: Returns the screen that is shown, if any.
        announce: Says that something was saved.
        report: Shows an error.
    """

    def __init__(
        self,
        menu: QMenu,
        shown: Callable[[], Screen | None],
        announce: Callable[[str], None],
        report: Callable[[CockpitError], None],
    ) -> None:
        super().__init__(menu)
        self._menu = menu
        self._shown = shown
        self._announce = announce
        self._report = report
        menu.aboutToShow.connect(self._fill)

    def save(self, export: Export, path: Path) -> None:
        """Write an export to a path and say so."""
        try:
            export.write(path)
        except OSError as error:
            reason = error.strerror or str(error)
            self._report(UsageError(f"{path} cannot be written: {reason}. Choose another folder."))
        else:
            self._announce(f"Saved {path.name}")

    def _fill(self) -> None:
        """Offer what the screen can write, then its picture."""
        self._menu.clear()
        screen = self._shown()
        if screen is None:
            self._menu.addAction("Nothing to export yet").setEnabled(False)
            return
        for export in screen.exports():
            self._menu.addAction(f"{export.title}…").triggered.connect(partial(self._ask, export))
        if not self._menu.isEmpty():
            self._menu.addSeparator()
        name = screen.accessibleName().lower()
        picture = Export("Picture of this screen (PNG)", f"{name}.png", partial(_save, screen))
        self._menu.addAction(f"{picture.title}…").triggered.connect(partial(self._ask, picture))
        self._menu.addAction("Copy picture").triggered.connect(partial(self._copy, screen))

    def _ask(self, export: Export, _: bool = False) -> None:
        """Ask where to save, then save."""
        from PySide6.QtWidgets import QFileDialog

        place = QStandardPaths.StandardLocation.DocumentsLocation
        proposal = Path(QStandardPaths.writableLocation(place)) / export.file_name
        chosen, _filter = QFileDialog.getSaveFileName(
            self._menu.window(), export.title, str(proposal), f"*{proposal.suffix}"
        )
        if chosen:
            self.save(export, Path(chosen))

    def _copy(self, screen: Screen, _: bool = False) -> None:
        """Copy a picture of the screen."""
        QGuiApplication.clipboard().setPixmap(screen.grab())
        self._announce("Copied a picture of this screen")


def _save(screen: Screen, path: Path) -> None:
    """Save a picture of the screen.

    Raises:
        OSError: It cannot be written.
    """
    if not screen.grab().save(str(path)):
        raise OSError(f"{path.parent} takes no picture")
