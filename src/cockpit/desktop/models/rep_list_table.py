"""The list of all reps to pick from."""

from PySide6.QtCore import QObject

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.domain.money import to_major
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_money_exact,
    format_money_short,
    format_percent,
)
from cockpit.presenters.rep_list import RosterRowView

NAME, VERDICT, GAP, TARGET, ACTUAL, ATTAINED, LEADS, BECAUSE = range(8)


class RepListTableModel(RowsTableModel[RosterRowView]):
    """All reps with their verdicts; sorted by name or gap, never by what they convert."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, key=lambda row: row.name, parent=parent)


def _money(title: str, field: str, tip: str) -> Column[RosterRowView]:
    """Return a column of an amount: short on screen, exact in tooltip and export."""

    def read(row: RosterRowView) -> int | None:
        return getattr(row, field) if row.verdict else None

    def export(row: RosterRowView) -> str:
        amount = read(row)
        return "" if amount is None else str(to_major(amount, row.currency))

    return Column(
        title,
        text=lambda row: format_money_short(read(row), row.currency),
        sort=read,
        export=export,
        tip=lambda row: format_money_exact(read(row), row.currency),
        tone=(lambda row: "bad" if row.gap < 0 else None) if field == "gap" else None,
        is_number=True,
        header_tip=tip,
    )


def _format_leads(row: RosterRowView) -> str:
    if not row.verdict:
        return UNKNOWN
    if row.leads_plan is None:
        return f"{format_count(row.leads)} / {UNKNOWN}"
    return f"{format_count(row.leads)} / {format_count(round(row.leads_plan))}"


_COLUMNS: tuple[Column[RosterRowView], ...] = (
    Column("Rep", text=lambda row: row.name, sort=lambda row: row.name.casefold(),
           tip=lambda row: row.name),
    Column("Verdict", text=lambda row: f"{row.verdict}{row.sureness}",
           export=lambda row: row.verdict, tone=lambda row: row.tone,
           tip=lambda row: row.because, header_tip="What the gap comes down to"),
    _money("Gap", "gap", "Actual less target"),
    _money("Target", "target", "Revenue to bring in the period"),
    _money("Actual", "actual", "Revenue of the deals won in the period, up to the as-of day"),
    Column("Attained", text=lambda row: format_percent(row.attained),
           sort=lambda row: row.attained, is_number=True, header_tip="Actual, % of target"),
    Column("Leads / promised", text=_format_leads, sort=lambda row: row.leads, is_number=True,
           header_tip="Leads received / promised up to the as-of day"),
    Column("Why", text=lambda row: "; ".join(filter(None, (row.because, row.note))),
           tip=lambda row: "\n".join(filter(None, (row.because, row.note))),
           tone=lambda _: "muted", header_tip="What the verdict rests on"),
)  # fmt: skip
