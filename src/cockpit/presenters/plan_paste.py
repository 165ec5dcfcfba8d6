"""Paste from a spreadsheet: cut a clipboard text into cells and find where they belong."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.domain.errors import UsageError
from cockpit.presenters.formatting import format_plural
from cockpit.presenters.plan_cells import CellReader, Column
from cockpit.presenters.plan_sheets import NEEDS_REP, Part, Sheet, parse_into

_GROUPED = re.compile(r"\D{0,3}\d{1,3}(?:,\d{3})+(?:\.\d+)?\D{0,3}")
_WORD = re.compile(r"\d{4}-\S+|[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A sheet with a block pasted into it, how many cells it took and how many are marked."""

    sheet: Sheet
    cells: int
    bad: int


def split_clipboard(text: str) -> list[list[str]]:
    """Return the rows of a clipboard text: tab-separated as spreadsheets copy, or CSV.

    Raises:
        UsageError: A cell is longer than any text of a plan.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if not lines:
        return []
    try:
        return list(csv.reader(io.StringIO(lines), delimiter=_delimiter(lines)))
    except csv.Error as error:
        raise UsageError(f"The clipboard holds no cells to paste: {error}.") from error


def paste(
    sheet: Sheet, text: str, at: tuple[int, int], selected: Sequence[tuple[int, int]],
    reader: CellReader,
) -> Pasted:  # fmt: skip
    """Return the sheet with a clipboard text pasted.

    A single value fills the whole selection. A block whose first row names columns of the sheet
    goes by those names, and into the rows that have its rep, source and period; new ones are added
    at the end. Any other block goes to the right and down from `at`, adding rows at the end. Every
    cell that holds no value of its column is kept, marked and named.

    Raises:
        UsageError: The block is empty or wider than the room to the right; nothing is lost
            because nothing is pasted.
    """
    block = split_clipboard(text)
    if not any(cell.strip() for line in block for cell in line):
        raise UsageError("The clipboard holds no cells to paste.")
    header = _match_header(sheet, block[0])
    if header is not None and len(block) > 1:
        texts = _place_by_header(sheet, block[1:], header, at[0], reader)
    elif len(block) == 1 and len(block[0]) == 1:
        texts = dict.fromkeys(selected or [at], block[0][0])
    else:
        texts = _place_from(sheet, block, at)
    cells = parse_into(sheet, texts, reader)
    bad = sum(bool(cell.problem) for cell in cells.values())
    return Pasted(sheet.with_cells(cells), len(cells), bad)


def _delimiter(lines: str) -> str:
    """Return what separates the cells of a clipboard text."""
    if "\t" in lines:
        return "\t"
    if ";" in lines:
        return ";"
    rows = lines.split("\n")
    if all(_GROUPED.fullmatch(row.strip()) for row in rows):
        return "\t"
    has_words = any(_LETTERS.search(row) and "," in row for row in rows)
    # One comma in a lone number is a decimal comma, as in 12,5.
    return "," if has_words or any(row.count(",") > 1 for row in rows) else "\t"


def _match_header(sheet: Sheet, line: Sequence[str]) -> list[int] | None:
    """Return the column of each name in a header row, or `None` when it is no header row."""
    names: dict[str, int] = {}
    for index, column in enumerate(sheet.columns):
        for name in (column.key, column.title, column.title.rpartition(",")[0], column.noun):
            names.setdefault(_normalise(name), index)
    if sheet.part is Part.TARGETS:
        names |= {"revenue": 1, "target": 1}
    found = [names.get(_normalise(name)) for name in line]
    if any(index is None for index in found) or len(set(found)) < len(found):
        return None
    return [index for index in found if index is not None]


def _normalise(name: str) -> str:
    """Return a header without case and marks: `Win rate, %` is `win rate` is `win_rate`."""
    return " ".join(_WORD.findall(name.replace("_", " ").casefold()))


def _place_by_header(
    sheet: Sheet, block: list[list[str]], header: list[int], first: int, reader: CellReader
) -> dict[tuple[int, int], str]:
    """Return the texts for a block with a header: by key if it has one, else from row `first`."""
    keys = [i for i, column in enumerate(sheet.columns) if column.is_key]
    has_key = any(k in header for k in (keys[:1] if sheet.part in NEEDS_REP else keys))
    row_of = {sheet.key_of(row): index for index, row in reversed([*enumerate(sheet.rows)])}
    texts: dict[tuple[int, int], str] = {}
    end = len(sheet.rows)
    for offset, line in enumerate(block):
        if not any(cell.strip() for cell in line):
            continue
        by_column = dict(zip(header, line, strict=False))
        row = first + offset
        if has_key:
            key = tuple(_key_part(sheet.columns[k], by_column.get(k, ""), reader) for k in keys)
            row = row_of.setdefault(key, end)
            end += row == end
        texts |= {(row, column): text for column, text in by_column.items()}
    return texts


def _key_part(column: Column, text: str, reader: CellReader) -> str | None:
    """Return a key cell as the sheet's keys have it."""
    cell = reader.parse(column, text)
    return cell.text or (None if cell.value is None else str(cell.value))


def _place_from(
    sheet: Sheet, block: list[list[str]], at: tuple[int, int]
) -> dict[tuple[int, int], str]:
    """Return the texts for a block that starts at a cell."""
    width, room = max(map(len, block)), len(sheet.columns) - at[1]
    if width > room:
        raise UsageError(
            f"The block is {format_plural(width, 'column')} wide, but there is room for {room} "
            "from here: start further to the left. Nothing was pasted."
        )
    return {
        (at[0] + down, at[1] + right): text
        for down, line in enumerate(block)
        for right, text in enumerate(line)
    }
