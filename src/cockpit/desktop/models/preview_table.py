"""The first rows of a file as tables: as they stand there, and as they would be read."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.import_reading import ReadCell, ReadingView

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

ReadRow = tuple[ReadCell, ...]


def build_preview_model(
    headers: Sequence[str], rows: Sequence[tuple[str, ...]], parent: "QObject | None" = None
) -> RowsTableModel[tuple[str, ...]]:
    """Return a model of a file's first rows, cells as the file spells them."""
    columns = [Column[tuple[str, ...]](title, itemgetter(i)) for i, title in enumerate(headers)]
    model = RowsTableModel(columns, key=lambda row: row, parent=parent)
    model.show_rows(rows)
    return model


def build_reading_model(
    view: ReadingView, parent: "QObject | None" = None
) -> RowsTableModel[ReadRow]:
    """Return a model of a file's first rows in our columns; a cell says what is wrong with it."""
    columns = [_build_column(title, itemgetter(at)) for at, title in enumerate(view.titles)]
    model = RowsTableModel(columns, key=lambda row: row, parent=parent)
    model.show_rows(view.rows)
    return model


def _build_column(title: str, pick: Callable[[ReadRow], ReadCell]) -> Column[ReadRow]:
    """Return a column of the reading."""
    return Column[ReadRow](
        title,
        partial(_tell, pick, "text"),
        tip=partial(_tell, pick, "tip"),
        tone=lambda row: pick(row).tone,
    )


def _tell(pick: Callable[[ReadRow], ReadCell], part: str, row: ReadRow) -> str:
    """Return a part of a cell."""
    return str(getattr(pick(row), part))
