"""What a batch changed, record by record and field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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
        fields: What differs, apart from what is in `record`; of an added record all that is given,
            of a removed one all that was.
    """

    key: int
    record: str
    kind: FileKind
    change: ChangeKind
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class SettingChange:
    """What a batch changed beside records: names of reps and sources, users, remembered answers.

    Args:
        part: "rep", "rep_name", "source", "source_name", "crm_user", "stage_meaning" or
            "exchange_rate".
        before: The columns of the row before, or `None` where there was none.
        after: The columns of the row after, or `None` where it was removed.
    """

    part: str
    before: Mapping[str, str | float | None] | None
    after: Mapping[str, str | float | None] | None


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
