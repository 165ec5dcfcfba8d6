"""What a batch changed: its versions beside the ones that they took the place of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from cockpit.domain.money import Money
from cockpit.domain.record_changes import (
    ChangeKind,
    FieldChange,
    RecordChange,
    SettingChange,
    Value,
)
from cockpit.domain.records import FileKind, Outcome
from cockpit.store import journal
from cockpit.store.connection import Store
from cockpit.store.kinds import KINDS, RecordKind
from cockpit.store.writing import fetch_integers

Keys = npt.NDArray[np.int64] | Sequence[int]

_AT_ONCE = 500
"""Keys per query: below SQLite's limit of parameters, above a page of a table."""

_MONEY = {
    "revenue": "currency",
    "deal_size": "currency",
    "amount": "currency",
    "original_amount": "original_currency",
}
"""Columns of amounts, and where their currency stands."""

_KEPT = 8

_TOLD_ELSEWHERE = ("locked_assumption", "crm_connection")


CHANGE_KINDS = tuple(ChangeKind)
"""In the order of their codes."""

_CODES = {kind: code for code, kind in enumerate(CHANGE_KINDS)}


@dataclass(frozen=True)
class ChangedRecords:
    """The records of a kind that a batch changed.

    Args:
        keys: Of the records, ascending, int64.
        codes: For each the place of its kind of change in `CHANGE_KINDS`, int8.
    """

    keys: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int8]

    def count(self) -> dict[ChangeKind, int]:
        """Return how many records changed in which way; ways without any are left out."""
        counts = np.bincount(self.codes, minlength=len(CHANGE_KINDS)).tolist()
        return {kind: count for kind, count in zip(CHANGE_KINDS, counts, strict=True) if count}

    def select(self, kind: ChangeKind) -> npt.NDArray[np.int64]:
        """Return the keys of the records that changed in one way."""
        keys: npt.NDArray[np.int64] = self.keys[self.codes == CHANGE_KINDS.index(kind)]
        return keys


def load_changed(store: Store, batch: int, kind: FileKind) -> ChangedRecords:
    """Return the records of a kind that a batch changed; kept in memory until something changes."""

    def load() -> ChangedRecords:
        with store.reading() as connection:
            return _find_changed(connection, KINDS[kind], batch)

    return store.remember("changed records", (batch, kind), load, _KEPT)


def load_changes(store: Store, batch: int, kind: FileKind, keys: Keys) -> tuple[RecordChange, ...]:
    """Return what a batch changed in records, in the order of `keys`; names are those of today."""
    record, wanted = KINDS[kind], [int(key) for key in keys]
    before: dict[int, dict[str, Any]] = {}
    after: dict[int, dict[str, Any]] = {}
    with store.reading() as connection:
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            before |= _fetch_versions(connection, record, batch, part, is_before=True)
            after |= _fetch_versions(connection, record, batch, part, is_before=False)
    found = (key for key in wanted if key in before or key in after)
    return tuple(_compare(kind, key, before.get(key), after.get(key)) for key in found)


def load_setting_changes(store: Store, batch: int) -> tuple[SettingChange, ...]:
    """Return what a batch changed in names, users and remembered answers; nothing once undone."""
    with store.reading() as connection:
        query = "SELECT 1 FROM import_batch WHERE id = ? AND undone_at IS NULL"
        if not connection.exec_driver_sql(query, (batch,)).first():
            return ()
        return tuple(
            SettingChange(part, before, after)
            for part, _, before, after in journal.load_changes(connection, batch)
            if part not in _TOLD_ELSEWHERE
        )


def _find_changed(connection: Connection, record: RecordKind, batch: int) -> ChangedRecords:
    name = record.name
    before = f"FROM {name}_history WHERE to_batch = {int(batch)} AND batch_id != {int(batch)}"
    now = f"FROM {name} WHERE batch_id = {int(batch)}"
    then = f"FROM {name}_history WHERE to_batch > {int(batch)} AND batch_id = {int(batch)}"
    had, has = _fetch_keys(connection, before), _fetch_keys(connection, now, then)
    keys = _unite([had, has])
    codes = np.full(len(keys), _CODES[ChangeKind.UPDATED], dtype=np.int8)
    codes[_find_missing(keys, had)] = _CODES[ChangeKind.ADDED]
    codes[_find_missing(keys, has)] = _CODES[ChangeKind.REMOVED]
    if record.can_vanish:
        gone = " AND gone = 1"
        was = _fetch_keys(connection, before + gone)
        is_now = _fetch_keys(connection, now + gone, then + gone)
        codes[np.searchsorted(keys, was)] = _CODES[ChangeKind.RETURNED]
        codes[np.searchsorted(keys, is_now)] = _CODES[ChangeKind.VANISHED]
    return ChangedRecords(keys, codes)


