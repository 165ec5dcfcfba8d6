"""Checks that are about single records: how many each finds, which, and how that went before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from cockpit.domain.fiscal import to_day
from cockpit.domain.quality import UNTOUCHED_DAYS, Check, CheckCount, CheckPoint
from cockpit.store.writing import fetch_integers

if TYPE_CHECKING:
    import numpy.typing as npt
    from sqlalchemy import Connection

    from cockpit.domain.fiscal import Period
    from cockpit.store.connection import Store

_DAY = 86_400
_MANY_CLOSED = 20
"""Closed deals from which the age of an old open one is taken from them."""
_USUAL_STALE_DAYS = 180
_LEAST_STALE_DAYS = 30
_SLOWEST = 0.95
"""A deal is old once it has been open longer than this share of closed deals took."""


@dataclass(frozen=True)
class _RecordCheck:
    """A check as SQL: which records of a table it finds, and among which it looks.

    Records that are gone from the CRM are counted nowhere, so nothing else is said of them.
    """

    table: str
    condition: str
    among: str = "1"
    is_about_gone: bool = False

    def build_found(self, limits: dict[str, Any]) -> str:
        """Return the condition that the check finds a record."""
        return self._only_present(self.condition.format_map(limits), limits)

    def build_among(self, limits: dict[str, Any]) -> str:
        """Return the condition that the check looks at a record."""
        return self._only_present(self.among.format_map(limits), limits)

    def _only_present(self, condition: str, limits: dict[str, Any]) -> str:
        # `gone` stands last in its row, so asking for it takes as long as all else together.
        is_needed = limits["has_gone"] and not self.is_about_gone
        return f"(({condition}) AND gone = 0)" if is_needed else f"({condition})"


_CHECKS = {
    Check.LEADS_WITHOUT_SOURCE: _RecordCheck("lead", "source IS NULL"),
    Check.LEADS_WITHOUT_REP: _RecordCheck("lead", "rep IS NULL"),
    Check.LEADS_UNTOUCHED: _RecordCheck(
        "lead",
        "assigned_at < {untouched} AND first_response_at IS NULL AND qualified_at IS NULL "
        "AND disqualified_at IS NULL AND id NOT IN (SELECT lead FROM lead_link)",
        "assigned_at < {untouched}",
    ),
    Check.WON_WITHOUT_CLOSE: _RecordCheck(
        "opportunity", "outcome = 1 AND closed_at IS NULL", "outcome = 1"
    ),
    Check.WON_WITHOUT_AMOUNT: _RecordCheck(
        "opportunity", "outcome = 1 AND amount IS NULL", "outcome = 1"
    ),
    Check.AMOUNT_NOT_POSITIVE: _RecordCheck(
        "opportunity", "amount < 0 OR (outcome = 1 AND amount = 0)", "amount IS NOT NULL"
    ),
    Check.WON_IN_FUTURE: _RecordCheck(
        "opportunity", "outcome = 1 AND closed_at >= {tomorrow}", "outcome = 1"
    ),
    Check.CLOSED_BEFORE_CREATED: _RecordCheck(
        "opportunity", f"closed_at / {_DAY} < created_at / {_DAY}", "closed_at IS NOT NULL"
    ),
    Check.DEALS_WITHOUT_LEAD: _RecordCheck(
        "opportunity",
        "id NOT IN ({linked})",
    ),
    Check.DEALS_WITHOUT_REP: _RecordCheck("opportunity", "rep IS NULL"),
    Check.STALE_DEALS: _RecordCheck(
        "opportunity", "outcome = 0 AND created_at < {stale}", "outcome = 0"
    ),
    Check.LEADS_GONE: _RecordCheck("lead", "gone = 1", is_about_gone=True),
    Check.DEALS_GONE: _RecordCheck("opportunity", "gone = 1", is_about_gone=True),
}
RECORD_CHECKS = frozenset(_CHECKS)
"""The checks that find records, which can be listed."""

_TABLES = ("lead", "opportunity")
_POINTS = 12
"""How many imports a trend goes back."""


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """What the checks of records find.

    Args:
        counts: By check.
        won, lost: How many opportunities were.
        won_amount: What the won ones amount to, in minor units.
        answered: Leads of which it is known when somebody reacted first.
        stale_days: Age from which an open opportunity counts as old.
    """

    counts: dict[Check, CheckCount]
    won: int
    lost: int
    won_amount: int
    answered: int
    stale_days: int


def count_records(store: Store, period: Period, today: date) -> RecordCounts:
    """Run all checks of records as of a day; `in_period` is about the period given."""
    with store.reading() as connection:
        limits = _build_limits(connection, today)
        counts: dict[Check, CheckCount] = {}
        for table in _TABLES:
            counts |= _count(connection, table, limits, _build_period(table, period))
        won, lost, amount = connection.exec_driver_sql(
            "SELECT count(*) FILTER (WHERE outcome = 1), count(*) FILTER (WHERE outcome = 2), "
            "coalesce(sum(amount) FILTER (WHERE outcome = 1), 0) FROM opportunity WHERE gone = 0"
        ).one()
        answered = connection.exec_driver_sql("SELECT count(first_response_at) FROM lead").scalar()
    return RecordCounts(counts, won, lost, amount, int(answered or 0), limits["stale_days"])


def find_records(store: Store, check: Check, today: date) -> npt.NDArray[np.int64]:
    """Return the keys of the records that a check finds, in the order in which they came.

    Raises:
        KeyError: The check is not about records.
    """
    asked = _CHECKS[check]
    with store.reading() as connection:
        condition = asked.build_found(_build_limits(connection, today))
        return fetch_integers(
            connection, f"SELECT id FROM {asked.table} WHERE {condition} ORDER BY id"
        )


def _build_limits(connection: Connection, today: date) -> dict[str, Any]:
    """Return what the conditions name: moments in seconds, the age they come from, the links."""
    day = to_day(today)
    stale_days = _find_stale_days(connection)
    has_gone = _has_gone(connection)
    linked = "SELECT opportunity FROM lead_link"
    return {
        "tomorrow": (day + 1) * _DAY,
        "untouched": (day - UNTOUCHED_DAYS) * _DAY,
        "stale": (day - stale_days) * _DAY,
        "stale_days": stale_days,
        "has_gone": has_gone,
        "linked": f"{linked} WHERE lead NOT IN (SELECT id FROM lead WHERE gone = 1)"
        if has_gone
        else linked,
    }


def _has_gone(connection: Connection) -> bool:
    """Return whether any record is gone; an index over those that are knows at once."""
    queries = (f"SELECT 1 FROM {table} WHERE gone = 1 LIMIT 1" for table in _TABLES)
    return any(connection.exec_driver_sql(query).first() is not None for query in queries)


def _find_stale_days(connection: Connection) -> int:
    """Return how long 19 of 20 closed deals were open, in days."""
    ages = fetch_integers(
        connection,
        f"SELECT (closed_at - created_at) / {_DAY} FROM opportunity "
        "WHERE outcome > 0 AND closed_at >= created_at",
    )
    if len(ages) < _MANY_CLOSED:
        return _USUAL_STALE_DAYS
    return max(int(np.quantile(ages, _SLOWEST, method="higher")), _LEAST_STALE_DAYS)


def _build_period(table: str, period: Period) -> str:
    """Return the condition that a period's numbers depend on a record."""
    first, end = to_day(period.start) * _DAY, (to_day(period.end) + 1) * _DAY

    def within(column: str) -> str:
        return f"({column} >= {first} AND {column} < {end})"

    if table == "lead":
        return within("assigned_at")
    return f"({within('created_at')} OR {within('closed_at')} OR closed_at IS NULL)"


