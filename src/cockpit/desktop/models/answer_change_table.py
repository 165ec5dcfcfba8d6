"""The reps whose answer an import changed, as a table."""

from typing import TYPE_CHECKING

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.answer_change import RepChange

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

VERDICT_COLUMNS = (4, 5)
"""The columns that are painted as chips."""
LAST_COLUMN = 5
"""The column that takes the room left over."""


def build_changes_model(parent: "QObject | None" = None) -> RowsTableModel[RepChange]:
    """Return an empty model of reps; a row's key is the name."""
    columns = (
        Column[RepChange]("Rep", lambda row: row.name, tip=lambda row: row.name),
        Column[RepChange]("Gap before", lambda row: row.gap_before, is_number=True),
        Column[RepChange]("Gap now", lambda row: row.gap_after, is_number=True),
        Column[RepChange](
            "Change",
            lambda row: row.change,
            sort=lambda row: row.change_minor,
            export=lambda row: row.exact,
            tip=lambda row: row.exact,
            tone=lambda row: row.change_tone,
            is_number=True,
        ),
        Column[RepChange](
            "Verdict before",
            lambda row: row.verdict_before[0] if row.is_new_verdict else "",
            export=lambda row: row.verdict_before[0],
            tone=lambda row: row.verdict_before[1],
        ),
        Column[RepChange](
            "Verdict now",
            lambda row: row.verdict_after[0],
            tone=lambda row: row.verdict_after[1],
        ),
    )
    return RowsTableModel(columns, key=lambda row: row.name, parent=parent)
