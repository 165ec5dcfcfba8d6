"""The history of imports as a table."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.data import BatchLine
from cockpit.presenters.formatting import UNKNOWN, format_count

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

WHAT_COLUMN = 1
"""The column that takes the room left over."""


def build_batches_model(parent: "QObject | None" = None) -> RowsTableModel[BatchLine]:
    """Return an empty model of batches; the key of a row is the number of its batch.

    Unchanged and skipped rows are told with the batch in full: they need nobody's attention.
    """
    columns = (
        Column[BatchLine](
            "When",
            lambda line: line.when,
            sort=lambda line: line.at,
            tone=lambda line: "faint" if line.undone else None,
        ),
        Column[BatchLine](
            "What", _describe, tip=_explain, tone=lambda line: "faint" if line.undone else None
        ),
        _count("Rows", lambda line: line.rows),
        _count("Added", lambda line: line.added),
        _count("Updated", lambda line: line.updated),
        _count("Rejected", lambda line: line.rejected, "bad"),
    )
    return RowsTableModel(columns, key=lambda line: line.id, parent=parent)


def _describe(line: BatchLine) -> str:
    """Return what was done, and whether it was undone since."""
    return f"Undone: {line.what}" if line.undone else line.what


def _explain(line: BatchLine) -> str:
    """Return what was done, and when it was undone since."""
    return f"{line.what} · {line.undone}" if line.undone else line.what


def _count(
    title: str, count: Callable[[BatchLine], int], tone: str | None = None
) -> Column[BatchLine]:
    """Return a column of counts; a zero is faint, so that the eye finds what is not."""
    return Column[BatchLine](
        title,
        lambda line: format_count(count(line)) if line.rows else UNKNOWN,
        sort=count,
        export=count,
        tone=lambda line: "faint" if line.undone or not count(line) else tone,
        is_number=True,
    )
