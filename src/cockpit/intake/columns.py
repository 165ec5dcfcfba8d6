"""From the cells of one column of a chunk to values, with a finding for each cell in trouble."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import numpy as np
import pandas as pd

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.records import FileKind
from cockpit.intake.cells import (
    FAILED,
    FAILED_FORMULAS,
    CellReader,
    ChoiceReader,
    FlagReader,
    OutcomeReader,
    PeriodReader,
    TextReader,
)
from cockpit.intake.dialects.plain import PLAIN
from cockpit.intake.findings import Finding, Mask, find
from cockpit.intake.identities import ID_COLUMNS, clean_id, clean_ids
from cockpit.intake.kinds import COLUMNS, Column, Holds
from cockpit.intake.layouts import Layout
from cockpit.intake.moments import MomentReader
from cockpit.intake.numbers import DaysReader, NumberReader, RateReader, WholeReader
from cockpit.intake.tables import Cells, Chunk, Table, normalise_name
from cockpit.intake.tally import Tally
from cockpit.texts import Texts

_MAIL_BEHIND = re.compile(r"(?<=\S)\s*[(<\[][^\s@()<>\[\]]+@[^\s@()<>\[\]]+[)>\]]$")
_NAMES = frozenset({Holds.REP, Holds.SOURCE})
_MANY_TEXTS = frozenset({Holds.KEY, Holds.TEXT})
_WORDS = _NAMES | {Holds.WORD, Holds.CHOICE, Holds.PERIOD, Holds.MONTH}
_TRANSLATED = _NAMES | {Holds.OUTCOME}
ALL_OTHERS = "*"
"""Stands for every stage of which nothing else is said."""

_FAILED_HASHES = Texts.build(sorted(FAILED_FORMULAS)).hashes


@dataclass(frozen=True, slots=True)
class Setting:
    """What the store knows that decides how files are read.

    Args:
        calendar: The team's fiscal calendar.
        currency: The team's currency, ISO 4217.
        today: Deals closed later are a finding.
        known_reps: Names that are no surprise; `None` when nobody is known yet.
        users: Id of a user of the CRM → name.
        rates: Currency → units of the team's currency for one unit of it.
        stages: Stage, casefolded → open, won or lost, as the user said; `*` for all others.
        left: Name or id of a rep who is not there any more → name and last day, `None` when only
            the CRM says that the user is inactive.
        check_plan: Finds the rows of a plan file that must not change what the store says.
    """

    calendar: FiscalCalendar
    currency: str
    today: date
    known_reps: frozenset[str] | None = None
    users: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[str, tuple[str, date | None]] = field(default_factory=dict)
    check_plan: Callable[[FileKind, Mapping[str, Any]], list[Finding]] = lambda _kind, _rows: []


class Reader(Protocol):
    """Reads one or more of our columns from the chunks of a table."""

    def read(self, chunk: Chunk) -> tuple[dict[str, Any], list[Finding], Mask | None]:
        """Return columns by name, what was found, and which rows are to be left out."""
        ...


class ColumnReader:
    """Reads one of our columns from the chunks of a table.

    Raises:
        UsageError: The constant that the mapping gives for it cannot be read.
    """

    def __init__(
        self, column: Column, table: Table, layout: Layout, setting: Setting, tally: Tally
    ) -> None:
        self.column = column
        self._table = table
        self._layout = layout
        self._users = setting.users
        self._tally = tally
        self._places = layout.places(column.name)
        self._constant = layout.mapping.constants.get(column.name, "")
        translations = {**dict(layout.mapping.values).get(column.name, {})}
        if column.holds is Holds.OUTCOME:
            translations |= setting.stages
        self._translations = {theirs.casefold(): ours for theirs, ours in translations.items()}
        self._skips = layout.mapping.missing.get(column.name) == "skip"
        self._cells = self._build_cell_reader(layout, setting)
        if not self._places:
            _, problems = self._cells.read([self._constant])
            if problems:
                raise UsageError(
                    f"{table.name}: the mapping gives {column.name} the constant "
                    f"{self._constant!r}, which is {problems[0]}."
                )

    def read(self, chunk: Chunk) -> tuple[dict[str, Any], list[Finding], Mask | None]:
        """Return the values, what was found, and the mask of rows to skip (or `None`).

        Words (names of reps and sources, stages, periods) come as a pandas Categorical, ids and
        other texts as `Texts`, all else as numbers with the reader's `missing`.
        """
        if self.column.holds in _MANY_TEXTS:
            values, found, skips = self._read_texts(chunk)
        else:
            values, found, skips = self._read_values(chunk)
        return {self.column.name: values}, found, skips

    def _read_values(self, chunk: Chunk) -> tuple[Any, list[Finding], Any]:
        cells = self._read_cells(chunk)
        texts = self._translate_all(cells.texts)
        values, problems = self._cells.read(texts)
        found = [] if problems is None else self._find_unreadable(cells, problems)
        if self.column.holds is Holds.OUTCOME:
            self._tally.note_stages(cells, values, problems)
        is_empty = None
        if self.column.required and "" in texts:
            empty = [code for code, text in enumerate(texts) if not text]
            is_empty = np.isin(cells.codes, empty)
        spread = (
            _spread_words(cells, values) if self.column.holds in _WORDS else values[cells.codes]
        )
        return spread, *self._judge_empty(is_empty, found)

    def _read_texts(self, chunk: Chunk) -> tuple[Any, list[Finding], Any]:
        texts = Texts.repeat(self._constant, chunk.size)
        if self._places:
            texts = chunk.read_texts(self._places[0])
            for index in self._places[1:]:
                texts = texts.or_else(chunk.read_texts(index))
        if self.column.name in ID_COLUMNS:
            texts = clean_ids(texts, self._layout.dialect)
        if self._translations:
            texts = Texts.build(self._translate(text or "") for text in texts.to_list())
        is_empty = texts.is_missing if self.column.required else None
        found: list[Finding] = []
        failed = np.isin(texts.hashes, _FAILED_HASHES)
        if failed.any():
            texts = texts.without(failed)
            problem = FAILED if self.column.decides else f"{FAILED}; left empty"
            found = find(failed, self.column.name, problem, rejects=self.column.decides)
        return texts, *self._judge_empty(is_empty, found)

    def _judge_empty(self, is_empty: Any, found: list[Finding]) -> tuple[list[Finding], Any]:
        if is_empty is None or not is_empty.any():
            return found, None
        if self._skips:
            return found, is_empty
        problem = f"empty, but {self.column.name} is required"
        return [*found, *find(is_empty, self.column.name, problem, rejects=True)], None

    def _read_cells(self, chunk: Chunk) -> Cells:
        if not self._places:
            return Cells(np.zeros(chunk.size, dtype=np.int64), [self._constant])
        cells = self._read_place(chunk, self._places[0])
        for index in self._places[1:]:
            cells = cells.or_else(self._read_place(chunk, index, cells))
        return cells

    def _read_place(self, chunk: Chunk, index: int, before: Cells | None = None) -> Cells:
        """Return a column of the file; `before` is what earlier ones hold and so takes its turn."""
        cells = chunk.read_cells(index)
        if self.column.holds is not Holds.REP or self._layout.dialect is PLAIN:
            return cells
        if index not in self._layout.owner_ids:
            return Cells(cells.codes, [_MAIL_BEHIND.sub("", text) for text in cells.texts])
        ids = [clean_id(text, self._layout.dialect) for text in cells.texts]
        codes = cells.codes
        if before is not None:  # who is named already is no riddle
            codes = np.where(before.is_filled, len(ids), codes)
        self._tally.note_owners(codes, [*ids, ""], self._users)
        return Cells(cells.codes, ids)

    def _translate_all(self, texts: list[str]) -> list[str]:
        if self._translations or self.column.holds in _TRANSLATED:
            return [self._translate(text) for text in texts]
        return texts

    def _translate(self, text: str) -> str:
        if self.column.holds in _TRANSLATED:
            text = normalise_name(text)
        if not self._translations or not text:
            return text
        ours = self._translations.get(text.casefold())
        if ours is None and self.column.holds is Holds.OUTCOME:
            is_own = text.casefold() in self.column.choices
            ours = text if is_own else self._translations.get(ALL_OTHERS)
        return text if ours is None else ours

    def _find_unreadable(self, cells: Cells, problems: list[str | None]) -> list[Finding]:
        bad = [code for code, problem in enumerate(problems) if problem]
        rows = np.flatnonzero(np.isin(cells.codes, bad))
        texts = [str(problems[code]) for code in cells.codes[rows].tolist()]
        if self.column.holds is Holds.CHOICE and self._layout.dialect is not PLAIN:
            self._tally.note_words(self._table.header[self._places[0]], cells, problems)
            return []
        if isinstance(self._cells, MomentReader) and self._places:
            self._tally.note_undecided(self._table.header[self._places[0]], cells, problems)
        if not self.column.decides:
            texts = [f"{text}; left empty" for text in texts]
        return [Finding(rows, self.column.name, texts, self.column.decides)]

    def _survey(self) -> Iterable[str]:
        """Yield the texts of the whole column."""
        for chunk in self._table.read_chunks():
            yield from self._translate_all(self._read_cells(chunk).texts)

    def _survey_dates(self) -> Iterable[str]:
        """Yield the dates of the whole column; a CRM writes all columns of an export alike."""
        if self._layout.dialect is PLAIN:
            yield from self._survey()
            return
        columns = (c.name for c in COLUMNS[self._layout.kind] if c.holds is Holds.MOMENT)
        places = {index for name in columns for index in self._layout.places(name)}
        for chunk in self._table.read_chunks():
            for index in places:
                yield from chunk.read_cells(index).texts

    def _build_cell_reader(self, layout: Layout, setting: Setting) -> CellReader:
        mapping, is_sheet = layout.mapping, self._table.has_serial_dates
        holds, choices = self.column.holds, self.column.choices
        build: dict[Holds, Callable[[], CellReader]] = {
            Holds.MOMENT: lambda: MomentReader(
                mapping.dates,
                self._survey_dates,
                otherwise=layout.dates,
                serials=is_sheet,
                counts_from_1904=self._table.counts_from_1904,
            ),
            Holds.COUNT: lambda: NumberReader(mapping.numbers, self._survey),
            Holds.WHOLE: lambda: WholeReader(mapping.numbers, self._survey),
            Holds.DAYS: lambda: DaysReader(mapping.numbers, self._survey),
            Holds.RATE: lambda: RateReader(mapping.numbers, self._survey),
            Holds.PERIOD: lambda: PeriodReader(
                setting.calendar, months_only=False, serial_dates=is_sheet
            ),
            Holds.MONTH: lambda: PeriodReader(
                setting.calendar, months_only=True, serial_dates=is_sheet
            ),
            Holds.CHOICE: lambda: ChoiceReader(choices),
            Holds.OUTCOME: lambda: OutcomeReader(choices),
            Holds.FLAG: FlagReader,
        }
        return build.get(holds, TextReader)()


def _spread_words(cells: Cells, values: Any) -> pd.Categorical:
    """Return words by row; texts that mean the same word become one, empty ones none."""
    codes, words = pd.factorize(values)
    labels = pd.Index(words, dtype=object)
    codes = np.where(labels.to_numpy()[codes] == "", -1, codes) if "" in labels else codes
    return pd.Categorical.from_codes(codes[cells.codes], labels)
