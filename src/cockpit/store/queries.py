"""The doorway for reads: free functions that give domain values, or frames for the funnel."""

from dataclasses import replace
from datetime import UTC, datetime

from cockpit.domain.imports import CrmConnection, FileOrigin, ImportBatch, SavedMapping
from cockpit.domain.knowledge import EVERYTHING_KNOWN, Knowledge
from cockpit.domain.plan import Plan
from cockpit.domain.problems import FileAccount, Problem
from cockpit.domain.records import FileKind, Outcome
from cockpit.domain.team import Rep, Source, Team
from cockpit.domain.users import CrmUser
from cockpit.store import accounts, answers, connections, locks, plans, roster, users, vanishing
from cockpit.store.connection import Store
from cockpit.store.funnel import FunnelFrames, load_funnel
from cockpit.store.knowledge import load_knowledge, load_timeline
from cockpit.store.records import load_leads, load_opportunities

__all__ = [
    "FunnelFrames",
    "count_vanished",
    "load_batches",
    "load_connections",
    "load_funnel",
    "load_knowledge",
    "load_leads",
    "load_mapping",
    "load_mappings",
    "load_opportunities",
    "load_origins",
    "load_plan",
    "load_problems",
    "load_rates",
    "load_reps",
    "load_sources",
    "load_stage_meanings",
    "load_systems",
    "load_team",
    "load_timeline",
    "load_users",
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


def load_connections(store: Store) -> tuple[CrmConnection, ...]:
    """Return the connected CRMs, by name."""
    with store.reading() as connection:
        return connections.load_connections(connection)


def load_plan(store: Store, knowledge: Knowledge = EVERYTHING_KNOWN) -> Plan:
    """Return all that is known of the plan, locked periods included, in minor units."""
    with store.reading() as connection:
        known = locks.load_locks(connection, knowledge.cut(FileKind.ASSUMPTIONS))
        return replace(plans.load_plan(connection, knowledge), locks=known)


def load_batches(store: Store) -> tuple[ImportBatch, ...]:
    """Return everything that was imported or edited, newest first; accounts carry no problems."""
    with store.reading() as connection:
        files: dict[int, list[FileAccount]] = {}
        for row in connection.exec_driver_sql("SELECT * FROM import_file ORDER BY id"):
            account = FileAccount(
                row.file,
                FileKind(row.kind),
                row.recognised_as,
                rows=row.rows,
                added=row.added,
                updated=row.updated,
                unchanged=row.unchanged,
                rejected=row.rejected,
                skipped=row.skipped,
                vanished=row.vanished,
                is_full=bool(row.is_full),
                explanation=row.explanation or "",
            )
            files.setdefault(row.batch_id, []).append(account)
        return tuple(
            ImportBatch(
                row.id,
                _to_moment(row.at),
                row.command,
                tuple(files.get(row.id, ())),
                None if row.undone_at is None else _to_moment(row.undone_at),
            )
            for row in connection.exec_driver_sql("SELECT * FROM import_batch ORDER BY id DESC")
        )


def load_users(store: Store) -> tuple[CrmUser, ...]:
    """Return the users of all CRMs, by system and name."""
    with store.reading() as connection:
        return users.load_users(connection)


def load_stage_meanings(store: Store, system: str) -> dict[str, Outcome]:
    """Return what each stage of a CRM means, as the user said before."""
    with store.reading() as connection:
        return answers.load_stage_meanings(connection, system)


def load_systems(store: Store) -> tuple[str, ...]:
    """Return the systems of which the user said what stages mean."""
    with store.reading() as connection:
        return answers.load_systems(connection)


def load_rates(store: Store) -> dict[str, float]:
    """Return units of the team's currency for one unit of each other, as the user said before."""
    with store.reading() as connection:
        return answers.load_rates(connection)


def count_vanished(
    store: Store, kind: FileKind, ids: vanishing.Bits, recognised_as: str
) -> tuple[int, int]:
    """Return how many records a full export should hold, and how many of them it lacks.

    `UnitOfWork.mark_gone` says more about `ids` and `recognised_as`.
    """
    with store.reading() as connection:
        known, keys = vanishing.find_vanished(connection, kind, recognised_as, ids)
        return known, len(keys)


def load_origins(store: Store, batch: int) -> dict[str, FileOrigin]:
    """Return where the files of a batch were, by the name of the file, as far as that is known."""
    with store.reading() as connection:
        return accounts.load_origins(connection, batch)


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


def _to_moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def load_mappings(store: Store) -> tuple[SavedMapping, ...]:
    """Return all saved mappings by name."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT signature, name, document FROM column_mapping ORDER BY name, signature"
        )
        return tuple(SavedMapping(*row) for row in rows)
