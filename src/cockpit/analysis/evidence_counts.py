"""What twelve months hold on each stage, counted by rep, source, planned rate and age.

Records without a rep are nobody's doing and left out. A record begins its twelve months with its
assignment or creation; what is known of it is what was known on the as-of day.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from cockpit.analysis.axes import Axes, BoolArray, FloatArray, IntArray
from cockpit.analysis.curves import CurveTables, look_up
from cockpit.analysis.delay_counts import recorded_from
from cockpit.analysis.evidence_likelihood import CountCells, CountLikelihood, Pairs
from cockpit.analysis.forecast_curves import put_learned
from cockpit.analysis.learned_curves import LearnedCurves
from cockpit.analysis.rates import RateTable, build_rates
from cockpit.analysis.walk import Facts
from cockpit.analysis.window import Window
from cockpit.domain.fiscal import to_date, to_day
from cockpit.domain.records import NEVER, Outcome

_BINS = 9
_MATURE = 0.995
SURE_RATE = 1e-3
"""A planned rate is taken to be at least this far from 0 and from 1: log-odds have no ends."""

_NEVER_CLOSED = 0.05


@dataclass(frozen=True)
class Span:
    """The days whose records are weighed: begun in [`first`, `last`], as known on `known`."""

    first: int
    last: int
    known: int


@dataclass(frozen=True)
class StageCounts:
    """What is known of a stage, by rep and source position; arrays of shape (reps, sources).

    Args:
        planned: Mean of the plan's rate (or deal size, minor units) over the records; where there
            are none, the plan's at the end of the span; NaN where it gives none.
        records: Leads, opportunities or won deals.
    """

    planned: FloatArray
    records: FloatArray


class PlannedRates:
    """The plan's rates and curves for all records of a span.

    Where the plan gives no rate for the period in which a record began, the one that holds at the
    end of the span stands in: a plan made for this quarter is compared with last year's leads.

    Args:
        facts: What is known.
        axes: Positions of reps and sources.
        days: The first and last day of the records.
        oldest: The greatest age in days.
        learned: Curves in the place of the plan's, where there is enough history.
    """

    def __init__(
        self,
        facts: Facts,
        axes: Axes,
        days: tuple[int, int],
        oldest: int,
        learned: LearnedCurves | None = None,
    ) -> None:
        self.table: RateTable = build_rates(facts.plan, axes, facts.team.calendar, days)
        if learned is not None:
            self.table = put_learned(self.table, learned, facts.sources)
        self.curves: CurveTables = self.table.tabulate(oldest + 2)
        n_reps, n_sources, _ = axes.shape
        reps, sources = np.divmod(np.arange(n_reps * n_sources), n_sources)
        self.latest = self.table.entries(reps, sources, np.full(reps.size, days[1]))

    def entries(self, field: str, reps: IntArray, sources: IntArray, days: IntArray) -> IntArray:
        """Return the entry whose rate and curves hold for each record."""
        rates = self.table.rates[field]
        own = np.arange(rates.size)
        held = np.where(np.isnan(rates), self.latest[own % self.latest.size], own)
        entries: IntArray = held[self.table.entries(reps, sources, days)]
        return entries

    def summarise(
        self, field: str, pair: IntArray, count: FloatArray, rate: FloatArray
    ) -> StageCounts:
        """Return records and mean planned rate of each pair, from counts of records alike."""
        shape = self.table.axes.shape[:2]
        total = np.bincount(pair, count, minlength=self.latest.size).astype(np.float64)
        planned = np.bincount(pair, count * rate, minlength=self.latest.size)
        latest = self.table.rates[field][self.latest]
        mean = np.where(total > 0, planned / np.maximum(total, 1.0), latest)
        return StageCounts(mean.reshape(shape), total.reshape(shape))


def build_span(window: Window, months: int) -> Span:
    """Return the trailing months that end with the period, or with the as-of day before that."""
    last = min(window.known, window.end)
    day = to_date(last)
    years, month = divmod(day.month - 1 - months, 12)
    start_of_month = date(day.year + years, month + 1, 1)
    days_in_month = ((start_of_month + timedelta(days=32)).replace(day=1) - start_of_month).days
    before = start_of_month.replace(day=min(day.day, days_in_month))
    return Span(to_day(before) + 1, last, window.known)


def count_leads(
    facts: Facts, axes: Axes, span: Span, learned: LearnedCurves | None = None
) -> tuple[StageCounts, CountLikelihood | None]:
    """Count leads: converted by now, or not."""
    leads = facts.leads
    assigned = leads["assigned"].to_numpy()
    if learned is not None:
        ends = np.minimum(leads["converted"].to_numpy(), leads["disqualified"].to_numpy())
        span = _recorded(span, ends)
    rows = np.flatnonzero((assigned >= span.first) & (assigned <= span.last))
    reps = axes.reps_of(leads["rep"].to_numpy()[rows])
    rows, reps = rows[reps > 0], reps[reps > 0]
    sources = axes.sources_of(leads["source"].to_numpy()[rows])
    days = assigned[rows].astype(np.int64)
    begun = (span.first, span.last)
    planned = PlannedRates(facts, axes, begun, span.known - span.first, learned)
    entries = planned.entries("lead_to_opp", reps, sources, days)
    reached = look_up(
        planned.curves.to_opportunity, planned.table.curve[entries], span.known - days
    )
    converted = leads["converted"].to_numpy()[rows] <= span.known
    nothing = np.zeros(rows.size)
    records = _Records(entries, converted, nothing > 0, reached, nothing)
    return _count(axes, planned, "lead_to_opp", records)


def count_deals(
    facts: Facts, axes: Axes, span: Span, learned: LearnedCurves | None = None
) -> tuple[StageCounts, CountLikelihood | None]:
    """Count opportunities: won by now, lost by now, or open.

    One in twenty of the lost ones is taken to stay open in the books for ever, so that a deal that
    has outlived the curves counts as lost and not as "about to be won as often as any".
    """
    deals = facts.opportunities
    created = deals["created"].to_numpy()
    outcome, closed = deals["outcome"].to_numpy(), deals["closed"].to_numpy()
    countable = ~((outcome == Outcome.WON) & (closed == NEVER))
    if learned is not None:
        span = _recorded(span, closed)
    rows = np.flatnonzero((created >= span.first) & (created <= span.last) & countable)
    reps = axes.reps_of(deals["rep"].to_numpy()[rows])
    rows, reps = rows[reps > 0], reps[reps > 0]
    sources = axes.sources_of(deals["source"].to_numpy()[rows])
    days = created[rows].astype(np.int64)
    begun = (span.first, span.last)
    planned = PlannedRates(facts, axes, begun, span.known - span.first, learned)
    entries = planned.entries("win_rate", reps, sources, days)
    curve, age = planned.table.curve[entries], span.known - days
    won = look_up(planned.curves.to_win, curve, age)
    lost = look_up(planned.curves.to_loss, curve, age) * (1.0 - _NEVER_CLOSED)
    dated = np.where((outcome == Outcome.LOST) & (closed == NEVER), created, closed)[rows]
    is_closed, is_won = dated <= span.known, outcome[rows] == Outcome.WON
    is_lost = outcome[rows] == Outcome.LOST
    records = _Records(entries, is_closed & is_won, is_closed & is_lost, won, lost)
    return _count(axes, planned, "win_rate", records)


def _recorded(span: Span, ends: IntArray) -> Span:
    """Return the span without the days before anything was seen to end.

    Where recording began late, those that had ended quickly by then, mostly lost, are missing.
    Learned curves know (left truncation); the counts that go with them have to leave them out.
    """
    first = max(span.first, recorded_from(ends, span.known))
    return replace(span, first=min(first, span.last))


def find_pairs(records: FloatArray) -> tuple[Pairs, IntArray, IntArray]:
    """Return the pairs with records, and the rep and source positions of their numbers.

    Args:
        records: Shape (reps, sources).
    """
    reps, sources = np.nonzero(records)
    rep_positions, rep = np.unique(reps, return_inverse=True)
    source_positions, source = np.unique(sources, return_inverse=True)
    pairs = Pairs(rep, source, rep_positions.size, source_positions.size)
    return pairs, rep_positions, source_positions


@dataclass(frozen=True)
class _Records:
    """The records of a stage, one by one; arrays of shape (records,).

    Args:
        entries: Entry of the rate table.
        converted, ended: Whether by now.
        reached, closed: F and L at the record's age.
    """

    entries: IntArray
    converted: BoolArray
    ended: BoolArray
    reached: FloatArray
    closed: FloatArray

    def __getitem__(self, chosen: BoolArray) -> "_Records":
        """Return the chosen records."""
        return _Records(
            self.entries[chosen],
            self.converted[chosen],
            self.ended[chosen],
            self.reached[chosen],
            self.closed[chosen],
        )


def _count(
    axes: Axes, planned: PlannedRates, field: str, records: _Records
) -> tuple[StageCounts, CountLikelihood | None]:
    """Count records by planned rate and share of maturity; drop those without any planned rate."""
    n_pairs, n_labels = axes.shape[0] * axes.shape[1], len(planned.table.labels)
    rates = planned.table.rates[field]
    records = records[~np.isnan(rates[records.entries])]
    label, pair = np.divmod(records.entries, n_pairs)
    keys = (pair * n_labels + label) * _BINS + _bin(records.reached)
    number = np.bincount(keys, minlength=n_pairs * n_labels * _BINS)
    cells = np.flatnonzero(number)
    converted, ended, reached, closed = (
        np.bincount(keys, values, minlength=number.size)[cells].astype(np.float64)
        for values in (records.converted, records.ended, records.reached, records.closed)
    )
    count = number[cells].astype(np.float64)
    pair, label = np.divmod(cells // _BINS, n_labels)
    rate = rates[label * n_pairs + pair]
    stage = planned.summarise(field, pair, count, rate)
    if not cells.size:
        return stage, None
    sure = np.clip(rate, SURE_RATE, 1.0 - SURE_RATE)
    counted = CountCells(
        pair=np.unique(pair, return_inverse=True)[1],
        planned=np.log(sure / (1.0 - sure)),
        records=count,
        converted=converted,
        ended=ended,
        reached=reached / count,
        closed=closed / count,
    )
    return stage, CountLikelihood(find_pairs(stage.records)[0], counted)


def _bin(reached: FloatArray) -> IntArray:
    """Return in which of the bins of maturity a share lies; the last one is for all but mature."""
    young = np.minimum((reached * (_BINS - 1)).astype(np.int64), _BINS - 2)
    return np.where(reached >= _MATURE, _BINS - 1, young)
