"""Each rep's rate beside the number of records it rests on, and what chance makes of equals.

A rep whose sources convert worse for everybody is not compared with the raw team rate: a rate is
standardised indirectly, team rate × observed ÷ expected, where expected is what the team's rate for
each source makes of the rep's own leads (Spiegelhalter 2005).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray, IntArray, build_axes
from cockpit.analysis.control_limits import (
    ControlLimits,
    compute_chance_of_one,
    compute_limits,
    compute_tail,
)
from cockpit.analysis.curves import look_up
from cockpit.analysis.rates import RateTable, build_rates
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import to_day
from cockpit.domain.records import NEVER, Outcome

_DAYS = 365
_WORTH_OF_THE_TEAM = 20.0
"""A source's own rate is trusted like this many records less: one with none has the team's."""

_LEAST = 1.0
"""Fewer records that have had their time than this say nothing at all."""

_POINTS = 60


class Stage(StrEnum):
    """A stage of the funnel that either happens to a record or does not."""

    LEAD_TO_OPP = "lead_to_opp"
    WIN_RATE = "win_rate"


@dataclass(frozen=True, slots=True)
class RatePoint:
    """One rep in the funnel plot.

    Args:
        name: The rep.
        records: Leads assigned, or deals closed, in the last twelve months.
        matured: Of them, those that have had their time: Σ F(age) of leads, all closed deals.
        converted: How many converted.
        expected: How many would have in the team's hands, by source.
        size: `matured`, as it counts beside the team's mix of sources: expected ÷ team rate.
        rate: Team rate × converted ÷ expected.
        at_most, at_least: Chance that an equal converts so few, or so many.
        one_so_low, one_so_high: Chance that at least one of all these reps does, were they equals.
    """

    name: str
    records: int
    matured: float
    converted: int
    expected: float
    size: float
    rate: float
    at_most: float
    at_least: float
    one_so_low: float
    one_so_high: float


@dataclass(frozen=True, slots=True)
class FunnelPlotResult:
    """The funnel plot of a stage, reps by name.

    Args:
        stage: Which stage.
        rate: The rate of all reps together; `None` when nothing has had its time yet.
        points: The reps with records that have had their time.
        limits: Limits of chance from 1 record to a little beyond the largest size.
        lowest: The rep whose rate is least likely by chance on the low side.
        chance_of_one: P(at least one of so many equals is as low as that).
    """

    stage: Stage
    rate: float | None
    points: tuple[RatePoint, ...]
    limits: ControlLimits | None
    lowest: RatePoint | None
    chance_of_one: float


@dataclass(frozen=True)
class _Counts:
    """By rep and source position: records, those that had their time, and conversions."""

    records: FloatArray
    matured: FloatArray
    converted: FloatArray


def compute_funnel_plot(facts: Facts, as_of: date, stage: Stage) -> FunnelPlotResult:
    """Return the funnel plot of a stage over the twelve months up to a day."""
    axes = build_axes(facts.reps, facts.sources, facts.plan, ())
    days = (to_day(as_of - timedelta(days=_DAYS - 1)), to_day(as_of))
    rates = build_rates(facts.plan, axes, facts.team.calendar, days)
    count = _count_leads if stage is Stage.LEAD_TO_OPP else _count_deals
    counts = count(facts, axes, rates, days)
    matured, converted = counts.matured.sum(axis=0), counts.converted.sum(axis=0)
    if not matured.sum() > 0 or not converted.sum():
        return FunnelPlotResult(stage, None, (), None, None, 1.0)
    rate = min(float(converted.sum() / matured.sum()), 1.0)
    by_source = (converted + _WORTH_OF_THE_TEAM * rate) / (matured + _WORTH_OF_THE_TEAM)
    expected = counts.matured @ by_source
    shown = [at for at, seen in enumerate(counts.matured.sum(axis=1)) if seen >= _LEAST]
    points = tuple(
        _build_point(axes.reps[at - 1], counts, at, float(expected[at]), rate, reps=len(shown))
        for at in shown
    )
    lowest = min(points, key=lambda point: point.at_most, default=None)
    largest = max((point.size for point in points), default=1.0)
    return FunnelPlotResult(
        stage=stage,
        rate=rate,
        points=points,
        limits=compute_limits(rate, np.geomspace(1.0, max(1.08 * largest, 10.0), _POINTS)),
        lowest=lowest,
        chance_of_one=lowest.one_so_low if lowest else 1.0,
    )


def _build_point(
    name: str, counts: _Counts, at: int, expected: float, rate: float, *, reps: int
) -> RatePoint:
    converted, size = round(float(counts.converted[at].sum())), expected / rate
    at_most, at_least = compute_tail(converted, size, rate)
    return RatePoint(
        name=name,
        records=round(float(counts.records[at].sum())),
        matured=float(counts.matured[at].sum()),
        converted=converted,
        expected=expected,
        size=size,
        rate=min(rate * converted / expected, 1.0),
        at_most=at_most,
        at_least=at_least,
        one_so_low=compute_chance_of_one(at_most, reps),
        one_so_high=compute_chance_of_one(at_least, reps),
    )


def _count_leads(facts: Facts, axes: Axes, rates: RateTable, days: tuple[int, int]) -> _Counts:
    """Return the leads assigned to each rep, and those that became opportunities."""
    leads = facts.leads
    assigned = leads["assigned"].to_numpy()
    rows = np.flatnonzero((assigned >= days[0]) & (assigned <= days[1]))
    reps = axes.reps_of(leads["rep"].to_numpy()[rows])
    sources = axes.sources_of(leads["source"].to_numpy()[rows])
    born = assigned[rows].astype(np.int64)
    curve = rates.curve[rates.entries(reps, sources, born)]
    table = rates.tabulate(days[1] - days[0] + 1).to_opportunity
    due = look_up(table, curve, days[1] - born)
    converted = leads["converted"].to_numpy()[rows] <= days[1]
    return _sum(axes, reps, sources, due, converted.astype(np.float64))


def _count_deals(facts: Facts, axes: Axes, _: RateTable, days: tuple[int, int]) -> _Counts:
    """Return each rep's deals closed in these days, and those of them won.

    Deals that are still open are left out whatever their age: how tidy a rep keeps the CRM would
    else look like skill. Undated wins count nowhere, undated losses on their first day.
    """
    deals = facts.opportunities
    created, outcome = deals["created"].to_numpy(), deals["outcome"].to_numpy()
    closed = deals["closed"].to_numpy()
    closed = np.where((outcome == Outcome.LOST) & (closed == NEVER), created, closed)
    rows = np.flatnonzero((closed >= days[0]) & (closed <= days[1]) & (outcome != Outcome.OPEN))
    reps = axes.reps_of(deals["rep"].to_numpy()[rows])
    sources = axes.sources_of(deals["source"].to_numpy()[rows])
    won = (outcome[rows] == Outcome.WON).astype(np.float64)
    return _sum(axes, reps, sources, np.ones(rows.size), won)


def _sum(
    axes: Axes, reps: IntArray, sources: IntArray, due: FloatArray, converted: FloatArray
) -> _Counts:
    """Return sums by rep and source; records that nobody owns are left out."""
    n_reps, n_sources, _ = axes.shape
    cells = reps * n_sources + sources

    def total(values: FloatArray | None) -> FloatArray:
        sums = np.bincount(cells, values, minlength=n_reps * n_sources).astype(np.float64)
        table = sums.reshape(n_reps, n_sources)
        table[0] = 0.0
        return table

    return _Counts(total(None), total(due), total(converted))
