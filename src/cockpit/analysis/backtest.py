"""How good were the forecasts? The past walked through day by day, knowing only what was known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray, build_axes
from cockpit.analysis.forecast import compute_forecast
from cockpit.analysis.forecast_evidence import draw_rates
from cockpit.analysis.forecast_known import facts_known_on
from cockpit.analysis.forecast_rates import RatesBy
from cockpit.analysis.forecast_results import ForecastRow
from cockpit.analysis.rates import build_rates
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import Grain, Period, to_date, to_day
from cockpit.domain.records import NEVER, Outcome

POINTS = 6
"""As-of days in each period: its eve, and after each sixth but the last."""

DRAWS = 4_000

Progress = Callable[[float, str], None]
Recall = Callable[[date], "Past"]

LIMITS = (
    "Owners, sources and the plan are today's, because nothing had been imported by then.",
    "Open deals count at the expected size: only the amounts they closed with are known.",
    "A record that was entered late counts from the day that it names.",
)
"""What the walk cannot undo where nothing had been imported by the day of a forecast."""


@dataclass(frozen=True, slots=True)
class Past:
    """The facts that a forecast of the past starts from.

    Args:
        facts: As they had been imported by its day, or today's, of which only what had happened by
            then is taken.
        is_recorded: Whether they are those of that day, with the amounts that deals had then.
    """

    facts: Facts
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class BacktestPoint:
    """One forecast of the past beside what came; amounts in minor units.

    Args:
        period, as_of: What was forecast, and when.
        elapsed: Share of the period that was over by then.
        name: Rep, or team.
        expected, low, high: The forecast with its 80 % interval.
        actual: What came.
        run_rate: Naive: what was won so far, at the same pace to the end; on the eve, what the
            period before brought.
        pipeline: Naive: what was won so far, and every open deal at the plan's win rate and size.
    """

    period: Period
    as_of: date
    elapsed: float
    name: str
    expected: float
    low: float
    high: float
    actual: float
    run_rate: float
    pipeline: float

    @property
    def is_covered(self) -> bool:
        """Return whether what came lies in the interval."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True, slots=True)
class BacktestScore:
    """How good many forecasts were together.

    Args:
        forecasts: Their number.
        coverage: Share of them whose 80 % interval held what came; 0.8 is right.
        error, run_rate_error, pipeline_error: Σ |forecast − actual| / Σ actual.
        bias: Σ (forecast − actual) / Σ actual.
    """

    forecasts: int
    coverage: float
    error: float
    bias: float
    run_rate_error: float
    pipeline_error: float


@dataclass(frozen=True)
class BacktestResult:
    """The forecasts of the past with their scores; a score is `None` without any forecast."""

    team: tuple[BacktestPoint, ...]
    reps: tuple[BacktestPoint, ...]
    team_score: BacktestScore | None
    rep_score: BacktestScore | None
    limits: tuple[str, ...] = LIMITS


@dataclass(frozen=True, slots=True)
class BacktestStep:
    """The forecasts made on one day of the past.

    Args:
        count: On how many days they are made.
        team: The team's.
        reps: Each rep's.
        is_recorded: Whether what was known comes from the imports by then, not from dates alone.
    """

    count: int
    team: BacktestPoint
    reps: tuple[BacktestPoint, ...]
    is_recorded: bool = False


def compute_backtest(
    facts: Facts,
    grain: Grain,
    as_of: date,
    *,
    seed: int = 0,
    rates_by: RatesBy = draw_rates,
    recall: Recall | None = None,
    progress: Progress | None = None,
) -> BacktestResult:
    """Forecast every period that has ended, as of days before its end, and compare.

    Every forecast sees only what had happened by its day: the curves, marketing's record and the
    scatter of amounts are learned anew each time.

    Args:
        facts: All that is in the store.
        grain: Months, quarters or years.
        as_of: The last day that is known now.
        seed: Of the draws.
        rates_by: Draws what the rates may have been, by the evidence of each day or the plan's.
        recall: Gives what was known on a day; without it only dates tell.
        progress: Called with the share done and a sentence; may raise to cancel.

    Raises:
        MissingRateError: The plan gives no rate for a record or promise that counts.
    """
    steps = []
    for step in walk_back(facts, grain, as_of, seed=seed, rates_by=rates_by, recall=recall):
        steps.append(step)
        if progress is not None:
            point = step.team
            what = f"Forecasting {point.period.label} as of {point.as_of.isoformat()}"
            progress(len(steps) / step.count, what)
    return sum_up(steps)


def walk_back(
    facts: Facts,
    grain: Grain,
    as_of: date,
    *,
    seed: int = 0,
    rates_by: RatesBy = draw_rates,
    recall: Recall | None = None,
) -> Iterator[BacktestStep]:
    """Yield the forecasts of the past one day after the other, as `compute_backtest` sums them up.

    A window takes one at a time, so that nothing else has to wait until all are made.
    """
    asked = [
        (period, day) for period in _find_periods(facts, grain, as_of) for day in _days(period)
    ]
    today = facts_known_on(facts, to_day(as_of))
    for period, day in asked:
        past = recall(day) if recall is not None else Past(today, is_recorded=False)
        known = facts_known_on(past.facts, to_day(day), keep_amounts=past.is_recorded)
        result = compute_forecast(
            known,
            period,
            day,
            seed=seed,
            draws=DRAWS,
            rates_by=rates_by,
            keep_amounts=past.is_recorded,
        )
        naive = _Naive(today, known, period, day)
        yield BacktestStep(
            count=len(asked),
            team=naive.point(result.team, slice(None)),
            reps=tuple(naive.point(row, naive.axes.rep_at[row.name]) for row in result.reps),
            is_recorded=past.is_recorded,
        )


