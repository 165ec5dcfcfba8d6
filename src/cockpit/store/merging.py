"""Merging whole columns of records: what is new is added, what differs gets a new version."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from cockpit.domain.imports import MergeCounts
from cockpit.store import writing
from cockpit.store.hashing import Hashes, HashSet, compute_hashes, fold_in
from cockpit.store.kinds import MISSING, RecordKind
from cockpit.store.names import ensure_words, load_owner_of_name
from cockpit.texts import Texts

Column = npt.NDArray[Any] | Texts
Columns = dict[str, Column]

BULK = 20_000
"""Rows from which a first load pays for building the unique index afterwards."""

FEW = 5_000
"""Rows up to which looking up each key is cheaper than loading the hashes of all versions."""


class Merger:
    """Merges one kind of record within one transaction; may be called many times.

    The rows of a file may come in pieces. For more than a few rows the hashes of all current
    versions are loaded once and kept up to date, so that every piece finds its unchanged rows
    without touching the table.
    """

    def __init__(self, connection: Connection, kind: RecordKind, currency: str) -> None:
        self._connection = connection
        self._kind = kind
        self._currency = currency
        self._current: HashSet | None = None
        self._superseded: set[int] = set()
        self._is_empty = writing.is_empty(connection, kind)
        self._is_unindexed = False
        self._load: object = None

    def merge(
        self,
        columns: Mapping[str, object],
        batch: int,
        lines: Hashes | None = None,
        load: object = None,
    ) -> MergeCounts:
        """Merge rows; see `cockpit.store.kinds` for the columns, `UnitOfWork.merge` for the rest.

        Rows of one call about the same record are taken one after the other.
        """
        given = frozenset(columns)
        rows = self._prepare(columns)
        if not self._goes_unindexed(len(rows[self._kind.key[0]]), load):
            self.finish()
        return self._merge_prepared(rows, given, batch, lines)

    def finish(self) -> None:
        """Build the unique index, if the load went without it."""
        if self._is_unindexed:
            writing.create_key_index(self._connection, self._kind)
            self._is_unindexed = False

    def _merge_prepared(
        self, rows: Columns, given: frozenset[str], batch: int, lines: Hashes | None
    ) -> MergeCounts:
        keys = compute_hashes([rows[name] for name in self._kind.key])
        if not len(keys):
            return MergeCounts()
        again = pd.Series(keys).duplicated().to_numpy()
        if again.any():
            self.finish()
            return self._merge_prepared(
                _cut(rows, ~again), given, batch, _cut_one(lines, ~again)
            ) + self._merge_prepared(_cut(rows, again), given, batch, _cut_one(lines, again))
        hashes = self._hash(keys, rows)
        if self._is_unindexed:
            self._add(rows, hashes, batch, lines)
            return MergeCounts(added=len(keys))
        is_touched = ~self._is_current(hashes)
        count = int(is_touched.sum())
        unchanged = len(keys) - count
        if not count:
            return MergeCounts(unchanged=unchanged)
        if count < len(keys):
            rows, lines = _cut(rows, is_touched), _cut_one(lines, is_touched)
            keys, hashes = keys[is_touched], hashes[is_touched]
        return MergeCounts(unchanged=unchanged) + self._merge_touched(
            rows, keys, hashes, given, batch=batch, lines=lines
        )

    def _merge_touched(
        self,
        rows: Columns,
        keys: Hashes,
        hashes: Hashes,
        given: frozenset[str],
        *,
        batch: int,
        lines: Hashes | None,
    ) -> MergeCounts:
        """Tell new records from changed ones by their keys, and write both."""
        kept = [name for name in self._kind.columns if _is_kept(name, given)]
        found = writing.find_current(self._connection, self._kind, rows, kept)
        is_known = found.ids != writing.UNKNOWN
        if kept and is_known.any():
            for name in kept:
                rows[name] = _choose(is_known, found.columns[name], rows[name])
            hashes = self._hash(keys, rows)
        is_changed = is_known & (hashes != found.hashes)
        is_new = ~is_known
        if is_changed.any():
            writing.replace(
                self._connection,
                self._kind,
                found.ids[is_changed],
                _cut(rows, is_changed),
                (hashes[is_changed], _cut_one(lines, is_changed)),
                batch=batch,
            )
            self._superseded.update(found.hashes[is_changed].tolist())
            self._note(hashes[is_changed])
        if is_new.any():
            self._add(_cut(rows, is_new), hashes[is_new], batch, _cut_one(lines, is_new))
        added, updated = int(is_new.sum()), int(is_changed.sum())
        return MergeCounts(added, updated, len(keys) - added - updated)

    def _add(self, rows: Columns, hashes: Hashes, batch: int, lines: Hashes | None) -> None:
        writing.insert(self._connection, self._kind, rows, (hashes, lines), batch)
        self._note(hashes)
        self._is_empty = False

    def _note(self, hashes: Hashes) -> None:
        """Remember the hashes of versions that have just been written."""
        if self._current is not None:
            self._current.add(hashes)

    def _is_current(self, hashes: Hashes) -> npt.NDArray[np.bool_]:
        """Return which rows say what a current version says; of a few rows, none is claimed to."""
        if self._current is None:
            if len(hashes) < FEW:
                return np.zeros(len(hashes), dtype=np.bool_)
            self._current = HashSet(writing.load_hashes(self._connection, self._kind, "row_hash"))
        is_current = self._current.contains(hashes)
        if self._superseded:
            is_current &= ~np.isin(hashes, np.fromiter(self._superseded, dtype=np.int64))
        return is_current

    def _goes_unindexed(self, count: int, load: object) -> bool:
        """Return whether all rows are new, whatever they are, so that the index can wait."""
        if self._is_empty and count >= BULK:
            writing.drop_key_index(self._connection, self._kind)
            self._is_unindexed, self._load = True, load
            return True
        return self._is_unindexed and load is not None and load is self._load

    def _hash(self, keys: Hashes, rows: Columns) -> Hashes:
        kind = self._kind
        first = [n for n in kind.columns if n not in kind.key and n not in kind.later]
        hashes = compute_hashes([keys, *(rows[name] for name in first)])
        for name in kind.columns:
            if name in kind.later:
                given = ~writing.is_missing(rows[name])
                hashes = fold_in(hashes, name, rows[name], given)
        return hashes

    def _prepare(self, columns: Mapping[str, object]) -> Columns:
        """Bring the columns into the form in which they are kept and hashed."""
        unknown = columns.keys() - set(self._kind.columns)
        if unknown:
            raise KeyError(f"{self._kind.name} has no column {', '.join(sorted(unknown))}")
        length = len(next(iter(columns.values())))  # type: ignore[arg-type]
        return {name: self._prepare_one(name, columns, length) for name in self._kind.columns}

    def _prepare_one(self, name: str, columns: Mapping[str, object], length: int) -> Column:
        kind = self._kind
        if name not in columns:
            return self._build_missing(name, length)
        values: Any = columns[name]
        if name in kind.words:
            return _to_word_ids(self._connection, values)
        if name in ("rep", "source"):
            ids = np.asarray(values, dtype=np.int64)
            if kind.is_plan:
                ids = load_owner_of_name(self._connection, name)[ids]
            return np.where(ids < 0, MISSING, ids)
        if name in kind.texts:
            return values if isinstance(values, Texts) else Texts.build(values)
        return np.array(values, dtype=np.float64 if name in kind.floats else np.int64)

    def _build_missing(self, name: str, length: int) -> Column:
        if name == "currency":
            return Texts.repeat(self._currency, length)
        if name in self._kind.floats:
            return np.full(length, np.nan)
        if name in self._kind.texts:
            return Texts.repeat("", length)
        return np.full(length, MISSING, dtype=np.int64)


def _is_kept(name: str, given: frozenset[str]) -> bool:
    """Return whether a column that a file may have left out keeps what is known."""
    if name in given or name == "currency":
        return False
    return not (name.startswith("original_") and "amount" in given)  # it was converted from those


def _choose(is_known: npt.NDArray[np.bool_], known: Column, given: Column) -> Column:
    """Return what is known where the mask holds, and what is given elsewhere."""
    if isinstance(known, Texts) or isinstance(given, Texts):
        pairs = zip(is_known.tolist(), writing.to_list(known), writing.to_list(given), strict=True)
        return Texts.build(old if is_old else new for is_old, old, new in pairs)
    return np.where(is_known, known, given)


def _to_word_ids(connection: Connection, values: Any) -> Column:
    """Return the ids of words, `MISSING` where there is none."""
    codes, words = pd.factorize(pd.Series(values))
    labels = pd.Index(words, dtype=object)
    is_word = labels != ""
    ids = np.full(len(labels) + 1, MISSING, dtype=np.int64)  # the last is for code −1: missing
    ids[:-1][is_word] = ensure_words(connection, labels[is_word])
    return ids[codes]


def _cut(rows: Columns, mask: npt.NDArray[np.bool_]) -> Columns:
    return {name: column[mask] for name, column in rows.items()}


def _cut_one(column: Hashes | None, mask: npt.NDArray[np.bool_]) -> Hashes | None:
    return None if column is None else column[mask]
