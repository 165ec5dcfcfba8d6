"""From a table to validated columns, with an account of every row."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from cockpit.domain.fiscal import to_day
from cockpit.domain.problems import Fate, Problem
from cockpit.domain.records import FileKind, Outcome
from cockpit.intake.columns import ColumnReader, Setting
from cockpit.intake.duplicates import RepeatWatch, hash_identity
from cockpit.intake.findings import Finding, Mask, ProblemList
from cockpit.intake.kinds import COLUMNS, IDENTITY
from cockpit.intake.layouts import Layout
from cockpit.intake.names import NameWatch, suggest
from cockpit.intake.rules import check_rows
from cockpit.intake.tables import Chunk, Table

_FOOTER = re.compile(
    r"(?:grand )?totals?\b.*|confidential information.*|copyright\b.*|©.*", re.IGNORECASE
)
_FEW_WINS = 20
"""Wins from which a file without a single loss is worth a word."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Usable rows of a chunk.

    Args:
        columns: Our columns; `ColumnReader.read` says in which form.
        size: The number of rows.
        fraction: How much of the table has been read with them.
    """

    columns: dict[str, Any]
    size: int
    fraction: float


@dataclass(frozen=True, slots=True)
class _Judged:
    """A chunk whose cells were read: its columns, what was found, and which rows are usable."""

    chunk: Chunk
    columns: dict[str, Any]
    findings: list[Finding]
    is_rejected: Mask
    is_skipped: Mask

    @property
    def is_usable(self) -> Mask:
        return ~(self.is_rejected | self.is_skipped)


class TableReader:
    """Reads a table once; afterwards its counts and problems say where every row went.

    Attributes:
        rows, rejected, skipped: Rows of the table so far, and those that are not used.
        repeated: Rows that say again what an earlier row of the table said.
    """

    def __init__(self, table: Table, layout: Layout, setting: Setting) -> None:
        self._table = table
        self._layout = layout
        self._today = to_day(setting.today)
        self._problems = ProblemList()
        self._names = NameWatch(setting.known_reps)
        self._readers = [
            ColumnReader(column, table, layout, setting)
            for column in COLUMNS[layout.kind]
            if column.name in layout.columns or column.name in layout.mapping.constants
        ]
        self._outcomes = np.zeros(len(Outcome), dtype=np.int64)
        self.rows = self.rejected = self.skipped = self.repeated = 0

    def read(self) -> Iterator[Rows]:
        """Yield the usable rows, chunk by chunk; a record that is named twice comes once."""
        watch = RepeatWatch()
        for chunk in self._table.read_chunks():
            judged = self._judge(chunk)
            self._account(judged)
            is_usable = judged.is_usable
            columns = _cut(judged.columns, is_usable)
            again = watch.find_repeats(hash_identity(columns, IDENTITY[self._layout.kind]))
            if again.any():
                columns = _cut(columns, ~again)
            self._watch(judged, is_usable)
            yield Rows(columns, int(is_usable.sum() - again.sum()), chunk.fraction)
        if watch.repeated:
            self._account_repeats(watch.repeated)

    def close(self) -> tuple[Problem, ...]:
        """Return everything that was found, by row; call it after the last row was read."""
        if not self.rows:
            self._add_about_file(None, "has a header but no rows")
        for note in self._table.notes:
            self._add_about_file(None, note)
        known = tuple(column.name for column in COLUMNS[self._layout.kind])
        for title in self._layout.unread:
            hint = suggest(title, known)
            self._add_about_file(title, f"not a column of {self._layout.kind}; not read{hint}")
        if self._outcomes[Outcome.WON] >= _FEW_WINS and not self._outcomes[Outcome.LOST]:
            self._add_about_file(
                None, "holds no lost deal at all, so every win rate would look like 100 %"
            )
        for problem in self._names.build_problems(self._title("rep")):
            self._problems.add(problem)
        return self._problems.close()

    def add_finding(self, problem: str) -> None:
        """Add something that is wrong with the file as a whole."""
        self._add_about_file(None, problem)

    def _add_about_file(self, column: str | None, problem: str) -> None:
        self._problems.add(Problem(None, column, None, problem, Fate.KEPT))

    def _judge(self, chunk: Chunk) -> _Judged:
        """Read the cells of a chunk and tell which rows are usable."""
        columns: dict[str, Any] = {}
        findings: list[Finding] = []
        is_skipped = np.zeros(chunk.size, dtype=np.bool_)
        for reader in self._readers:
            values, found, skips = reader.read(chunk)
            columns[reader.column.name] = values
            findings += found
            if skips is not None:
                is_skipped |= skips
        if chunk.overfull is not None:
            rows = np.flatnonzero(chunk.overfull)
            findings.append(Finding(rows, None, "more cells than the header", rejects=True))
        is_rejected = _mark_rejected(findings, chunk.size)
        for finding in check_rows(self._layout.kind, columns, self._today):
            findings += finding.restricted_to(~is_rejected)
        is_rejected = _mark_rejected(findings, chunk.size)
        return _Judged(chunk, columns, findings, is_rejected & ~is_skipped, is_skipped)

    def _account(self, judged: _Judged) -> None:
        """Count the rows of a chunk and list what is wrong with them."""
        chunk = judged.chunk
        for row in np.flatnonzero(judged.is_skipped).tolist():
            if any(chunk.read_row(row)):
                self._list_skipped(chunk, row, "left out, as the mapping says")
        for row in np.flatnonzero(judged.is_rejected).tolist():
            reason = self._explain_no_row(chunk.read_row(row))
            if reason is not None:
                judged.is_rejected[row] = False
                judged.is_skipped[row] = True
                if reason:
                    self._list_skipped(chunk, row, reason)
        self._problems.add_rows(
            judged.findings, judged.is_rejected, judged.is_skipped, self._problem_builder(chunk)
        )
        self.rows += chunk.size
        self.rejected += int(judged.is_rejected.sum())
        self.skipped += int(judged.is_skipped.sum())

    def _explain_no_row(self, cells: tuple[str, ...]) -> str | None:
        """Return why cells that cannot be used are no row at all, `None` when they are one.

        Blank lines and repeated headers need no word ("").
        """
        filled = [cell for cell in cells if cell]
        if not filled or cells == self._table.header:
            return ""
        return "a footer" if _FOOTER.fullmatch(filled[0]) else None

    def _list_skipped(self, chunk: Chunk, row: int, reason: str) -> None:
        value = next(cell for cell in chunk.read_row(row) if cell)
        self._problems.add(Problem(chunk.first_row + row, None, value, reason, Fate.SKIPPED))

    def _problem_builder(self, chunk: Chunk) -> Callable[[int, Finding, str, Fate], Problem]:
        def build(row: int, finding: Finding, text: str, fate: Fate) -> Problem:
            index = self._layout.columns.get(finding.column or "")
            value = None if index is None else chunk.read_cell(row, index)
            title = self._title(finding.column)
            return Problem(chunk.first_row + row, title, value or None, text, fate)

        return build

    def _title(self, name: str | None) -> str | None:
        index = self._layout.columns.get(name or "")
        return name if index is None else self._table.header[index]

    def _watch(self, judged: _Judged, is_usable: Mask) -> None:
        """Look at what can only be said about the file as a whole."""
        if "outcome" in judged.columns:
            outcomes = judged.columns["outcome"][is_usable]
            self._outcomes += np.bincount(outcomes, minlength=len(Outcome))
        if "rep" in judged.columns and self._layout.kind in _WATCHED:
            self._names.watch(judged.columns["rep"], is_usable, judged.chunk.first_row)

    def _account_repeats(self, repeated: set[int]) -> None:
        """Read the table once more to tell rows that repeat others from rows that contradict."""
        wanted = np.fromiter(repeated, dtype=np.int64)
        first: dict[int, tuple[int, tuple[str, ...]]] = {}
        names = IDENTITY[self._layout.kind]
        for chunk in self._table.read_chunks():
            judged = self._judge(chunk)
            hashes = hash_identity(judged.columns, names)
            for row in np.flatnonzero(judged.is_usable & np.isin(hashes, wanted)).tolist():
                number, cells = chunk.first_row + row, chunk.read_row(row)
                if int(hashes[row]) not in first:
                    first[int(hashes[row])] = number, cells
                else:
                    self._account_repeat(number, cells, *first[int(hashes[row])])

    def _account_repeat(
        self, row: int, cells: tuple[str, ...], first_row: int, first_cells: tuple[str, ...]
    ) -> None:
        text: str
        name = next(n for n in IDENTITY[self._layout.kind] if n in self._layout.columns)
        index = self._layout.columns[name]
        value = cells[index] or None
        if cells == first_cells:
            self.repeated += 1
            text, fate = f"the same as row {first_row}; counted once", Fate.KEPT
        else:
            self.rejected += 1
            identity = " and ".join(IDENTITY[self._layout.kind])
            text = f"row {first_row} has the same {identity} but other content; that row was used"
            fate = Fate.REJECTED
        self._problems.add(Problem(row, self._table.header[index], value, text, fate))


_WATCHED = frozenset({FileKind.LEADS, FileKind.OPPORTUNITIES, FileKind.MEETINGS})


def _mark_rejected(findings: list[Finding], size: int) -> Mask:
    """Return which rows of a chunk some finding rejects."""
    is_rejected = np.zeros(size, dtype=np.bool_)
    for finding in findings:
        if finding.rejects:
            is_rejected[finding.rows] = True
    return is_rejected


def _cut(columns: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """Return the rows of the columns where the mask holds."""
    return columns if mask.all() else {name: column[mask] for name, column in columns.items()}
