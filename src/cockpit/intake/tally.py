"""What a file leaves open, counted while it is read: only the user can say what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cockpit.domain.records import Outcome
from cockpit.intake.moments import UNDECIDED
from cockpit.intake.tables import Cells, Codes, Mask

_SAMPLES = 5


@dataclass(slots=True)
class Place:
    """How often something stands in a file, and in which row first."""

    first_row: int
    rows: int


@dataclass(slots=True)
class _Pending:
    """Texts of a chunk, not counted before it is known which rows are records at all."""

    counts: dict[Any, Place]
    codes: Codes
    keys: list[Any]


class Tally:
    """Counts by stage, currency, owner id and unknown word.

    Attributes:
        stages: Stage → what it is read as, `None` when nothing says.
        stage_rows, currencies: Stage or currency → its rows.
        owners: Id of an owner whom nobody can name → its place.
        words: Header and word that is none of ours → its place.
        undecided: Header → dates that could be read day or month first.
    """

    def __init__(self) -> None:
        self.stages: dict[str, Outcome | None] = {}
        self.stage_rows: dict[str, Place] = {}
        self.owners: dict[str, Place] = {}
        self.words: dict[tuple[str, str], Place] = {}
        self.currencies: dict[str, Place] = {}
        self.undecided: dict[str, dict[str, None]] = {}
        self._pending: list[_Pending] = []

    def begin_chunk(self) -> None:
        """Forget what was noted of a chunk and not counted."""
        self._pending.clear()

    def note_stages(self, cells: Cells, values: Any, problems: list[str | None] | None) -> None:
        """Note the stages of a chunk and the outcomes that they were read as."""
        for code, stage in enumerate(cells.texts):
            fails = problems is not None and problems[code]
            if stage:
                self.stages[stage] = None if fails else Outcome(int(values[code]))
        self._note(self.stage_rows, cells.codes, cells.texts)

    def note_owners(self, codes: Codes, ids: list[str], users: Mapping[str, str]) -> None:
        """Note the owners of a chunk that are ids which no users file names."""
        self._note(self.owners, codes, ["" if each in users else each for each in ids])

    def note_words(self, title: str, cells: Cells, problems: list[str | None]) -> None:
        """Note the words of a chunk that are none of ours."""
        pairs = zip(cells.texts, problems, strict=True)
        keys = [(title, text) if problem else None for text, problem in pairs]
        self._note(self.words, cells.codes, keys)

    def note_currencies(self, codes: Codes, names: list[str]) -> None:
        """Note the currencies of a chunk, "" for that of the team."""
        self._note(self.currencies, codes, names)

    def note_undecided(self, title: str, cells: Cells, problems: list[str | None]) -> None:
        """Note the dates of a chunk that could be read two ways."""
        for text, problem in zip(cells.texts, problems, strict=True):
            if problem and UNDECIDED in problem:
                samples = self.undecided.setdefault(title, {})
                if len(samples) < _SAMPLES:
                    samples[text] = None

    def count(self, is_record: Mask, first_row: int) -> None:
        """Count what was noted of a chunk in the rows that are records."""
        for pending in self._pending:
            rows = np.flatnonzero(is_record)
            codes, firsts, counts = np.unique(
                pending.codes[rows], return_index=True, return_counts=True
            )
            for code, first, count in zip(codes, firsts, counts, strict=True):
                key = pending.keys[code]
                if not key:
                    continue
                place = pending.counts.setdefault(key, Place(first_row + int(rows[first]), 0))
                place.rows += int(count)
        self._pending.clear()

    def _note(self, counts: dict[Any, Place], codes: Codes, keys: list[Any]) -> None:
        if any(keys):
            self._pending.append(_Pending(counts, codes, keys))
