"""Whether the plan pays for each rep's target, as a narrow table beside the grid."""

from PySide6.QtCore import QObject

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.presenters.plan_funding import FundingRowView

REP, ADDS_UP_TO, AGAINST, NOTE = range(4)
_WORTH_A_WORD = {"bad", "marketing"}
"""Tones of what the sign of the amount does not say already."""


class PlanFundingModel(RowsTableModel[FundingRowView]):
    """A row per rep: what the plan adds up to, and what is not funded."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, key=lambda row: row.rep, parent=parent)


_COLUMNS: tuple[Column[FundingRowView], ...] = (
    Column("Rep", text=lambda row: row.rep, tip=lambda row: f"{row.rep}\n{row.tip}"),
    Column(
        "Adds up to",
        text=lambda row: row.adds_up_to,
        tip=lambda row: row.tip,
        is_number=True,
        header_tip="What the whole plan brings in within the period",
    ),
    Column(
        "vs target",
        text=lambda row: row.unfunded,
        tip=lambda row: row.tip,
        tone=lambda row: "planning" if row.unfunded.startswith("−") else "muted",
        is_number=True,
        header_tip="Adds up to, less target: what is missing is not funded",
    ),
    Column(
        "Note",
        text=lambda row: row.status if row.tone in _WORTH_A_WORD else "",
        tip=lambda row: row.tip,
        tone=lambda row: row.tone,
        header_tip="What is missing where leads × rates cannot pay for the target",
    ),
)
