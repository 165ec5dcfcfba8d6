"""What the cards of a rep's page say: funnel, pace of leads, losses, follow-up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cockpit.domain.fiscal import Period
from cockpit.domain.verdicts import Effect
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_day_short,
    format_money_exact,
    format_money_short,
    format_percent,
    format_plural,
)
from cockpit.services.reps import (
    DiagnosisRow,
    FollowUpResult,
    LossReason,
    LossReasonsResult,
    PacePoint,
    PaceResult,
)

_MOST_REASONS = 5
_HOUR = 3600
_DAY = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage of the funnel: what came, against what was due by now.

    Args:
        label: Name of the stage.
        note: Its rate against plan and team, or empty.
        actual, expected: Values to draw, in the same unit; `expected` is `None` where the plan
            says nothing.
        actual_text, expected_text: The same in words: `18`, `of 23.2`.
        tone: Colour token of the bar.
        effect: The effect that this stage's difference is part of, for "see the math".
        tip: All of it with exact values.
    """

    label: str
    note: str
    actual: float
    expected: float | None
    actual_text: str
    expected_text: str
    tone: str
    effect: Effect
    tip: str


@dataclass(frozen=True, slots=True)
class PaceMark:
    """The end of a week on the curve: day of the period (0 is its eve), counts, and words."""

    day: int
    promised: float
    delivered: int | None
    tip: str


@dataclass(frozen=True, slots=True)
class PaceView:
    """Cumulative leads by week.

    Args:
        marks: The ends of the weeks, in order, the eve of the period first.
        days: Days of the period, the extent of the axis.
        months: Day of the middle of each month, and its name.
        has_promise: Whether marketing promised this rep anything.
        promised_text, delivered_text: Labels for the ends of the two lines.
        description: All of it in a sentence.
    """

    marks: tuple[PaceMark, ...]
    days: int
    months: tuple[tuple[float, str], ...]
    has_promise: bool
    promised_text: str
    delivered_text: str
    description: str


@dataclass(frozen=True, slots=True)
class PairView:
    """One reason: the rep's deals beside what the team's shares would make of them."""

    label: str
    count: int
    usual: float
    tip: str


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact: label, value, the team's value beside it, and a tone where it needs attention."""

    label: str
    value: str
    team: str
    tone: str | None = None


def build_funnel(row: DiagnosisRow, team: DiagnosisRow, currency: str) -> tuple[StageView, ...]:
    """Return the four stages, each against what the plan makes of the stage above it."""
    funnel, usual = row.funnel, team.funnel
    qualified = _format_rates(
        funnel.lead_to_opp_rate, funnel.lead_to_opp_plan, usual.lead_to_opp_rate
    )
    won = _format_rates(funnel.win_rate, funnel.win_rate_plan, usual.win_rate)
    promised = round(funnel.leads_plan) if row.has_commitment else None
    leads_note = "" if promised else "none promised"
    opened, due = funnel.opportunities_actual, funnel.opportunities_expected
    return (
        _build_stage(Effect.LEADS, "Leads", funnel.leads_actual, promised, leads_note),
        _build_stage(Effect.LEAD_TO_OPP, "Opportunities", opened, due, qualified),
        _build_stage(Effect.WIN_RATE, "Wins", funnel.wins_actual, funnel.wins_expected, won),
        _build_revenue(row, currency),
    )


_TONES = {Effect.LEADS: "marketing", Effect.LEAD_TO_OPP: "sales", Effect.WIN_RATE: "sales"}


_MEANINGS = {
    Effect.LEADS: ("leads arrived", "promised by now"),
    Effect.LEAD_TO_OPP: ("leads became opportunities", "due by now from the leads received"),
    Effect.WIN_RATE: ("deals won", "due by now from the opportunities opened and carried in"),
}


def _build_stage(
    effect: Effect, label: str, actual: int, expected: float | None, note: str
) -> StageView:
    came, due = format_count(actual), format_count(_rounded(expected))
    done, against = _MEANINGS[effect]
    tip = f"{came} {done}"
    if expected is not None:
        tip += f"; {due} were {against}"
    if note:
        tip += f"\n{note}"
    return StageView(
        label=label,
        note=note,
        actual=actual,
        expected=expected,
        actual_text=came,
        expected_text=f"of {due}" if expected is not None else "",
        tone=_TONES[effect],
        effect=effect,
        tip=tip,
    )


def _build_revenue(row: DiagnosisRow, currency: str) -> StageView:
    """Return the last stage: the amounts of the deals won, against their planned amounts."""
    funnel = row.funnel
    real = format_money_exact(row.actual, currency)
    planned = format_money_exact(funnel.revenue_expected, currency)
    sizes = (funnel.deal_size_actual, funnel.deal_size_plan)
    note = ""
    if None not in sizes:
        mean, plan = (format_money_short(size, currency) for size in sizes)
        note = f"{mean} a deal · plan {plan}"
    return StageView(
        label="Revenue",
        note=note,
        actual=row.actual,
        expected=funnel.revenue_expected,
        actual_text=format_money_short(row.actual, currency),
        expected_text=f"of {format_money_short(funnel.revenue_expected, currency)}",
        tone="size",
        effect=Effect.DEAL_SIZE,
        tip=f"{real} won; {planned} at the planned size of the same deals",
    )


def _rounded(expected: float | None) -> float | None:
    return None if expected is None else round(expected, 1)


