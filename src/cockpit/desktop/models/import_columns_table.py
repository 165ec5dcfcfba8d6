"""The columns of a file to import as a table: theirs, ours, how sure, and what they hold."""

from typing import TYPE_CHECKING

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.import_preview import NOT_IMPORTED, ColumnLine

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

OURS_COLUMN = 1
"""The column in which ours is chosen."""
SURE_COLUMN = 2
"""The column that is painted as a chip."""
SAMPLES_COLUMN = 3
"""The column that takes the room left over."""


def build_columns_model(parent: "QObject | None" = None) -> RowsTableModel[ColumnLine]:
    """Return an empty model of a file's columns; a row's key is the header."""
    columns = (
        Column[ColumnLine](
            "Column in the file",
            lambda line: line.header or "(no header)",
            tip=lambda line: line.header,
        ),
        Column[ColumnLine](
            "Becomes",
            lambda line: f"{line.label} ▾",
            sort=lambda line: (line.label == NOT_IMPORTED, line.label),
            export=lambda line: line.label,
            tip=lambda line: f"{line.label}. Enter or a click offers others.",
            tone=lambda line: None if line.ours else "faint",
        ),
        Column[ColumnLine](
            "How sure",
            lambda line: line.sureness[0],
            sort=lambda line: line.rank,
            tone=lambda line: line.sureness[1],
            header_tip="Known: by its name or the CRM. Likely and a guess: please look at them",
        ),
        Column[ColumnLine](
            "First values",
            lambda line: line.samples or "empty",
            tip=lambda line: line.samples,
            tone=lambda line: "muted" if line.samples else "faint",
        ),
    )
    return RowsTableModel(columns, key=lambda line: line.header, parent=parent)
