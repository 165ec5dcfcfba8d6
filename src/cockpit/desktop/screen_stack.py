"""The place where screens are shown: each built when first wanted, told only what is new to it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from cockpit.desktop.screen import Screen, ScreenContext
    from cockpit.desktop.screen_list import ScreenEntry
    from cockpit.domain.changes import Changes
    from cockpit.domain.question import Question


class ScreenStack(QStackedWidget):
    """Screens by name; a screen that is not shown learns of questions and changes when it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screens: dict[str, Screen] = {}
        self._asked: dict[str, Question] = {}
        self._stale: dict[str, Changes] = {}

    @property
    def shown(self) -> Screen | None:
        """Return the screen that is shown, `None` while a page of the window itself is."""
        current = self.currentWidget()
        return next((each for each in self._screens.values() if each is current), None)

    def show_screen(self, entry: ScreenEntry, context: ScreenContext, question: Question) -> Screen:
        """Show a screen, up to date with the question and with all changes."""
        if entry.name not in self._screens:
            screen = getattr(import_module(entry.module), entry.class_name)(context)
            screen.setAccessibleName(entry.title)
            self._screens[entry.name] = screen
            self.addWidget(screen)
        screen = self._screens[entry.name]
        self.setCurrentWidget(screen)
        stale = self._stale.pop(entry.name, None)
        if stale is not None:
            screen.on_changes(stale)
        if self._asked.get(entry.name) != question:
            self._asked[entry.name] = question
            screen.show_question(question)
        return screen

    def show_page(self, page: QWidget) -> None:
        """Show a page of the window itself."""
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self.setCurrentWidget(page)

    def spread(self, changes: Changes) -> None:
        """Tell the screen that is shown what changed, and the others when they are."""
        shown = self.shown
        for name, screen in self._screens.items():
            if screen is shown:
                screen.on_changes(changes)
            else:
                self._stale[name] = self._stale.get(name, changes) | changes

    def may_close(self) -> bool:
        """Return whether every screen may be closed; one with unsaved edits asks the user."""
        return all(screen.may_close() for screen in self._screens.values())

    def clear(self) -> None:
        """Forget every screen, because another store is opened."""
        for screen in self._screens.values():
            self.removeWidget(screen)
            screen.deleteLater()
        self._screens.clear()
        self._asked.clear()
        self._stale.clear()
