"""From a table to validated columns, with an account of every row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit.domain.fiscal import to_day
from cockpit.domain.problems import Fate, Problem
from cockpit.domain.records import FileKind, Outcome
from cockpit.intake.amounts import AmountReader
from cockpit.intake.columns import ColumnReader, Reader, Setting
from cockpit.intake.duplicates import RepeatWatch, hash_identity
from cockpit.intake.file_notes import describe_reading, join_titles
from cockpit.intake.findings import Finding, Mask, ProblemList
from cockpit.intake.identities import IdentityMaker
from cockpit.intake.kinds import COLUMNS, IDENTITY, Holds
from cockpit.intake.layouts import Layout
from cockpit.intake.names import LeftWatch, NameWatch
from cockpit.intake.no_rows import NoRows, find_skipped
from cockpit.intake.outcomes import OutcomeRulesReader
from cockpit.intake.rejections import Rejections, find_reason_column
from cockpit.intake.rules import check_rows
from cockpit.intake.spellings import SpellingWatch
from cockpit.intake.tables import Chunk, Table
from cockpit.intake.tally import Place, Tally
from cockpit.texts import Texts

_FEW_WINS = 20
"""Wins from which a file without a single loss is worth a word."""


Hashes = npt.NDArray[np.uint64]


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
    is_deleted: Mask | None
    reasons: list[tuple[Mask, str]]

    @property
    def is_usable(self) -> Mask:
        return ~(self.is_rejected | self.is_skipped)


class TableReader:
    """Reads a table once; afterwards its counts and problems say where every row went.

    Attributes:
        rows, rejected, skipped: Rows of the table so far, and those that are not used.
        repeated: Rows that say again what an earlier row of the table said.
        tally: What the table leaves open.
        deleted: Ids of rows that say that the CRM has deleted the record.
    """

    def __init__(self, table: Table, layout: Layout, setting: Setting) -> None:
        self._table = table
        self._layout = layout
        self._today = to_day(setting.today)
        self._check_plan = setting.check_plan
        self._problems = ProblemList()
        self._no_rows = NoRows(layout, table.header)
        self._names = NameWatch(setting.known_reps, setting.users)
        self._left = LeftWatch(setting.left)
        self._spellings = SpellingWatch()
        self.tally = Tally()
        self._readers = _build_readers(table, layout, setting, self.tally)
        self._identity = IdentityMaker(table, layout) if layout.identity else None
        self._outcomes = np.zeros(len(Outcome), dtype=np.int64)
        self._held: list[Hashes] = []
        self.deleted: list[str] = []
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
        for problem in describe_reading(self._table.header, self._layout, self.tally):
            self._problems.add(problem)
        hint = self._layout.dialect.no_losses
        wins, losses = self._outcomes[Outcome.WON], self._outcomes[Outcome.LOST]
        if wins >= (1 if hint else _FEW_WINS) and not losses:
            text = "holds no lost deal at all, so every win rate would look like 100 %"
            self._add_about_file(None, f"{text}: {hint}" if hint else text)
        title = self._title("rep")
        for problem in (*self._names.build_problems(title), *self._left.build_problems(title)):
            if problem.value not in self.tally.owners:
                self._problems.add(problem)
        for column, problem in self._spellings.build_problems():
            self._problems.add(replace(problem, column=self._title(column)))
        return self._problems.close()

    @property
    def held_ids(self) -> Hashes:
        """Return `Texts.hashes` of the ids of all records so far, those of rejected rows too."""
        return np.concatenate(self._held) if self._held else np.empty(0, dtype=np.uint64)

    @property
    def names(self) -> Mapping[str, Mapping[str, Place]]:
        """Return how often each rep and each source stands in the table so far."""
        return {role: self._spellings.count(role) for role in ("rep", "source")}

    @property
    def rejections(self) -> Rejections:
        """Return the rows that were turned away so far, with their reasons."""
        return self._problems.rejections

    def add_finding(self, problem: str) -> None:
        """Add something that is wrong with the file as a whole."""
        self._add_about_file(None, problem)

    def _add_about_file(self, column: str | None, problem: str) -> None:
        self._problems.add(Problem(None, column, None, problem, Fate.KEPT))

    def _judge(self, chunk: Chunk) -> _Judged:
        """Read the cells of a chunk and tell which rows are usable."""
        columns: dict[str, Any] = {}
        findings: list[Finding] = []
        self.tally.begin_chunk()
        reasons = list(find_skipped(chunk, self._layout))
        is_deleted = np.logical_or.reduce([mask for mask, _ in reasons]) if reasons else None
        for reader in self._readers:
            values, found, skips = reader.read(chunk)
            columns |= values
            findings += found
            if skips is not None:
                reasons.append((skips, "left out, as the mapping says"))
        if self._identity is not None:
            columns[self._identity.name], found = self._identity.make(chunk, columns)
            findings += found
        if chunk.overfull is not None:
            rows = np.flatnonzero(chunk.overfull)
            findings.append(Finding(rows, None, "more cells than the header", rejects=True))
        is_rejected = _mark_rejected(findings, chunk.size)
        locked = self._check_plan(self._layout.kind, columns)
        for finding in (*check_rows(self._layout, columns, self._today), *locked):
            findings += finding.restricted_to(~is_rejected)
        is_rejected = _mark_rejected(findings, chunk.size)
        is_skipped = np.zeros(chunk.size, dtype=np.bool_)
        for mask, _ in reasons:
            is_skipped |= mask
        is_rejected &= ~is_skipped
        return _Judged(chunk, columns, findings, is_rejected, is_skipped, is_deleted, reasons)

    def _account(self, judged: _Judged) -> None:
        """Count the rows of a chunk and list what is wrong with them."""
        chunk = judged.chunk
        if judged.is_rejected.any():  # a sheet may go on for a million blank rows
            is_blank = chunk.find_blank() & judged.is_rejected
            judged.is_rejected[is_blank] = False
            judged.is_skipped[is_blank] = True
        listed = np.zeros(chunk.size, dtype=np.bool_)
        for mask, reason in judged.reasons:
            for row in np.flatnonzero(mask & ~listed).tolist():
                if any(chunk.read_row(row)):
                    self._list_skipped(chunk, row, reason)
            listed |= mask
        for row in np.flatnonzero(judged.is_rejected | self._find_headers(judged)).tolist():
            no_reason = self._no_rows.explain(chunk.read_row(row))
            if no_reason is not None:
                judged.is_rejected[row] = False
                judged.is_skipped[row] = True
                if no_reason:
                    self._list_skipped(chunk, row, no_reason)
        self.tally.count(~judged.is_skipped, chunk.first_row)
        self._note_ids(judged)
        self._problems.add_rows(
            judged.findings, judged.is_rejected, judged.is_skipped, self._problem_builder(chunk)
        )
        self.rows += chunk.size
        self.rejected += int(judged.is_rejected.sum())
        self.skipped += int(judged.is_skipped.sum())

    def _note_ids(self, judged: _Judged) -> None:
        """Keep which records the CRM has, and which it says it has deleted."""
        ids = judged.columns.get(IDENTITY[self._layout.kind][0])
        if isinstance(ids, Texts):
            self._held.append(ids[~judged.is_skipped].hashes)
            if judged.is_deleted is not None:
                self.deleted += filter(None, ids[judged.is_deleted].to_list())

    def _find_headers(self, judged: _Judged) -> Mask:
        """Return which rows may repeat the header where nothing in a row can be unreadable."""
        is_header = np.zeros(judged.chunk.size, dtype=np.bool_)
        if self._layout.kind is FileKind.USERS:
            title = self._title("user_id") or ""
            is_header |= judged.columns["user_id"].hashes == Texts.build([title]).hashes
        return is_header

    def _list_skipped(self, chunk: Chunk, row: int, reason: str) -> None:
        value = next(cell for cell in chunk.read_row(row) if cell)
        self._problems.add(Problem(chunk.first_row + row, None, value, reason, Fate.SKIPPED))

    def _problem_builder(self, chunk: Chunk) -> Callable[[int, Finding, str, Fate], Problem]:
        def build(row: int, finding: Finding, text: str, fate: Fate) -> Problem:
            places = self._layout.places(finding.column or "")
            title = self._title(finding.column)
            if finding.place is not None:
                places = (finding.place,)
                title = self._table.header[finding.place]
            for index in places:
                if value := chunk.read_cell(row, index):
                    title = self._table.header[index]
                    return Problem(chunk.first_row + row, title, value, text, fate)
            return Problem(chunk.first_row + row, title, None, text, fate)

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
            self._left.watch(judged.columns, is_usable, judged.chunk.first_row)
        if self._layout.kind in _WATCHED:
            for name, column in judged.columns.items():
                if name in _COUNTED_BY:
                    self._spellings.watch(name, column, is_usable, judged.chunk.first_row)

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
        names = [n for n in IDENTITY[self._layout.kind] if n in self._layout.columns]
        index = self._layout.columns[names[0]] if names else self._layout.identity[0]
        value = cells[index] or None
        said = slice(find_reason_column(self._table.header))  # why a row was rejected is no content
        if cells[said] == first_cells[said]:
            self.repeated += 1
            text, fate = f"the same as row {first_row}; counted once", Fate.KEPT
        else:
            self.rejected += 1
            titles = [self._table.header[index] for index in self._layout.identity]
            identity = join_titles(titles or list(IDENTITY[self._layout.kind]))
            text = f"row {first_row} has the same {identity} but other content; that row was used"
            fate = Fate.REJECTED
        self._problems.add(Problem(row, self._table.header[index], value, text, fate))


_WATCHED = frozenset({FileKind.LEADS, FileKind.OPPORTUNITIES, FileKind.MEETINGS})
_COUNTED_BY = frozenset(
    {
        "rep",
        "source",
        "segment",
        "campaign",
        "tier",
        "disqualified_reason",
        "loss_reason",
        "competitor",
    }
)


def _build_readers(table: Table, layout: Layout, setting: Setting, tally: Tally) -> list[Reader]:
    """Return the readers of all our columns that a table fills."""
    readers: list[Reader] = [OutcomeRulesReader(layout)] if layout.outcomes else []
    for column in COLUMNS[layout.kind]:
        is_filled = column.name in layout.columns or column.name in layout.mapping.constants
        if not is_filled or column.name == "currency":
            continue
        kind = AmountReader if column.holds is Holds.MONEY else ColumnReader
        readers.append(kind(column, table, layout, setting, tally))
    return readers


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
