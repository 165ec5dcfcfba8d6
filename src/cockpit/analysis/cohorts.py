"""How far each month's leads have come: share converted by age, and what is still to come."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray, build_axes
from cockpit.analysis.curves import look_up
from cockpit.analysis.rates import build_rates
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import Grain, Period, to_day

_MONTHS = 12
_MOST_AGES = 12
_FEWEST_WEEKS = 6
_WEEK = 7
_ALMOST_ALL = 0.97
_STEPS = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class CohortResult:
    """The leads assigned in one month, followed wherever they land.

    Args:
        month: The calendar month in which they were assigned.
        leads: How many there are.
        converted: How many have become opportunities by the as-of day.
        disqualified: How many will not: disqualified without an opportunity.
        to_come: Conversions still expected from the others at the plan's rates and curves,
            Σ q·(1 − F(x)) / (1 − q·F(x)) over their ages x; `None` where a rate is missing.
        plan: Mean planned rate of these leads; `None` where one is missing.
        shares: Share converted by each age. Until every lead has reached an age, what has
            converted plus what is expected by then; `None` where a rate is missing for that.
        planned: The share that the plan expects by each age.
        reached: Share of the leads that have reached each age; 1.0 is fully known.
    """

    month: Period
    leads: int
    converted: int
    disqualified: int
    to_come: float | None
    plan: float | None
    shares: tuple[float | None, ...]
    planned: tuple[float | None, ...]
    reached: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CohortsResult:
    """The months up to the as-of day, oldest first; `weeks` are the ages of the columns."""

    as_of: date
    weeks: tuple[int, ...]
    cohorts: tuple[CohortResult, ...]


@dataclass(frozen=True)
class _Leads:
    """Leads of the months shown, one entry each.

    Args:
        cohort: Position of the month.
        age: Whole days since they were assigned.
        delay: Days to the opportunity; larger than the age for those that did not convert by now.
        is_out: Disqualified, and not converted.
        rate: Planned rate, NaN where missing.
        numbers: Row of the lead's curve in `table`.
        table: F(d) of each curve, column d + 1.
    """

    cohort: IntArray
    age: IntArray
    delay: IntArray
    is_out: BoolArray
    rate: FloatArray
    numbers: IntArray
    table: FloatArray

    def of(self, cohort: int) -> "_Leads":
        """Return the leads of one month."""
        own = np.flatnonzero(self.cohort == cohort)
        return _Leads(
            cohort=self.cohort[own],
            age=self.age[own],
            delay=self.delay[own],
            is_out=self.is_out[own],
            rate=self.rate[own],
            numbers=self.numbers[own],
            table=self.table,
        )

    def due(self, ages: IntArray) -> FloatArray:
        """Return F at an age of each lead."""
        return look_up(self.table, self.numbers, ages)


def compute_cohorts(facts: Facts, as_of: date) -> CohortsResult:
    """Return the last twelve months of leads by age, as known on a day.

    Args:
        facts: What is known; later events count as not having happened.
        as_of: The last day that is known.
    """
    months = _list_months(facts, as_of)
    leads = _pick(facts, months, to_day(as_of))
    weeks = _choose_weeks(leads)
    cohorts = (_build_cohort(leads, at, month, weeks) for at, month in enumerate(months))
    return CohortsResult(as_of, weeks, tuple(cohort for cohort in cohorts if cohort.leads))


def _list_months(facts: Facts, as_of: date) -> list[Period]:
    calendar = facts.team.calendar
    months = [calendar.period_of(as_of, Grain.MONTH)]
    while len(months) < _MONTHS:
        months.insert(0, calendar.previous(months[0]))
    return months


def _pick(facts: Facts, months: list[Period], known: int) -> _Leads:
    """Return the leads of the months with what the plan expects of them."""
    first = to_day(months[0].start)
    frame: pd.DataFrame = facts.leads
    assigned = frame["assigned"].to_numpy()
    rows = np.flatnonzero((assigned >= first) & (assigned <= known))
    born = assigned[rows].astype(np.int64)
    delay = frame["converted"].to_numpy()[rows].astype(np.int64) - born
    age = known - born
    axes = build_axes(facts.reps, facts.sources, facts.plan, ())
    rates = build_rates(facts.plan, axes, facts.team.calendar, (first, known))
    reps = axes.reps_of(frame["rep"].to_numpy()[rows])
    entries = rates.entries(reps, axes.sources_of(frame["source"].to_numpy()[rows]), born)
    span = known - first + 1 + _WEEK * _MOST_AGES * _STEPS[-1]
    starts = np.array([to_day(month.start) for month in months])
    return _Leads(
        cohort=np.searchsorted(starts, born, side="right") - 1,
        age=age,
        delay=np.maximum(delay, 0),
        is_out=(delay > age) & (frame["disqualified"].to_numpy()[rows] <= known),
        rate=rates.rates["lead_to_opp"][entries],
        numbers=rates.curve[entries],
        table=rates.tabulate(span).to_opportunity,
    )


def _choose_weeks(leads: _Leads) -> tuple[int, ...]:
    """Return ages in weeks up to which almost all conversions happen, at most twelve of them."""
    delays = leads.delay[leads.delay <= leads.age]
    days = float(np.quantile(delays, _ALMOST_ALL)) if delays.size else 0.0
    if leads.numbers.size:
        used = leads.table[np.unique(leads.numbers)]
        days = max(days, float((used < _ALMOST_ALL).sum(axis=1).max()))
    needed = max(int(np.ceil(days / _WEEK)), _FEWEST_WEEKS)
    step = next((step for step in _STEPS if needed <= step * _MOST_AGES), _STEPS[-1])
    count = min(-(-needed // step), _MOST_AGES)
    return tuple(step * (at + 1) for at in range(count))


def _build_cohort(leads: _Leads, at: int, month: Period, weeks: tuple[int, ...]) -> CohortResult:
    part = leads.of(at)
    count = part.age.size
    limits = [_WEEK * week - 1 for week in weeks] if count else []
    return CohortResult(
        month=month,
        leads=count,
        converted=int((part.delay <= part.age).sum()),
        disqualified=int(part.is_out.sum()),
        to_come=_known(_expect(part, None)),
        plan=_known(part.rate.mean()) if count else None,
        shares=tuple(_share_by(part, limit) for limit in limits),
        planned=tuple(
            _known((part.rate * part.due(np.full(count, limit))).mean()) for limit in limits
        ),
        reached=tuple(float((part.age >= limit).mean()) for limit in limits),
    )


def _share_by(part: _Leads, limit: int) -> float | None:
    """Return the share converted by an age, with what is expected of those not that old yet."""
    happened = ((part.delay <= limit) & (part.delay <= part.age)).sum()
    is_known = bool((part.age >= limit).all())
    expected = 0.0 if is_known else _expect(part, limit)
    return _known((happened + expected) / part.age.size)


def _expect(part: _Leads, limit: int | None) -> float:
    """Return the conversions expected after now of the leads still waiting, up to an age or all.

    Of a lead that has waited x days: q·(F(limit) − F(x)) / (1 − q·F(x)), the formula of C1 in the
    bridge; 0 for one that has converted or was disqualified.
    """
    is_waiting = (part.delay > part.age) & ~part.is_out
    if limit is not None:
        is_waiting &= part.age < limit
    rate, gone = part.rate[is_waiting], part.due(part.age)[is_waiting]
    until = 1.0 if limit is None else part.due(np.full(part.age.size, limit))[is_waiting]
    left = np.maximum(1.0 - rate * gone, 1e-9)
    return float((rate * (until - gone) / left).sum())


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
