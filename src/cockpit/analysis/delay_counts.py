"""How long things took, counted by whole days: all that a delay curve needs of the records."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cockpit.analysis.axes import IntArray
from cockpit.domain.records import NEVER

DayArray = npt.NDArray[np.integer]

_HAPPENED, _COMPETING, _CENSORED, _KINDS = 0, 1, 2, 3


@dataclass(frozen=True)
class DelayCounts:
    """Records by age at which something became of them; every array has ages on its last axis.

    Args:
        happened: Those that converted (or were won) at each age.
        competing: Those that ended otherwise: disqualified, or lost.
        censored: Those still open when they were last seen, at that age.
        entered: Those first seen at each age: 0, unless recording began later than they did.
    """

    happened: IntArray
    competing: IntArray
    censored: IntArray
    entered: IntArray

    @property
    def at_risk(self) -> IntArray:
        """Return the records that were open and watched on each day of age."""
        gone = self.happened + self.competing + self.censored
        watched: IntArray = np.cumsum(self.entered - gone, axis=-1) + gone
        return watched

    def of_source(self, source: int) -> "DelayCounts":
        """Return the counts of one row."""
        return DelayCounts(
            self.happened[source],
            self.competing[source],
            self.censored[source],
            self.entered[source],
        )

    def total(self) -> "DelayCounts":
        """Return the counts of all rows together."""
        return DelayCounts(
            self.happened.sum(axis=0),
            self.competing.sum(axis=0),
            self.censored.sum(axis=0),
            self.entered.sum(axis=0),
        )


def count_delays(
    row: DayArray, start: DayArray, happened: DayArray, competing: DayArray, known: int
) -> DelayCounts:
    """Count records by row and age, as they stood at the end of a day.

    Where recording began late, only what was still open then was written down. So a record that
    started before the first end that is on record is watched only from that day on (left
    truncation); what it did before says nothing about those that are missing.

    Args:
        row: Which curve each record belongs to, from 0; shape (records,).
        start: Day on which each began.
        happened: Days on which each converted (or was won), `NEVER` where it did not; a day
            before the start counts as the first.
        competing: Days on which each ended otherwise; both on one day counts as happened.
        known: The last day that is known; what began later is left out.

    Returns:
        Counts of shape (rows, ages).
    """
    seen = start <= known
    if not seen.all():
        row, start, happened, competing = (a[seen] for a in (row, start, happened, competing))
    rows = int(row.max(initial=0)) + 1
    first_end = np.minimum(happened, competing)
    is_open = first_end > known
    kind = np.where(is_open, _CENSORED, happened > competing)
    age = np.maximum(np.minimum(first_end, known) - start, 0)
    ages = int(age.max(initial=0)) + 1
    keys = (row.astype(np.int64) * _KINDS + kind) * ages + age
    counts = np.bincount(keys, minlength=rows * _KINDS * ages).reshape(rows, _KINDS, ages)
    return DelayCounts(
        happened=counts[:, _HAPPENED],
        competing=counts[:, _COMPETING],
        censored=counts[:, _CENSORED],
        entered=_count_entries(row, start, recorded_from(first_end, known), counts.sum(axis=1)),
    )


def recorded_from(first_end: DayArray, known: int) -> int:
    """Return the day of the first end on record; 0, before all records, if nothing ended yet.

    Of records that began before it, only those that were still open by then were written down.
    """
    first = int(first_end.min(initial=NEVER))
    return first if first <= known else 0


def _count_entries(row: DayArray, start: DayArray, since: int, ended: IntArray) -> IntArray:
    """Return by row and age the records that begin to be watched; see `count_delays`.

    Args:
        row: Curve of each record.
        start: Day on which each began.
        since: The day from which ends are on record.
        ended: Records by row and the age at which they were last watched.
    """
    entered = np.zeros_like(ended)
    late = np.flatnonzero(start < since)
    entered[:, 0] = ended.sum(axis=1) - np.bincount(row[late], minlength=ended.shape[0])
    np.add.at(entered, (row[late], since - start[late]), 1)
    return entered
