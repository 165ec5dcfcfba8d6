"""The three sheets of the plan's grid: immutable tables, so that every step can be undone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from cockpit.domain.plan import ASSUMPTION_FIELDS, Assumption, Commitment, Target
from cockpit.presenters.plan_cells import EMPTY, Cell, CellReader, Column, Value

Row: TypeAlias = tuple[Cell, ...]
Record: TypeAlias = Target | Commitment | Assumption


class Part(StrEnum):
    """One of the three parts of a plan."""

    TARGETS = "targets"
    COMMITMENTS = "commitments"
    ASSUMPTIONS = "assumptions"


NEEDS_REP = frozenset({Part.TARGETS, Part.COMMITMENTS})
"""The parts whose rows mean nothing without a rep."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be saved as it stands, with the sentence that says where and why."""

    part: Part
    row: int
    column: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of cells; every edit gives a new sheet and leaves this one as it was."""

    part: Part
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()

    def with_cells(self, cells: Mapping[tuple[int, int], Cell]) -> "Sheet":
        """Return the sheet with some cells replaced; a row just past the end adds rows."""
        height = max([len(self.rows), *(row + 1 for row, _ in cells)])
        rows = [*self.rows, *[(EMPTY,) * len(self.columns)] * (height - len(self.rows))]
        edited = {row: list(rows[row]) for row, _ in cells}
        for (row, column), cell in cells.items():
            edited[row][column] = cell
        return replace(self, rows=tuple(tuple(edited.get(i, row)) for i, row in enumerate(rows)))

    def with_row(self, at: int, row: Row) -> "Sheet":
        """Return the sheet with a row inserted before row `at`."""
        return replace(self, rows=(*self.rows[:at], row, *self.rows[at:]))

    def without_rows(self, indexes: Iterable[int]) -> "Sheet":
        """Return the sheet without some of its rows."""
        gone = set(indexes)
        return replace(self, rows=tuple(r for i, r in enumerate(self.rows) if i not in gone))

    def key_of(self, row: Row) -> tuple[Value, ...]:
        """Return the values of a row's key columns: rep, source, period as far as it has them."""
        return tuple(
            cell.text or cell.value
            for column, cell in zip(self.columns, row, strict=True)
            if column.is_key
        )

    def values_of(self, row: Row) -> Iterator[tuple[Column, Cell]]:
        """Yield the value columns of a row with their cells, without the empty ones."""
        for column, cell in zip(self.columns, row, strict=True):
            if not column.is_key and cell != EMPTY:
                yield column, cell

    def name_of(self, index: int) -> str:
        """Return what a row is called in a sentence: `Ada Park · Webinar`, or `Row 3`."""
        named = [str(part) for part in self.key_of(self.rows[index]) if part is not None]
        if named:
            return " · ".join(named)
        return "Everybody" if self.part is Part.ASSUMPTIONS else f"Row {index + 1}"


def parse_into(
    sheet: Sheet, texts: Mapping[tuple[int, int], str], reader: CellReader
) -> dict[tuple[int, int], Cell]:
    """Return the cells for typed or pasted texts, each read as its column demands."""
    return {at: reader.parse(sheet.columns[at[1]], text) for at, text in texts.items()}


def collect_records(sheet: Sheet) -> tuple[Record, ...]:
    """Return the records that a sheet stands for; bad cells and rows without a key are left out."""
    records: list[Record] = []
    for row in sheet.rows:
        if any(cell.problem for c, cell in zip(sheet.columns, row, strict=True) if c.is_key):
            continue
        values = {c.key: cell.value for c, cell in sheet.values_of(row) if not cell.problem}
        if values and (sheet.part not in NEEDS_REP or row[0].value is not None):
            records.extend(_records_of(sheet.part, sheet.key_of(row), values))
    return tuple(records)


def _records_of(part: Part, key: Sequence[Value], values: Mapping[str, Value]) -> Iterator[Record]:
    """Yield the records of one row: one per period for targets and commitments."""
    names = [None if name is None else str(name) for name in key]
    if part is Part.ASSUMPTIONS:
        rates = [values.get(name) for name in ASSUMPTION_FIELDS]
        yield Assumption(*names, *rates)  # type: ignore[arg-type]  # each column's kind says its type
        return
    for period, value in values.items():
        if part is Part.TARGETS:
            yield Target(str(names[0]), period, int(value or 0))
        else:
            yield Commitment(str(names[0]), period, names[1], float(value or 0))


def find_problems(sheet: Sheet) -> tuple[CellProblem, ...]:
    """Return every cell that cannot be saved, in reading order."""
    return tuple(sorted(_problems(sheet), key=lambda problem: (problem.row, problem.column)))


def _problems(sheet: Sheet) -> Iterator[CellProblem]:
    """Yield cells that hold no value, rows that miss their rep and rows given twice."""
    first_of: dict[tuple[Value, ...], int] = {}
    for index, row in enumerate(sheet.rows):
        for at, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            if cell.problem:
                noun = column.noun[0].lower() + column.noun[1:]
                sentence = f"{sheet.name_of(index)}, {noun}: {cell.problem}"
                yield CellProblem(sheet.part, index, at, sentence)
        if not any(sheet.values_of(row)):
            continue
        if sheet.part in NEEDS_REP and row[0] == EMPTY:
            what = "a target" if sheet.part is Part.TARGETS else "leads"
            yield CellProblem(sheet.part, index, 0, f"Row {index + 1} has {what} but no rep.")
            continue
        first = first_of.setdefault(sheet.key_of(row), index)
        if first != index:
            sentence = (
                f"{sheet.name_of(index)} stands in row {first + 1} and again in row {index + 1}: "
                "keep one of them."
            )
            yield CellProblem(sheet.part, index, 0, sentence)
