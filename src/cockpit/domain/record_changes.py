"""What a batch changed, record by record and field by field."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cockpit.domain.money import Money
from cockpit.domain.records import FileKind, Outcome

Value = str | int | float | datetime | Money | Outcome | None
"""What a field says: text, a number, a moment (wall clock), an amount, an outcome, or nothing."""


class ChangeKind(StrEnum):
    """What happened to a record."""

    ADDED = "added"
    UPDATED = "updated"
    VANISHED = "vanished"
    RETURNED = "returned"
    REMOVED = "removed"


CHANGE_KINDS = tuple(ChangeKind)
"""In the order of their codes."""


@dataclass(frozen=True)
class ChangedRecords:
    """The records of a kind that a batch changed.

    Args:
        keys: Of the records, ascending, int64.
        codes: For each the place of its kind of change in `CHANGE_KINDS`, int8.
    """

    keys: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int8]

    def count(self) -> dict[ChangeKind, int]:
        """Return how many records changed in which way; ways without any are left out."""
        counts = np.bincount(self.codes, minlength=len(CHANGE_KINDS)).tolist()
        return {kind: count for kind, count in zip(CHANGE_KINDS, counts, strict=True) if count}

    def select(self, kind: ChangeKind) -> npt.NDArray[np.int64]:
        """Return the keys of the records that changed in one way."""
        keys: npt.NDArray[np.int64] = self.keys[self.codes == CHANGE_KINDS.index(kind)]
        return keys


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a record: its column in the plain file, and what it said before and after."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What a batch changed in a record.

    Args:
        key: Of the record.
        record: Which it is, in its own words: its id, or rep and period of a target.
        kind: What its file's rows are.
        change: What happened to it.
        fields: What differs; all that is given for an added record, all that was for a removed one.
    """

    key: int
    record: str
    kind: FileKind
    change: ChangeKind
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing a batch does to the records of a kind.

    Args:
        kind: What the rows of their file are.
        removed: Records that the batch added.
        restored: Records that say again what they said before.
    """

    kind: FileKind
    removed: int
    restored: int
