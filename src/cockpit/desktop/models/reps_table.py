"""The table of the cockpit: a row per rep, source or month."""

from typing import Any

from PySide6.QtCore import QObject, Qt

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.domain.money import to_major
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_money_exact,
    format_money_short,
    format_percent,
)
from cockpit.presenters.headline import format_attained
from cockpit.presenters.rep_rows import RepRowView
from cockpit.presenters.text import Span

NAME, TARGET, ACTUAL, ATTAINED, GAP, EFFECT, WHY, LEADS, QUALIFIED, WON, VERDICT, ACTION = range(12)


class RepsTableModel(RowsTableModel[RepRowView]):
    """Rows of the cockpit; headings change with what a row stands for and is filtered by."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, key=lambda row: row.key, parent=parent)
        self._titles = {NAME: "Rep", EFFECT: ""}

    def show_titles(self, name: str, effect: str, action: str) -> None:
        """Say what a row stands for, what it is filtered by, and what its last cell says."""
        self._titles = {NAME: name, EFFECT: effect, ACTION: action}
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, NAME, ACTION)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column, its meaning or its alignment."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles.get(section, self.columns[section].title)
        return super().headerData(section, orientation, role)


def _money(title: str, field: str, tip: str, *, signed: bool = False) -> Column[RepRowView]:
    """Return a column of an amount: short on screen, exact in tooltip and export."""

    def read(row: RepRowView) -> int:
        return int(getattr(row, field))

    return Column(
        title,
        text=lambda row: format_money_short(read(row), row.currency),
        sort=read,
        export=lambda row: str(to_major(read(row), row.currency)),
        tip=lambda row: format_money_exact(read(row), row.currency),
        tone=(lambda row: "bad" if read(row) < 0 else None) if signed else None,
        is_number=True,
        header_tip=tip,
    )


def _rate(title: str, field: str, tip: str) -> Column[RepRowView]:
    """Return a column of an observed rate beside the planned one."""

    def read(row: RepRowView) -> float | None:
        value: float | None = getattr(row, field)
        return value

    def plan(row: RepRowView) -> float | None:
        value: float | None = getattr(row, f"{field}_plan")
        return value

    def likely(row: RepRowView) -> str:
        text = getattr(row, f"{field}_likely")
        return f"\n{text}" if text else ""

    return Column(
        title,
        text=lambda row: "".join(span.text for span in _against_plan(read(row), plan(row))),
        sort=read,
        export=lambda row: f"{format_percent(read(row), 1)} of {format_percent(plan(row), 1)}",
        tip=lambda row: (
            f"{format_percent(read(row), 1)} observed, corrected for what is not due yet; "
            f"{format_percent(plan(row), 1)} planned{likely(row)}"
        ),
        spans=lambda row: _against_plan(read(row), plan(row)),
        is_number=True,
        header_tip=tip,
    )


def _against_plan(rate: float | None, plan: float | None) -> tuple[Span, ...]:
    """Return a rate beside the planned one, or one dash where there is neither."""
    if rate is None and plan is None:
        return (Span(UNKNOWN, "faint"),)
    return _against(format_percent(rate), format_percent(plan))


def _against(actual: str, plan: str) -> tuple[Span, ...]:
    return (Span(actual), Span(f" / {plan}", "faint"))


def _leads_plan(row: RepRowView) -> str:
    return UNKNOWN if row.leads_plan is None else format_count(round(row.leads_plan))


def _leads_tip(row: RepRowView) -> str:
    if row.leads_plan is None:
        return f"{format_count(row.leads)} leads arrived; none were promised"
    return (
        f"{format_count(row.leads)} leads arrived, {format_count(row.leads_plan)} promised by now"
    )


_COLUMNS: tuple[Column[RepRowView], ...] = (
    Column("Rep", text=lambda row: row.name, tip=lambda row: row.name),
    _money("Target", "target", "Revenue to bring in the period"),
    _money("Actual", "actual", "Revenue of the deals won in the period, up to the as-of day"),
    Column(
        "Attained",
        text=lambda row: format_attained(row.attained),
        sort=lambda row: row.attained,
        tip=lambda row: f"{format_percent(row.attained, 1)} of target",
        is_number=True,
        header_tip="Actual, % of target",
    ),
    _money("Gap", "gap", "Actual less target", signed=True),
    _money("", "selected_effect", "What the selected effect did to each row", signed=True),
    Column(
        "Lost | gained",
        text=lambda row: row.why.replace("\n", "; "),
        sort=lambda row: row.losses,
        tip=lambda row: row.why,
        segments=lambda row: row,
        header_tip="Left of the line: what each effect cost. Right of it: what it gained. "
        "Amber leads, blue conversion, violet deal size, slate plan, grey not due yet. "
        "Hatched: likely luck.",
    ),
    Column(
        "Leads / plan",
        text=lambda row: f"{format_count(row.leads)} / {_leads_plan(row)}",
        sort=lambda row: row.leads,
        export=lambda row: f"{row.leads} of {_leads_plan(row)}",
        tip=_leads_tip,
        spans=lambda row: _against(format_count(row.leads), _leads_plan(row)),
        is_number=True,
        header_tip="Leads received / promised up to the as-of day",
    ),
    _rate("Lead → opp", "lead_to_opp", "Leads that became opportunities, % / planned"),
    _rate("Win rate", "win_rate", "Opportunities that were won, % / planned"),
    Column(
        "Verdict",
        text=lambda row: f"{row.verdict}{row.sureness}",
        export=lambda row: row.verdict,
        tip=lambda row: row.because,
        tone=lambda row: row.verdict_tone,
        header_tip="What the gap comes down to",
    ),
    Column(
        "Next step",
        text=lambda row: row.action,
        tip=lambda row: row.action or row.because,
        tone=lambda _: "muted",
        header_tip="What would answer it",
    ),
)
