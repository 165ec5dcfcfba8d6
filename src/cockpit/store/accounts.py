"""Batches, the accounts and problems of their files, and how often each part has changed."""

from datetime import datetime

from sqlalchemy import Connection

from cockpit.domain.imports import FileOrigin
from cockpit.domain.problems import Fate, FileAccount, Problem
from cockpit.domain.records import FileKind

SETTINGS = "team"
"""The part of the store that holds what decides how files are read: team, reps, sources."""


def insert_batch(connection: Connection, command: str, at: datetime) -> int:
    """Record a batch and return its number."""
    result = connection.exec_driver_sql(
        "INSERT INTO import_batch (at, command, words_before) "
        "SELECT ?, ?, coalesce(max(id), 0) FROM word",
        (int(at.timestamp()), command),
    )
    return int(result.lastrowid)


def insert_file(  # noqa: PLR0917 - each is a part of what is recorded
    connection: Connection,
    batch: int,
    account: FileAccount,
    digest: str | None,
    parts: list[str],
    origin: FileOrigin | None = None,
) -> None:
    """Record the account of a file with its problems, and the revisions it was accounted at."""
    result = connection.exec_driver_sql(
        "INSERT INTO import_file (batch_id, file, kind, recognised_as, rows, added, updated, "
        "unchanged, rejected, skipped, digest, revisions, is_full, vanished, explanation, "
        "path, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            batch,
            account.file,
            account.kind.value,
            account.recognised_as,
            account.rows,
            account.added,
            account.updated,
            account.unchanged,
            account.rejected,
            account.skipped,
            digest,
            _load_revisions(connection, [SETTINGS, *parts]),
            account.is_full,
            account.vanished,
            account.explanation or None,
            origin and origin.path,
            origin and origin.content,
        ),
    )
    if account.problems:
        connection.exec_driver_sql(
            'INSERT INTO import_problem (file_id, "row", "column", value, problem, fate) '
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (result.lastrowid, p.row, p.column, p.value, p.problem, p.fate.value)
                for p in account.problems
            ],
        )


def find_same_file(connection: Connection, digest: str) -> FileAccount | None:
    """Return the account that importing a file again would give, if nothing it saw has changed."""
    row = connection.exec_driver_sql(
        "SELECT import_file.* FROM import_file JOIN import_batch ON import_batch.id = batch_id "
        "WHERE digest = ? AND undone_at IS NULL ORDER BY import_file.id DESC LIMIT 1",
        (digest,),
    ).first()
    if row is None:
        return None
    parts = [part.partition("=")[0] for part in row.revisions.split(";")]
    if _load_revisions(connection, parts) != row.revisions:
        return None
    return FileAccount(
        row.file,
        FileKind(row.kind),
        row.recognised_as,
        rows=row.rows,
        unchanged=row.added + row.updated + row.unchanged,
        rejected=row.rejected,
        skipped=row.skipped,
        problems=load_file_problems(connection, row.id),
        is_full=bool(row.is_full),
        explanation=row.explanation or "",
    )


def load_file_problems(connection: Connection, file: int) -> tuple[Problem, ...]:
    """Return the problems of a file in a batch, in the order in which they were found."""
    rows = connection.exec_driver_sql(
        'SELECT "row", "column", value, problem, fate FROM import_problem '
        "WHERE file_id = ? ORDER BY id",
        (file,),
    )
    return tuple(Problem(r[0], r[1], r[2], r[3], Fate(r[4])) for r in rows)


def load_origins(connection: Connection, batch: int) -> dict[str, FileOrigin]:
    """Return where the files of a batch were, by the name of the file, as far as that is known."""
    rows = connection.exec_driver_sql(
        "SELECT file, path, content FROM import_file WHERE batch_id = ? AND path IS NOT NULL",
        (batch,),
    )
    return {row.file: FileOrigin(row.path, row.content) for row in rows}


def count_change(connection: Connection, part: str) -> None:
    """Count that a part of the store has changed."""
    connection.exec_driver_sql(
        "INSERT INTO revision (part, number) VALUES (?, 1) "
        "ON CONFLICT (part) DO UPDATE SET number = number + 1",
        (part,),
    )


def _load_revisions(connection: Connection, parts: list[str]) -> str:
    """Return the revision of each part, as `team=1;lead=7`."""
    rows = connection.exec_driver_sql("SELECT part, number FROM revision")
    numbers = {row.part: row.number for row in rows}
    return ";".join(f"{part}={numbers.get(part, 0)}" for part in parts)
