"""Workbooks: every sheet with a header is a table of its own."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from cockpit.domain.errors import UsageError
from cockpit.intake.tables import CHUNK_ROWS, FrameChunk

Cell = int | float | str | bool | time | date | datetime | timedelta


class SheetTable:
    """A sheet of a workbook as a `Table`; cells become the text a plain file would hold."""

    has_serial_dates = True

    def __init__(
        self, path: Path, sheet: CalamineSheet, title: str, header: list[str], header_row: int
    ) -> None:
        self.name = f"{path.name}, sheet {title}"
        self.key = f"{path}#{title}"
        self.header = tuple(header)
        self._sheet = sheet
        self._header_row = header_row

    def read_chunks(self) -> Iterator[FrameChunk]:
        """Yield the rows below the header."""
        rows = islice(self._sheet.iter_rows(), self._header_row, None)
        width = len(self.header)
        first_row = self._header_row + 1
        total = max(self._sheet.total_height - self._header_row, 1)
        while texts := [[_format_cell(cell) for cell in row] for row in islice(rows, CHUNK_ROWS)]:
            columns = np.empty((width, len(texts)), dtype=object)
            for index, row in enumerate(texts):
                columns[:, index] = (row + [""] * width)[:width]
            overfull = np.array([any(row[width:]) for row in texts])
            done = first_row - self._header_row - 1 + len(texts)
            yield FrameChunk(
                first_row=first_row,
                columns=list(columns),
                overfull=overfull if overfull.any() else None,
                fraction=min(done / total, 1.0),
            )
            first_row += len(texts)


def open_workbook(path: Path) -> list[SheetTable]:
    """Return the sheets of a workbook that hold anything.

    Raises:
        UsageError: The file is damaged, locked by a password, or holds nothing.
    """
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = [(title, workbook.get_sheet_by_name(title)) for title in workbook.sheet_names]
    except CalamineError as error:
        raise UsageError(f"{path.name} cannot be read as a workbook: {error}.") from error
    tables = []
    for title, sheet in sheets:
        for row_number, row in enumerate(sheet.iter_rows(), start=1):
            header = [_format_cell(cell) for cell in row]
            if any(header):
                while not header[-1]:
                    header.pop()
                tables.append(SheetTable(path, sheet, title, header, row_number))
                break
    if not tables:
        raise UsageError(f"{path.name} is empty: none of its sheets has a header row.")
    return tables


def _format_cell(cell: Cell) -> str:
    """Return a cell as text: dates in ISO form, numbers with the 15 digits that a sheet shows."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != time() else cell.date().isoformat()
    return str(cell)
