"""A rate that is not what it was, in a sentence."""

from datetime import timedelta
from math import exp

from cockpit.domain.fiscal import to_date
from cockpit.domain.verdicts import Effect
from cockpit.presenters.formatting import format_money_short, format_percent
from cockpit.services.diagnosis import Drift

_RATES = {
    Effect.LEAD_TO_OPP: "The share of leads that become opportunities",
    Effect.WIN_RATE: "The win rate",
    Effect.DEAL_SIZE: "The usual deal size",
}
_MOST = 0.7
_MIDDLE = 15


def format_drift(drift: Drift, currency: str) -> str:
    """Return "The win rate fell from 31% to 24% around March 2026, for 9 of 12 reps."."""
    word = "fell" if drift.after < drift.before else "rose"
    before, after = (_format(drift.stage, value, currency) for value in (drift.before, drift.after))
    month = (to_date(drift.since) + timedelta(days=_MIDDLE)).strftime("%B %Y")
    same = drift.down if drift.after < drift.before else drift.reps - drift.down
    whose = f"for {same} of {drift.reps} reps"
    if drift.reps > 1 and same >= _MOST * drift.reps:
        whose = f"team-wide, {whose}"
    return f"{_RATES[drift.stage]} {word} from {before} to {after} around {month}, {whose}."


def _format(stage: Effect, value: float, currency: str) -> str:
    if stage is Effect.DEAL_SIZE:
        return format_money_short(round(exp(value)), currency)
    return format_percent(min(max(value, 0.0), 1.0))
