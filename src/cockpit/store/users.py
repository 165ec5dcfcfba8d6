"""The users of CRMs: owner ids in exchange for reps, in whatever order the files arrive."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from cockpit.domain.imports import MergeCounts
from cockpit.domain.team import Rep
from cockpit.domain.users import CrmUser
from cockpit.store.names import ensure_owners
from cockpit.store.roster import load_reps

_ANYBODYS = frozenset({"plain", "mapping"})
"""What a file is recognised as that may hold the records of any CRM."""


def load_users(connection: Connection) -> tuple[CrmUser, ...]:
    """Return all users by system and name."""
    rows = connection.exec_driver_sql(
        "SELECT system, user_id, name, email, active FROM crm_user ORDER BY system, name, user_id"
    )
    return tuple(
        CrmUser(
            row.system,
            row.user_id,
            row.name,
            row.email,
            None if row.active is None else bool(row.active),
        )
        for row in rows
    )


def save_users(
    connection: Connection, users: Iterable[CrmUser]
) -> tuple[MergeCounts, dict[CrmUser, str]]:
    """Write users; return what became of them, and those that are new or renamed.

    Returns:
        The counts, and by user the name so far ("" for a new one).
    """
    counts, named = MergeCounts(), {}
    for user in users:
        row = connection.exec_driver_sql(
            "SELECT id, name, email, active FROM crm_user WHERE system = ? AND user_id = ?",
            (user.system, user.user_id),
        ).first()
        says = (user.name, user.email, user.is_active)
        if row is None:
            connection.exec_driver_sql(
                "INSERT INTO crm_user (name, email, active, system, user_id) "
                "VALUES (?, ?, ?, ?, ?)",
                (*says, user.system, user.user_id),
            )
            counts += MergeCounts(added=1)
        elif tuple(row[1:]) == says:
            counts += MergeCounts(unchanged=1)
        else:
            connection.exec_driver_sql(
                "UPDATE crm_user SET name = ?, email = ?, active = ? WHERE id = ?", (*says, row.id)
            )
            counts += MergeCounts(updated=1)
        if row is None or row.name != user.name:
            named[user] = "" if row is None else str(row.name)
    return counts, named


def ensure_rep_names(
    connection: Connection, names: Iterable[str], system: str | None
) -> dict[str, int]:
    """Return the id of each name of a rep; the id of a user stands for the rep of the user's name.

    An id becomes one more name of that rep, so that records say the same whether they or the users
    came first. An id that another system gives to somebody too is told apart by the system; without
    a system, an id counts that only one of them gives.
    """
    spelt, unknown = {}, {}
    for name in dict.fromkeys(names):
        users = _find_users(connection, name)
        spelt[name] = _spell(name, system, users)
        user = users.get(system or min(users, default=""))
        is_certain = system is not None or len(users) == 1
        if user is not None and is_certain and not _is_name(connection, spelt[name]):
            unknown[spelt[name]] = user
    reps = ensure_owners(connection, "rep", unknown.values())
    for name, user in unknown.items():
        connection.exec_driver_sql(
            "INSERT INTO rep_name (name, rep_id) SELECT ?, rep_id FROM rep_name WHERE id = ?",
            (name, reps[user]),
        )
    ids = ensure_owners(connection, "rep", spelt.values())
    return {name: ids[own] for name, own in spelt.items()}


def find_reps_to_name(
    connection: Connection, named: dict[CrmUser, str]
) -> Iterator[tuple[CrmUser, Rep, Rep | None]]:
    """Give the reps that go by the id or former name of a user.

    Yields:
        The user, the rep, and the other rep that has the user's name already, if there is one.
    """
    waiting = {
        user: spelt
        for user in named
        if _is_name(
            connection,
            spelt := _spell(user.user_id, user.system, _find_users(connection, user.user_id)),
        )
    }
    elsewhere = _find_foreign(connection, waiting)
    for user, spelt in waiting.items():
        reps = {name: rep for rep in load_reps(connection) for name in (rep.name, *rep.aliases)}
        rep, other = reps[spelt], reps.get(user.name)
        if user in elsewhere or rep.name not in (spelt, named[user]) or rep.name == user.name:
            continue
        yield user, rep, None if other is None or other.id == rep.id else other


def _find_users(connection: Connection, user_id: str) -> dict[str, str]:
    """Return by system the name of the user with an id."""
    query = "SELECT system, name FROM crm_user WHERE user_id = ?"
    return {row[0]: row[1] for row in connection.exec_driver_sql(query, (user_id,))}


def _spell(name: str, system: str | None, users: dict[str, str]) -> str:
    """Return how an owner is kept among the names of reps."""
    is_ambiguous = any(other != system for other in users)
    return f"{name} ({system})" if is_ambiguous and system is not None else name


def _is_name(connection: Connection, name: str) -> bool:
    query = "SELECT 1 FROM rep_name WHERE name = ?"
    return connection.exec_driver_sql(query, (name,)).first() is not None


def _find_foreign(connection: Connection, waiting: dict[CrmUser, str]) -> set[CrmUser]:
    """Return the users whose id, as a rep's name, comes from files of other systems only."""
    if not waiting:
        return set()
    places = ", ".join("?" * len(waiting))
    origins: dict[str, set[str]] = {}
    for table, kind in _OWNED:
        rows = connection.exec_driver_sql(
            f"SELECT DISTINCT written.name, recognised_as FROM (SELECT DISTINCT rep_name.name, "
            f"{table}.batch_id FROM rep_name CROSS JOIN {table} ON {table}.rep = rep_name.id "
            f"WHERE rep_name.name IN ({places})) AS written "
            f"JOIN import_file ON import_file.batch_id = written.batch_id AND kind = '{kind}'",
            tuple(waiting.values()),
        )
        for name, system in rows:
            origins.setdefault(name, set()).add(system)
    return {
        user
        for user, name in waiting.items()
        if name in origins and not origins[name] & {user.system, *_ANYBODYS}
    }


_OWNED = (("lead", "leads"), ("opportunity", "opportunities"), ("meeting", "meetings"))
