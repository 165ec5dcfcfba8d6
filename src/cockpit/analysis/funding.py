"""What a plan adds up to: commitments × rates × size against the target (diagnosis.md §2).

The whole plan's value that lands in the period, less the target, is the bridge's `unfunded_plan`;
it is computed here from the same promises, rates and curves, as of the period's start.
"""

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TypeVar

import numpy as np
import pandas as pd

from cockpit.analysis.axes import Axes, BoolArray, FloatArray, IntArray, build_axes
from cockpit.analysis.curves import CurveTables, StageCurves
from cockpit.analysis.expectation import Expectation
from cockpit.analysis.promises import (
    Promises,
    build_commitments,
    build_self_sourced,
    sum_targets,
)
from cockpit.analysis.rates import RateTable, build_rates
from cockpit.analysis.records import Deals, LeadCells, count_leads, find_carried, find_deals
from cockpit.analysis.window import Window
from cockpit.domain.fiscal import FiscalCalendar, Period, to_day
from cockpit.domain.learned_delays import LearnedDelays
from cockpit.domain.plan import Plan, PlanLock
from cockpit.domain.team import Rep, Source

_LEAD_RATES = ("lead_to_opp", "win_rate", "deal_size")
_DEAL_RATES = ("win_rate", "deal_size")
_Rows = TypeVar("_Rows", LeadCells, Deals)


@dataclass(frozen=True, slots=True)
class MissingRate:
    """A rate that no assumption gives although the plan needs it; what hangs on it counts as 0.

    Args:
        rep, source: What it is missing for; `None` is a lead without one.
        field: `lead_to_opp`, `win_rate` or `deal_size`.
    """

    rep: str | None
    source: str | None
    field: str


@dataclass(frozen=True, slots=True)
class FundingRow:
    """What the plan adds up to for one rep, in minor units, landing in the period.

    Args:
        rep: Name.
        target: Revenue promised.
        leads: Leads committed in the period.
        from_leads: A0, what they bring within the period.
        carried_in: C0, what the commitments of earlier periods bring within it; without any, what
            the pipeline really carried in is worth (C1).
        is_carried_real: Whether it is the latter.
        self_sourced: What the opportunities opened without a lead bring.
        missing: Rates that are missing.
    """

    rep: str
    target: int
    leads: float
    from_leads: float
    carried_in: float
    is_carried_real: bool
    self_sourced: float
    missing: tuple[MissingRate, ...] = ()

    @property
    def adds_up_to(self) -> int:
        """Return what the whole plan brings in within the period."""
        return round(self.from_leads + self.carried_in + self.self_sourced)

    @property
    def unfunded(self) -> int:
        """Return that less the target: negative when the target is not paid for."""
        return self.adds_up_to - self.target


@dataclass(frozen=True, slots=True)
class FundingResult:
    """What the plan adds up to, for every rep that it names; the team is the sum of the rows."""

    rows: tuple[FundingRow, ...]

    @property
    def target(self) -> int:
        """Return the sum of the targets."""
        return sum(row.target for row in self.rows)

    @property
    def adds_up_to(self) -> int:
        """Return what the plan brings in within the period."""
        return sum(row.adds_up_to for row in self.rows)

    @property
    def unfunded(self) -> int:
        """Return that less the target."""
        return self.adds_up_to - self.target

    @property
    def missing(self) -> tuple[MissingRate, ...]:
        """Return all rates that are missing."""
        return tuple(dict.fromkeys(gap for row in self.rows for gap in row.missing))


@dataclass(frozen=True)
class CarriedPipeline:
    """The pipeline really carried into a period: unconverted leads and open opportunities."""

    leads: LeadCells
    deals: Deals


@dataclass(frozen=True)
class FundingFrame:
    """All that a plan is measured in, other than the plan itself.

    Args:
        reps, sources: The roster.
        calendar: The fiscal calendar.
        period: The chosen period.
        carried: The pipeline really carried in, for reps to whom no leads were promised earlier.
        locks: The locked periods.
        learned: The curves behind a delay that is to be learned, where no lock holds.
    """

    reps: tuple[Rep, ...]
    sources: tuple[Source, ...]
    calendar: FiscalCalendar
    period: Period
    carried: CarriedPipeline | None = None
    locks: tuple[PlanLock, ...] = ()
    learned: LearnedDelays | None = None

    @property
    def window(self) -> Window:
        """Return the whole period: what the plan says does not depend on an as-of day."""
        return window_of(self.period)

    def axes(self, plan: Plan) -> Axes:
        """Return the axes; the roster's positions stay whatever names the plan adds."""
        whole = replace(plan, locks=self.locks)
        return build_axes(self.reps, self.sources, whole, self.calendar.months(self.period))


def window_of(period: Period) -> Window:
    """Return a period as a window that is looked at from its end."""
    start, end = to_day(period.start), to_day(period.end)
    return Window(start=start, end=end, known=end, is_cohort=False)


def find_pipeline(
    leads: pd.DataFrame, opportunities: pd.DataFrame, axes: Axes, period: Period
) -> CarriedPipeline:
    """Return the pipeline that was open when a period began, from the store's frames."""
    window = window_of(period)
    deals = find_deals(opportunities, window, axes)
    return CarriedPipeline(
        leads=count_leads(leads, find_carried(leads, window), axes),
        deals=_choose(deals, deals.is_carried),
    )


