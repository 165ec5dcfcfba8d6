"""Locked plans: what was frozen, as it was known on any day, and what was amended since."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from cockpit.domain.amendments import AmendedRow, Amendment
from cockpit.domain.fiscal import to_date, to_day
from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, Step
from cockpit.domain.plan import ASSUMPTION_FIELDS, LEARNED, LEARNED_DAYS, Assumption, PlanLock
from cockpit.store.plans import build_assumption

_FIELDS = ", ".join(ASSUMPTION_FIELDS)
_ALL_BATCHES = 2**62


def insert_lock(connection: Connection, lock: PlanLock, batch: int) -> None:
    """Freeze a period's assumptions and curves; when it was done, the batch says."""
    result = connection.exec_driver_sql(
        "INSERT INTO plan_lock (batch_id, period, locked_by, learned_until) VALUES (?, ?, ?, ?)",
        (batch, lock.period, lock.by, to_day(lock.learned.until)),
    )
    _insert_assumptions(connection, result.lastrowid, lock.assumptions, batch)
    _insert_delays(connection, result.lastrowid, lock.learned)


def insert_amendment(
    connection: Connection,
    period: str,
    amendment: Amendment,
    assumptions: tuple[Assumption, ...],
    batch: int,
) -> None:
    """Record an amendment of a locked period and the assumptions that hold in it from now on."""
    (lock,) = connection.exec_driver_sql(
        "SELECT id FROM plan_lock WHERE period = ?", (period,)
    ).one()
    current = _load_assumptions(connection, lock, _ALL_BATCHES)
    kept = set(assumptions)
    for row, assumption in current:
        if assumption not in kept:
            connection.exec_driver_sql(
                "UPDATE locked_assumption SET to_batch = ? WHERE id = ?", (batch, row)
            )
    known = {assumption for _, assumption in current}
    _insert_assumptions(connection, lock, (a for a in assumptions if a not in known), batch)
    result = connection.exec_driver_sql(
        "INSERT INTO plan_amendment (lock_id, batch_id, amended_by, reason) VALUES (?, ?, ?, ?)",
        (lock, batch, amendment.by, amendment.reason),
    )
    for changed in amendment.rows:
        connection.exec_driver_sql(
            'INSERT INTO amended_row (amendment_id, part, "row", before, after) '
            "VALUES (?, ?, ?, ?, ?)",
            (
                result.lastrowid,
                changed.part,
                json.dumps(changed.key, ensure_ascii=False),
                _write(changed.before),
                _write(changed.after),
            ),
        )


def load_locks(connection: Connection, cut: int | None = None) -> tuple[PlanLock, ...]:
    """Return the locked periods in the order in which they were locked.

    Args:
        connection: The connection.
        cut: The last batch that counts; `None` for all.
    """
    last = _ALL_BATCHES if cut is None else cut
    rows = connection.exec_driver_sql(
        "SELECT plan_lock.id, period, at, locked_by, learned_until FROM plan_lock "
        "JOIN import_batch ON import_batch.id = batch_id WHERE batch_id <= ? ORDER BY plan_lock.id",
        (last,),
    ).all()
    return tuple(
        PlanLock(
            row.period,
            _to_moment(row.at),
            row.locked_by,
            tuple(assumption for _, assumption in _load_assumptions(connection, row.id, last)),
            LearnedDelays(to_date(row.learned_until), _load_delays(connection, row.id)),
            _load_amendments(connection, row.id, last),
        )
        for row in rows
    )


def move_rep(connection: Connection, other: int, rep: int) -> None:
    """Give what is frozen for another rep to a rep that the other becomes."""
    connection.exec_driver_sql("UPDATE locked_assumption SET rep = ? WHERE rep = ?", (rep, other))


def _insert_assumptions(
    connection: Connection, lock: int, rows: Iterable[Assumption], batch: int
) -> None:
    for row in rows:
        values = (getattr(row, field) for field in ASSUMPTION_FIELDS)
        given = [LEARNED_DAYS if value is LEARNED else value for value in values]
        connection.exec_driver_sql(
            f"INSERT INTO locked_assumption (lock_id, batch_id, rep, source, period, {_FIELDS}) "
            "VALUES (?, ?, (SELECT id FROM rep WHERE name = ?), "
            f"(SELECT id FROM source WHERE name = ?), ?, {', '.join('?' * len(given))})",
            (lock, batch, row.rep, row.source, row.period, *given),
        )


def _insert_delays(connection: Connection, lock: int, learned: LearnedDelays) -> None:
    for delay in learned.delays:
        connection.exec_driver_sql(
            "INSERT INTO learned_delay (lock_id, step, source, records, happened, competing, "
            "beyond, happened_by, otherwise_by) "
            "VALUES (?, ?, (SELECT id FROM source WHERE name = ?), ?, ?, ?, ?, ?, ?)",
            (
                lock,
                delay.step.value,
                delay.source,
                delay.records,
                delay.happened,
                delay.competing,
                delay.beyond,
                json.dumps(delay.happened_by),
                json.dumps(delay.otherwise_by),
            ),
        )


def _load_assumptions(connection: Connection, lock: int, last: int) -> list[tuple[int, Assumption]]:
    rows = connection.exec_driver_sql(
        f"SELECT locked_assumption.id, rep.name, source.name, period, {_FIELDS} "
        "FROM locked_assumption LEFT JOIN rep ON rep.id = rep "
        "LEFT JOIN source ON source.id = source "
        "WHERE lock_id = ? AND batch_id <= ? AND coalesce(to_batch, ?) > ? "
        "ORDER BY rep.name, source.name, period",
        (lock, last, _ALL_BATCHES + 1, last),
    )
    return [(row[0], build_assumption(row[1:])) for row in rows]


def _load_delays(connection: Connection, lock: int) -> tuple[LearnedDelay, ...]:
    rows = connection.exec_driver_sql(
        "SELECT step, source.name, records, happened, competing, beyond, happened_by, otherwise_by "
        "FROM learned_delay LEFT JOIN source ON source.id = source WHERE lock_id = ? "
        "ORDER BY learned_delay.id",
        (lock,),
    )
    return tuple(
        LearnedDelay(
            step=Step(row.step),
            source=row.name,
            records=row.records,
            happened=row.happened,
            competing=row.competing,
            beyond=row.beyond,
            happened_by=tuple(json.loads(row.happened_by)),
            otherwise_by=tuple(json.loads(row.otherwise_by)),
        )
        for row in rows
    )


def _load_amendments(connection: Connection, lock: int, last: int) -> tuple[Amendment, ...]:
    rows = connection.exec_driver_sql(
        'SELECT plan_amendment.id, at, amended_by, reason, part, "row", before, after '
        "FROM plan_amendment JOIN import_batch ON import_batch.id = batch_id "
        "JOIN amended_row ON amendment_id = plan_amendment.id "
        "WHERE lock_id = ? AND batch_id <= ? ORDER BY plan_amendment.id, amended_row.id",
        (lock, last),
    ).all()
    return tuple(
        Amendment(
            _to_moment(head[1]),
            head[2],
            head[3],
            tuple(
                AmendedRow(
                    row.part, tuple(json.loads(row.row)), _read(row.before), _read(row.after)
                )
                for row in changed
            ),
        )
        for head, changed in groupby(rows, key=lambda row: tuple(row[:4]))
    )


def _write(values: tuple[tuple[str, str], ...]) -> str | None:
    return json.dumps(dict(values), ensure_ascii=False) if values else None


def _read(text: str | None) -> tuple[tuple[str, str], ...]:
    values: dict[str, Any] = json.loads(text) if text else {}
    return tuple(values.items())


def _to_moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
