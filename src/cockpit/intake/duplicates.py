"""Rows of one file that name the same record, found by whole columns of hashes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cockpit.texts import Texts

Hashes = npt.NDArray[np.int64]

_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def hash_identity(columns: Mapping[str, Any], names: tuple[str, ...]) -> Hashes:
    """Return one 64-bit hash per row over the columns that name a record.

    Those of words are Python's own: good within one process, which is all that is needed here.
    """
    rows = len(next(iter(columns.values())))
    total = np.zeros(rows, dtype=np.uint64)  # all alike where none is given: rates for everybody
    for name in names:
        if name in columns:
            total = (total * _FACTOR) ^ _hash_column(columns[name])
    return total.view(np.int64)


def _hash_column(column: Any) -> npt.NDArray[np.uint64]:
    if isinstance(column, pd.Categorical):
        words = [hash(word) for word in column.categories] + [0]  # the last is for code −1: none
        return np.asarray(np.array(words, dtype=np.int64).view(np.uint64)[column.codes])
    if isinstance(column, Texts):
        return column.hashes
    return np.asarray(column.astype(np.int64).view(np.uint64))


class RepeatWatch:
    """Tells which rows name a record that an earlier usable row of the file named already."""

    def __init__(self) -> None:
        self._seen = np.empty(0, dtype=np.int64)
        self.repeated: set[int] = set()

    def find_repeats(self, hashes: Hashes) -> npt.NDArray[np.bool_]:
        """Return for each row of the next chunk whether it repeats an earlier one."""
        again = np.zeros(len(hashes), dtype=np.bool_)
        ordered = np.sort(hashes)
        is_seen = self._is_seen(ordered)
        is_seen[1:] |= ordered[1:] == ordered[:-1]
        if is_seen.any():
            again = self._is_seen(hashes) | pd.Series(hashes).duplicated().to_numpy()
            self.repeated.update(hashes[again].tolist())
        self._seen = np.sort(np.concatenate([self._seen, ordered]), kind="stable")
        return again

    def _is_seen(self, hashes: Hashes) -> npt.NDArray[np.bool_]:
        """Return which hashes came in an earlier chunk; quickest for hashes in order."""
        if not len(self._seen):
            return np.zeros(len(hashes), dtype=np.bool_)
        places = np.searchsorted(self._seen, hashes)
        places[places == len(self._seen)] = 0
        return np.asarray(self._seen[places] == hashes)
