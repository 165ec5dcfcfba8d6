"""How long things take: delay curves, and what follows from two of them in a row."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from cockpit.analysis.axes import FloatArray, IntArray


class DelayCurve(Protocol):
    """P(it takes at most d whole days, given that it happens)."""

    def cumulative(self, days: int) -> FloatArray:
        """Return F(0), F(1), …, F(days − 1)."""
        ...


@dataclass(frozen=True, slots=True)
class MedianCurve:
    """F(d) = 1 − 2^(−(d+1)/median) (diagnosis.md §1); a median of 0 days: all at once, F = 1."""

    median: float

    def cumulative(self, days: int) -> FloatArray:
        """Return F(0), F(1), …, F(days − 1)."""
        if self.median <= 0:
            return np.ones(days)
        return 1.0 - np.exp2(-np.arange(1, days + 1) / self.median)


@dataclass(frozen=True, slots=True)
class TableCurve:
    """F(0), F(1), … as they were learned; after the last day F stays what it is."""

    shares: tuple[float, ...]

    def cumulative(self, days: int) -> FloatArray:
        """Return F(0), F(1), …, F(days − 1)."""
        table = np.full(days, self.shares[-1])
        table[: len(self.shares)] = self.shares[:days]
        return table


@dataclass(frozen=True, slots=True)
class StageCurves:
    """The delays of one kind of lead: to opportunity, from there to won, and to lost."""

    to_opportunity: DelayCurve
    to_win: DelayCurve
    to_loss: DelayCurve


class CurveTables:
    """The curves of a diagnosis, tabulated by whole days of age.

    Every table has the shape (curves, days + 1); column 0 is "before day 0" and holds 0.

    Args:
        curves: The distinct curves, in the order of their numbers in the rate table.
        days: Ages run from 0 to `days` − 1; older counts as the oldest.
    """

    def __init__(self, curves: tuple[StageCurves, ...], days: int) -> None:
        self.to_opportunity = _tabulate([c.to_opportunity.cumulative(days) for c in curves])
        self.to_win = _tabulate([c.to_win.cumulative(days) for c in curves])
        self.to_loss = _tabulate([c.to_loss.cumulative(days) for c in curves])
        self._arrivals = np.diff(self.to_opportunity, axis=1)
        self.lead_to_win = _tabulate(
            [
                np.convolve(_until_last(arrivals), wins[1:])[:days]
                for arrivals, wins in zip(self._arrivals, self.to_win, strict=True)
            ]
        )

    def lead_to_win_from(self, span: int) -> FloatArray:
        """Return Σ_{k=a..a+span} f_q(k)·F_w(a+span−k) for each age a (column a + 1).

        The share of leads, counted from birth, that convert at age a or later and are won by the
        age of a + `span` days.
        """
        if span < 0:
            return np.zeros_like(self.to_win)
        rows = []
        for arrivals, wins in zip(self._arrivals, self.to_win, strict=True):
            padded = np.concatenate([arrivals, np.zeros(span)])
            rows.append(np.correlate(padded, wins[span + 1 : 0 : -1], mode="valid"))
        return _tabulate(rows)


def look_up(table: FloatArray, curve: IntArray, age: IntArray) -> FloatArray:
    """Return the value of each curve at each age; 0 before day 0."""
    column = np.clip(age + 1, 0, table.shape[1] - 1)
    values: FloatArray = table.ravel()[curve * table.shape[1] + column]
    return values


def accumulate(table: FloatArray) -> FloatArray:
    """Return the running sums over ages: Σ_{k=0..d} F(k)."""
    return np.cumsum(table, axis=1)


def _until_last(arrivals: FloatArray) -> FloatArray:
    """Return arrivals without the days after the last: nothing is left to add up."""
    days = np.flatnonzero(arrivals)
    return arrivals[: int(days[-1]) + 1 if days.size else 1]


def _tabulate(rows: list[FloatArray]) -> FloatArray:
    """Stack curves and put a 0 for "before day 0" in front."""
    table = np.zeros((len(rows), rows[0].size + 1))
    table[:, 1:] = rows
    return table
