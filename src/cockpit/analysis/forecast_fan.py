"""How revenue gets to where the forecast sees it: day by day so far, then in an 80 % fan."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray, IntArray
from cockpit.analysis.forecast import Ground, gather, measure_amounts, prepare, sum_actual
from cockpit.analysis.forecast_known import facts_known_on
from cockpit.analysis.forecast_rates import DrawnRates, RateDraws
from cockpit.analysis.forecast_results import ForecastResult, ForecastRow
from cockpit.analysis.forecast_rows import build_rows, build_team
from cockpit.analysis.forecast_simulation import simulate
from cockpit.analysis.walk import Facts, walk_chain
from cockpit.domain.fiscal import Period, to_date, to_day
from cockpit.domain.question import Question
from cockpit.domain.records import Outcome

DRAWS = 2_000
"""Simulated paths per day of the fan; its end is the forecast's own, with more of them."""

RATE_DRAWS = 100
"""Of the forecast's draws of the rates, as many serve for the days in between."""

_PLAN_MARKS = 12
_AHEAD_MARKS = 6


@dataclass(frozen=True)
class FanRow:
    """The path of a rep or the team, in minor units.

    Args:
        name: Rep or team.
        target: 0 when none is set.
        actual: Won up to the end of each day, from the eve of the period to the as-of day.
        plan: What the plan's promises bring up to the end of each of the fan's `plan_days`.
        low, expected, high: The 80 % interval and the mean at the end of each of its `ahead_days`.
    """

    name: str
    target: int
    actual: FloatArray
    plan: FloatArray
    low: FloatArray
    expected: FloatArray
    high: FloatArray


@dataclass(frozen=True)
class FanResult:
    """The forecast with the paths to it.

    Args:
        forecast: The end of the period, for the team and for each rep.
        plan_days: Day numbers at which the plan was asked, from the eve to the end.
        ahead_days: Day numbers of the fan, from the last known day to the end; empty when the
            period is over.
        team: The team's path.
        reps: The reps' paths, in the order of the forecast's rows.
    """

    forecast: ForecastResult
    plan_days: IntArray
    ahead_days: IntArray
    team: FanRow
    reps: tuple[FanRow, ...]

    @property
    def period(self) -> Period:
        """Return the period that is forecast."""
        return self.forecast.period

    @property
    def as_of(self) -> date:
        """Return the last day that is known."""
        return self.forecast.as_of

    @property
    def currency(self) -> str:
        """Return the currency of all amounts."""
        return self.forecast.currency


def compute_fan(
    facts: Facts,
    forecast: ForecastResult,
    *,
    report: Callable[[float], None] = lambda _: None,
) -> FanResult:
    """Return the paths to a forecast.

    The fan is the same forecast for earlier ends. What has been won stays won, so its bounds never
    fall from one day to the next; the little that they do by chance of the draws is taken out.

    Args:
        facts: What the forecast was computed from.
        forecast: The end of the period.
        report: Called with the fraction that is done; may raise to stop.

    Raises:
        MissingRateError: The plan gives no rate for a record or promise that counts.
    """
    period, today = forecast.period, to_day(forecast.as_of)
    eve, end = to_day(period.start) - 1, to_day(period.end)
    known = facts_known_on(facts, today)
    ground = prepare(known, period, today)
    plan_days = _spread(eve, end, _PLAN_MARKS)
    ahead_days = _spread(max(today, eve), end, _AHEAD_MARKS) if today < end else plan_days[:0]
    actual = _sum_by_day(ground, eve, min(today, end))
    plan = _plan_by_day(known, period, plan_days)
    ahead = []
    for between in _look_ahead(ground, forecast, ahead_days):
        ahead.append(between)
        report(len(ahead) / _AHEAD_MARKS)
    rows = [
        _build_row(
            row,
            (actual[own].sum(axis=0), plan[own].sum(axis=0)),
            [each[at] for each in ahead],
            ahead_days.size,
        )
        for row, at, own in _rows_of(forecast, ground.axes)
    ]
    return FanResult(forecast, plan_days, ahead_days, rows[0], tuple(rows[1:]))


