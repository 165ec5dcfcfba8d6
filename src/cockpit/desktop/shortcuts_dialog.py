"""The list of keyboard shortcuts."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from cockpit.desktop.actions import format_keys
from cockpit.desktop.widgets.label import build_label

_EVERYWHERE = (
    ("Copy the selected rows of a table", "Ctrl+C"),
    ("Open the selected row of a table", "Enter"),
    ("Next or previous part of a screen", "Tab or Shift+Tab"),
)


class ShortcutsDialog(QDialog):
    """What can be done from the keyboard, with its keys.

    Args:
        actions: The window's actions; those without keys are left out.
        window: The window it lies over.
    """

    def __init__(self, actions: Sequence[QAction], window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle("Keyboard shortcuts")
        rows = [(action.text(), format_keys(action)) for action in actions if action.shortcuts()]
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(7)
        for number, (title, keys) in enumerate((*rows, *_EVERYWHERE)):
            name = build_label(title)
            grid.addWidget(name, number, 0)
            grid.addWidget(build_label(keys, "strong", "muted"), number, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(16)
        layout.addLayout(grid)
        layout.addWidget(buttons)
