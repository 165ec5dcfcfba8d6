"""The table of a rep's open deals."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.domain.money import to_major
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_date,
    format_money_exact,
    format_percent,
)
from cockpit.presenters.rep_deals import DealView, format_age

(OPPORTUNITY, ACCOUNT, SOURCE, OPENED, AGE, STAGE, AMOUNT, CLOSE, CHANCE, BY_END) = range(10)


class DealsTableModel(RowsTableModel[DealView]):
    """Open deals; the last column is named after the end of the period."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, key=lambda deal: deal.key, parent=parent)
        self._end_title = ""

    def show_deals(self, deals: Sequence[DealView], end_text: str) -> None:
        """Show other deals of a period that ends on a day, written as `30 Sep`."""
        self._end_title = f"by {end_text}"
        self.show_rows(deals)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column, its meaning or its alignment."""
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        if section == BY_END and is_title:
            return self._end_title
        return super().headerData(section, orientation, role)


def _chance_tone(deal: DealView) -> str | None:
    return "faint" if deal.is_stale or deal.chance is None else None


_COLUMNS: tuple[Column[DealView], ...] = (
    Column("Opportunity", text=lambda d: d.opportunity, tip=lambda d: d.opportunity),
    Column("Account", text=lambda d: d.account or UNKNOWN, tip=lambda d: d.account),
    Column("Source", text=lambda d: d.source or UNKNOWN, tip=lambda d: d.source),
    Column(
        "Opened",
        text=lambda d: format_date(d.opened),
        sort=lambda d: d.opened,
        export=lambda d: d.opened.isoformat(),
        is_number=True,
    ),
    Column(
        "Age",
        text=format_age,
        sort=lambda d: d.age,
        export=lambda d: d.age,
        tip=lambda d: f"Open for {format_count(d.age)} days",
        is_number=True,
        header_tip="Days since it was opened, up to the as-of day",
    ),
    Column("Stage", text=lambda d: d.stage or UNKNOWN, tip=lambda d: d.stage_tip or d.stage),
    Column(
        "Amount",
        text=lambda d: d.amount_text,
        sort=lambda d: d.amount,
        export=lambda d: "" if d.amount is None else str(to_major(d.amount, d.currency)),
        tip=lambda d: format_money_exact(d.amount, d.currency),
        is_number=True,
    ),
    Column(
        "Expected close",
        text=lambda d: d.close_text,
        sort=lambda d: d.expected_close,
        export=lambda d: d.expected_close.isoformat() if d.expected_close else "",
        tip=lambda d: format_date(d.expected_close),
        tone=lambda d: "bad" if d.is_overdue else None,
        is_number=True,
        header_tip="As the CRM has it; a day that has passed says so",
    ),
    Column(
        "Win chance now",
        text=lambda d: d.chance_text,
        sort=lambda d: d.chance,
        export=lambda d: format_percent(d.chance, 1),
        tip=lambda d: d.chance_tip,
        tone=_chance_tone,
        is_number=True,
        header_tip="Chance of a win at any time, by the plan's rates, given that it is still open "
        "at this age. Stale: it has outlived every curve.",
    ),
    Column(
        "",
        text=lambda d: format_percent(d.chance_by_end),
        sort=lambda d: d.chance_by_end,
        export=lambda d: format_percent(d.chance_by_end, 1),
        tip=lambda d: d.chance_tip,
        tone=_chance_tone,
        is_number=True,
        header_tip="The part of that chance which falls into the period",
    ),
)
