"""What an import changed: every record and field, before and after, to search and to hand on."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from cockpit.domain.errors import UsageError
from cockpit.domain.money import Money, to_major
from cockpit.domain.record_changes import ChangeKind, RecordChange, Value
from cockpit.domain.records import FileKind, Outcome
from cockpit.presenters.formatting import format_list
from cockpit.presenters.record_changes import (
    CHANGE_WORDS,
    RECORD_WORDS,
    format_records,
    format_settings,
    format_value,
)
from cockpit.presenters.spreadsheet import disarm
from cockpit.presenters.workspace import Workspace
from cockpit.services.imports import (
    UndoResult,
    count_changes,
    load_changed,
    load_changes,
    load_setting_changes,
    name_reps,
    undo_last_import,
)

__all__ = [
    "CHANGE_LABELS",
    "CHANGE_TONES",
    "ChangeLine",
    "ChangesView",
    "UndoResult",
    "ask_changes",
    "ask_undo",
    "describe_undo",
    "filter_changes",
    "name_field",
    "name_kind",
    "undo_import",
    "write_changes",
]

LISTED = 2_000
"""Records that are listed at once; the export has them all."""
_AT_ONCE = 5_000

CHANGE_LABELS = {
    ChangeKind.ADDED: "Added",
    ChangeKind.UPDATED: "Updated",
    ChangeKind.VANISHED: "Gone",
    ChangeKind.RETURNED: "Back",
    ChangeKind.REMOVED: "Removed",
}
CHANGE_TONES = {
    ChangeKind.ADDED: "good",
    ChangeKind.UPDATED: "accent",
    ChangeKind.VANISHED: "bad",
    ChangeKind.RETURNED: "good",
    ChangeKind.REMOVED: "bad",
}
_LABELS = {"rep": "Rep", "amount": "Amount", "closed_at": "Closed", "created_at": "Created"}
_HEADER = ("kind", "record", "change", "field", "before", "after")
_WHOLE = frozenset({ChangeKind.ADDED, ChangeKind.REMOVED})
"""Changes of a record as a whole, which are told in one line."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A field of a record that changed, or a record that came or went.

    Args:
        kind: What the record is.
        record: Which it is.
        change: What happened to it.
        field: Which field; empty where it is about the record as a whole.
        before, after: What it said and says.
    """

    kind: FileKind
    record: str
    change: ChangeKind
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What an import changed, of one kind of change or of all.

    Args:
        batch: Number of the import.
        sentence: All that it changed, counted.
        counts: How many records changed in which way.
        lines: The changes that are listed.
        listed, total: How many records are listed, and how many there are of this kind of change.
    """

    batch: int
    sentence: str
    counts: dict[ChangeKind, int]
    lines: tuple[ChangeLine, ...]
    listed: int
    total: int


def ask_changes(workspace: Workspace, batch: int, change: ChangeKind | None = None) -> ChangesView:
    """Return what an import changed; runs in the worker.

    Args:
        workspace: The open store.
        batch: Number of the import.
        change: The kind of change to list; all where not given.
    """
    by_kind = count_changes(workspace.store, batch)
    counts: dict[ChangeKind, int] = {}
    for found in by_kind.values():
        for each, count in found.items():
            counts[each] = counts.get(each, 0) + count
    lines: list[ChangeLine] = []
    listed = 0
    for record in _iterate(workspace, batch, change, LISTED):
        listed += 1
        lines += _list_lines(record)
    total = sum(counts.values()) if change is None else counts.get(change, 0)
    settings = format_settings(
        load_setting_changes(workspace.store, batch), name_reps(workspace.store)
    )
    sentence = " ".join([_describe(by_kind), *settings])
    return ChangesView(batch, sentence, counts, tuple(lines), listed, total)


def filter_changes(lines: Iterable[ChangeLine], text: str) -> tuple[ChangeLine, ...]:
    """Return the changes that contain a text anywhere."""
    wanted = text.strip().casefold()
    return tuple(
        line
        for line in lines
        if not wanted
        or wanted in f"{line.record} {line.field} {line.before} {line.after}".casefold()
    )


