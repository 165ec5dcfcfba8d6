"""Where a rep, a source and a day lie in the arrays of a diagnosis."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from cockpit.domain.fiscal import Period, to_day
from cockpit.domain.plan import Plan
from cockpit.domain.records import NOBODY
from cockpit.domain.team import Rep, Source

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

NO_LEAD = -2
"""Id of the rep of a lead that is not known; such an opportunity is self-sourced."""

_NOT_A_POSITION = -1


@dataclass(frozen=True)
class Axes:
    """The three axes of every cell array: rep, source, month.

    Position 0 stands for "no rep", "no source" and "before the period".

    Args:
        reps, sources: Names at positions 1, 2, …
        months: Months of the period at positions 1, 2, …
        rep_positions, source_positions: Position of an id, indexed by id − `NO_LEAD`.
    """

    reps: tuple[str, ...]
    sources: tuple[str, ...]
    months: tuple[Period, ...]
    rep_positions: IntArray
    source_positions: IntArray

    @property
    def shape(self) -> tuple[int, int, int]:
        """Return the number of positions on each axis."""
        return len(self.reps) + 1, len(self.sources) + 1, len(self.months) + 1

    @cached_property
    def rep_at(self) -> dict[str | None, int]:
        """Return the position of each rep's name; `None` is no rep."""
        return {None: 0} | {name: at for at, name in enumerate(self.reps, start=1)}

    @cached_property
    def source_at(self) -> dict[str | None, int]:
        """Return the position of each source's name; `None` is no source."""
        return {None: 0} | {name: at for at, name in enumerate(self.sources, start=1)}

    @cached_property
    def _month_starts(self) -> IntArray:
        return np.array([to_day(month.start) for month in self.months], dtype=np.int64)

    def reps_of(self, ids: npt.NDArray[np.integer]) -> IntArray:
        """Return the positions of rep ids; −1 for `NO_LEAD`."""
        positions: IntArray = self.rep_positions[ids - NO_LEAD]
        return positions

    def sources_of(self, ids: npt.NDArray[np.integer]) -> IntArray:
        """Return the positions of source ids."""
        positions: IntArray = self.source_positions[ids - NO_LEAD]
        return positions

    def months_of(self, days: IntArray) -> IntArray:
        """Return the month positions of days: 0 before the period, the last one after it."""
        return np.searchsorted(self._month_starts, days, side="right").astype(np.int64)

    def cells_of(self, reps: IntArray, sources: IntArray, months: IntArray) -> IntArray:
        """Return indices into a flattened cell array."""
        _, n_sources, n_months = self.shape
        return (reps * n_sources + sources) * n_months + months

    def total(self, cells: IntArray, values: npt.NDArray[np.generic]) -> FloatArray:
        """Return the sum of values per cell, an array of `shape`."""
        weights = values.astype(np.float64)
        sums = np.bincount(cells, weights, minlength=int(np.prod(self.shape)))
        return sums.astype(np.float64).reshape(self.shape)


def build_axes(
    reps: tuple[Rep, ...], sources: tuple[Source, ...], plan: Plan, months: tuple[Period, ...]
) -> Axes:
    """Return the axes for a roster; names that only the plan knows follow at the end."""
    locked = [row for lock in plan.locks for row in lock.assumptions]
    rep_names = _with_others(
        [rep.name for rep in reps],
        *([row.rep for row in rows] for rows in (plan.targets, plan.commitments, plan.assumptions)),
        [row.rep for row in locked],
    )
    source_names = _with_others(
        [source.name for source in sources],
        *([row.source for row in rows] for rows in (plan.commitments, plan.assumptions, locked)),
    )
    return Axes(
        reps=rep_names,
        sources=source_names,
        months=months,
        rep_positions=_positions([rep.id for rep in reps]),
        source_positions=_positions([source.id for source in sources]),
    )


def _with_others(names: list[str], *others: Iterable[str | None]) -> tuple[str, ...]:
    named = (name for part in others for name in part if name is not None)
    return tuple(dict.fromkeys([*names, *named]))


def _positions(ids: list[int]) -> IntArray:
    """Return position by id − `NO_LEAD`."""
    positions = np.full(max(ids, default=NOBODY) - NO_LEAD + 1, _NOT_A_POSITION, dtype=np.int64)
    positions[NOBODY - NO_LEAD] = 0
    positions[np.array(ids, dtype=np.int64) - NO_LEAD] = np.arange(1, len(ids) + 1)
    return positions
