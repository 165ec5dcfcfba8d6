"""Workbooks: every sheet with a header is a table of its own."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from zipfile import is_zipfile

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from cockpit.domain.errors import UsageError
from cockpit.intake.header_rows import SAMPLE_ROWS, describe_title, find_header
from cockpit.intake.tables import CHUNK_ROWS, FrameChunk
from cockpit.intake.workbook_parts import Place, WorkbookParts, read_parts

Cell = int | float | str | bool | time | date | datetime | timedelta


class SheetTable:
    """A sheet of a workbook as a `Table`; cells become the text a plain file would hold.

    Attributes:
        path, title: The workbook, and what the sheet is called in it.
        header_row: Number of the header as a spreadsheet counts.

    Args:
        path: Of the workbook.
        sheet: As the reader has it.
        rows: Its rows as far as the header, which is the last of them.
        errors: The cells whose formula failed.
        counts_from_1904: As in `Table`.
    """

    has_serial_dates = True

    def __init__(
        self,
        path: Path,
        sheet: CalamineSheet,
        rows: list[list[str]],
        *,
        errors: Mapping[Place, str],
        counts_from_1904: bool,
    ) -> None:
        self.path, self.title = path, sheet.name
        self.name = f"{path.name}, sheet {sheet.name}"
        self.key = f"{path}#{sheet.name}"
        self.header = tuple(_cut_blank_end(rows[-1]))
        self.notes = describe_title(rows, len(rows) - 1)
        self.counts_from_1904 = counts_from_1904
        self._sheet = sheet
        self.header_row = len(rows)
        self._errors = errors

    def read_chunks(self) -> Iterator[FrameChunk]:
        """Yield the rows below the header."""
        rows = islice(self._sheet.iter_rows(), self.header_row, None)
        width = len(self.header)
        first_row = self.header_row + 1
        total = max(self._sheet.total_height - self.header_row, 1)
        while texts := [_format_row(row) for row in islice(rows, CHUNK_ROWS)]:
            _enter_errors(texts, first_row - 1, self._errors)
            columns = np.empty((width, len(texts)), dtype=object)
            for index, row in enumerate(texts):
                columns[:, index] = (row + [""] * width)[:width]
            overfull = np.array([any(row[width:]) for row in texts])
            done = first_row - self.header_row - 1 + len(texts)
            yield FrameChunk(
                first_row=first_row,
                columns=list(columns),
                overfull=overfull if overfull.any() else None,
                fraction=min(done / total, 1.0),
            )
            first_row += len(texts)

    def iter_cells(self) -> Iterator[list[Cell]]:
        """Yield all rows of the sheet, from the first one on, with their cells as they are."""
        failed: dict[int, dict[int, str]] = {}
        for (row, column), text in self._errors.items():
            failed.setdefault(row, {})[column] = text
        for number, cells in enumerate(self._sheet.iter_rows()):
            for column, text in failed.get(number, {}).items():
                if column < len(cells):
                    cells[column] = text
            yield cells


def open_workbook(path: Path) -> list[SheetTable]:
    """Return the sheets of a workbook that hold anything.

    Raises:
        UsageError: The file is damaged, locked by a password, or holds nothing.
    """
    parts = read_parts(path) if is_zipfile(path) else WorkbookParts()
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = [workbook.get_sheet_by_name(title) for title in workbook.sheet_names]
    except CalamineError as error:
        why = "a password locks it" if "password" in str(error).casefold() else "it is damaged"
        raise UsageError(f"{path.name} cannot be read as a workbook: {why}.") from error
    tables = []
    for place, sheet in enumerate(sheets):
        errors = parts.errors.get(place, {})
        rows = [_format_row(row) for row in islice(sheet.iter_rows(), SAMPLE_ROWS)]
        _enter_errors(rows, 0, errors)
        index = find_header(rows)
        if index is not None:
            tables.append(
                SheetTable(
                    path,
                    sheet,
                    rows[: index + 1],
                    errors=errors,
                    counts_from_1904=parts.counts_from_1904,
                )
            )
    if not tables:
        raise UsageError(f"{path.name} is empty: none of its sheets has a header row.")
    return tables


def _enter_errors(rows: list[list[str]], first_row: int, errors: Mapping[Place, str]) -> None:
    """Write into the rows what a sheet shows where a formula failed."""
    for (row, column), text in errors.items():
        if first_row <= row < first_row + len(rows) and column < len(rows[row - first_row]):
            rows[row - first_row][column] = text


def _cut_blank_end(header: list[str]) -> list[str]:
    """Return a header without the empty cells behind its last name."""
    width = max(index for index, cell in enumerate(header, start=1) if cell)
    return header[:width]


def _format_row(row: list[Cell]) -> list[str]:
    """Return the cells of a row as texts; a blank one, of which there may be a million, at once."""
    if row.count("") == len(row):
        return [""] * len(row)
    return [_format_cell(cell) for cell in row]


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
