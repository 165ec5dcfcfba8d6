"""Live CRMs that the team has connected: where they are and what was read of them. No secrets."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from cockpit.domain.imports import CrmConnection

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def load_connections(connection: Connection) -> tuple[CrmConnection, ...]:
    """Return the connected CRMs, by name."""
    rows = connection.exec_driver_sql(
        "SELECT system, address, seen_until, pulled_at FROM crm_connection ORDER BY system"
    )
    return tuple(
        CrmConnection(
            row.system,
            row.address,
            None if row.seen_until is None else _START + row.seen_until * _MICROSECOND,
            None if row.pulled_at is None else _START + timedelta(seconds=row.pulled_at),
        )
        for row in rows
    )


def save_connection(connection: Connection, known: CrmConnection) -> None:
    """Write a CRM, new or changed."""
    seen = None if known.seen_until is None else (known.seen_until - _START) // _MICROSECOND
    pulled = (
        None
        if known.pulled_at is None
        else int((known.pulled_at.replace(tzinfo=UTC) - _START).total_seconds())
    )
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO crm_connection (system, address, seen_until, pulled_at) "
        "VALUES (?, ?, ?, ?)",
        (known.system, known.address, seen, pulled),
    )


def forget_connection(connection: Connection, system: str) -> None:
    """Remove a CRM; what was imported from it stays."""
    connection.exec_driver_sql("DELETE FROM crm_connection WHERE system = ?", (system,))
