"""The forecast: in a line below the headline, as a fan, and what the expectation is made of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from cockpit.domain.errors import CancelledError, CockpitError
from cockpit.domain.fiscal import Grain, Period
from cockpit.domain.question import Basis, Question
from cockpit.presenters.explanation import MathLine, MathView
from cockpit.presenters.fan import FanView, build_fan
from cockpit.presenters.formatting import (
    format_count,
    format_money_exact,
    format_money_short,
    format_percent,
    format_period,
    format_plural,
)
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.forecast import ForecastResult, ForecastRow
from cockpit.services.forecast_fan import FanResult, FanRow, describe_fan

__all__ = [
    "FanResult",
    "ForecastPresenter",
    "ForecastView",
    "build_forecast_math",
    "build_line",
    "format_chance",
    "load_forecast",
]

_GRAINS = {Grain.MONTH: "month end", Grain.QUARTER: "quarter end", Grain.YEAR: "year end"}
_SURE = 0.995


@dataclass(frozen=True, slots=True)
class ForecastView:
    """What the fan's card shows of the team or of one rep.

    Args:
        fan: The picture.
        hint: Whose it is; empty for the team.
        drivers: What the rest of the period is expected to bring, and from what.
    """

    fan: FanView
    hint: str
    drivers: tuple[Span, ...]


def load_forecast(
    workspace: Workspace, question: Question, report: Callable[[float], None]
) -> FanResult:
    """Return the forecast with the paths to it; runs in the worker.

    Args:
        workspace: The open store.
        question: What is asked.
        report: Called with the share that is done; raises once nobody waits for it any more.

    Raises:
        CancelledError: `report` stopped it.
        MissingRateError: No assumption gives a rate that is needed.
    """
    return describe_fan(workspace.store, question, report)


class ForecastPresenter:
    """Keeps the forecast of the question that was asked last, or why there is none.

    `reason` says why there is none; `is_wanted` whether it has to be asked for.
    """

    def __init__(self) -> None:
        self.result: FanResult | None = None
        self.reason = ""
        self._question: Question | None = None

    @property
    def is_wanted(self) -> bool:
        """Return whether the question has no forecast yet."""
        return self.result is None

    def expect(self, question: Question) -> None:
        """Take on a question; a forecast of the same period and day still holds."""
        before, self._question = self._question, question
        if before is None or _about(before) != _about(question):
            self.forget()

    def forget(self) -> None:
        """Drop the forecast: what it rests on has changed."""
        self.result, self.reason = None, "Looking ahead…"

    def show(self, result: FanResult) -> None:
        """Keep the forecast of the question."""
        self.result = result

    def fail(self, error: CockpitError) -> None:
        """Keep why there is no forecast."""
        stopped = "The forecast was stopped"
        self.result = None
        self.reason = stopped if isinstance(error, CancelledError) else str(error)

    def line(self) -> tuple[Span, ...]:
        """Return the team's forecast as a line below the headline, or what it is waiting for."""
        if self.result is None:
            return (Span(self.reason),)
        forecast = self.result.forecast
        return build_line(forecast, forecast.team, is_cohort=self._is_cohort)

    def line_of(self, name: str) -> tuple[Span, ...]:
        """Return a rep's forecast in a line; nothing where there is none, or nothing is open."""
        if self.result is None or not self.result.ahead_days.size:
            return ()
        forecast = self.result.forecast
        row = next((row for row in forecast.reps if row.name == name), None)
        return () if row is None else build_line(forecast, row, is_cohort=self._is_cohort)

    @property
    def _is_cohort(self) -> bool:
        return self._question is not None and self._question.basis is Basis.COHORT

    def view(self, name: str | None) -> ForecastView | None:
        """Return the forecast of a rep by name; the team's for anybody without one."""
        if self.result is None:
            return None
        path, row = _find(self.result, name)
        fan = build_fan(self.result, path)
        drivers = tuple(_tell_drivers(self.result.forecast, row))
        return ForecastView(fan, _hint(self.result, row), drivers)

    def explain(self, name: str | None) -> MathView | None:
        """Return what the expectation of a rep or the team is made of."""
        if self.result is None:
            return None
        return build_forecast_math(self.result.forecast, _find(self.result, name)[1])


def _find(result: FanResult, name: str | None) -> tuple[FanRow, ForecastRow]:
    """Return a rep's path and forecast, the team's for anybody who has none."""
    pairs = zip(result.reps, result.forecast.reps, strict=True)
    found = next((pair for pair in pairs if pair[1].name == name), None)
    return found or (result.team, result.forecast.team)


def _hint(result: FanResult, row: ForecastRow) -> str:
    """Return whose path it is; the team's needs no name."""
    return "" if row is result.forecast.team else row.name


