"""The team's settings, its reps with their names, and its sources."""

from datetime import date

from sqlalchemy import Connection

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar, to_date, to_day
from cockpit.domain.team import Rep, Source, SourceKind, Team
from cockpit.store.accounts import SETTINGS, count_change

_RECORD_TABLES = ("lead", "opportunity", "meeting")
_MONEY_TABLES = ("target", "assumption", "opportunity", "spend")


def load_team(connection: Connection) -> Team:
    """Return the team's settings, or those of a team that has not set any."""
    row = connection.exec_driver_sql("SELECT * FROM team").first()
    if row is None:
        return Team()
    calendar = FiscalCalendar(row.first_month, row.week_start)
    return Team(row.name, row.currency, calendar, row.tolerance)


def save_team(connection: Connection, team: Team) -> None:
    """Save the team's settings; see `UnitOfWork.save_team`."""
    before = load_team(connection)
    if team.currency != before.currency:
        _check_no_money(connection, before.currency)
    if team.calendar.first_month != before.calendar.first_month:
        _check_no_lock(connection)
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO team (id, name, currency, first_month, week_start, tolerance) "
        "VALUES (1, ?, ?, ?, ?, ?)",
        (
            team.name,
            team.currency,
            team.calendar.first_month,
            team.calendar.week_start,
            team.tolerance,
        ),
    )
    count_change(connection, SETTINGS)


def load_reps(connection: Connection) -> tuple[Rep, ...]:
    """Return all reps by name, each with the other names that files use for them."""
    aliases: dict[int, list[str]] = {}
    for rep_id, name in connection.exec_driver_sql(
        "SELECT rep_id, rep_name.name FROM rep_name JOIN rep ON rep.id = rep_id "
        "WHERE rep_name.name != rep.name ORDER BY rep_name.name"
    ):
        aliases.setdefault(rep_id, []).append(name)
    return tuple(
        Rep(row.id, row.name, tuple(aliases.get(row.id, ())), *map(_to_date, row[2:]))
        for row in connection.exec_driver_sql(
            "SELECT id, name, starts_on, ends_on FROM rep ORDER BY name"
        )
    )


def find_rep_name(connection: Connection, rep: Rep) -> str:
    """Return the name under which a rep is known so far.

    Raises:
        UsageError: There is no such rep.
    """
    row = connection.exec_driver_sql("SELECT name FROM rep WHERE id = ?", (rep.id,)).first()
    if row is None:
        raise UsageError(f"There is no rep with the number {rep.id}.")
    return str(row[0])


def save_rep(connection: Connection, rep: Rep) -> None:
    """Save a rep, all of whose names are new or its own; see `UnitOfWork.save_rep`."""
    former = find_rep_name(connection, rep)
    connection.exec_driver_sql(
        "INSERT INTO rep_name (name, rep_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(name, rep.id) for name in (rep.name, *rep.aliases)],
    )
    connection.exec_driver_sql(
        "UPDATE rep SET name = ?, starts_on = ?, ends_on = ? WHERE id = ?",
        (rep.name, _to_day(rep.starts_on), _to_day(rep.ends_on), rep.id),
    )
    kept = {former, rep.name, *rep.aliases}
    for (name,) in connection.exec_driver_sql(
        "SELECT name FROM rep_name WHERE rep_id = ?", (rep.id,)
    ).all():
        if name not in kept:
            _release_name(connection, name)
    count_change(connection, SETTINGS)


def load_sources(connection: Connection) -> tuple[Source, ...]:
    """Return all sources by name."""
    rows = connection.exec_driver_sql("SELECT id, name, kind FROM source ORDER BY name")
    return tuple(Source(row.id, row.name, SourceKind(row.kind)) for row in rows)


def save_source(connection: Connection, source: Source) -> None:
    """Save a source; see `UnitOfWork.save_source`."""
    owner = _find_owner(connection, "source", source.name)
    if owner not in (None, source.id):
        raise UsageError(f"There is already a source named {source.name!r}.")
    if owner is None:
        connection.exec_driver_sql(
            "INSERT INTO source_name (name, source_id) VALUES (?, ?)", (source.name, source.id)
        )
    connection.exec_driver_sql(
        "UPDATE source SET name = ?, kind = ? WHERE id = ?",
        (source.name, source.kind.value, source.id),
    )
    count_change(connection, SETTINGS)


def find_reps_to_join(connection: Connection, rep: Rep) -> list[Rep]:
    """Return the reps that go by a name or alias that `rep` is about to take.

    Raises:
        UsageError: The name is but an alias of another rep.
    """
    others = []
    by_id = {other.id: other for other in load_reps(connection)}
    for name in dict.fromkeys((rep.name, *rep.aliases)):
        owner = _find_owner(connection, "rep", name)
        if owner in (None, rep.id):
            continue
        other = by_id[owner]
        if other.name != name:
            raise UsageError(f"{name!r} is already another name of {other.name}.")
        others.append(other)
    return others


def join_rep(connection: Connection, rep: Rep, other: Rep) -> None:
    """Give another rep's names to `rep` and remove the other, whose plans were moved before."""
    connection.exec_driver_sql(
        "UPDATE rep_name SET rep_id = ? WHERE rep_id = ?", (rep.id, other.id)
    )
    connection.exec_driver_sql("DELETE FROM rep WHERE id = ?", (other.id,))


def _release_name(connection: Connection, name: str) -> None:
    """Make a name a rep of its own if any record uses it, else forget it."""
    used = any(
        connection.exec_driver_sql(
            f"SELECT 1 FROM {table}{suffix} "
            "WHERE rep = (SELECT id FROM rep_name WHERE name = ?) LIMIT 1",
            (name,),
        ).first()
        for table in _RECORD_TABLES
        for suffix in ("", "_history")
    )
    if not used:
        connection.exec_driver_sql("DELETE FROM rep_name WHERE name = ?", (name,))
        return
    result = connection.exec_driver_sql("INSERT INTO rep (name) VALUES (?)", (name,))
    connection.exec_driver_sql(
        "UPDATE rep_name SET rep_id = ? WHERE name = ?", (result.lastrowid, name)
    )


def _check_no_money(connection: Connection, currency: str) -> None:
    for table in _MONEY_TABLES:
        query = f"SELECT 1 FROM {table} LIMIT 1"
        if connection.exec_driver_sql(query).first():
            raise UsageError(
                f"The team's currency stays {currency}: amounts are recorded in it. "
                "Start a new store for another currency."
            )


def _check_no_lock(connection: Connection) -> None:
    row = connection.exec_driver_sql("SELECT period FROM plan_lock ORDER BY id DESC").first()
    if row is not None:
        raise UsageError(
            f"The fiscal year keeps its first month: the plan of {row[0]} is locked, and its days "
            "would be others."
        )


def _find_owner(connection: Connection, table: str, name: str) -> int | None:
    query = f"SELECT {table}_id FROM {table}_name WHERE name = ?"
    row = connection.exec_driver_sql(query, (name,)).first()
    return None if row is None else int(row[0])


def _to_day(day: date | None) -> int | None:
    return None if day is None else to_day(day)


def _to_date(day: int | None) -> date | None:
    return None if day is None else to_date(day)
