"""What the window can do: one list for keys, menus, tooltips, Ctrl+K and the list of shortcuts."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget


class Actions:
    """The window's actions, by name and in order.

    Args:
        window: The window whose keys they are.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._actions: dict[str, QAction] = {}

    def add(
        self, name: str, title: str, keys: str, run: Callable[[], object] | None = None
    ) -> QAction:
        """Add something the window can do.

        Args:
            name: Name in code.
            title: What it does, in words.
            keys: Its keys, as `Ctrl+K`; several with `; ` between them.
            run: Does it; not given where another part of the window connects itself.
        """
        action = QAction(title, self._window)
        action.setShortcuts([QKeySequence(each) for each in keys.split("; ") if each])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if run is not None:
            action.triggered.connect(lambda _=False: run())
        self._window.addAction(action)
        self._actions[name] = action
        return action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def items(self) -> Iterable[tuple[str, QAction]]:
        """Return the actions with their names, in the order they were added."""
        return self._actions.items()

    def tip(self, name: str, text: str = "") -> str:
        """Return a tooltip that ends with the keys: "Look again (F5)"."""
        action = self._actions[name]
        return f"{text or action.text()} ({format_keys(action)})"


def format_keys(action: QAction) -> str:
    """Return the keys of an action as the platform writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(keys.toString(native) for keys in action.shortcuts())


def follow(button: QAbstractButton, action: QAction) -> None:
    """Have a button do an action, and be disabled with it."""
    button.setEnabled(action.isEnabled())
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
