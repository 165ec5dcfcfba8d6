"""How good were our forecasts: what past ones said, beside what came and two simple rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cockpit.domain.fiscal import Grain
from cockpit.domain.question import Question
from cockpit.presenters.axes import find_ticks
from cockpit.presenters.formatting import (
    format_count,
    format_date,
    format_money_short,
    format_percent,
    format_period,
    format_plural,
)
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.diagnosis import load_facts
from cockpit.services.forecast import (
    BacktestPoint,
    BacktestScore,
    BacktestStep,
    sum_up,
    walk_backtest,
)

__all__ = [
    "BacktestStep",
    "ErrorLine",
    "QualityGroup",
    "QualityMark",
    "QualityPresenter",
    "QualityView",
    "load_backtest",
]

_TICKS = 4
_RIGHT = 0.8
_METHODS = (
    ("expected", "this forecast", "accent"),
    ("run_rate", "run rate", "muted"),
    ("pipeline", "weighted pipeline", "earlier"),
)
"""Field of a past forecast, its name, and the colour of its line."""


@dataclass(frozen=True, slots=True)
class QualityMark:
    """One past forecast: its interval, its middle, and whether what came lies inside."""

    low: float
    expected: float
    high: float
    is_covered: bool
    tip: str


@dataclass(frozen=True, slots=True)
class QualityGroup:
    """A period that has ended: its name, what came, and how many forecasts it had before it."""

    label: str
    actual: float
    forecasts: int


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """How far off one way of forecasting was, by how much of the period was over.

    Args:
        name, tone: What it is, and the colour token of its line.
        errors: Share of what came; one per share of the period that was over.
        overall: The same over all forecasts, in words.
    """

    name: str
    tone: str
    errors: tuple[float, ...]
    overall: str


@dataclass(frozen=True, slots=True)
class QualityView:
    """Past forecasts of the team beside what came.

    Args:
        story: What they were worth, in a few sentences; empty until there is one.
        marks: Every forecast, the oldest first.
        groups: The periods, in the same order.
        least, most: Extent of the axis, in minor units.
        ticks: Amounts of the axis with their words.
        over: Shares of the period that were over, in words.
        errors: Three ways of forecasting.
        limits: What the look back cannot undo.
        done: Share of the forecasts that are made; 1 when all are.
        progress: How many are made, while some are missing.
        description, errors_description: The two charts in words.
    """

    story: tuple[Span, ...]
    marks: tuple[QualityMark, ...]
    groups: tuple[QualityGroup, ...]
    least: float
    most: float
    ticks: tuple[tuple[float, str], ...]
    over: tuple[str, ...]
    errors: tuple[ErrorLine, ...]
    limits: str
    done: float
    progress: str
    description: str
    errors_description: str


def load_backtest(workspace: Workspace, question: Question) -> tuple[Iterator[BacktestStep], str]:
    """Return the past forecasts, to be made one at a time, and the currency; runs in the worker.

    Raises:
        MissingRateError: No assumption gives a rate that is needed.
    """
    store = workspace.store
    steps = walk_backtest(store, question.period.grain, question.as_of, question.known_on)
    return steps, load_facts(store).team.currency


class QualityPresenter:
    """Collects past forecasts as they are made."""

    def __init__(self, grain: Grain) -> None:
        self.grain = grain
        self.currency = ""
        self._steps: list[BacktestStep] = []

    def add(self, step: BacktestStep) -> QualityView:
        """Take one more day of the past and return what is known with it."""
        self._steps.append(step)
        return self.view()

    @property
    def why_none(self) -> str:
        """Return why there is nothing to look back on."""
        return (
            f"No {self.grain.value} has ended yet that began after the first deal was closed, so "
            "there is no forecast to compare with what came."
        )

    def view(self) -> QualityView:
        """Return what the forecasts made so far say."""
        steps = self._steps
        result = sum_up(steps)
        points = result.team
        count = steps[0].count if steps else 0
        is_done = len(steps) == count
        least, most = _find_extent(points)
        score, errors = result.team_score, tuple(_build_errors(points))
        groups = tuple(_build_groups(points))
        if score is None:
            told = iter((Span("Nothing was won in these periods: there is nothing to compare."),))
        else:
            told = _tell(score, result.rep_score, self.grain, len(groups))
        return QualityView(
            story=tuple(told) if is_done else (),
            marks=tuple(self._build_mark(point) for point in points),
            groups=groups,
            least=least,
            most=most,
            ticks=tuple(
                (tick, format_money_short(tick, self.currency))
                for tick in find_ticks(least, most, _TICKS)
            ),
            over=_name_shares(points),
            errors=errors,
            limits=" ".join(result.limits),
            done=len(steps) / count if count else 0.0,
            progress="" if is_done else f"Looking back: {len(steps)} of {count} forecasts…",
            description=self._describe(points),
            errors_description="; ".join(
                f"{line.name}: {line.overall} off on average" for line in errors
            ),
        )

    def _build_mark(self, point: BacktestPoint) -> QualityMark:
        expected, low, high, actual = (
            format_money_short(amount, self.currency)
            for amount in (point.expected, point.low, point.high, point.actual)
        )
        period = format_period(point.period)
        verdict = "inside" if point.is_covered else "outside"
        tip = (
            f"{period}, forecast on {format_date(point.as_of)}: {expected}, "
            f"80% between {low} and {high}\n{actual} came: {verdict}"
        )
        return QualityMark(point.low, point.expected, point.high, point.is_covered, tip)

    def _describe(self, points: Sequence[BacktestPoint]) -> str:
        held = sum(point.is_covered for point in points)
        periods = format_plural(len({point.period for point in points}), "period")
        return (
            f"{format_plural(len(points), 'forecast')} of {periods}; what came lay within the 80% "
            f"interval of {format_count(held)}."
        )


def _tell(
    score: BacktestScore, reps: BacktestScore | None, grain: Grain, periods: int
) -> Iterator[Span]:
    """Yield how often the interval held, and how far off the forecast and simple rules were."""
    yield Span("What came lay within the 80% interval in ")
    yield Span(format_percent(score.coverage), strong=True)
    judged = _judge(score.coverage, format_plural(periods, grain.value), periods)
    yield Span(f" of {format_plural(score.forecasts, 'forecast')}, {judged}. They were ")
    yield Span(f"{format_percent(score.error)} off", strong=True)
    yield Span(
        f" on average, where the run rate was {format_percent(score.run_rate_error)} off and the "
        f"weighted pipeline {format_percent(score.pipeline_error)}. "
    )
    if round(abs(score.bias), 2) > 0:
        way = "high" if score.bias > 0 else "low"
        yield Span(f"All in all they were {format_percent(abs(score.bias))} too {way}. ")
    if reps is not None:
        yield Span(
            f"For single reps the interval held in {format_percent(reps.coverage)} of "
            f"{format_count(reps.forecasts)}; {format_percent(reps.error)} off, against "
            f"{format_percent(reps.run_rate_error)} for the run rate."
        )


def _judge(coverage: float, what: str, periods: int) -> str:
    """Return what a coverage says, as far as so many periods can tell.

    Forecasts of one period fail together, so the standard error is that of the periods:
    √(0.8·0.2/n).
    """
    if abs(coverage - _RIGHT) <= (_RIGHT * (1 - _RIGHT) / periods) ** 0.5:
        return f"which is right as far as {what} can tell"
    if coverage < _RIGHT:
        return "where 80% would be right: they were too sure"
    return "where 80% would do: they were too cautious"


def _find_extent(points: Sequence[BacktestPoint]) -> tuple[float, float]:
    """Return the extent of the axis: all that is drawn, and a little room."""
    amounts = [a for point in points for a in (point.low, point.high, point.actual)]
    least, most = min(amounts, default=0.0), max(amounts, default=1.0)
    room = 0.06 * (most - least) or 1.0
    return max(least - room, 0.0), most + room


def _build_groups(points: Sequence[BacktestPoint]) -> Iterator[QualityGroup]:
    for period in dict.fromkeys(point.period for point in points):
        own = [point for point in points if point.period == period]
        yield QualityGroup(format_period(period), own[0].actual, len(own))


def _by_share(points: Sequence[BacktestPoint]) -> list[list[BacktestPoint]]:
    """Return the forecasts by which one of their period's they are: the eve's first."""
    parts: list[list[BacktestPoint]] = []
    place = 0
    for number, point in enumerate(points):
        is_same = number > 0 and points[number - 1].period == point.period
        place = place + 1 if is_same else 0
        if place == len(parts):
            parts.append([])
        parts[place].append(point)
    return parts


def _name_shares(points: Sequence[BacktestPoint]) -> tuple[str, ...]:
    return tuple(
        format_percent(sum(point.elapsed for point in part) / len(part))
        for part in _by_share(points)
    )


def _build_errors(points: Sequence[BacktestPoint]) -> Iterator[ErrorLine]:
    """Yield Σ |forecast − came| ÷ Σ came, for each way of forecasting."""
    for field, name, tone in _METHODS:
        errors = tuple(_measure(part, field) for part in _by_share(points))
        yield ErrorLine(name, tone, errors, format_percent(_measure(points, field)))


def _measure(points: Sequence[BacktestPoint], field: str) -> float:
    came = sum(point.actual for point in points)
    off = sum(abs(getattr(point, field) - point.actual) for point in points)
    return off / came if came > 0 else 0.0
