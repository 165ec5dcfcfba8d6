"""Show the records: which columns a lead or an opportunity has, and what each cell says."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from cockpit.domain.money import to_major
from cockpit.domain.question import Question
from cockpit.domain.records import FileKind
from cockpit.domain.verdicts import Effect
from cockpit.presenters.formatting import format_date, format_money_exact, format_plural
from cockpit.presenters.spreadsheet import disarm
from cockpit.presenters.workspace import Workspace
from cockpit.services.records import (
    PAGE,
    RecordList,
    RecordsResult,
    list_records,
    load_page,
    load_records,
    sort_records,
)

__all__ = [
    "PAGE",
    "RecordList",
    "RecordsResult",
    "ask_page",
    "ask_records",
    "ask_rows",
    "ask_sorted",
    "build_record_list",
    "build_records",
    "write_csv",
]

Progress = Callable[[float, str], None]

_TERM_LABELS = {
    "promised_leads": "the promised leads",
    "earlier_promises": "promises of earlier periods",
    "self_sourced": "planned self-sourced deals",
    "not_yet_due": "what is due later",
    "target": "the target",
}


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """A column of the records table: field in the frame, header, and how its values read."""

    field: str
    title: str
    is_number: bool = False
    is_date: bool = False
    is_money: bool = False


_LEAD_COLUMNS = (
    RecordColumn("lead_id", "Lead"),
    RecordColumn("account", "Account"),
    RecordColumn("rep", "Rep"),
    RecordColumn("source", "Source"),
    RecordColumn("assigned_at", "Assigned", is_date=True),
    RecordColumn("status", "Status"),
    RecordColumn("contribution", "Adds to the effect", is_number=True, is_money=True),
)
_OPPORTUNITY_COLUMNS = (
    RecordColumn("opportunity_id", "Opportunity"),
    RecordColumn("account", "Account"),
    RecordColumn("rep", "Rep"),
    RecordColumn("source", "Source"),
    RecordColumn("created_at", "Opened", is_date=True),
    RecordColumn("closed_at", "Closed", is_date=True),
    RecordColumn("outcome", "Outcome"),
    RecordColumn("amount", "Amount", is_number=True, is_money=True),
    RecordColumn("contribution", "Adds to the effect", is_number=True, is_money=True),
)


@dataclass(frozen=True, slots=True)
class RecordCell:
    """One cell: what it shows, its exact value for export, and whether it is a loss."""

    text: str
    export: Any
    is_loss: bool = False


@dataclass(frozen=True, eq=False)
class RecordTab:
    """The records of one kind: a heading with their number and what they add, and the columns."""

    title: str
    records: RecordList
    columns: tuple[RecordColumn, ...]


@dataclass(frozen=True, eq=False)
class RecordsView:
    """The records behind a number: how they add up, and a tab for each kind."""

    title: str
    sum_line: str
    tabs: tuple[RecordTab, ...]
    currency: str


def build_records(result: RecordsResult, title: str, currency: str, amount: int) -> RecordsView:
    """Return what the dialog shows: the sum in words, then leads and opportunities.

    Args:
        result: The records.
        title: What they are behind.
        currency: ISO 4217 code of all amounts.
        amount: What they add up to on the screen, in minor units. There, effects are rounded
            together; what that moved is told, so that the sum is one.
    """
    parts = [
        f"{format_money_exact(value, currency, signed=True)} from {_TERM_LABELS[name]}"
        for name, value in result.plan_terms.items()
        if round(value)
    ]
    parts += [
        f"{format_money_exact(part.total, currency, signed=True)} from {_count(part)}"
        for part in result.lists
    ]
    moved = amount - round(result.total)
    if parts and moved:
        parts.append(f"{format_money_exact(moved, currency, signed=True)} from rounding")
    total = format_money_exact(amount, currency, signed=True)
    sum_line = f"{', '.join(parts)}: together {total}." if parts else "No record touches this."
    tabs = tuple(RecordTab(_count(part), part, _columns_of(part.kind)) for part in result.lists)
    return RecordsView(title, sum_line, tabs, currency)


def build_record_list(records: RecordList, title: str, rule: str, currency: str) -> RecordsView:
    """Return what the dialog shows of records that add to no number.

    Args:
        records: The records.
        title: What they have in common.
        rule: What exactly was looked for.
        currency: ISO 4217 code of all amounts.
    """
    columns = tuple(c for c in _columns_of(records.kind) if c.field != "contribution")
    tab = RecordTab(_count(records), records, columns)
    return RecordsView(title, rule, (tab,), currency)


def ask_records(
    workspace: Workspace, question: Question, row: str | None, effects: tuple[Effect, ...]
) -> RecordsResult:
    """Return the records behind some effects of a row; runs in the worker."""
    return list_records(workspace.store, question, row, effects)


def ask_page(
    workspace: Workspace, tab: RecordTab, page: int, currency: str
) -> tuple[tuple[RecordCell, ...], ...]:
    """Return the cells of a page, row by row; runs in the worker."""
    return _build_rows(load_page(workspace.store, tab.records, page), tab.columns, currency)


def ask_sorted(
    workspace: Workspace,
    tab: RecordTab,
    column: int,
    progress: Progress | None = None,
    *,
    descending: bool,
) -> RecordTab:
    """Return the tab sorted by a column; runs in the worker.

    Raises:
        CancelledError: From `progress`, when the user cancels.
    """
    field = tab.columns[column].field
    ordered = sort_records(
        workspace.store, tab.records, field, descending=descending, progress=progress
    )
    return RecordTab(tab.title, ordered, tab.columns)


def ask_rows(workspace: Workspace, tab: RecordTab, rows: list[int], currency: str) -> str:
    """Return the rows at some places as tab-separated text; runs in the worker."""
    import numpy as np

    text = StringIO(newline="")
    pages = load_records(workspace.store, tab.records, np.array(rows, dtype=np.int64))
    _write(csv.writer(text, delimiter="\t", lineterminator="\n"), pages, tab, currency)
    return text.getvalue()


def write_csv(
    workspace: Workspace, tab: RecordTab, path: Path, currency: str, progress: Progress | None
) -> int:
    """Write all records of a tab to a CSV file and return their number; runs in the worker.

    Raises:
        CancelledError: From `progress`, when the user cancels.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        pages = load_records(workspace.store, tab.records, progress=progress)
        return _write(csv.writer(file, lineterminator="\n"), pages, tab, currency)