def build_line(
    forecast: ForecastResult, row: ForecastRow, *, is_cohort: bool = False
) -> tuple[Span, ...]:
    """Return "Forecast at quarter end $485k (80% between …) · chance of reaching target 3%".

    Args:
        forecast: The forecast.
        row: The team's, or a rep's.
        is_cohort: Whether the reader looks at the leads of the period, which this is not about.
    """

    def money(minor: float) -> str:
        return format_money_short(minor, forecast.currency)

    if forecast.as_of >= forecast.period.end:
        closed = f"{format_period(forecast.period)} has closed: nothing is left to forecast"
        return (Span(closed),)
    what = "Bookings forecast" if is_cohort else "Forecast"
    spans = [
        Span(f"{what} at {_GRAINS[forecast.period.grain]} "),
        Span(money(row.expected), strong=True),
        Span(f" (80% between {money(row.low)} and {money(row.high)})"),
    ]
    if row.p_target is None:
        return (*spans, Span(" · no target is set"))
    if row.drivers.actual >= row.target:
        return (*spans, Span(" · the target is "), Span("reached", strong=True))
    return (
        *spans,
        Span(" · chance of reaching target "),
        Span(format_chance(row.p_target), strong=True),
    )


def format_chance(chance: float) -> str:
    """Return a chance that came out of draws: never quite nothing, never quite certain."""
    if chance < 1 - _SURE:
        return "below 1%"
    return "above 99%" if chance > _SURE else format_percent(chance)


def build_forecast_math(forecast: ForecastResult, row: ForecastRow) -> MathView:
    """Return the drivers of the expectation: they add up to it."""
    parts = row.drivers

    def money(minor: float) -> str:
        return format_money_exact(minor, forecast.currency)

    low, high = (format_money_short(bound, forecast.currency) for bound in (row.low, row.high))
    lines = [
        MathLine("Won", "Closed in the period up to the as-of day", money(parts.actual)),
        *(MathLine(label, meaning, money(amount)) for label, meaning, amount in _list_drivers(row)),
        MathLine("=", "Expected at the end of the period", money(row.expected), is_result=True),
        MathLine("80%", "Eight of ten simulated ends lie between", f"{low} and {high}"),
    ]
    if row.p_target is not None:
        meaning = f"Simulated ends that reach the target of {money(row.target)}"
        lines.append(MathLine("P", meaning, format_chance(row.p_target)))
    method = forecast.method
    draws = (
        f"{format_count(method.draws)} simulated ends of the period (seed {method.seed}; the same "
        "question gives the same answer)."
    )
    return MathView(
        title=f"Forecast · {row.name}",
        question="What is won, and what the rest of the period is expected to bring.",
        formula="Expected = won + open deals + leads in hand + leads to come + self-sourced",
        figures="",
        lines=tuple(lines),
        note=" ".join([*forecast.notes, draws]),
    )


def _list_drivers(row: ForecastRow) -> tuple[tuple[str, str, float], ...]:
    """Return what is still to come: name, what it is, and what is expected of it."""
    parts, counts = row.drivers, row.counts
    likely = format_plural(round(counts.leads_to_come), "lead")
    deals = format_plural(counts.open_deals, "open deal")
    leads = format_plural(counts.leads_in_hand, "lead")
    return (
        (
            "Open deals",
            f"{deals}, each at its chance to be won in time",
            parts.open_deals,
        ),
        (
            "Leads in hand",
            f"{leads}, neither converted nor disqualified",
            parts.leads_in_hand,
        ),
        (
            "Leads to come",
            f"{likely} likely to arrive, by marketing's record",
            parts.leads_to_come,
        ),
        (
            "Self-sourced",
            "Opportunities that reps still open without a lead",
            parts.self_sourced,
        ),
    )


def _tell_drivers(forecast: ForecastResult, row: ForecastRow) -> Iterator[Span]:
    """Yield "To come $40k: $30k from 31 open deals, $8k from 120 leads in hand …"."""
    parts, counts = row.drivers, row.counts
    if forecast.as_of >= forecast.period.end:
        return

    def money(minor: float) -> str:
        return format_money_short(minor, forecast.currency)

    told = [
        (parts.open_deals, f" from {format_plural(counts.open_deals, 'open deal')}"),
        (parts.leads_in_hand, f" from {format_plural(counts.leads_in_hand, 'lead')}"),
        (
            parts.leads_to_come,
            f" from {format_plural(round(counts.leads_to_come), 'more lead')}",
        ),
        (parts.self_sourced, " self-sourced"),
    ]
    yield Span("To come ")
    yield Span(money(row.expected - parts.actual), strong=True)
    some = [(amount, text) for amount, text in told if amount > 0]
    for number, (amount, text) in enumerate(some):
        yield Span(": " if not number else ", ")
        yield Span(money(amount), strong=True)
        yield Span(text)


def _about(question: Question) -> tuple[Period, date, date | None]:
    """Return what of a question decides its forecast."""
    return question.period, question.as_of, question.known_on
