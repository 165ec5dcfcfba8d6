"""The files of an import as a table."""

from typing import TYPE_CHECKING

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.import_preview import FileView

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

STATE_COLUMN = 1
"""The column that is painted as a chip."""


def build_files_model(parent: "QObject | None" = None) -> RowsTableModel[FileView]:
    """Return an empty model of files; the key of a row is that of its preview."""
    columns = (
        Column[FileView]("File", lambda file: file.title, tip=lambda file: file.title),
        Column[FileView](
            "State",
            lambda file: file.state[0],
            tip=lambda file: file.blocker or file.note,
            tone=lambda file: file.state[1],
        ),
    )
    return RowsTableModel(columns, key=lambda file: file.preview.key, parent=parent)
