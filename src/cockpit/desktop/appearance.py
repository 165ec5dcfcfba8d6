"""The choice of a theme: a menu, a key, kept for the next start."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from cockpit.desktop.theme import CHOICES

if TYPE_CHECKING:
    from cockpit.desktop.settings import Settings
    from cockpit.desktop.theme import Theme


class Appearance(QObject):
    """Lets the user choose a theme; `switched` carries the title of the one that a key chose.

    Args:
        theme: What is worn.
        settings: Keeps the choice.
        parent: The window.
    """

    switched = Signal(str)

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        self.menu = QMenu("Appearance", parent)
        self.menu.aboutToShow.connect(self._fill)

    def choose(self, name: str, _: bool = False) -> None:
        """Wear a theme of `CHOICES` and keep the choice."""
        self._theme.choose(name)
        self._settings.keep("theme", name)

    def switch(self) -> None:
        """Wear the next theme and say which it is."""
        names = [name for name, _ in CHOICES]
        following = names[(names.index(self._theme.choice) + 1) % len(names)]
        self.choose(following)
        self.switched.emit(f"Theme: {dict(CHOICES)[following]}")

    def _fill(self) -> None:
        """Offer the themes, with the one in use marked."""
        self.menu.clear()
        for name, title in CHOICES:
            action = self.menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(self._theme.choice == name)
            action.triggered.connect(partial(self.choose, name))
