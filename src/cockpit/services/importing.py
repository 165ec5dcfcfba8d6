"""Import files into the store; `preview_files` looks at what an import would do."""

from collections.abc import Callable
from dataclasses import dataclass

from cockpit.domain.changes import Changed, Changes
from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind
from cockpit.intake.kinds import COLUMNS, IMPORT_ORDER, Column, required_columns
from cockpit.intake.mapping import FileMapping, parse_mapping, read_mapping
from cockpit.services.import_parts import ImportRequest, Part, recognise_all
from cockpit.services.import_preview import ColumnPreview, FilePreview, preview_files
from cockpit.services.import_run import ImportRun, join_command
from cockpit.services.rejected import RejectedTable, collect_rejected
from cockpit.store.opening import Store

__all__ = [
    "COLUMNS",
    "Column",
    "ColumnPreview",
    "FileMapping",
    "FilePreview",
    "ImportRequest",
    "ImportResult",
    "Progress",
    "import_files",
    "parse_mapping",
    "preview_files",
    "read_mapping",
    "required_columns",
]

Progress = Callable[[float, str], None]
"""Told the fraction done and what is being done; may raise `CancelledError`."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; `batch` is `None` when it changed nothing.

    `rejected` are the rows that it turned away, to be saved by `cockpit.services.rejected`.
    """

    batch: int | None
    files: tuple[FileAccount, ...]
    changes: Changes
    rejected: tuple[RejectedTable, ...] = ()


def import_files(
    store: Store, request: ImportRequest, progress: Progress | None = None
) -> ImportResult:
    """Import files in one transaction: all of them, or none.

    Files are imported in the order in which they depend on one another, whatever the order given;
    their accounts come in the order given. A file that was imported before and whose records have
    not changed since is not read again.

    Raises:
        UsageError: A file cannot be read or recognised; nothing was changed.
        StoreError: The store cannot be written; nothing was changed.
        CancelledError: `progress` asked for it; nothing was changed.
    """
    parts = recognise_all(store, request)
    command = join_command(path.name for path in request.paths)
    with store.unit_of_work() as work:
        run = ImportRun(
            store,
            work,
            command,
            parts,
            opportunities_are_leads=request.opportunities_are_leads,
            answers=request.answers,
        )
        accounts = _import_parts(run, parts, progress)
        run.refuse_open()
        run.mark_deleted(request.deleted)
        if request.dry_run or not run.has_changed:
            work.abandon()
        changes = _collect_changes(run)
    rejected = collect_rejected(parts, run.rejections, accounts)
    if request.dry_run or not changes:
        return ImportResult(None, accounts, Changes(), rejected)
    return ImportResult(run.batch, accounts, changes, rejected)


def _import_parts(
    run: ImportRun, parts: list[Part], progress: Progress | None
) -> tuple[FileAccount, ...]:
    """Import the parts in their order of dependence and return the accounts as they were given.

    Full exports come last of their kind: they say what is gone.
    """
    order = sorted(
        range(len(parts)),
        key=lambda i: (IMPORT_ORDER.index(parts[i].layout.kind), run.is_full(parts[i])),
    )
    accounts: dict[int, list[FileAccount]] = {}
    for done, index in enumerate(order):
        part = parts[index]

        def tell(fraction: float, done: int = done, name: str = part.table.name) -> None:
            if progress is not None:
                progress((done + fraction) / len(parts), f"Importing {name}")

        tell(0.0)
        accounts[index] = run.import_part(part, tell)
    return tuple(account for index in sorted(accounts) for account in accounts[index])


def _collect_changes(run: ImportRun) -> Changes:
    if not run.has_changed:
        return Changes()
    plan = {FileKind.TARGETS, FileKind.COMMITMENTS, FileKind.ASSUMPTIONS}
    parts = {Changed.IMPORTS}
    if run.touched & plan:
        parts.add(Changed.PLAN)
    if run.touched - plan - {FileKind.USERS}:
        parts.add(Changed.RECORDS)
    if run.has_new_names or run.has_new_answers or FileKind.USERS in run.touched:
        parts.add(Changed.TEAM)
    return Changes(frozenset(parts))
