"""Write a plan as the plain files it can be imported from, exactly: importing changes nothing."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import TypeAlias

import xlsxwriter

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import Period
from cockpit.domain.money import to_major
from cockpit.domain.plan import ASSUMPTION_FIELDS, LEARNED, Assumption, Plan
from cockpit.services.plan import select_plan
from cockpit.store.connection import Store
from cockpit.store.queries import load_plan, load_team

_Table: TypeAlias = list[list[str]]

_TEXTS = frozenset({"rep", "source", "period"})
_HEADERS = {
    "targets": ["rep", "period", "revenue"],
    "commitments": ["rep", "period", "source", "leads"],
    "assumptions": ["rep", "source", "period", *ASSUMPTION_FIELDS],
}


def export_plan(store: Store, period: Period, out: Path) -> tuple[Path, ...]:
    """Write the targets, commitments and assumptions that concern a period.

    Targets are those of the period and its parts; commitments and assumptions also those of the
    longer periods it lies in, and assumptions without a period.

    Args:
        store: The store.
        period: The chosen period.
        out: A folder for three CSV files (made when it is not there), or an `.xlsx` file for one
            workbook with three sheets.

    Returns:
        The files written.

    Raises:
        UsageError: The place cannot be written to.
    """
    team = load_team(store)
    plan = select_plan(load_plan(store), team.calendar, period)
    tables = build_tables(plan, team.currency)
    try:
        if out.suffix.lower() == ".xlsx":
            return (_write_workbook(tables, out),)
        out.mkdir(parents=True, exist_ok=True)
        return tuple(_write_csv(table, out / f"{name}.csv") for name, table in tables.items())
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.") from error


def build_tables(plan: Plan, currency: str) -> dict[str, _Table]:
    """Return the plain files as rows of text with a header, numbers exact."""
    rows: dict[str, Iterable[Sequence[object]]] = {
        "targets": ((t.rep, t.period, to_major(t.revenue, currency)) for t in plan.targets),
        "commitments": ((c.rep, c.period, c.source, c.leads) for c in plan.commitments),
        "assumptions": (
            (a.rep, a.source, a.period, *_values(a, currency)) for a in plan.assumptions
        ),
    }
    return {
        name: [header, *([_format_cell(value) for value in row] for row in rows[name])]
        for name, header in _HEADERS.items()
    }


def _values(row: Assumption, currency: str) -> Iterator[object]:
    """Yield the values of an assumption in the order of the file, money in major units."""
    for field in ASSUMPTION_FIELDS:
        value = getattr(row, field)
        yield to_major(value, currency) if field == "deal_size" and value is not None else value


def _format_cell(value: object) -> str:
    """Return a value as plain text that reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _write_csv(table: _Table, path: Path) -> Path:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(table)
    return _write_whole(path, text.getvalue().encode())


def _write_workbook(tables: dict[str, _Table], path: Path) -> Path:
    """Write one sheet per table; numbers as numbers where spreadsheets keep all digits."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True})
        for name, (header, *rows) in tables.items():
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, header, bold)
            names = {column for column, title in enumerate(header) if title in _TEXTS}
            for at, row in enumerate(rows, start=1):
                for column, text in enumerate(row):
                    if column not in names and _is_exact_number(text):
                        sheet.write_number(at, column, float(text))
                    elif text:
                        sheet.write_string(at, column, text)
            sheet.autofit()
    path.parent.mkdir(parents=True, exist_ok=True)
    return _write_whole(path, made.getvalue())


def _is_exact_number(text: str) -> bool:
    """Return whether a spreadsheet keeps all digits of a text when it takes it for a number."""
    return bool(text) and text != LEARNED and f"{float(text):.15g}" == text


def _write_whole(path: Path, content: bytes) -> Path:
    """Write a file that is there whole or not at all; what had its name stays until then."""
    unfinished = path.with_name(f"{path.name}.unfinished-{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
