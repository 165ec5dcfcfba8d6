"""What the plan promises: targets, leads and self-sourced opportunities, spread over days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray, IntArray
from cockpit.analysis.plan_editions import assumptions_of
from cockpit.domain.fiscal import FiscalCalendar, Grain, Period, to_day
from cockpit.domain.plan import Assumption, Commitment, Plan, Target


@dataclass(frozen=True)
class Promises:
    """Promised records, spread evenly over stretches of days, none longer than a month.

    Args:
        rep, source: Positions of each stretch.
        start, end: First and last day number of each stretch.
        per_day: Records promised on each of its days.
    """

    rep: IntArray
    source: IntArray
    start: IntArray
    end: IntArray
    per_day: FloatArray

    def __getitem__(self, chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> "Promises":
        """Return the chosen stretches."""
        return Promises(
            self.rep[chosen],
            self.source[chosen],
            self.start[chosen],
            self.end[chosen],
            self.per_day[chosen],
        )

    def due(self, until: int) -> FloatArray:
        """Return the records promised up to a day, per stretch."""
        days = np.clip(until - self.start + 1, 0, self.end - self.start + 1)
        return self.per_day * days


def build_commitments(
    commitments: Iterable[Commitment], axes: Axes, calendar: FiscalCalendar
) -> Promises:
    """Spread lead commitments evenly over the calendar days of their periods."""
    rows = tuple(commitments)
    periods = {label: calendar.parse(label) for label in {row.period for row in rows}}
    spans = {
        label: [(to_day(month.start), to_day(month.end)) for month in calendar.months(period)]
        for label, period in periods.items()
    }
    row = np.repeat(
        np.arange(len(rows)), np.array([len(spans[r.period]) for r in rows], dtype=np.int64)
    )
    stretches = [span for r in rows for span in spans[r.period]]
    start, end = np.array(stretches, dtype=np.int64).reshape(-1, 2).T
    return Promises(
        rep=np.array([axes.rep_at[r.rep] for r in rows], dtype=np.int64)[row],
        source=np.array([axes.source_at[r.source] for r in rows], dtype=np.int64)[row],
        start=start,
        end=end,
        per_day=np.array([r.leads / periods[r.period].days for r in rows])[row],
    )


def build_self_sourced(
    plan: Plan, axes: Axes, calendar: FiscalCalendar, period: Period
) -> Promises:
    """Spread the promised self-sourced opportunities evenly over the days of their periods.

    For each rep and month the row that names the rep wins over one for any rep; then the row of
    the month over that of its quarter, of its year, and over one without a period, which holds
    for whatever period is asked about. Rows of several sources add up. In a locked period the rows
    that were locked count.
    """
    return _build(
        (axes.rep_at[rep], axes.source_at[source], to_day(month.start), to_day(month.end), rate)
        for month in calendar.months(period)
        for rows in [_self_sourced_rows(assumptions_of(plan, calendar, month))]
        for spans in [_spans(month.start, calendar, period)]
        for rep in (axes.reps if rows else ())
        for source in dict.fromkeys(source for _, source, _ in rows)
        for rate in _first(rows, rep, source, spans)
    )


def sum_targets(
    targets: Iterable[Target], axes: Axes, calendar: FiscalCalendar, period: Period
) -> IntArray:
    """Return each rep position's target for a period, in minor units.

    A rep without a target for exactly this period has the sum of those for the quarters in it,
    else of those for its months.
    """
    rows = tuple(targets)
    periods = {label: calendar.parse(label) for label in {row.period for row in rows}}
    sums = {grain: np.zeros(axes.shape[0], dtype=np.int64) for grain in Grain}
    given = {grain: np.zeros(axes.shape[0], dtype=np.bool_) for grain in Grain}
    for row in rows:
        other = periods[row.period]
        if period.start <= other.start and other.end <= period.end:
            sums[other.grain][axes.rep_at[row.rep]] += row.revenue
            given[other.grain][axes.rep_at[row.rep]] = True
    return np.select([given[grain] for grain in Grain], [sums[grain] for grain in Grain], default=0)


def _self_sourced_rows(
    assumptions: Iterable[Assumption],
) -> dict[tuple[str | None, str | None, str | None], float]:
    return {
        (row.rep, row.source, row.period): row.self_sourced_opps
        for row in assumptions
        if row.self_sourced_opps is not None
    }


def _spans(
    day: date, calendar: FiscalCalendar, asked: Period
) -> tuple[tuple[str | None, int], ...]:
    """Return the labels to look for on a day and the days over which each is spread."""
    periods = [calendar.period_of(day, grain) for grain in reversed(Grain)]
    return (*((period.label, period.days) for period in periods), (None, asked.days))


def _first(
    rows: dict[tuple[str | None, str | None, str | None], float],
    rep: str,
    source: str | None,
    spans: tuple[tuple[str | None, int], ...],
) -> list[float]:
    """Return the promise per day of the row that wins, or nothing."""
    for name, (label, days) in product((rep, None), spans):
        if (name, source, label) in rows:
            return [rows[name, source, label] / days]
    return []


def _build(rows: Iterable[tuple[int, int, int, int, float]]) -> Promises:
    columns = np.array(list(rows), dtype=np.float64).reshape(-1, 5).T
    rep, source, start, end = columns[:4].astype(np.int64)
    return Promises(rep, source, start, end, columns[4])
