"""What the checks of the data found, as a table."""

from typing import TYPE_CHECKING

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.data_quality import WEIGHT_LABELS, WEIGHT_TIPS, WEIGHT_TONES, QualityLine
from cockpit.presenters.formatting import UNKNOWN, format_count

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

FOUND_COLUMN = 0
"""The column that takes the room left over."""
TREND_COLUMN = 5
"""The column that is painted as a line and a word."""
WEIGHT_COLUMN = 6
"""The column that is painted as a chip."""


def build_quality_model(parent: "QObject | None" = None) -> RowsTableModel[QualityLine]:
    """Return an empty model of findings; the key of a row is its check."""
    columns = (
        Column[QualityLine]("Finding", lambda line: line.title, tip=lambda line: line.rule),
        Column[QualityLine](
            "Count",
            lambda line: format_count(line.count),
            sort=lambda line: line.count,
            export=lambda line: line.count,
            is_number=True,
        ),
        Column[QualityLine](
            "Share", lambda line: line.share or UNKNOWN, sort=_share_of, is_number=True
        ),
        Column[QualityLine](
            "In period",
            lambda line: format_count(line.in_period),
            sort=lambda line: line.in_period,
            export=lambda line: line.in_period,
            tone=lambda line: None if line.in_period else "faint",
            is_number=True,
            header_tip="How many of them the numbers of the period depend on",
        ),
        Column[QualityLine](
            "At stake",
            lambda line: line.stake_text,
            sort=lambda line: line.stake,
            tip=lambda line: line.stake_tip,
            export=lambda line: line.stake_tip,
            is_number=True,
            header_tip="What the records found amount to",
        ),
        Column[QualityLine](
            "Last imports",
            lambda line: line.trend.text,
            segments=lambda line: line.trend,
            tip=lambda line: line.trend.tip,
            header_tip="What was found after each import, and how the last one changed that",
        ),
        Column[QualityLine](
            "Touches",
            lambda line: WEIGHT_LABELS[line.weight],
            tone=lambda line: WEIGHT_TONES[line.weight],
            tip=lambda line: WEIGHT_TIPS[line.weight],
        ),
    )
    return RowsTableModel(columns, key=lambda line: line.check, parent=parent)


def _share_of(line: QualityLine) -> float:
    """Return a share to sort by."""
    return float(line.share.strip("<>%") or 0)