def _count(
    connection: Connection, table: str, limits: dict[str, Any], in_period: str = "0"
) -> dict[Check, CheckCount]:
    """Run the checks of a table in one pass over it."""
    asked = {
        check: each
        for check, each in _CHECKS.items()
        if each.table == table and (limits["has_gone"] or not each.is_about_gone)
    }
    amount = "amount" if table == "opportunity" else "0"
    sums = []
    for each in asked.values():
        found, among = each.build_found(limits), each.build_among(limits)
        sums += [
            f"count(*) FILTER (WHERE {found})",
            f"count(*) FILTER (WHERE {among})",
            f"coalesce(sum({amount}) FILTER (WHERE {found}), 0)",
            f"count(*) FILTER (WHERE {found} AND {in_period})",
        ]
    cells = list(connection.exec_driver_sql(f"SELECT {', '.join(sums)} FROM {table}").one())
    counts = {check: CheckCount(0, 0) for check, each in _CHECKS.items() if each.table == table}
    return counts | {
        check: CheckCount(*cells[4 * place : 4 * place + 4]) for place, check in enumerate(asked)
    }


def record_counts(connection: Connection, batch: int, today: date) -> None:
    """Keep what the checks find right after a batch; in its transaction, once leads are linked."""
    limits = _build_limits(connection, today)
    counts = {c: each for table in _TABLES for c, each in _count(connection, table, limits).items()}
    connection.exec_driver_sql(
        "INSERT INTO quality_measure (batch_id, measure, count, total, worth) "
        "VALUES (?, ?, ?, ?, ?)",
        [(batch, check.value, each.count, each.of, each.amount) for check, each in counts.items()],
    )


def load_points(store: Store) -> dict[Check, tuple[CheckPoint, ...]]:
    """Return what each check found after the last imports that were not undone, oldest first."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT measure, batch_id, at, count AS found, total FROM quality_measure "
            "JOIN import_batch ON import_batch.id = batch_id "
            "WHERE undone_at IS NULL ORDER BY batch_id"
        ).all()
    points: dict[Check, list[CheckPoint]] = {}
    for row in rows:
        at = datetime.fromtimestamp(row.at, UTC).replace(tzinfo=None)
        point = CheckPoint(row.batch_id, at, row.found, row.total)
        points.setdefault(Check(row.measure), []).append(point)
    return {check: tuple(found[-_POINTS:]) for check, found in points.items()}