def _write(writer: Any, pages: Iterable[pd.DataFrame], tab: RecordTab, currency: str) -> int:
    count = 0
    writer.writerow([column.title for column in tab.columns])
    for page in pages:
        rows = _build_rows(page, tab.columns, currency)
        writer.writerows(disarm(cell.export for cell in row) for row in rows)
        count += len(rows)
    return count


def _columns_of(kind: FileKind) -> tuple[RecordColumn, ...]:
    return _LEAD_COLUMNS if kind is FileKind.LEADS else _OPPORTUNITY_COLUMNS


def _count(part: RecordList) -> str:
    if part.kind is FileKind.LEADS:
        return format_plural(len(part.keys), "lead")
    return format_plural(len(part.keys), "opportunity", "opportunities")


def _build_rows(
    frame: pd.DataFrame, columns: tuple[RecordColumn, ...], currency: str
) -> tuple[tuple[RecordCell, ...], ...]:
    cells = [[_build_cell(v, column, currency) for v in frame[column.field]] for column in columns]
    if frame["gone"].any():
        marked = zip(cells[0], frame["gone"], strict=True)
        cells[0] = [replace(c, text=f"{c.text} (gone)") if gone else c for c, gone in marked]
    return tuple(zip(*cells, strict=True))


def _build_cell(value: Any, column: RecordColumn, currency: str) -> RecordCell:
    if value is None or pd.isna(value):
        return RecordCell("", "")
    if column.is_money:
        minor = round(value)
        text = format_money_exact(minor, currency, signed=column.field == "contribution")
        return RecordCell(text, to_major(minor, currency), is_loss=minor < 0)
    if column.is_date:
        return RecordCell(format_date(value.date()), value.date().isoformat())
    return RecordCell(str(value), str(value))