def _spread(first: int, last: int, parts: int) -> IntArray:
    """Return days from the first to the last, both included, about evenly apart."""
    count = min(parts, last - first) + 1
    return np.unique(np.rint(np.linspace(first, last, count)).astype(np.int64))


def _rows_of(forecast: ForecastResult, axes: Axes) -> Iterator[tuple[ForecastRow, int, slice]]:
    """Yield the team and then each rep, each with its place among the rows of a forecast.

    The team stands last there; its rep positions are all of them, a rep's its own.
    """
    yield forecast.team, -1, slice(None)
    for row in forecast.reps:
        at = axes.rep_at[row.name]
        yield row, at, slice(at, at + 1)


def _build_row(
    end: ForecastRow,
    known: tuple[FloatArray, FloatArray],
    between: Sequence[ForecastRow],
    days: int,
) -> FanRow:
    """Join what was won, the fan's days in between, and the forecast at the end.

    Args:
        end: The forecast.
        known: What was won, and what the plan promised, by day.
        between: The forecasts for the days between the last known one and the end.
        days: Days of the fan; none when the period is over.
    """
    actual, plan = known
    columns = [[actual[-1]] * 3, *([row.low, row.expected, row.high] for row in (*between, end))]
    rising = np.minimum(np.maximum.accumulate(np.array(columns), axis=0), columns[-1])
    low, expected, high = rising[:days].T
    return FanRow(end.name, end.target, actual, plan, low, expected, high)


def _sum_by_day(ground: Ground, eve: int, last: int) -> FloatArray:
    """Return the revenue won up to the end of each day, shape (rep positions, days from the eve).

    The eve is the only day of a period that has not begun.
    """
    deals = ground.facts.opportunities
    closed = deals["closed"].to_numpy().astype(np.int64)
    won = deals["outcome"].to_numpy() == Outcome.WON
    chosen = won & (closed > eve) & (closed <= last)
    days, n_reps = max(last - eve, 0) + 1, ground.axes.shape[0]
    rep = ground.axes.reps_of(deals["rep"].to_numpy()[chosen])
    cells = rep * days + closed[chosen] - eve
    amounts = deals["amount"].to_numpy()[chosen]
    by_day = np.bincount(cells, amounts, minlength=n_reps * days).reshape(n_reps, days)
    return np.cumsum(by_day, axis=1)


def _plan_by_day(known: Facts, period: Period, days: IntArray) -> FloatArray:
    """Return A0 + C0 + self-sourced up to the end of each day, shape (rep positions, days).

    Records that ended before the period play no part in it and are left out at once.
    """
    start, leads, deals = to_day(period.start), known.leads, known.opportunities
    facts = replace(
        known,
        leads=leads[(leads["converted"] >= start) & (leads["disqualified"] >= start)],
        opportunities=deals[deals["closed"] >= start],
    )
    columns = []
    for day in days.tolist():
        steps = walk_chain(facts, Question(period, to_date(day))).steps.plan
        columns.append((steps.a0 + steps.c0 + steps.self_sourced).sum(axis=(1, 2)))
    return np.stack(columns, axis=1)


def _thin(rates: RateDraws) -> RateDraws:
    """Return every so many of the draws of the rates."""
    step = max(rates.count // RATE_DRAWS, 1)
    return replace(
        rates,
        lead_to_opp=rates.lead_to_opp[::step],
        win_rate=rates.win_rate[::step],
        deal_size=rates.deal_size[::step],
    )


def _look_ahead(
    ground: Ground, forecast: ForecastResult, days: IntArray
) -> Iterator[list[ForecastRow]]:
    """Yield the rows of the forecast, the team last, for each day of the fan in between."""
    drawn = DrawnRates(ground.curves.rates, _thin(forecast.rates))
    spread, actual = measure_amounts(ground)[0], sum_actual(ground)
    no_targets = np.zeros(actual.size, dtype=np.int64)
    for day in days[1:-1].tolist():
        pending = gather(replace(ground, landing=replace(ground.landing, end=day)), drawn)
        random = np.random.default_rng(forecast.method.seed)
        revenue = actual[:, None] + simulate(pending, actual.size, DRAWS, spread, random)
        rows = build_rows(ground.axes, pending, no_targets, actual, revenue)
        team = build_team(forecast.team.name, rows, revenue)
        yield [*rows, team]
