"""What an import changed as a table: record, field, before and after."""

from typing import TYPE_CHECKING

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.data_changes import CHANGE_LABELS, CHANGE_TONES, ChangeLine, name_kind
from cockpit.presenters.formatting import UNKNOWN

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

KIND_COLUMN = 0
"""The column that can be hidden when all records are of one kind."""
CHANGE_COLUMN = 2
"""The column that is painted as a chip."""
AFTER_COLUMN = 5
"""The column that takes the room left over."""


def build_changes_model(parent: "QObject | None" = None) -> RowsTableModel[ChangeLine]:
    """Return an empty model of changes; its rows are their own keys."""
    columns = (
        Column[ChangeLine]("Kind", lambda line: name_kind(line.kind)),
        Column[ChangeLine]("Record", lambda line: line.record, tip=lambda line: line.record),
        Column[ChangeLine](
            "Change",
            lambda line: CHANGE_LABELS[line.change],
            tone=lambda line: CHANGE_TONES[line.change],
        ),
        Column[ChangeLine]("Field", lambda line: line.field or UNKNOWN),
        Column[ChangeLine](
            "Before",
            lambda line: line.before or UNKNOWN,
            tip=lambda line: line.before,
            tone=lambda _: "faint",
        ),
        Column[ChangeLine](
            "After", lambda line: line.after or UNKNOWN, tip=lambda line: line.after
        ),
    )
    return RowsTableModel(columns, key=lambda line: line, parent=parent)
