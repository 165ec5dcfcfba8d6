"""A sheet of the plan as a table that can be edited, with what it adds up to beside it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cockpit.desktop.models.roles import Role
from cockpit.domain.plan import LEARNED
from cockpit.presenters.plan import PlanEditor
from cockpit.presenters.plan_cells import EMPTY, Cell, Kind
from cockpit.presenters.plan_funding import FundingRowView
from cockpit.presenters.plan_inherited import find_inherited
from cockpit.presenters.plan_sheets import Part, Row, Sheet

Index = QModelIndex | QPersistentModelIndex
Place = tuple[int, int]

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TEXT = frozenset({Kind.REP, Kind.SOURCE, Kind.PERIOD})
_FUNDING: tuple[tuple[str, str, str], ...] = (
    ("leads", "Leads", "Leads promised in the period"),
    ("from_leads", "From leads", "What they bring within the period: leads × rates × size"),
    ("carried_in", "Carried in", "What the leads of earlier periods bring within this one"),
    ("self_sourced", "Self-sourced", "What opportunities opened without a lead bring"),
    ("adds_up_to", "Adds up to", "The whole plan of the rep, landing in the period"),
    ("unfunded", "Against target", "Adds up to, less target: what is missing is not funded"),
    (
        "status",
        "Status",
        "Whether leads × rates pay for the target; the bar reaches the line when they pay for all",
    ),
)
STATUS = "status"


class PlanRole(IntEnum):
    """What a cell of the plan tells besides the roles of every table.

    HINT: faint text of an empty cell, such as an inherited rate. PROBLEM: why it cannot be saved.
    CHANGED: whether it differs from what is saved. NAMES: what to offer while it is typed.
    COMPUTED: whether it follows from the plan and cannot be typed. SHARE: how much of a rep's
    target the plan pays for, 1.0 being all of it. LOCKED: whether a lock holds it.
    """

    HINT = Role.KEY + 100
    PROBLEM = Role.KEY + 101
    CHANGED = Role.KEY + 102
    NAMES = Role.KEY + 103
    COMPUTED = Role.KEY + 104
    SHARE = Role.KEY + 105
    LOCKED = Role.KEY + 106


class PlanSheetModel(QAbstractTableModel):
    """One part of the plan. Below its rows lies an empty one: typing there adds a row.

    Args:
        editor: Holds the sheets.
        part: Which of them is shown.
        commit: Called with a new sheet and what was done; it comes back through `show_sheet`.
    """

    def __init__(
        self,
        editor: PlanEditor,
        part: Part,
        commit: Callable[[Sheet, str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.part = part
        self._commit = commit
        self._sheet = editor.sheets[part]
        self._rows = _with_empty_row(self._sheet)
        self._funding: Mapping[str, FundingRowView] = {}
        self._inherited: Mapping[Place, tuple[Cell, str]] = {}
        self._problems: Mapping[Place, str] = {}
        self._readers: Mapping[int, Callable[[Place], Any]] = {
            Qt.ItemDataRole.DisplayRole: self._text,
            Qt.ItemDataRole.EditRole: self._edit_text,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            PlanRole.PROBLEM: lambda at: self._problems.get(at),  # noqa: PLW0108 - read anew
            PlanRole.CHANGED: lambda at: editor.is_changed(part, self._rows[at[0]], at[1]),
            PlanRole.HINT: self._hint,
            PlanRole.LOCKED: self._is_locked,
            PlanRole.NAMES: lambda at: self._names(at[1]),
            Role.TONE: self._tone_of_name,
        }
        self._look_up()

    @property
    def editable_columns(self) -> int:
        """Return how many columns can be edited; those after them are computed."""
        return len(self._sheet.columns)

    @property
    def sheet_rows(self) -> int:
        """Return the number of rows without the empty one at the end."""
        return len(self._rows) - 1

    def show_sheet(self) -> None:
        """Show the editor's current sheet; rows that stayed keep selection and scroll position."""
        old, new = self._rows, _with_empty_row(self.editor.sheets[self.part])
        if self._sheet.columns != self.editor.sheets[self.part].columns:
            self.beginResetModel()
            self._take(new)
            self.endResetModel()
            return
        grown = len(new) - len(old)
        last = _end_of_change(old, new)
        kept = last + min(grown, 0)
        self._take((*new[:kept], *old[kept:]))
        self._tell_all()
        if grown > 0:
            self.beginInsertRows(QModelIndex(), last, last + grown - 1)
            self._take(new)
            self.endInsertRows()
        elif grown < 0:
            self.beginRemoveRows(QModelIndex(), kept, last - 1)
            self._take(new)
            self.endRemoveRows()

    def show_funding(self, rows: Sequence[FundingRowView]) -> None:
        """Show what the plan adds up to, beside the targets."""
        self._funding = {row.rep: row for row in rows}
        if self.part is Part.TARGETS:
            self._tell_all()

    def show_problems(self, problems: Mapping[Place, str]) -> None:
        """Mark the cells that cannot be saved."""
        if problems != self._problems:
            self._problems = problems
            self._tell_all()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows with the empty one; a cell has none."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns, computed ones included; a cell has none."""
        computed = len(_FUNDING) if self.part is Part.TARGETS else 0
        return 0 if parent.isValid() else self.editable_columns + computed

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        flags = super().flags(index)
        is_typed = index.isValid() and index.column() < self.editable_columns
        if is_typed and not self._is_locked((index.row(), index.column())):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says in a role."""
        if not index.isValid():
            return None
        at = index.row(), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(at[1])
        if at[1] >= self.editable_columns:
            return self._computed(at, role)
        if at[0] == self.sheet_rows and all(cell == EMPTY for cell in self._rows[at[0]]):
            return self._empty_row(at[1], role)
        return self._cell(at, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Type into a cell; the same text again changes nothing."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        return self.type_into({(index.row(), index.column()): str(value)})

    def type_into(self, texts: Mapping[Place, str]) -> bool:
        """Type into cells in one step; return whether anything changed."""
        width = self.editable_columns
        news = {
            at: text for at, text in texts.items() if at[1] < width and text != self._edit_text(at)
        }
        if not news:
            return False
        noun = self._sheet.columns[next(iter(news))[1]].noun
        what = noun[0].lower() + noun[1:]
        step = f"Type {what}" if len(news) == 1 else f"Type into {len(news)} cells"
        self._commit(self.editor.type_into(self.part, news), step)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title, meaning and alignment of a column, or the number of a row."""
        if orientation is Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        title, tip = self._header(section)
        return {Qt.ItemDataRole.DisplayRole: title, Qt.ItemDataRole.ToolTipRole: tip}.get(
            Qt.ItemDataRole(role)
        )

    def name_of_computed(self, column: int) -> str | None:
        """Return which funding figure a computed column shows."""
        at = column - self.editable_columns
        return _FUNDING[at][0] if 0 <= at < len(_FUNDING) else None

    def _header(self, section: int) -> tuple[str, str | None]:
        """Return the title of a column and what it means."""
        if section < self.editable_columns:
            column = self._sheet.columns[section]
            return column.title.replace(", ", "\n"), column.hint or None
        return _FUNDING[section - self.editable_columns][1:]

    def _take(self, rows: tuple[Row, ...]) -> None:
        self._sheet = replace(self.editor.sheets[self.part], rows=rows[:-1])
        self._rows = rows
        self._look_up()

    def _look_up(self) -> None:
        if self.part is Part.ASSUMPTIONS:
            self._inherited = find_inherited(self._sheet)

    def _tell_all(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def _text(self, at: Place) -> str:
        row = self._rows[at[0]]
        return self.editor.format(self.part, row, at[1], row[at[1]])

    def _is_locked(self, at: Place) -> bool:
        return self.editor.is_locked(self.part, self._rows[at[0]], at[1])

    def _edit_text(self, at: Place) -> str:
        return self.editor.format_exact(self.part, at[1], self._rows[at[0]][at[1]])

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        if column < self.editable_columns:
            return _LEFT if self._sheet.columns[column].kind in _TEXT else _RIGHT
        return _LEFT if self.name_of_computed(column) == STATUS else _RIGHT

    def _cell(self, at: Place, role: int) -> Any:
        """Return what a typed cell says in a role."""
        reader = self._readers.get(role)
        return None if reader is None else reader(at)

    def _empty_row(self, column: int, role: int) -> Any:
        """Return what the row to type into says in a role."""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return ""
        if role == PlanRole.LOCKED:
            return self._is_locked((self.sheet_rows, column))
        if role == PlanRole.HINT and column == 0:
            return "" if self._is_locked((self.sheet_rows, 0)) else "Add a row…"
        if role == PlanRole.NAMES:
            return self._names(column)
        return None

    def _computed(self, at: Place, role: int) -> Any:
        """Return what a computed cell says in a role."""
        if role == PlanRole.COMPUTED:
            return True
        name = self.name_of_computed(at[1])
        rep = self._rows[at[0]][0].value
        row = self._funding.get(str(rep))
        if row is None or name is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return getattr(row, name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip
        if role == PlanRole.SHARE:
            return row.share
        return _tone(row, name) if role == Role.TONE else None

    def _names(self, column: int) -> tuple[str, ...]:
        kind = self._sheet.columns[column].kind
        return self.editor.names(kind) if kind in _TEXT else ()

    def _tone_of_name(self, at: Place) -> str | None:
        """Return a fainter tone for a rep who is named in the row above already."""
        row, column = at
        repeats = column == 0 and row and self._rows[row][0] == self._rows[row - 1][0]
        return "faint" if repeats and self.part is Part.COMMITMENTS else None

    def _hint(self, at: Place) -> str | None:
        """Return the faint text of an empty cell: what holds there, or "any"."""
        if at in self._inherited:
            row = self._rows[at[0]]
            return self.editor.format(self.part, row, at[1], self._inherited[at][0])
        return self._sheet.columns[at[1]].empty or None

    def _tip(self, at: Place) -> str | None:
        """Return a cell's problem, else where its inherited value is from, else its exact value."""
        if at in self._problems:
            return self._problems[at]
        if at in self._inherited:
            cell, origin = self._inherited[at]
            text = self.editor.format(self.part, self._rows[at[0]], at[1], cell)
            return f"{text}, from the row for {origin}"
        said = self.editor.explain(self.part, self._rows[at[0]], at[1])
        exact = self._edit_text(at)
        if exact != self._text(at).replace(",", "") and exact != LEARNED:
            said = f"{exact}\n{said}".strip()
        return said or None


def _tone(row: FundingRowView, name: str) -> str | None:
    """Return the tone of a funding figure."""
    if name == STATUS:
        return row.tone
    if name == "unfunded" and row.unfunded.startswith("−"):
        return "planning"
    return None if name in {"adds_up_to", "unfunded"} else "muted"


def _with_empty_row(sheet: Sheet) -> tuple[Row, ...]:
    """Return the rows of a sheet and the one to type into below them."""
    return (*sheet.rows, (EMPTY,) * len(sheet.columns))


def _end_of_change(old: Sequence[Row], new: Sequence[Row]) -> int:
    """Return where the rows that stayed begin again in the old ones.

    When rows were only added at the end, what was typed into the empty row stays in its place.
    """
    if len(new) > len(old) and all(map(operator.is_, old[:-1], new)):
        return len(old)
    kept = 0
    while kept < min(len(old), len(new)) and old[-1 - kept] == new[-1 - kept]:
        kept += 1
    return max(len(old) - kept, len(old) - len(new))
