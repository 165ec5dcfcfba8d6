"""Rejected rows as a file of their own, to be corrected and imported.

Each row is as it was, with one more cell behind it that says why it was turned away. Nothing is
changed in a row: not its quotes, not its spelling, not a cell that a spreadsheet would take for a
formula. What comes back must be what the CRM wrote.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, TypeVar

from cockpit.domain.errors import UsageError
from cockpit.intake.csv_files import CsvTable
from cockpit.intake.encodings import detect_encoding
from cockpit.intake.opening import open_tables
from cockpit.intake.rejections import REASON, Rejections, find_reason_column
from cockpit.intake.workbooks import Cell, SheetTable

Item = TypeVar("Item")

_REJECTED = " rejected"
_LONGEST_CELL = 2**31 - 1
_FORMATS = {
    datetime: "yyyy-mm-dd hh:mm:ss",
    date: "yyyy-mm-dd",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}


def name_rejected_file(source: Path) -> str:
    """Return how to call the file of a source's rejected rows."""
    suffix = ".xlsx" if source.suffix.casefold() in {".xls", ".xlsm", ".xlsb"} else source.suffix
    return f"{source.stem.removesuffix(_REJECTED)}{_REJECTED}{suffix}"


def write_rejected_rows(source: Path, rejected: Mapping[str, Rejections], target: Path) -> int:
    """Write the rejected rows of a file to another one of the same format; return their number.

    Args:
        source: The file that was imported; read once more, from its beginning.
        rejected: For each of its tables, by name, the rows that were turned away.
        target: The file to write; replaced if it is there.

    Raises:
        UsageError: The source has gone or has fewer rows than then, or the target cannot be
            written; then the target is as it was.
    """
    if target.exists() and target.samefile(source):
        raise UsageError(f"{target} is the file itself: write its rejected rows to another one.")
    tables = [table for table in open_tables(source) if len(rejected.get(table.name, ()))]
    sheets = [table for table in tables if isinstance(table, SheetTable)]
    with _replacing(target) as file:
        for table in tables:
            if isinstance(table, CsvTable):
                _write_text(table, rejected[table.name], file)
        if sheets:
            _write_sheets(sheets, rejected, file)
    return sum(len(rejected[table.name]) for table in tables)


@contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    """Give a file that takes the target's place once it is written as a whole."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)


def _write_text(table: CsvTable, rejections: Rejections, file: IO[bytes]) -> None:
    """Copy the rows as the bytes they are, with the reason behind each."""
    encoding, mark = detect_encoding(table.path)
    with table.path.open("rb") as source:
        file.write(source.read(mark))
        text = io.TextIOWrapper(source, encoding, newline="")
        records = enumerate(_split_records(text, table.delimiter), start=1)
        ending = "\n"
        quotes_all = False
        for number, record in islice(records, table.header_row):
            if number < table.header_row:
                file.write(record.encode(encoding))
                continue
            ending = record[len(record.rstrip("\r\n")) :] or ending
            quotes_all = record.lstrip().startswith('"')
            is_again = find_reason_column(table.header) is not None
            cell = (
                "" if is_again else table.delimiter + _quote(REASON, table, quotes_all=quotes_all)
            )
            file.write((record.rstrip("\r\n") + cell + ending).encode(encoding))
        for row, reason in rejections:
            record = _go_to(row, records, table.path)
            cell = _quote(reason, table, quotes_all=quotes_all)
            file.write(_fit(record, table).encode(encoding))
            file.write((table.delimiter + cell + ending).encode(encoding, errors="replace"))
        text.detach()


def _split_records(lines: Iterator[str], delimiter: str) -> Iterator[str]:
    """Yield the records of a file with their ends, as they stand there."""
    for line in lines:
        if '"' not in line:
            yield line
            continue
        taken: list[str] = []
        _read_record(_keep(chain([line], lines), taken), delimiter)
        yield "".join(taken)


def _read_record(lines: Iterable[str], delimiter: str) -> list[str]:
    """Return the cells of the first record; they may be as long as a file's cells may be."""
    before = csv.field_size_limit(_LONGEST_CELL)  # of the whole process, so only for a moment
    try:
        return next(csv.reader(lines, delimiter=delimiter), [])
    finally:
        csv.field_size_limit(before)


def _keep(lines: Iterator[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        yield line


def _fit(record: str, table: CsvTable) -> str:
    """Return a record without its end, as wide as the header, so that the reason finds its place.

    One with more filled cells than the header stays wider, and is turned away again.
    """
    reason = find_reason_column(table.header)
    width = len(table.header) if reason is None else reason
    text = record.rstrip("\r\n")
    cells = _read_record([text], table.delimiter)
    if len(cells) <= width:
        return text + table.delimiter * (width - max(len(cells), 1))
    return text if any(cells[len(table.header) :]) else _join(cells[:width], table)


def _join(cells: Sequence[str], table: CsvTable) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=table.delimiter, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n")


def _quote(cell: str, table: CsvTable, *, quotes_all: bool) -> str:
    """Return a cell as the file would quote it."""
    return _join([cell], table) if not quotes_all else '"' + cell.replace('"', '""') + '"'


def _write_sheets(
    tables: Sequence[SheetTable], rejected: Mapping[str, Rejections], file: IO[bytes]
) -> None:
    """Write the rows as typed cells, each sheet under its own title."""
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "date_1904": any(table.counts_from_1904 for table in tables),
    }
    with xlsxwriter.Workbook(file, options) as book:
        formats = {kind: book.add_format({"num_format": f}) for kind, f in _FORMATS.items()}
        for table in tables:
            _write_sheet(book.add_worksheet(table.title), table, rejected[table.name], formats)


def _write_sheet(
    sheet: Any, table: SheetTable, rejections: Rejections, formats: Mapping[type, Any]
) -> None:
    rows = enumerate(table.iter_cells(), start=1)
    reason_column = find_reason_column(table.header)
    width = len(table.header) if reason_column is None else reason_column
    target = 0
    for number, cells in islice(rows, table.header_row):
        is_header = number == table.header_row
        kept = [*cells[:width], REASON] if is_header else cells
        _write_cells(sheet, target, kept, formats)
        target += 1
    for row, reason in rejections:
        cells = _go_to(row, rows, table.path)
        _write_cells(sheet, target, _fit_cells(cells, width, len(table.header)), formats)
        beyond = len(cells) if any(c != "" for c in cells[len(table.header) :]) else width
        sheet.write_string(target, beyond, reason)
        target += 1


def _fit_cells(cells: Sequence[Cell], width: int, header: int) -> Sequence[Cell]:
    """Return the cells as far as the header goes, or all where more are filled than that."""
    return cells if any(cell != "" for cell in cells[header:]) else cells[:width]


def _write_cells(sheet: Any, row: int, cells: Sequence[Cell], formats: Mapping[type, Any]) -> None:
    for column, cell in enumerate(cells):
        if cell == "":
            continue
        if isinstance(cell, str):
            sheet.write_string(row, column, cell)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, column, cell)
        else:
            shown = date if isinstance(cell, datetime) and cell.time() == time() else type(cell)
            sheet.write_datetime(row, column, cell, formats[shown])


def _go_to(row: int, rows: Iterator[tuple[int, Item]], path: Path) -> Item:
    """Return the row with a number, further on in a file.

    Raises:
        UsageError: There is none any more.
    """
    for number, item in rows:
        if number == row:
            return item
    raise UsageError(
        f"{path.name} has fewer rows than when it was imported, so its rejected rows cannot be "
        "told any more: import it again."
    )
