"""Take a picture of every screen: light and dark, at two sizes, from a store.

    python packaging/screenshots.py STORE FOLDER [--today 2026-09-14] [--rep "Ben Lindqvist"]

The store is opened as a user opens it; nothing is written to it. Works without a display: set
QT_QPA_PLATFORM=offscreen.
"""

import argparse
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from cockpit.desktop.app import build_application
from cockpit.desktop.main_window import MainWindow
from cockpit.desktop.screen_list import SCREENS
from cockpit.desktop.settings import Settings
from cockpit.desktop.theme import Theme

SIZES = (QSize(1440, 900), QSize(1280, 720))
THEMES = ("light", "dark")
PATIENCE = 30_000
"""Milliseconds to wait for an answer."""


def wait(window: MainWindow) -> None:
    """Wait until nothing is being done any more, and everything is painted."""
    loop = QEventLoop()
    window.settled.connect(loop.quit)
    QTimer.singleShot(PATIENCE, loop.quit)
    if window.tasks.is_busy:
        loop.exec()
    for _ in range(3):
        QApplication.processEvents()


def take_pictures(window: MainWindow, folder: Path, rep: str) -> None:
    """Save a picture of each screen in each theme and size."""
    for theme in THEMES:
        window.appearance.choose(theme)
        for size in SIZES:
            window.resize(size)
            for entry in SCREENS:
                window.navigate(entry.name, rep if entry.name == "reps" else "")
                wait(window)
                name = f"{entry.name}-{theme}-{size.width()}x{size.height()}.png"
                if not window.grab().save(str(folder / name)):
                    sys.exit(f"{folder / name} cannot be written")
                print(folder / name)


def main() -> None:
    """Open a window on the store and take the pictures."""
    parser = argparse.ArgumentParser(description="Take a picture of every screen.")
    parser.add_argument("store", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    parser.add_argument("--rep", default="", help="rep to show on the Reps screen")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    application = build_application()
    with TemporaryDirectory() as settings:
        theme = Theme(application, THEMES[0])
        window = MainWindow(theme, Settings(Path(settings)), arguments.store, arguments.today)
        window.resize(SIZES[0])
        loop = QEventLoop()
        window.settled.connect(loop.quit)
        window.show()
        loop.exec()
        wait(window)
        take_pictures(window, arguments.folder, arguments.rep)
        window.close()


if __name__ == "__main__":
    main()
