"""What the user said about a CRM's files, kept for the next one: stages and exchange rates."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from cockpit.domain.records import Outcome
from cockpit.store.accounts import SETTINGS, count_change


def load_stage_meanings(connection: Connection, system: str) -> dict[str, Outcome]:
    """Return what each stage of a system means, as the user said."""
    rows = connection.exec_driver_sql(
        "SELECT stage, outcome FROM stage_meaning WHERE system = ? ORDER BY stage", (system,)
    )
    return {row.stage: Outcome(row.outcome) for row in rows}


def save_stage_meanings(
    connection: Connection, system: str, meanings: Mapping[str, Outcome]
) -> None:
    """Keep what stages of a system mean; others stay as they are."""
    known = load_stage_meanings(connection, system)
    rows = [(system, s, int(o)) for s, o in meanings.items() if known.get(s) is not o]
    _upsert(connection, "stage_meaning (system, stage, outcome)", "outcome", rows)


def load_systems(connection: Connection) -> tuple[str, ...]:
    """Return the systems of which the user said what stages mean."""
    rows = connection.exec_driver_sql("SELECT DISTINCT system FROM stage_meaning ORDER BY system")
    return tuple(row.system for row in rows)


def forget_stage(connection: Connection, system: str, stage: str) -> None:
    """Forget what a stage means, so that it is asked again."""
    _delete(connection, "stage_meaning WHERE system = ? AND stage = ?", (system, stage))


def forget_rate(connection: Connection, currency: str) -> None:
    """Forget an exchange rate, so that it is asked again."""
    _delete(connection, "exchange_rate WHERE currency = ?", (currency,))


def forget_mapping(connection: Connection, signature: str) -> None:
    """Forget the column mapping of files that look alike."""
    _delete(connection, "column_mapping WHERE signature = ?", (signature,))


def _delete(connection: Connection, which: str, key: tuple[str, ...]) -> None:
    if connection.exec_driver_sql(f"DELETE FROM {which}", key).rowcount:
        count_change(connection, SETTINGS)


def load_rates(connection: Connection) -> dict[str, float]:
    """Return units of the team's currency for one unit of each other currency, as the user said."""
    rows = connection.exec_driver_sql("SELECT currency, rate FROM exchange_rate ORDER BY currency")
    return {row.currency: row.rate for row in rows}


def save_rates(connection: Connection, rates: Mapping[str, float]) -> None:
    """Keep exchange rates; others stay as they are."""
    known = load_rates(connection)
    rows = [(c, float(rate)) for c, rate in rates.items() if known.get(c) != float(rate)]
    _upsert(connection, "exchange_rate (currency, rate)", "rate", rows)


def _upsert(
    connection: Connection, columns: str, value: str, rows: Sequence[tuple[object, ...]]
) -> None:
    """Write rows, the last column of which is what is said about the others; count the change."""
    if not rows:
        return
    places, key = ", ".join("?" * len(rows[0])), columns.partition("(")[2].rpartition(",")[0]
    connection.exec_driver_sql(
        f"INSERT INTO {columns} VALUES ({places}) "
        f"ON CONFLICT ({key}) DO UPDATE SET {value} = excluded.{value}",
        list(rows),
    )
    count_change(connection, SETTINGS)
