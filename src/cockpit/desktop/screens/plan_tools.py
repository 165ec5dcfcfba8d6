"""What can be done on the Plan screen, with its keys, in the bar above the grid."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QWidget

from cockpit.desktop.screens.plan_grid import PlanGrid
from cockpit.desktop.screens.plan_page import PlanPage
from cockpit.presenters.plan import PlanEditor
from cockpit.presenters.plan_sheets import Part


class PlanTools:
    """The actions of the Plan screen; the screen connects those that need its draft.

    Args:
        owner: The screen, in which the keys hold.
        page: Where the buttons go.
    """

    def __init__(self, owner: QWidget, page: PlanPage) -> None:
        self._owner = owner
        self._page = page
        self.undo = self._add("Undo", QKeySequence(QKeySequence.StandardKey.Undo))
        self.redo = self._add("Redo", QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"))
        self.save = self._add("Save", QKeySequence("Ctrl+S"))
        self.next_problem = self._add("Next problem", QKeySequence("F8"))
        self.detail = self._add("Targets by month")
        self.copy = self._add("Copy from the previous period")
        self.add = self._add_for_grid("Add row", PlanGrid.add_row)
        self.remove = self._add_for_grid("Remove rows", PlanGrid.remove_rows)
        self.fill = self._add_for_grid("Fill down", PlanGrid.fill_down)
        self.paste = self._add_for_grid("Paste from a spreadsheet", PlanGrid.paste)
        for action, icon in (
            (self.undo, "undo-2"),
            (self.redo, "redo-2"),
            (self.add, "plus"),
            (self.remove, "trash-2"),
            (self.paste, "clipboard-paste"),
        ):
            page.add_tool(action, icon)
        page.add_menu((self.fill, self.detail, self.copy))

    def show_state(self, editor: PlanEditor, steps: QUndoStack) -> None:
        """Enable what can be done now, and say what undo would undo."""
        self.undo.setEnabled(steps.canUndo())
        self.undo.setToolTip(f"Undo: {steps.undoText()} (Ctrl+Z)")
        self.redo.setEnabled(steps.canRedo())
        self.redo.setToolTip(f"Redo: {steps.redoText()} (Ctrl+Y)")
        self.copy.setEnabled(editor.can_copy_previous)
        self.copy.setText(f"Copy from {editor.previous_name}")
        self.detail.setEnabled(self._page.part is Part.TARGETS)
        is_open = editor.locking.is_open
        for action in (self.add, self.remove, self.fill, self.paste):
            action.setEnabled(is_open)
        if not is_open:
            self.copy.setEnabled(False)

    def _add(self, title: str, *keys: QKeySequence) -> QAction:
        action = QAction(title, self._owner)
        action.setShortcuts(list(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._owner.addAction(action)
        return action

    def _add_for_grid(self, title: str, run: Callable[[PlanGrid], None]) -> QAction:
        """Add something that is done in the grid that is shown; its keys are the grid's own."""
        action = self._add(title)
        action.triggered.connect(partial(self._on_grid, run))
        return action

    def _on_grid(self, run: Callable[[PlanGrid], None], _is_checked: bool = False) -> None:
        run(self._page.grid)
