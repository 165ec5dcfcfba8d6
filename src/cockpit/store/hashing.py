"""64-bit hashes of whole columns, and sets of them."""

from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit.texts import Texts, scramble

Hashes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def compute_hashes(columns: list[npt.NDArray[Any] | Texts]) -> Hashes:
    """Return one 64-bit hash per row over columns of integers, floats or texts.

    Each column is folded in by `scramble`, so the order of the columns matters. Equal values of
    equal kinds give equal hashes on every machine and in every run.
    """
    total = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        total += _to_bits(column)
        scramble(total)
    return total.view(np.int64)


def fold_in(hashes: Hashes, name: str, column: npt.NDArray[Any] | Texts, given: Mask) -> Hashes:
    """Return the hashes with a column folded in where it says something, the others unchanged.

    So a column can be added to a kind of record whose hashes are kept already.

    Args:
        hashes: One per row.
        name: Of the column; tells columns apart of which only some are given.
        column: Integers, floats or texts.
        given: In which rows the column says something.
    """
    if not given.any():
        return hashes
    folded = hashes.view(np.uint64)[given] + Texts.build([name]).hashes
    scramble(folded)
    folded += _to_bits(column[given])
    scramble(folded)
    total = hashes.copy()
    total[given] = folded.view(np.int64)
    return total


def _to_bits(column: npt.NDArray[Any] | Texts) -> npt.NDArray[np.uint64]:
    if isinstance(column, Texts):
        return column.hashes
    if column.dtype == np.float64:
        floats: npt.NDArray[np.float64] = column + 0.0
        return floats.view(np.uint64)  # adding zero makes −0.0 and 0.0 the same
    return column.astype(np.int64, copy=False).view(np.uint64)


class HashSet:
    """A growing set of 64-bit hashes that answers for whole columns at once.

    Kept as a few sorted arrays, each at least twice as long as the next, so that adding n hashes
    in pieces costs O(n log n) altogether.
    """

    def __init__(self, hashes: Hashes | None = None) -> None:
        self._sorted: list[Hashes] = []
        if hashes is not None:
            self.add(hashes)

    def add(self, hashes: Hashes) -> None:
        """Add hashes, in any order."""
        if not len(hashes):
            return
        piece = np.sort(hashes)
        while self._sorted and len(self._sorted[-1]) < 2 * len(piece):
            piece = np.sort(np.concatenate([self._sorted.pop(), piece]), kind="stable")
        self._sorted.append(piece)

    def contains(self, hashes: Hashes) -> npt.NDArray[np.bool_]:
        """Return for each hash whether it is in the set."""
        found = np.zeros(len(hashes), dtype=np.bool_)
        if self._sorted:
            order = np.argsort(hashes)  # ascending needles walk through memory in one direction
            needles = hashes[order]
            for piece in self._sorted:
                places = np.searchsorted(piece, needles)
                places[places == len(piece)] = 0
                found[order] |= piece[places] == needles
        return found
