"""What the reader of workbooks does not tell, read from the parts of an .xlsx file themselves.

The reader gives an empty cell for a formula that failed, does not say that a workbook counts days
from 1904, and asks for memory for every cell of the rectangle that a sheet spans: a file of a few
kilobytes with one cell in the last row and column would take the whole program down.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from cockpit.domain.errors import UsageError

_BLOCK = 1 << 20
_OVERLAP = 1_000  # longer than the tag of a cell with an error and its value
_MOST_BYTES = 3 << 30  # of all parts unpacked; a million rows of 50 columns take less
_MOST_CELLS = 50_000_000
_SMALL_PARTS = 16 << 20

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*? ?\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>'
    rb"(?:(?!</(?:\w+:)?c>).){0,900}?<(?:\w+:)?v>([^<]{1,30})</",
    re.DOTALL,
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_COUNTS_FROM_1904 = re.compile(r'\bdate1904="(?:1|true)"')

Place = tuple[int, int]
"""Row and column of a cell, both counted from 0."""


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """What the parts of a workbook say.

    Args:
        errors: For the place of each sheet in the workbook: the cells whose formula failed.
        counts_from_1904: A number in a column of dates counts days since 1904-01-01.
    """

    errors: Mapping[int, Mapping[Place, str]] = field(default_factory=dict)
    counts_from_1904: bool = False


def read_parts(path: Path) -> WorkbookParts:
    """Return what the parts of an .xlsx file say; nothing for other workbooks.

    Raises:
        UsageError: The file is damaged, or unpacks to more than this program can hold.
    """
    try:
        with ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                raise UsageError(
                    f"{path.name} unpacks to more than {_MOST_BYTES >> 30} GB and is not opened: "
                    "save it as CSV."
                )
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                return WorkbookParts()
            workbook = _read_text(archive, "xl/workbook.xml")
            errors = {
                index: _read_errors(archive, part, path)
                for index, part in enumerate(_list_sheets(archive, workbook, names))
                if part in names
            }
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{path.name} cannot be read as a workbook: it is damaged.") from error
    return WorkbookParts(errors, _COUNTS_FROM_1904.search(workbook) is not None)


def _read_text(archive: ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(_SMALL_PARTS).decode("utf-8", errors="replace")


def _list_sheets(archive: ZipFile, workbook: str, names: set[str]) -> Iterator[str]:
    """Yield the name of the part of each sheet, in the order of the workbook."""
    relations = "xl/_rels/workbook.xml.rels"
    targets = {}
    if relations in names:
        for tag in _RELATION.findall(_read_text(archive, relations)):
            attributes = dict(_ATTRIBUTE.findall(tag))
            targets[attributes.get("Id", "")] = attributes.get("Target", "")
    for tag in _SHEET.findall(workbook):
        ids = [value for name, value in _ATTRIBUTE.findall(tag) if name.rpartition(":")[2] == "id"]
        target = targets.get(ids[0], "") if ids else ""
        yield target.removeprefix("/") if target[:1] == "/" else str(PurePosixPath("xl") / target)


def _read_errors(archive: ZipFile, name: str, path: Path) -> dict[Place, str]:
    """Return the cells of a sheet whose formula failed.

    Raises:
        UsageError: The sheet spans more cells than memory is asked for.
    """
    errors: dict[Place, str] = {}
    last_row, last_column = 1, 1
    for block in _read_blocks(archive, name):
        cells = _CELL.findall(block)
        if cells:
            last_row = max(last_row, *(int(row) for _, row in (cells[0], cells[-1])))
            columns = {letters for letters, _ in cells}
            last_column = max(last_column, *(_column_number(letters) for letters in columns))
        if b't="e"' in block:
            for letters, row, text in _ERROR.findall(block):
                place = int(row) - 1, _column_number(letters) - 1
                errors[place] = text.decode("utf-8", errors="replace")
        if last_row * last_column > _MOST_CELLS:
            raise UsageError(
                f"{path.name} holds a sheet of {last_row:,} rows and {last_column:,} columns, too "
                "many to open: delete what lies outside the table, or save it as CSV."
            )
    return errors


def _read_blocks(archive: ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part in blocks that overlap, so that a tag cut in two is whole in the next one."""
    tail = b""
    with archive.open(name) as part:
        while block := part.read(_BLOCK):
            yield tail + block
            tail = block[-_OVERLAP:]


def _column_number(letters: bytes) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
