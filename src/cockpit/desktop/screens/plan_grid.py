"""The plan's grid: a table that is worked like a spreadsheet, from the keyboard all the way."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QMenu, QTableView, QWidget

from cockpit.desktop.models.plan_sheet import STATUS, Place, PlanRole, PlanSheetModel
from cockpit.desktop.screens.plan_cells import FundingDelegate, PlanCellDelegate
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.cells import PADDING
from cockpit.domain.errors import UsageError
from cockpit.presenters.formatting import format_plural
from cockpit.presenters.plan_sheets import Sheet

_ROW_HEIGHT = 28
_NARROWEST, _WIDEST = 66, 190
_SLACK = 6
_MOVES = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class PlanGrid(QTableView):
    """A part of the plan as cells.

    Type to overwrite, F2 to change, Enter and Tab to go on, Ctrl+Enter to fill the selection with
    what was typed, Delete to empty. `said` carries what was done, for the status line; `refused`
    a sentence that says why nothing was; `rep_reached` the rep of the row that the cursor is in.
    """

    said = Signal(str)
    refused = Signal(str)
    rep_reached = Signal(str)

    def __init__(self, theme: Theme, title: str, commit: Callable[[Sheet, str], None]) -> None:
        super().__init__()
        self._theme = theme
        self._commit = commit
        self.setObjectName("planGrid")
        self.setAccessibleName(title)
        self.setFont(theme.font("number"))
        self._cells = PlanCellDelegate(theme, self)
        self._cells.filled.connect(self._on_filled)
        self._pills = FundingDelegate(theme, self)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.horizontalHeader().setFont(theme.font("caption"))
        self.horizontalHeader().setHighlightSections(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_wanted)
        self._build_actions()
        theme.changed.connect(self.viewport().update)

    @property
    def sheet_model(self) -> PlanSheetModel:
        """Return the model that is shown."""
        model = self.model()
        assert isinstance(model, PlanSheetModel)  # noqa: S101 - `show_model` is the only way in
        return model

    @property
    def rep(self) -> str:
        """Return the rep of the row that the cursor is in, empty for none."""
        return str(self.currentIndex().siblingAtColumn(0).data() or "")

    def show_model(self, model: PlanSheetModel) -> None:
        """Show a part of the plan."""
        self.setModel(model)
        model.modelReset.connect(self.fit_columns)
        model.dataChanged.connect(self._widen)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.rep_reached.emit(self.rep))
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give each column the width of its contents, within reason."""
        model, header = self.sheet_model, self.horizontalHeader()
        header.setStretchLastSection(model.columnCount() > model.editable_columns)
        for column in range(model.columnCount()):
            width = max(self._measure(column), header.sectionSizeHint(column))
            header.resizeSection(column, min(max(width, _NARROWEST), _WIDEST))
            is_status = model.name_of_computed(column) == STATUS
            self.setItemDelegateForColumn(column, self._pills if is_status else self._cells)

    def _widen(self, first: QModelIndex, last: QModelIndex) -> None:
        """Give columns more room where what is worked out has become longer."""
        header = self.horizontalHeader()
        for column in range(
            max(first.column(), self.sheet_model.editable_columns), last.column() + 1
        ):
            width = min(self._measure(column), _WIDEST)
            if width > header.sectionSize(column):
                header.resizeSection(column, width)

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor into a cell."""
        index = self.model().index(row, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        self.setFocus()

    def places(self) -> list[Place]:
        """Return the selected cells that can be edited, in reading order."""
        limit = self.sheet_model.editable_columns
        indexes = self.selectionModel().selectedIndexes()
        return sorted((i.row(), i.column()) for i in indexes if i.column() < limit)

    def event(self, event: QEvent) -> bool:
        """Claim the grid's own keys before the window takes them, such as Ctrl+D."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and self._find_action(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move as a spreadsheet does; typing and everything else is Qt's."""
        action = self._find_action(event)
        if action is not None:
            action.trigger()
            return
        key = Qt.Key(event.key())
        is_editing = self.state() is QAbstractItemView.State.EditingState
        if key in _MOVES and not is_editing:
            down, right = _MOVES[key]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and down:
                down = -down
            self._move(down, right)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on to the next cell after Enter or Tab without opening it."""
        hints = QAbstractItemDelegate.EndEditHint
        steps = {
            hints.SubmitModelCache: (1, 0),
            hints.EditNextItem: (0, 1),
            hints.EditPreviousItem: (0, -1),
        }
        super().closeEditor(editor, hints.NoHint if hint in steps else hint)
        if hint in steps:
            self._move(*steps[hint])

    def copy(self) -> None:
        """Copy the selected cells, exactly, for this grid or a spreadsheet."""
        places = self.places()
        if places:
            model = self.sheet_model
            QGuiApplication.clipboard().setText(model.editor.copy_text(model.part, places))
            self.said.emit(f"Copied {format_plural(len(places), 'cell')}")

    def cut(self) -> None:
        """Copy the selected cells and empty them."""
        self.copy()
        self.clear_cells()

    def paste(self) -> None:
        """Paste the clipboard from the selection's first cell on, in one step."""
        places = self.places()
        if not places:
            return
        model, text = self.sheet_model, QGuiApplication.clipboard().text()
        try:
            pasted = model.editor.paste(model.part, text, places[0], places)
        except UsageError as error:
            self.refused.emit(str(error))
            return
        if refusal := model.editor.refuse([pasted.sheet]):
            self.refused.emit(refusal)
            return
        self._commit(pasted.sheet, f"Paste {format_plural(pasted.cells, 'cell')}")
        marked = f"; {pasted.bad} cannot be read and are marked" if pasted.bad else ""
        self.said.emit(f"Pasted {format_plural(pasted.cells, 'cell')}{marked}")

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        if places := self.places():
            model = self.sheet_model
            step = f"Empty {format_plural(len(places), 'cell')}"
            self._commit(model.editor.clear(model.part, places), step)

    def fill_down(self) -> None:
        """Fill each selected column from its topmost cell, or one row from the row above."""
        places = [place for place in self.places() if place[0] < self.sheet_model.sheet_rows]
        if places:
            model = self.sheet_model
            self._commit(model.editor.fill_down(model.part, places), "Fill down")

    def add_row(self) -> None:
        """Add a row below the cursor, for the same rep where there is one."""
        model, current = self.sheet_model, self.currentIndex()
        below = min(current.row(), model.sheet_rows - 1) if current.isValid() else -1
        if not current.isValid() or current.row() >= model.sheet_rows:
            below = model.sheet_rows - 1
        self._commit(model.editor.add_row(model.part, below), "Add row")
        has_rep = model.index(below + 1, 0).data(Qt.ItemDataRole.EditRole)
        self.go_to(below + 1, 1 if has_rep else 0)

    def remove_rows(self) -> None:
        """Remove the rows of the selected cells."""
        model = self.sheet_model
        rows = sorted({row for row, _ in self.places() if row < model.sheet_rows})
        if rows:
            step = f"Remove {format_plural(len(rows), 'row')}"
            self._commit(model.editor.remove_rows(model.part, rows), step)

    def _find_action(self, event: QEvent) -> QAction | None:
        """Return the action whose keys were pressed."""
        if not isinstance(event, QKeyEvent):
            return None
        keys = QKeySequence(event.keyCombination())
        return next((each for each in self.actions() if keys in each.shortcuts()), None)

    def _on_filled(self, text: str) -> None:
        """Type the same into all selected cells."""
        self.sheet_model.type_into(dict.fromkeys(self.places(), text))

    def _measure(self, column: int) -> int:
        """Return the width of the widest text of a column, shown or not, with its padding."""
        model, metrics = self.sheet_model, QFontMetrics(self.font())
        indexes = (model.index(row, column) for row in range(model.rowCount()))
        texts = {index.data() or index.data(PlanRole.HINT) or "" for index in indexes}
        return max(map(metrics.horizontalAdvance, texts), default=0) + 2 * PADDING + _SLACK

    def _move(self, down: int, right: int) -> None:
        """Move the cursor; past the last column it goes on in the next row."""
        model, current = self.model(), self.currentIndex()
        width = self.sheet_model.editable_columns
        row, column = current.row() + down, current.column() + right
        if right and not 0 <= column < width:
            row, column = row + right, 0 if right > 0 else width - 1
        row = min(max(row, 0), model.rowCount() - 1)
        self.go_to(row, min(max(column, 0), model.columnCount() - 1))

    def _build_actions(self) -> None:
        """Give every spreadsheet command its keys; the context menu lists them."""
        keys = QKeySequence.StandardKey
        self.add_action = self._add("Add row", "Ctrl+Shift+=", self.add_row)
        self.remove_action = self._add("Remove rows", "Ctrl+-", self.remove_rows)
        self.fill_action = self._add("Fill down", "Ctrl+D", self.fill_down)
        self._add("Cut", keys.Cut, self.cut)
        self._add("Copy", keys.Copy, self.copy)
        self.paste_action = self._add("Paste", keys.Paste, self.paste)
        self._add("Empty cells", keys.Delete, self.clear_cells)

    def _add(
        self, title: str, keys: str | QKeySequence.StandardKey, run: Callable[[], None]
    ) -> QAction:
        action = QAction(title, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _=False: run())
        self.addAction(action)
        return action

    def _on_menu_wanted(self, place: QPoint) -> None:
        """Offer what can be done with the selected cells."""
        if not self.selectionModel().hasSelection():
            index = self.indexAt(place)
            self.setCurrentIndex(index if index.isValid() else QModelIndex())
        menu = QMenu(self)
        menu.addActions(self.actions())
        menu.popup(self.viewport().mapToGlobal(place))