def _format_rates(own: float | None, plan: float | None, team: float | None) -> str:
    """Return `33% · plan 40% · team 37%`, without what is not known."""
    named = (("", own), ("plan ", plan), ("team ", team))
    return " · ".join(f"{name}{format_percent(v)}" for name, v in named if v is not None)


def build_pace(pace: PaceResult, period: Period) -> PaceView:
    """Return the curve of leads delivered against the promise."""
    eve = period.start - timedelta(days=1)
    marks = tuple(_build_marks(pace, eve))
    has_promise = pace.promised_total > 0
    total, now = format_count(round(pace.promised_total)), pace.now
    delivered = format_count(now.delivered)
    due = format_count(round(now.promised))
    told = f"{delivered} of {due} leads promised by {format_day_short(now.day)} arrived"
    return PaceView(
        marks=marks,
        days=period.days,
        months=tuple(_build_months(period)),
        has_promise=has_promise,
        promised_text=f"promised {total}" if has_promise else "",
        delivered_text=f"{delivered} delivered",
        description=f"{told}; {total} are promised for the period."
        if has_promise
        else f"{delivered} leads arrived; none were promised.",
    )


def _build_marks(pace: PaceResult, eve: date) -> Iterator[PaceMark]:
    before = pace.points[0]
    for point in pace.points:
        yield PaceMark(
            (point.day - eve).days, point.promised, point.delivered, _tell_week(before, point)
        )
        before = point


def _tell_week(before: PacePoint, point: PacePoint) -> str:
    """Return what happened between two points, and so far."""
    promised = format_count(round(point.promised, 1))
    if point is before:
        return "Start of the period"
    week = f"Up to {format_day_short(point.day)}"
    if point.delivered is None or before.delivered is None:
        return f"{week}: {promised} promised"
    new = format_count(point.delivered - before.delivered)
    due = format_count(round(point.promised - before.promised, 1))
    so_far = f"{format_count(point.delivered)} of {promised} promised"
    return f"{week}: {so_far}\nSince {format_day_short(before.day)}: {new} of {due}"


def _build_months(period: Period) -> Iterator[tuple[float, str]]:
    """Yield the middle of each calendar month, as a day of the period, with its name."""
    first = period.start
    while first <= period.end:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        middle = (first - period.start).days + (following - first).days / 2
        yield middle, format_day_short(first).split()[1]
        first = following


def build_losses(losses: LossReasonsResult) -> tuple[PairView, ...]:
    """Return the reasons that matter, the rest as one; none when the rep's deals carry none."""
    if not losses.with_reason:
        return ()
    shown = [_build_pair(r.reason, [r], losses) for r in losses.reasons[:_MOST_REASONS]]
    rest = losses.reasons[_MOST_REASONS:]
    if rest:
        label = rest[0].reason if len(rest) == 1 else f"{len(rest)} other reasons"
        shown.append(_build_pair(label, list(rest), losses))
    return tuple(shown)


def _build_pair(label: str, reasons: list[LossReason], losses: LossReasonsResult) -> PairView:
    count, usual = sum(r.count for r in reasons), sum(r.usual for r in reasons)
    own = format_percent(count / losses.with_reason)
    team = format_percent(sum(r.team_share for r in reasons))
    tip = (
        f"{label}: {count} of {losses.with_reason} lost deals with a reason ({own}); "
        f"team {team}, which would be {format_count(round(usual, 1))}"
    )
    return PairView(label, count, usual, tip)


def format_losses_hint(losses: LossReasonsResult) -> str:
    """Return how many lost deals say nothing, for the card's corner."""
    if losses.without_reason and losses.with_reason:
        return f"12 months · {losses.without_reason} more without a reason"
    return "12 months, against team"


def build_follow_up(
    own: FollowUpResult | None, team: FollowUpResult | None
) -> tuple[FactView, ...]:
    """Return the facts about first responses beside the team's; none when there are no times."""
    if own is None or team is None:
        return ()
    if own.within_hour is None:
        soon = [_build_share("Answered the same day", own.same_day, team.same_day)]
    else:
        soon = [
            _build_share("Answered within 1 h", own.within_hour, team.within_hour),
            _build_share("Answered within 8 h", own.within_workday, team.within_workday),
        ]
    return (
        *soon,
        _build_unanswered(own, team),
        _build_wait("Median first response", own.median, team.median),
        _build_wait("Nine in ten within", own.p90, team.p90),
    )


def _build_share(label: str, own: float | None, team: float | None) -> FactView:
    return FactView(label, format_percent(own), _beside(format_percent(team)))


def _build_wait(label: str, own: float | None, team: float | None) -> FactView:
    return FactView(label, format_wait(own), _beside(format_wait(team)))


def _build_unanswered(own: FollowUpResult, team: FollowUpResult) -> FactView:
    value = format_plural(own.unanswered, "lead")
    if own.unanswered and own.leads:
        value += f", {format_percent(own.unanswered / own.leads)}"
    share = format_percent(team.unanswered / team.leads)
    return FactView("Not answered yet", value, _beside(share), "bad" if own.unanswered else None)


def _beside(text: str) -> str:
    return f"team {text}" if text != UNKNOWN else ""


def format_wait(seconds: float | None) -> str:
    """Return a wait as `47 min`, `19 h` or `3 d`; `not yet` when most wait."""
    if seconds is None:
        return "not yet"
    if seconds < 2 * _HOUR - 30:
        return f"{round(seconds / 60)} min"
    if seconds < 2 * _DAY:
        return f"{round(seconds / _HOUR)} h"
    return f"{round(seconds / _DAY)} d"