def _fetch_keys(connection: Connection, *selections: str) -> npt.NDArray[np.int64]:
    """Return the keys of the versions in selections, ascending."""
    parts = [fetch_integers(connection, f"SELECT id {each}") for each in selections]
    return _unite(parts)


def _unite(parts: list[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """Return all keys once, ascending; `numpy.unique` would hash a million of them."""
    keys = np.sort(np.concatenate(parts), kind="stable")
    is_first = np.ones(len(keys), dtype=np.bool_)
    is_first[1:] = keys[1:] != keys[:-1]
    return keys[is_first]


def _find_missing(
    keys: npt.NDArray[np.int64], present: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Return which keys are not among those that are present; both ascend."""
    is_missing = np.ones(len(keys), dtype=np.bool_)
    is_missing[np.searchsorted(keys, present)] = False
    return is_missing


def _fetch_versions(
    connection: Connection,
    record: RecordKind,
    batch: int,
    keys: Iterable[int],
    *,
    is_before: bool,
) -> dict[int, dict[str, Any]]:
    """Return by key the version before a batch, or the one that the batch left."""
    name, places = record.name, ", ".join(str(key) for key in keys)
    extra = ("gone",) if record.can_vanish else ()
    columns = ", ".join(
        ["id", *(_build_column(record, column) for column in record.columns), *extra]
    )
    history = f"SELECT {columns} FROM {name}_history AS {name} WHERE id IN ({places})"
    query = (
        f"{history} AND to_batch = {int(batch)} AND batch_id != {int(batch)}"
        if is_before
        else f"SELECT {columns} FROM {name} WHERE id IN ({places}) AND batch_id = {int(batch)} "
        f"UNION ALL {history} AND to_batch > {int(batch)} AND batch_id = {int(batch)}"
    )
    names = ("id", *record.columns, *extra)
    rows = connection.exec_driver_sql(query)
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def _build_column(record: RecordKind, name: str) -> str:
    """Build the expression for a column, with names and words in place of their ids."""
    if name in record.words:
        return f"(SELECT word.name FROM word WHERE word.id = {record.name}.{name})"
    if name not in ("rep", "source"):
        return f"{record.name}.{name}"
    own = f"{record.name}.{name}"
    if record.is_plan:
        return f"(SELECT {name}.name FROM {name} WHERE {name}.id = {own})"
    return (
        f"(SELECT {name}.name FROM {name}_name JOIN {name} ON {name}.id = {name}_id "
        f"WHERE {name}_name.id = {own})"
    )


def _compare(
    kind: FileKind, key: int, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> RecordChange:
    record = KINDS[kind]
    version = after or before or {}
    fields = tuple(
        FieldChange(name, old, new)
        for name in record.columns
        if name not in ("currency", "original_currency", *record.key)
        and (old := _read(before, name)) != (new := _read(after, name))
    )
    parts = [part for part in record.key if version[part] is not None and part != "reserve"]
    label = ", ".join(
        [str(version[part]) for part in parts] + ["reserve"] * bool(version.get("reserve"))
    )
    return RecordChange(key, label, kind, _tell(before, after), fields)


def _tell(before: dict[str, Any] | None, after: dict[str, Any] | None) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    if after is None:
        return ChangeKind.REMOVED
    was_gone, is_gone = before.get("gone"), after.get("gone")
    if was_gone != is_gone:
        return ChangeKind.VANISHED if is_gone else ChangeKind.RETURNED
    return ChangeKind.UPDATED


def _read(version: dict[str, Any] | None, name: str) -> Value:
    """Return what a version says in a column, in the domain's terms."""
    value: Value = None if version is None else version[name]
    if version is None or value is None:
        return None
    if name in _MONEY and isinstance(value, int):
        return Money(value, str(version[_MONEY[name]]))
    if name.endswith("_at") and isinstance(value, int):
        return datetime.fromtimestamp(value, UTC).replace(tzinfo=None)
    if name == "outcome" and isinstance(value, int):
        return Outcome(value)
    return value
