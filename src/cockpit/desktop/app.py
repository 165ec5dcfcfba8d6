"""From nothing to a painted window."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from cockpit import __version__
from cockpit.desktop.crash import CrashLog
from cockpit.desktop.fonts import load_first_fonts
from cockpit.desktop.main_window import MainWindow
from cockpit.desktop.screenless import one_line_without_screen
from cockpit.desktop.settings import Settings
from cockpit.desktop.theme import Theme
from cockpit.resources import find_resource

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def build_application() -> QApplication:
    """Return the Qt application with its name, style, fonts and icon.

    The style is asked for as an argument: a style object in Python would bring some hundred
    enumerations with it before the first paint.
    """
    with one_line_without_screen():
        application = QApplication([*sys.argv[:1], "-style", "Fusion"])
    application.setApplicationName("Revenue Cockpit")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("revenue-cockpit")
    load_first_fonts()
    application.setWindowIcon(QIcon(str(find_resource("icons", "app.svg"))))
    return application


def open_window(
    application: QApplication, location: str | Path | None = None, today: date | None = None
) -> MainWindow:
    """Show the window, with crashes kept and the last one told.

    Args:
        application: The Qt application.
        location: The store; the user's own where not given.
        today: The day to take for today.
    """
    settings = Settings()
    log = CrashLog(settings.folder)
    last = log.take_last()
    window = MainWindow(Theme(application, settings.get("theme")), settings, location, today)
    window.settled.connect(_spare_the_start)
    window.crashed.connect(lambda trace: _tell(window, "Something went wrong inside", trace))
    log.install(window.crashed.emit)
    if last:
        title = "Revenue Cockpit ended unexpectedly last time"
        window.painted.connect(lambda: _tell(window, title, last))
    window.show()
    return window


def _spare_the_start() -> None:
    """Never look for garbage among what the start imported: there is none, and looking costs."""
    if not gc.get_freeze_count():
        gc.freeze()


def _tell(window: MainWindow, title: str, trace: str) -> None:
    """Say that our own code failed, and offer the details; the log has it where that is no use."""
    if not window.is_built:
        return
    window.notice.show_message(
        f"{title}.",
        "This is a fault of the program, not of your data: what was saved is safe, and what was "
        "not finished was not written. The details help to mend it.",
        [("Show details", lambda: _show_details(window, trace))],
    )


def _show_details(window: MainWindow, trace: str) -> None:
    """Show a trace so that it can be copied."""
    from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout

    dialog = QDialog(window)
    dialog.setWindowTitle("Details")
    dialog.resize(760, 420)
    text = QPlainTextEdit(trace)
    text.setReadOnly(True)
    text.setAccessibleName("Details of the fault")
    layout = QVBoxLayout(dialog)
    layout.addWidget(text)
    dialog.open()
