"""The forecast fan: what came in so far, where 80% of the likely ends lie, plan and target."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cockpit.domain.fiscal import Period, to_day
from cockpit.presenters.axes import find_ticks
from cockpit.presenters.formatting import format_date, format_day_short, format_money_short
from cockpit.services.forecast_fan import FanResult, FanRow

_TICKS = 5
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WEEK = 7


@dataclass(frozen=True, slots=True)
class FanPoint:
    """Where revenue may stand at the end of a day (0 is the eve of the period)."""

    day: int
    low: float
    expected: float
    high: float


@dataclass(frozen=True, slots=True)
class FanMark:
    """A day that can be pointed at: where it stands, and what it says."""

    day: int
    amount: float
    tip: str


@dataclass(frozen=True, slots=True)
class FanView:
    """Cumulative revenue over the days of a period; amounts in minor units.

    Args:
        days: Days of the period, the extent of the axis.
        top: Highest amount of the axis.
        ticks: Amounts of the axis with their words.
        months: Day of the middle of each month, and its name.
        known: Day and amount won until then, up to the as-of day.
        ahead: The fan, from the as-of day to the end; empty when the period is over.
        plan: Day and what the plan's promises and rates bring until then; empty without a plan.
        target: The target, or `None`.
        target_text, plan_text, end_text, range_text, known_text: Names at the ends of the lines.
        marks: Days that can be pointed at, in order.
        description: All of it in words.
    """

    days: int
    top: float
    ticks: tuple[tuple[float, str], ...]
    months: tuple[tuple[float, str], ...]
    known: tuple[tuple[int, float], ...]
    ahead: tuple[FanPoint, ...]
    plan: tuple[tuple[int, float], ...]
    target: float | None
    target_text: str
    plan_text: str
    end_text: str
    range_text: str
    known_text: str
    marks: tuple[FanMark, ...]
    description: str


def build_fan(result: FanResult, row: FanRow) -> FanView:
    """Return the fan of the team or of one rep."""
    period, currency = result.period, result.currency
    eve = to_day(period.start) - 1
    known = tuple(enumerate(float(amount) for amount in row.actual))
    plan = tuple(zip((result.plan_days - eve).tolist(), row.plan.tolist(), strict=True))
    plan = plan if plan[-1][1] > 0 else ()
    ahead = tuple(
        FanPoint(int(day) - eve, *(float(value) for value in values))
        for day, *values in zip(result.ahead_days, row.low, row.expected, row.high, strict=True)
    )
    target = float(row.target) if row.target else None
    top, ticks = _build_axis(_most(known, ahead, plan, target), currency)

    def money(amount: float) -> str:
        return format_money_short(amount, currency)

    end = ahead[-1] if ahead else None
    return FanView(
        days=period.days,
        top=top,
        ticks=ticks,
        months=tuple(_find_months(period)),
        known=known,
        ahead=ahead,
        plan=plan,
        target=target,
        target_text=f"target {money(target)}" if target else "",
        plan_text=f"plan {money(plan[-1][1])}" if plan else "",
        end_text=money(end.expected) if end else money(known[-1][1]),
        range_text=f"80%: {money(end.low)} to {money(end.high)}" if end else "closed",
        known_text=_name_known(result, known),
        marks=tuple(_build_marks(result, known, ahead, plan)),
        description=_describe(result, row, plan),
    )


def _most(
    known: tuple[tuple[int, float], ...],
    ahead: tuple[FanPoint, ...],
    plan: tuple[tuple[int, float], ...],
    target: float | None,
) -> float:
    """Return the highest amount that is drawn."""
    highest = [amount for _, amount in (*known, *plan)] + [point.high for point in ahead]
    return max(*highest, target or 0.0, 1.0)


def _build_axis(most: float, currency: str) -> tuple[float, tuple[tuple[float, str], ...]]:
    """Return the top of the axis, and its ticks."""
    ticks = find_ticks(0.0, most, _TICKS)
    return most * 1.04, tuple((tick, format_money_short(tick, currency)) for tick in ticks)


def _find_months(period: Period) -> Iterator[tuple[float, str]]:
    """Yield the day of the middle of each month within the period, and its name."""
    first = period.start
    while first <= period.end:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = min(following - timedelta(days=1), period.end)
        middle = ((first - period.start).days + (last - period.start).days) / 2 + 0.5
        yield middle, _MONTHS[first.month - 1]
        first = following


def _name_known(result: FanResult, known: tuple[tuple[int, float], ...]) -> str:
    """Return the name of the line's end on the as-of day; nothing before the first day."""
    if len(known) < 2 or not result.ahead_days.size:  # noqa: PLR2004 - the eve alone
        return ""
    return f"{format_money_short(known[-1][1], result.currency)} won"


def _build_marks(
    result: FanResult,
    known: tuple[tuple[int, float], ...],
    ahead: tuple[FanPoint, ...],
    plan: tuple[tuple[int, float], ...],
) -> Iterator[FanMark]:
    """Yield the end of each week that is known, the as-of day, then the days of the fan."""
    eve = result.period.start - timedelta(days=1)
    last = known[-1][0]
    for day, amount in known:
        if day and (day % _WEEK == 0 or day == last):
            text = f"{format_date(eve + timedelta(days=day))}: {_short(result, amount)} won so far"
            yield FanMark(day, amount, text + _say_plan(result, plan, day))
    for point in ahead:
        if point.day == last:
            continue
        text = (
            f"By {format_date(eve + timedelta(days=point.day))}: {_short(result, point.expected)} "
            f"expected,\n80% between {_short(result, point.low)} and {_short(result, point.high)}"
        )
        yield FanMark(point.day, point.expected, text + _say_plan(result, plan, point.day))


def _say_plan(result: FanResult, plan: tuple[tuple[int, float], ...], day: int) -> str:
    """Return what the plan expects by a day, between the days at which it was asked."""
    for (before, low), (after, high) in pairwise(plan):
        if before <= day <= after:
            amount = low + (high - low) * (day - before) / (after - before)
            return f"\nThe plan expects {_short(result, amount)} by then"
    return ""


def _short(result: FanResult, amount: float) -> str:
    return format_money_short(amount, result.currency)


def _describe(result: FanResult, row: FanRow, plan: tuple[tuple[int, float], ...]) -> str:
    """Return the chart in words."""
    parts = []
    if len(row.actual) > 1:
        day = _last_known(result)
        parts.append(f"{_short(result, row.actual[-1])} won by {format_date(day)}.")
    if result.ahead_days.size:
        end = format_day_short(result.period.end)
        parts.append(
            f"By {end} {_short(result, row.expected[-1])} is expected, 80% between "
            f"{_short(result, row.low[-1])} and {_short(result, row.high[-1])}."
        )
    if row.target:
        parts.append(f"Target {_short(result, row.target)}.")
    if plan:
        parts.append(f"The plan expects {_short(result, plan[-1][1])} by then.")
    return " ".join(parts)


def _last_known(result: FanResult) -> date:
    return min(result.as_of, result.period.end)
