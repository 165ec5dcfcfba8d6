"""What will revenue be at the end of the period? Everything from facts to intervals."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cockpit.analysis.axes import Axes, FloatArray, IntArray, build_axes
from cockpit.analysis.forecast_arrivals import DeliveryRecord, add_pace, measure_delivery
from cockpit.analysis.forecast_curves import ForecastCurves, choose_curves
from cockpit.analysis.forecast_evidence import draw_rates
from cockpit.analysis.forecast_known import facts_known_on
from cockpit.analysis.forecast_notes import build_findings, build_notes
from cockpit.analysis.forecast_rates import (
    DrawnRates,
    RatesBy,
    measure_spread,
)
from cockpit.analysis.forecast_remainder import Landing, Remainder, find_self_sourced
from cockpit.analysis.forecast_results import ForecastMethod, ForecastResult
from cockpit.analysis.forecast_rows import build_rows, build_team, is_active
from cockpit.analysis.forecast_simulation import Pending, simulate
from cockpit.analysis.learned_curves import LearnedCurves, learn_curves
from cockpit.analysis.promises import (
    Promises,
    build_commitments,
    build_self_sourced,
    sum_targets,
)
from cockpit.analysis.rates import build_rates
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import Period, to_day
from cockpit.domain.records import Outcome

DRAWS = 10_000


@dataclass(frozen=True)
class Ground:
    """What the forecast of a period stands on.

    Args:
        facts: As they stood on the last known day.
        axes: Positions.
        landing: The days.
        curves: Those in use, with the plan's rates.
        learned: What the team's history gives.
        leads: Leads to come, with marketing's record of delivering.
        own: Self-sourced opportunities to come, with the reps' record of keeping to the plan.
        at_pace: How many of these two nobody has promised.
    """

    facts: Facts
    axes: Axes
    landing: Landing
    curves: ForecastCurves
    learned: LearnedCurves
    leads: tuple[Promises, DeliveryRecord]
    own: tuple[Promises, DeliveryRecord]
    at_pace: tuple[float, float]


def compute_forecast(
    facts: Facts,
    period: Period,
    as_of: date,
    *,
    seed: int = 0,
    draws: int = DRAWS,
    rates_by: RatesBy = draw_rates,
    keep_amounts: bool = True,
) -> ForecastResult:
    """Forecast the revenue of a period from what was known at the end of a day.

    Args:
        facts: All that is in the store; what happened after `as_of` is not looked at.
        period: The fiscal period; in one that has ended, the forecast is what was won.
        as_of: The last day that is known.
        seed: The same seed gives the same draws.
        draws: Least number of simulated ends of the period.
        rates_by: Draws what the rates may really be: by the evidence, or the plan's.
        keep_amounts: Whether open deals count with their own amount (see `facts_known_on`).

    Raises:
        MissingRateError: The plan gives no rate for a record or promise that counts.
    """
    known = facts_known_on(facts, to_day(as_of), keep_amounts=keep_amounts)
    ground = prepare(known, period, to_day(as_of))
    drawn = rates_by(known, period, as_of, seed)
    spread, amount_events = measure_amounts(ground)
    pending = gather(ground, DrawnRates(ground.curves.rates, drawn))
    actual = sum_actual(ground)
    remainder = simulate(pending, actual.size, draws, spread, np.random.default_rng(seed))
    revenue = actual[:, None] + remainder
    targets = sum_targets(known.plan.targets, ground.axes, known.team.calendar, period)
    rows = build_rows(ground.axes, pending, targets, actual, revenue)
    team = build_team(known.team.name, rows, revenue)
    method = ForecastMethod(
        rates=drawn.origin,
        delivery=ground.leads[1].overall,
        leads_at_pace=ground.at_pace[0],
        amount_spread=spread,
        amount_events=amount_events,
        draws=revenue.shape[1],
        seed=seed,
    )
    active = [row for row in rows if is_active(row)]
    return ForecastResult(
        period=period,
        as_of=as_of,
        currency=known.team.currency,
        team=team,
        reps=tuple(row for row in active if row is not rows[0]),
        unassigned=rows[0] if is_active(rows[0]) else None,
        method=method,
        rates=drawn,
        learned=ground.learned,
        draws=np.sort(revenue.sum(axis=0)),
        notes=build_notes(method, ground.learned, team),
        findings=build_findings(known, period, team),
    )


def prepare(known: Facts, period: Period, today: int) -> Ground:
    """Choose curves and promises for a period."""
    calendar, plan = known.team.calendar, known.plan
    landing = Landing(today, to_day(period.start), to_day(period.end))
    axes = build_axes(known.reps, known.sources, plan, calendar.months(period))
    learned = learn_curves(known.leads, known.opportunities, landing.known)
    arrived = _place(axes, known.leads, "assigned")
    opened = _place(axes, find_self_sourced(known.opportunities), "created")
    promised = build_commitments(plan.commitments, axes, calendar)
    planned = _plan_self_sourced(known, axes, period, landing)
    until = (landing.known, landing.end)
    n_reps = axes.shape[0]
    record = measure_delivery(promised, arrived[0], arrived[2], landing.known, n_reps)
    own_record = measure_delivery(planned, opened[0], opened[2], landing.known, n_reps)
    leads, at_pace = add_pace(promised, arrived, until, record, axes)
    own, own_at_pace = add_pace(planned, opened, until, own_record, axes)
    days = _days(landing, arrived[2], known.opportunities["created"].to_numpy())
    rates = build_rates(plan, axes, calendar, days)
    return Ground(
        facts=known,
        axes=axes,
        landing=landing,
        curves=choose_curves(rates, learned, known.sources, days[1] - days[0] + 2),
        learned=learned,
        leads=(leads, record),
        own=(own, own_record),
        at_pace=(at_pace, own_at_pace),
    )


def _plan_self_sourced(known: Facts, axes: Axes, period: Period, landing: Landing) -> Promises:
    """Return the self-sourced opportunities planned for the period and the two before it.

    The earlier ones are there for the record of keeping to the plan.
    """
    calendar = known.team.calendar
    periods = [period]
    while to_day(periods[-1].end) > landing.known or len(periods) < 3:  # noqa: PLR2004 - two before
        periods.append(calendar.previous(periods[-1]))
    parts = [build_self_sourced(known.plan, axes, calendar, each) for each in periods]
    return Promises(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("rep", "source", "start", "end", "per_day")
        )
    )


def _place(axes: Axes, frame: pd.DataFrame, day: str) -> tuple[IntArray, IntArray, IntArray]:
    return (
        axes.reps_of(frame["rep"].to_numpy()),
        axes.sources_of(frame["source"].to_numpy()),
        frame[day].to_numpy().astype(np.int64),
    )


def _days(landing: Landing, *days: IntArray) -> tuple[int, int]:
    """Return the first and last day that a rate or an age is asked for."""
    first = min(
        landing.known, landing.start, *(int(day.min(initial=landing.known)) for day in days)
    )
    return first, max(landing.end, landing.known) + 1


def measure_amounts(ground: Ground) -> tuple[float, int]:
    """Return how amounts scatter around the plan's, and the wins that say so."""
    deals = ground.facts.opportunities
    won = deals[deals["outcome"].to_numpy() == Outcome.WON]
    table = ground.curves.rates
    entries = table.entries(*_place(ground.axes, won, "created"))
    planned = np.nan_to_num(table.rates["deal_size"][entries])
    return measure_spread(won["amount"].to_numpy(), planned)


def gather(ground: Ground, rates: DrawnRates) -> Pending:
    """Return all that may still be won, with its chances."""
    remainder = Remainder(ground.curves, rates, ground.landing)
    return Pending(
        deals=remainder.of_deals(ground.facts.opportunities),
        leads=remainder.of_leads(ground.facts.leads),
        promised=(remainder.of_promised_leads(ground.leads[0]), ground.leads[1]),
        self_sourced=(remainder.of_self_sourced(ground.own[0]), ground.own[1]),
    )


def sum_actual(ground: Ground) -> FloatArray:
    """Return the revenue won in the period so far, by rep position."""
    deals, landing = ground.facts.opportunities, ground.landing
    closed = deals["closed"].to_numpy()
    won = deals["outcome"].to_numpy() == Outcome.WON
    chosen = deals[won & (closed >= landing.start) & (closed <= landing.end)]
    rep = ground.axes.reps_of(chosen["rep"].to_numpy())
    sums = np.bincount(rep, chosen["amount"].to_numpy(), minlength=ground.axes.shape[0])
    return sums.astype(np.float64)
