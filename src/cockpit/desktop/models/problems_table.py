"""The findings of an import as a table."""

from typing import TYPE_CHECKING

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.formatting import UNKNOWN, format_count
from cockpit.presenters.problems import (
    FATE_RESULTS,
    FATE_TIPS,
    FATE_TONES,
    ProblemGroup,
    ProblemLine,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

FATE_COLUMN = 4
"""The column that is painted as a chip."""
PROBLEM_COLUMN = 3
"""The column that takes the room left over."""
FOLLOWS_COLUMN = 2
"""The column of a group that says what becomes of its rows; there only where there is room."""
FILE_COLUMN = 5
"""The column that can be hidden when there is one file only."""


def build_problems_model(parent: "QObject | None" = None) -> RowsTableModel[ProblemLine]:
    """Return an empty model of findings; its rows are their own keys."""
    columns = (
        Column[ProblemLine](
            "Row",
            lambda line: UNKNOWN if line.row is None else format_count(line.row),
            sort=lambda line: line.row,
            export=lambda line: line.row,
            is_number=True,
            header_tip="Line of the file as a spreadsheet numbers it; the header is row 1",
        ),
        Column[ProblemLine]("Column", lambda line: line.column or UNKNOWN),
        Column[ProblemLine]("Value", lambda line: line.value or UNKNOWN),
        Column[ProblemLine](
            "What is wrong", lambda line: line.problem, tip=lambda line: line.problem
        ),
        Column[ProblemLine](
            "Row was",
            lambda line: line.fate.value,
            tip=lambda line: FATE_TIPS[line.fate],
            tone=lambda line: FATE_TONES[line.fate],
        ),
        Column[ProblemLine]("File", lambda line: line.file),
    )
    return RowsTableModel(columns, key=lambda line: line, parent=parent)


def build_groups_model(parent: "QObject | None" = None) -> RowsTableModel[ProblemGroup]:
    """Return an empty model of findings by what they say; its rows are their own keys."""
    columns = (
        Column[ProblemGroup](
            "Rows",
            lambda group: format_count(group.count),
            sort=lambda group: group.count,
            export=lambda group: group.count,
            tone=lambda group: FATE_TONES[group.fate],
            is_number=True,
        ),
        Column[ProblemGroup]("What is wrong", _describe_group, tip=_describe_group),
        Column[ProblemGroup](
            "What follows",
            lambda group: FATE_RESULTS[group.fate],
            tip=lambda group: FATE_TIPS[group.fate],
            tone=lambda _: "muted",
        ),
    )
    return RowsTableModel(columns, key=lambda group: group, parent=parent)


def _describe_group(group: ProblemGroup) -> str:
    """Return what a group says, with the column it says it of."""
    return f"{group.column}: {group.problem}" if group.column else group.problem
