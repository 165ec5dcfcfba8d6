"""What was said about files, as tables: rates, stages, mappings."""

from typing import TYPE_CHECKING

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.data_answers import (
    OUTCOME_LABELS,
    OUTCOME_TONES,
    MappingLine,
    RateLine,
    StageLine,
    name_system,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

OUTCOME_COLUMN = 2
"""The column of stages that is painted as a chip."""


def build_rates_model(parent: "QObject | None" = None) -> RowsTableModel[RateLine]:
    """Return an empty model of exchange rates; its rows are their own keys."""
    columns = (
        Column[RateLine]("Currency", lambda line: line.currency),
        Column[RateLine](
            "Rate",
            lambda line: f"{line.rate:g}",
            sort=lambda line: line.rate,
            export=lambda line: line.rate,
            is_number=True,
            header_tip="Units of the team's currency for one unit",
        ),
    )
    return RowsTableModel(columns, key=lambda line: line, parent=parent)


def build_stages_model(parent: "QObject | None" = None) -> RowsTableModel[StageLine]:
    """Return an empty model of stages; its rows are their own keys."""
    columns = (
        Column[StageLine]("Stage", lambda line: line.stage, tip=lambda line: line.stage),
        Column[StageLine]("CRM", lambda line: name_system(line.system)),
        Column[StageLine](
            "Means",
            lambda line: OUTCOME_LABELS[line.outcome],
            tone=lambda line: OUTCOME_TONES[line.outcome],
        ),
    )
    return RowsTableModel(columns, key=lambda line: line, parent=parent)


def build_mappings_model(parent: "QObject | None" = None) -> RowsTableModel[MappingLine]:
    """Return an empty model of mappings; its rows are their own keys."""
    columns = (
        Column[MappingLine]("Made for", lambda line: line.name),
        Column[MappingLine]("Reads", lambda line: line.text, tip=lambda line: line.text),
    )
    return RowsTableModel(columns, key=lambda line: line, parent=parent)