def write_changes(workspace: Workspace, batch: int, change: ChangeKind | None, path: Path) -> int:
    """Write all changes of an import to a CSV file and return their number; runs in the worker.

    Raises:
        UsageError: The file cannot be written.
    """
    count = 0
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(_HEADER)
            for record in _iterate(workspace, batch, change, None):
                for field in record.fields:
                    cells = (
                        record.kind.value,
                        record.record,
                        record.change.value,
                        field.field,
                        _export(field.before),
                        _export(field.after),
                    )
                    rows.writerow(disarm(cells))
                    count += 1
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    return count


def ask_undo(workspace: Workspace) -> UndoResult:
    """Return what undoing the last import would do; runs in the worker.

    Raises:
        UsageError: There is none, or what came later builds on it.
    """
    return undo_last_import(workspace.store, dry_run=True)


def undo_import(workspace: Workspace) -> UndoResult:
    """Undo the last import; runs in the worker.

    Raises:
        UsageError: There is none, or what came later builds on it.
    """
    return undo_last_import(workspace.store)


def describe_undo(result: UndoResult) -> str:
    """Return what undoing an import does, as a question's explanation."""
    removed = [format_records(each.kind, each.removed) for each in result.undone if each.removed]
    restored = [format_records(each.kind, each.restored) for each in result.undone if each.restored]
    parts = []
    if removed:
        parts.append(f"{format_list(removed)} that it added will be removed.")
    if restored:
        parts.append(f"{format_list(restored)} will be as before.")
    parts.append(
        "Plans, names and answers that it wrote go back too. The import stays in the history, "
        "marked as undone; its file is not touched and can be imported again."
    )
    return " ".join(parts)


def name_kind(kind: FileKind) -> str:
    """Return what a record of a kind is: `Lead`, `Opportunity`."""
    return _start(RECORD_WORDS[kind])


def name_field(field: str) -> str:
    """Return a column of the plain file as a person reads it."""
    return _LABELS.get(field) or field.removesuffix("_at").replace("_", " ").capitalize()


def _iterate(
    workspace: Workspace, batch: int, change: ChangeKind | None, limit: int | None
) -> Iterator[RecordChange]:
    """Yield the records that a batch changed, updates before records that came as a whole."""
    left = limit
    counts = count_changes(workspace.store, batch)
    for each in _IN_ORDER if change is None else (change,):
        for kind in (kind for kind, found in counts.items() if each in found):
            keys = load_changed(workspace.store, batch, kind).select(each)[:left]
            for start in range(0, len(keys), _AT_ONCE):
                part = keys[start : start + _AT_ONCE]
                yield from load_changes(workspace.store, batch, kind, part)
            if left is not None:
                left -= len(keys)


_IN_ORDER = (
    ChangeKind.UPDATED,
    ChangeKind.VANISHED,
    ChangeKind.RETURNED,
    ChangeKind.REMOVED,
    ChangeKind.ADDED,
)


def _list_lines(record: RecordChange) -> Iterator[ChangeLine]:
    if record.change in _WHOLE or not record.fields:
        was = ", ".join(
            f"{name_field(f.field)} {format_value(f.before)}"
            for f in record.fields
            if f.before is not None
        )
        is_now = ", ".join(
            f"{name_field(f.field)} {format_value(f.after)}"
            for f in record.fields
            if f.after is not None
        )
        yield ChangeLine(record.kind, record.record, record.change, "", was, is_now)
        return
    for each in record.fields:
        yield ChangeLine(
            record.kind,
            record.record,
            record.change,
            name_field(each.field),
            format_value(each.before),
            format_value(each.after),
        )


def _describe(by_kind: dict[FileKind, dict[ChangeKind, int]]) -> str:
    """Return all changes of an import as a sentence."""
    parts = [
        f"{format_records(kind, count)} {CHANGE_WORDS[change]}"
        for kind, found in by_kind.items()
        for change, count in found.items()
    ]
    return f"{_start(format_list(parts))}." if parts else "It changed no record."


def _export(value: Value) -> Any:
    """Return a value as a spreadsheet or a program takes it."""
    if isinstance(value, Money):
        return to_major(value.minor, value.currency)
    if isinstance(value, Outcome):
        return value.name.lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    return "" if value is None else value


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]
