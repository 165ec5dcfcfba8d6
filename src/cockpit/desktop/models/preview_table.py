"""The first rows of a file as a table."""

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from cockpit.desktop.models.rows import Column, RowsTableModel

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def build_preview_model(
    headers: Sequence[str], rows: Sequence[tuple[str, ...]], parent: "QObject | None" = None
) -> RowsTableModel[tuple[str, ...]]:
    """Return a model of a file's first rows, cells as the file spells them."""
    columns = [Column[tuple[str, ...]](title, itemgetter(i)) for i, title in enumerate(headers)]
    model = RowsTableModel(columns, key=lambda row: row, parent=parent)
    model.show_rows(rows)
    return model
