"""The doorway for reads: free functions that give domain values, or frames for the funnel."""

from datetime import UTC, datetime

from cockpit.domain.imports import ImportBatch, SavedMapping
from cockpit.domain.knowledge import EVERYTHING_KNOWN, Knowledge
from cockpit.domain.plan import Plan
from cockpit.domain.problems import FileAccount, Problem
from cockpit.domain.records import FileKind
from cockpit.domain.team import Rep, Source, Team
from cockpit.store import accounts, plans, roster
from cockpit.store.connection import Store
from cockpit.store.funnel import FunnelFrames, load_funnel
from cockpit.store.knowledge import load_knowledge, load_timeline
from cockpit.store.records import load_leads, load_opportunities

__all__ = [
    "FunnelFrames",
    "load_batches",
    "load_funnel",
    "load_knowledge",
    "load_leads",
    "load_mapping",
    "load_mappings",
    "load_opportunities",
    "load_plan",
    "load_problems",
    "load_reps",
    "load_sources",
    "load_team",
    "load_timeline",
]


def load_team(store: Store) -> Team:
    """Return the team's settings, or the defaults of a team that has not set any."""
    with store.reading() as connection:
        return roster.load_team(connection)


def load_reps(store: Store) -> tuple[Rep, ...]:
    """Return all reps by name, each with the other names that files use for them."""
    with store.reading() as connection:
        return roster.load_reps(connection)


def load_sources(store: Store) -> tuple[Source, ...]:
    """Return all sources by name."""
    with store.reading() as connection:
        return roster.load_sources(connection)


def load_plan(store: Store, knowledge: Knowledge = EVERYTHING_KNOWN) -> Plan:
    """Return all targets, commitments and assumptions that are known, in minor units."""
    with store.reading() as connection:
        return plans.load_plan(connection, knowledge)


def load_batches(store: Store) -> tuple[ImportBatch, ...]:
    """Return everything that was imported or edited, newest first; accounts carry no problems."""
    with store.reading() as connection:
        files: dict[int, list[FileAccount]] = {}
        for row in connection.exec_driver_sql("SELECT * FROM import_file ORDER BY id"):
            account = FileAccount(row.file, FileKind(row.kind), row.recognised_as, *row[5:11])
            files.setdefault(row.batch_id, []).append(account)
        return tuple(
            ImportBatch(
                row.id,
                datetime.fromtimestamp(row.at, UTC).replace(tzinfo=None),
                row.command,
                tuple(files.get(row.id, ())),
            )
            for row in connection.exec_driver_sql("SELECT * FROM import_batch ORDER BY id DESC")
        )


def load_problems(store: Store, batch: int) -> tuple[tuple[str, Problem], ...]:
    """Return the problems of a batch, each with the name of its file."""
    with store.reading() as connection:
        files = connection.exec_driver_sql(
            "SELECT id, file FROM import_file WHERE batch_id = ? ORDER BY id", (batch,)
        ).all()
        return tuple(
            (name, problem)
            for file, name in files
            for problem in accounts.load_file_problems(connection, file)
        )


def load_mapping(store: Store, signature: str) -> SavedMapping | None:
    """Return the mapping that was saved for files that look like this."""
    mappings = (m for m in load_mappings(store) if m.signature == signature)
    return next(mappings, None)


def load_mappings(store: Store) -> tuple[SavedMapping, ...]:
    """Return all saved mappings by name."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT signature, name, document FROM column_mapping ORDER BY name, signature"
        )
        return tuple(SavedMapping(*row) for row in rows)