def sum_up(steps: Sequence[BacktestStep]) -> BacktestResult:
    """Return how good the forecasts of some days were together."""
    team = [step.team for step in steps]
    reps = [point for step in steps for point in step.reps]
    return BacktestResult(
        tuple(team), tuple(reps), score(team), score(reps), tuple(_describe_limits(steps))
    )


def _describe_limits(steps: Sequence[BacktestStep]) -> Iterator[str]:
    """Yield what the forecasts saw, and what the walk could not undo."""
    recorded = [step.team.as_of for step in steps if step.is_recorded]
    if recorded:
        yield (
            f"Forecasts since {min(recorded).isoformat()} saw what had been imported and planned "
            "by their day; reps and sources go by today's names."
        )
    if len(recorded) < len(steps) or not steps:
        yield from LIMITS if not recorded else ("For those before:", *LIMITS)


def score(points: list[BacktestPoint]) -> BacktestScore | None:
    """Return how good forecasts were together; `None` when there is nothing to compare with."""
    actual = np.array([point.actual for point in points], dtype=np.float64)
    if actual.sum() <= 0:
        return None

    def error(name: str) -> FloatArray:
        forecasts = np.array([getattr(point, name) for point in points], dtype=np.float64)
        return forecasts - actual

    total = float(actual.sum())
    return BacktestScore(
        forecasts=len(points),
        coverage=float(np.mean([point.is_covered for point in points])),
        error=float(np.abs(error("expected")).sum()) / total,
        bias=float(error("expected").sum()) / total,
        run_rate_error=float(np.abs(error("run_rate")).sum()) / total,
        pipeline_error=float(np.abs(error("pipeline")).sum()) / total,
    )


class _Naive:
    """What came, and what two simple rules would have forecast, by rep position."""

    def __init__(self, today: Facts, known: Facts, period: Period, day: date) -> None:
        calendar = today.team.calendar
        self.axes = build_axes(today.reps, today.sources, today.plan, calendar.months(period))
        self._period, self._day = period, day
        self._elapsed = ((day - period.start).days + 1) / period.days
        self._actual = _sum_won(today, self.axes, period)
        won = _sum_won(known, self.axes, period)
        before = _sum_won(known, self.axes, calendar.previous(period))
        self._run_rate = won / self._elapsed if self._elapsed > 0 else before
        self._pipeline = won + _weigh_open(known, self.axes)

    def point(self, row: ForecastRow, reps: int | slice) -> BacktestPoint:
        """Return the comparison for a rep position, or for all of them."""
        return BacktestPoint(
            period=self._period,
            as_of=self._day,
            elapsed=self._elapsed,
            name=row.name,
            expected=row.expected,
            low=row.low,
            high=row.high,
            actual=float(self._actual[reps].sum()),
            run_rate=float(self._run_rate[reps].sum()),
            pipeline=float(self._pipeline[reps].sum()),
        )


def _find_periods(facts: Facts, grain: Grain, as_of: date) -> list[Period]:
    """Return the periods that have ended and that began after the first deal was closed.

    Before that, nothing tells how long deals take or what was in the pipeline.
    """
    first = int(facts.opportunities["closed"].to_numpy().min(initial=NEVER))
    if first == NEVER:
        return []
    calendar, periods = facts.team.calendar, []
    period = calendar.next(calendar.period_of(to_date(first), grain))
    while period.end <= as_of:
        periods.append(period)
        period = calendar.next(period)
    return periods


def _days(period: Period) -> list[date]:
    eve = period.start - timedelta(days=1)
    return [eve + timedelta(days=period.days * at // POINTS) for at in range(POINTS)]


def _sum_won(facts: Facts, axes: Axes, period: Period) -> FloatArray:
    """Return the revenue won in a period as far as known, by rep position."""
    deals = facts.opportunities
    closed = deals["closed"].to_numpy()
    chosen = deals[
        (deals["outcome"].to_numpy() == Outcome.WON)
        & (closed >= to_day(period.start))
        & (closed <= to_day(period.end))
    ]
    rep = axes.reps_of(chosen["rep"].to_numpy())
    sums = np.bincount(rep, chosen["amount"].to_numpy(), minlength=axes.shape[0])
    return sums.astype(np.float64)


def _weigh_open(known: Facts, axes: Axes) -> FloatArray:
    """Return every open deal at the plan's win rate and deal size, summed by rep position."""
    deals = known.opportunities
    deals = deals[deals["outcome"].to_numpy() == Outcome.OPEN]
    created = deals["created"].to_numpy().astype(np.int64)
    if not created.size:
        return np.zeros(axes.shape[0])
    days = (int(created.min()), int(created.max()))
    rates = build_rates(known.plan, axes, known.team.calendar, days)
    rep = axes.reps_of(deals["rep"].to_numpy())
    entries = rates.entries(rep, axes.sources_of(deals["source"].to_numpy()), created)
    worth = rates.give("win_rate", entries) * rates.give("deal_size", entries)
    return np.bincount(rep, worth, minlength=axes.shape[0]).astype(np.float64)
