"""How firm the plan behind an answer is, and where its delays come from, in words."""

from typing import Any

from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, PlanStanding, Step
from cockpit.presenters.formatting import (
    format_count,
    format_date,
    format_list,
    format_percent,
    format_plural,
)

_HALF, _MOST = 0.5, 0.9
_STEPS = {
    Step.LEAD_TO_OPP: ("leads", "convert", "have", "conversions"),
    Step.OPP_TO_END: ("opportunities", "are won", "are", "wins"),
}
"""What is watched, what becomes of it, the verb that stands for that, and what is counted."""


def format_curves(standing: PlanStanding | None) -> str:
    """Return which curves an answer used (`delays learned until 30 Jun 2026, locked`), if any."""
    if standing is None or standing.learned is None:
        return ""
    until = format_date(standing.learned.until)
    lacking = standing.learned.lacking()
    if len(lacking) == len(_STEPS):
        return f"too little history until {until} to learn delays: the plan's medians hold"
    firm = "locked" if standing.locked_at else "provisional: the plan is not locked"
    parts = [f"delays learned until {until}, {firm}"]
    parts += [
        f"too few {_STEPS[delay.step][3]} for that step: its medians hold" for delay in lacking
    ]
    return "; ".join(parts)


def format_lock(standing: PlanStanding | None) -> str:
    """Return `Locked on 1 Jul 2026, amended twice`, or `Not locked`."""
    if standing is None or standing.locked_at is None:
        return "Not locked"
    text = f"Locked on {format_date(standing.locked_at.date())}"
    if not standing.amendments:
        return text
    times = {1: "once", 2: "twice"}.get(standing.amendments, f"{standing.amendments} times")
    return f"{text}, amended {times}"


def tell_delays(learned: LearnedDelays) -> tuple[str, ...]:
    """Return a sentence per step, that of all sources first, then those of single sources."""
    own: dict[Step, list[LearnedDelay]] = {step: [] for step in Step}
    for delay in learned.delays:
        if delay.source is not None:
            own[delay.step].append(delay)
    told = [tell_delay(delay) for delay in learned.delays if delay.source is None]
    told += [f"{_what(step)} by source: {_list_halves(own[step])}." for step in Step if own[step]]
    return tuple(told)


def build_standing(standing: PlanStanding | None) -> dict[str, Any]:
    """Return the same as plain values for a JSON document."""
    if standing is None:
        return {"locked": None, "amendments": 0, "curves": None}
    return {
        "locked": standing.locked_at.isoformat() if standing.locked_at else None,
        "amendments": standing.amendments,
        "curves": None
        if standing.learned is None
        else {"provisional": standing.locked_at is None, **build_delays(standing.learned)},
    }


def build_delays(learned: LearnedDelays) -> dict[str, Any]:
    """Return learned curves as plain values: what they rest on, and two of their days."""
    return {
        "learned_until": learned.until.isoformat(),
        "delays": [
            {
                "step": delay.step.value,
                "source": delay.source,
                "records": delay.records,
                "happened": delay.happened,
                "competing": delay.competing,
                "used": delay.is_enough,
                "median_days": delay.quantile(_HALF) if delay.is_enough else None,
                "nine_in_ten_days": delay.quantile(_MOST) if delay.is_enough else None,
                "beyond": round(delay.beyond, 4),
            }
            for delay in learned.delays
        ],
    }


def tell_delay(delay: LearnedDelay) -> str:
    """Return how long a step takes by history, and what that rests on, in a sentence."""
    what, happen, verb, events = _STEPS[delay.step]
    counted = format_plural(delay.happened, events[:-1])
    records = f"{format_count(delay.records)} {what}"
    if not delay.is_enough:
        verb = "is" if delay.happened == 1 else "are"
        return f"{_what(delay.step)}: {counted} {verb} too few to learn from; the medians hold."
    beyond = (
        f", {format_percent(delay.beyond)} of them later than anything seen yet"
        if round(delay.beyond, 2) > 0
        else ""
    )
    return (
        f"Of the {what} that {happen}, half {verb} by day {delay.quantile(_HALF)} and nine in ten "
        f"by day {delay.quantile(_MOST)} ({counted} of {records}{beyond})."
    )


def _list_halves(delays: list[LearnedDelay]) -> str:
    return format_list(
        [
            f"{delay.source} half by day {delay.quantile(_HALF)} ({format_count(delay.happened)})"
            for delay in delays
        ]
    )


def _what(step: Step) -> str:
    return "Lead → opportunity" if step is Step.LEAD_TO_OPP else "Opportunity → win"
