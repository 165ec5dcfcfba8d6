"""A rep's verdict in each of the last periods, as it looked at that period's end."""

from dataclasses import dataclass

from cockpit.domain.question import Grouping
from cockpit.domain.records import FileKind
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_date,
    format_money_short,
    format_percent,
    format_period,
)
from cockpit.presenters.rep_list import is_idle
from cockpit.presenters.rep_rows import format_row_verdict
from cockpit.presenters.wording import format_because
from cockpit.services.history import HistoryResult, PastResult

FULL = 1.5
"""Attainment that fills the chart; what is more is drawn at the top, its words exact."""


@dataclass(frozen=True, slots=True)
class PastView:
    """One period: how much of the target came in, and what it came down to.

    Args:
        attained: Share of the target, 1.0 when reached; `None` where there was none.
    """

    period: str
    verdict: str
    tone: str
    attained: float | None
    attained_text: str
    tip: str


@dataclass(frozen=True, slots=True)
class VerdictHistoryView:
    """The last periods, oldest first; `reason` says why there is nothing to see."""

    periods: tuple[PastView, ...]
    reason: str
    description: str


def build_verdict_history(result: HistoryResult) -> VerdictHistoryView:
    """Return the verdicts of the last periods; those before the first known one are left out."""
    views = [_build_past(past, result.currency) for past in result.periods]
    while views and not views[0].verdict:
        views.pop(0)
    first, last = result.periods[0].period, result.periods[-1].period
    reason = "" if views else (
        f"Nothing is known about {result.name} between {format_period(first)} "
        f"and {format_period(last)}."
    )  # fmt: skip
    return VerdictHistoryView(tuple(views), reason, " ".join(f"{view.tip}." for view in views))


def _build_past(past: PastResult, currency: str) -> PastView:
    period, row = format_period(past.period), past.row
    if row is None or is_idle(row):
        reason = past.reason or "nothing planned or recorded"
        return PastView(period, "", "waiting", None, UNKNOWN, f"{period}: {reason}")
    verdict, tone = format_row_verdict(row, Grouping.REP)
    actual, target = (format_money_short(v, currency) for v in (row.actual, row.target))
    money = f"{actual} of {target}" if row.target else f"{actual}, no target"
    return PastView(
        period=period,
        verdict=verdict,
        tone=tone,
        attained=row.attained,
        attained_text=format_percent(row.attained),
        tip="\n".join(
            (
                f"{period}, {_tell_knowledge(past)}: {verdict}",
                f"{money} ({format_percent(row.attained)})" if row.target else money,
                format_because(row, currency),
            )
        ),
    )


def _tell_knowledge(past: PastResult) -> str:
    """Return as of when a verdict is, and whether that was known then or is told by dates."""
    knowledge = past.knowledge
    day = format_date(knowledge.on or past.period.end)
    if knowledge.by_dates & {FileKind.LEADS, FileKind.OPPORTUNITIES}:
        return f"as of {day} by today's records"
    return f"as it looked on {day}"
