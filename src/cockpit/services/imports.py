"""What was imported before, what was found in it, and mappings kept for the next file."""

from cockpit.domain.errors import UsageError
from cockpit.domain.imports import ImportBatch, SavedMapping
from cockpit.domain.problems import Problem
from cockpit.services import Store
from cockpit.services.importing import FileMapping, parse_mapping
from cockpit.store.queries import load_batches, load_mapping, load_problems

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


def recall_mapping(store: Store, signature: str) -> FileMapping | None:
    """Return the mapping that was made by hand for a file with this header, if there is one."""
    saved = load_mapping(store, signature)
    return None if saved is None else parse_mapping(saved.document)


def keep_mapping(store: Store, signature: str, file: str, mapping: FileMapping) -> None:
    """Keep a mapping made by hand for the next file with the same header."""
    with store.unit_of_work() as work:
        work.save_mapping(SavedMapping(signature, file, mapping.to_json()))
