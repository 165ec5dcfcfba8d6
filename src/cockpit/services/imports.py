"""What was imported before, what it changed, how to undo it, and mappings kept for the next file.

`load_changed` says which records of a kind a batch changed, `load_changes` what it changed in some
of them, field by field.
"""

from dataclasses import dataclass

from cockpit.domain.changes import EVERYTHING, Changes
from cockpit.domain.errors import UsageError
from cockpit.domain.imports import ImportBatch, SavedMapping
from cockpit.domain.problems import Problem
from cockpit.domain.record_changes import ChangeKind, Undoing
from cockpit.domain.records import FileKind
from cockpit.services import Store
from cockpit.services.importing import FileMapping, parse_mapping
from cockpit.store.changes import (
    ChangedRecords,
    load_changed,
    load_changes,
    load_setting_changes,
)
from cockpit.store.kinds import KINDS
from cockpit.store.queries import load_batches, load_mapping, load_problems, load_reps

__all__ = [
    "RECORD_KINDS",
    "ChangedRecords",
    "Finding",
    "UndoResult",
    "count_changes",
    "keep_mapping",
    "load_changed",
    "load_changes",
    "load_findings",
    "load_history",
    "load_setting_changes",
    "name_reps",
    "recall_mapping",
    "undo_last_import",
]

RECORD_KINDS = tuple(KINDS)
"""The kinds of records that a batch can change."""

Finding = tuple[str, Problem]
"""The name of a file and something that was found in it."""


def load_history(store: Store) -> tuple[ImportBatch, ...]:
    """Return everything that was imported or edited, newest first; accounts carry no problems."""
    return load_batches(store)


def load_findings(store: Store, batch_id: int) -> tuple[ImportBatch, tuple[Finding, ...]]:
    """Return one batch and what was found in its files.

    Raises:
        UsageError: There is no such batch.
    """
    batch = next((each for each in load_batches(store) if each.id == batch_id), None)
    if batch is None:
        raise UsageError(f"There is no import number {batch_id}.")
    return batch, load_problems(store, batch_id)


def name_reps(store: Store) -> dict[int, str]:
    """Return the names of today's reps by id."""
    return {rep.id: rep.name for rep in load_reps(store)}


def recall_mapping(store: Store, signature: str) -> FileMapping | None:
    """Return the mapping that was made by hand for a file with this header, if there is one."""
    saved = load_mapping(store, signature)
    return None if saved is None else parse_mapping(saved.document)


def keep_mapping(store: Store, signature: str, file: str, mapping: FileMapping) -> None:
    """Keep a mapping made by hand for the next file with the same header."""
    with store.unit_of_work() as work:
        work.save_mapping(SavedMapping(signature, file, mapping.to_json()))


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What undoing an import did, or would do: its batch, and the records by kind."""

    batch: ImportBatch
    undone: tuple[Undoing, ...]
    changes: Changes


def undo_last_import(store: Store, *, dry_run: bool = False) -> UndoResult:
    """Put back what was known before the last import that was not undone yet.

    Everything that it wrote goes back: records, what was marked as gone, links, plans, users,
    names, remembered answers. The import stays in the history, marked.

    Raises:
        UsageError: There is none, or what came later builds on it. Nothing was changed.
        StoreError: The store cannot be written. Nothing was changed.
    """
    with store.unit_of_work() as work:
        number, undone = work.undo_import()
        if dry_run:
            work.abandon()
    batch = next(each for each in load_batches(store) if each.id == number)
    return UndoResult(batch, undone, Changes() if dry_run else EVERYTHING)


def count_changes(store: Store, batch_id: int) -> dict[FileKind, dict[ChangeKind, int]]:
    """Return how many records of each kind a batch added, updated, lost and got back.

    An undone batch, of which nothing is left, has none.
    """
    counts = {kind: load_changed(store, batch_id, kind).count() for kind in RECORD_KINDS}
    return {kind: count for kind, count in counts.items() if count}