def compute_funding(plan: Plan, frame: FundingFrame) -> FundingResult:
    """Return what a plan adds up to per rep; a missing rate is listed, never raised."""
    plan = replace(plan, locks=frame.locks, learned=frame.learned)
    axes, window = frame.axes(plan), frame.window
    commitments = build_commitments(plan.commitments, axes, frame.calendar)
    commitments = commitments[commitments.start <= window.end]
    own = build_self_sourced(plan, axes, frame.calendar, frame.period)
    own = own[own.per_day > 0]
    first = _first_day(commitments, frame)
    rates = build_rates(plan, axes, frame.calendar, (first, window.end))
    curves = _tabulate(rates.curves, window.end - first + 2)
    expectation = Expectation(rates, window, curves)

    is_here = commitments.start >= window.start
    here, earlier = commitments[is_here], commitments[~is_here]
    ready, missing = _split(here, rates, _LEAD_RATES)
    ready_earlier, missing_earlier = _split(earlier, rates, _LEAD_RATES)
    ready_own, missing_own = _split(own, rates, _DEAL_RATES)
    from_leads = _per_rep(axes, ready.rep, expectation.of_commitments(ready).by_now)
    planned = _per_rep(axes, ready_earlier.rep, expectation.of_commitments(ready_earlier).by_now)
    self_sourced = _per_rep(axes, ready_own.rep, expectation.of_self_sourced(ready_own).by_now)
    has_earlier = np.bincount(earlier.rep, minlength=axes.shape[0]) > 0
    real, missing_real = _carried_value(frame.carried, axes, expectation, rates, ~has_earlier)
    missing += [*missing_earlier, *missing_own, *missing_real]
    carried_in = np.where(has_earlier, planned, real)
    targets = sum_targets(plan.targets, axes, frame.calendar, frame.period)
    leads = _per_rep(axes, here.rep, here.due(window.end))
    return FundingResult(
        tuple(
            FundingRow(
                rep=axes.reps[at - 1],
                target=int(targets[at]),
                leads=float(leads[at]),
                from_leads=float(from_leads[at]),
                carried_in=float(carried_in[at]),
                is_carried_real=not has_earlier[at],
                self_sourced=float(self_sourced[at]),
                missing=tuple(
                    dict.fromkeys(gap for gap in missing if gap.rep == axes.reps[at - 1])
                ),
            )
            for at in range(1, axes.shape[0])
        )
    )


def _carried_value(
    pipeline: CarriedPipeline | None,
    axes: Axes,
    expectation: Expectation,
    rates: RateTable,
    wanted: BoolArray,
) -> tuple[FloatArray, list[MissingRate]]:
    """Return what the pipeline really carried in is worth at the rep positions that want it."""
    if pipeline is None:
        return np.zeros(axes.shape[0]), []
    cells, deals = pipeline.leads, pipeline.deals
    cells, deals = _choose(cells, wanted[cells.rep]), _choose(deals, wanted[deals.rep])
    entries = rates.entries(cells.rep, cells.source, cells.assigned)
    missing = _missing(cells, entries, rates, _LEAD_RATES)
    cells = _choose(cells, _is_rated(rates, entries, _LEAD_RATES))
    entries = rates.entries(deals.rep, deals.source, deals.created)
    missing += _missing(deals, entries, rates, _DEAL_RATES)
    deals = _choose(deals, _is_rated(rates, entries, _DEAL_RATES))
    from_leads = _per_rep(axes, cells.rep, expectation.of_carried(cells).by_now)
    return from_leads + _per_rep(axes, deals.rep, expectation.of_deals(deals).by_now), missing


def _first_day(commitments: Promises, frame: FundingFrame) -> int:
    """Return the first day that rates must cover."""
    days = [np.array([frame.window.start]), commitments.start]
    if frame.carried is not None:
        days += [frame.carried.leads.assigned, frame.carried.deals.created]
    return int(min(part.min(initial=frame.window.start) for part in days))


@lru_cache(maxsize=4)
def _tabulate(curves: tuple[StageCurves, ...], days: int) -> CurveTables:
    """Return tabulated curves; while a plan is typed they hardly ever change."""
    return CurveTables(curves, days)


def _split(
    promises: Promises, rates: RateTable, names: tuple[str, ...]
) -> tuple[Promises, list[MissingRate]]:
    """Return the promises that have all their rates, and what the others lack."""
    promises = promises[promises.per_day > 0]
    entries = rates.entries(promises.rep, promises.source, promises.start)
    missing = _missing(promises, entries, rates, names)
    return promises[_is_rated(rates, entries, names)], missing


def _is_rated(rates: RateTable, entries: IntArray, names: tuple[str, ...]) -> BoolArray:
    known = np.ones(entries.size, dtype=np.bool_)
    for field in names:
        known &= ~np.isnan(rates.rates[field][entries])
    return known


def _missing(
    rows: Promises | LeadCells | Deals, entries: IntArray, rates: RateTable, names: tuple[str, ...]
) -> list[MissingRate]:
    """Return the rates that the rows' entries lack, each once."""
    reps, sources = (None, *rates.axes.reps), (None, *rates.axes.sources)
    found = (
        MissingRate(reps[rows.rep[at]], sources[rows.source[at]], field)
        for field in names
        for at in np.flatnonzero(np.isnan(rates.rates[field][entries]))
    )
    return list(dict.fromkeys(found))


def _per_rep(axes: Axes, reps: IntArray, values: FloatArray) -> FloatArray:
    return np.bincount(reps, values, minlength=axes.shape[0]).astype(np.float64)


def _choose(rows: _Rows, chosen: BoolArray) -> _Rows:
    """Return the chosen rows of a frozen group of arrays."""
    return replace(rows, **{each.name: getattr(rows, each.name)[chosen] for each in fields(rows)})
