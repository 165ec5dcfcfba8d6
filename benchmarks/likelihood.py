"""How likely a simulated team's records are under a truth, against rates as planned, by rep."""

import numpy as np

from benchmarks.teams import (
    DAYS_TO_LOSS,
    DAYS_TO_OPP,
    DAYS_TO_WIN,
    REPS,
    SLOW_SINCE,
    SPREAD,
    Floats,
    Ints,
    MadeTeam,
)
from cockpit.domain.fiscal import to_day
from cockpit.domain.records import Outcome

_YEAR = 365


def weigh_leads(team: MadeTeam, rate: Floats) -> Floats:
    """Return ln P(a year's leads | rates) − ln P(leads | the plan's rates), by rep.

    Args:
        team: The team.
        rate: Of each of its leads.
    """
    leads, now = team.facts.leads, to_day(team.truth.question.as_of)
    assigned = leads["assigned"].to_numpy()
    chosen = (assigned > now - _YEAR) & (assigned <= now)
    due = _happened_by(now - assigned[chosen], DAYS_TO_OPP)
    converted = leads["converted"].to_numpy()[chosen] <= now
    logs = [
        np.where(converted, np.log(r), np.log(1 - r * due))
        for r in (rate[chosen], team.planned_rate[chosen])
    ]
    return _by_rep(leads["rep"].to_numpy()[chosen], logs[0] - logs[1])


def weigh_deals(team: MadeTeam, factor: float, slower: float) -> Floats:
    """Return ln P(a year's deals | win rates times a factor, slower of late) − ln P(deals | not).

    By rep.
    """
    deals, truth, now = team.facts.opportunities, team.truth, to_day(team.truth.question.as_of)
    created, rep = deals["created"].to_numpy(), deals["rep"].to_numpy()
    chosen = (created > now - _YEAR) & (created <= now)
    created, closed, rep = created[chosen], deals["closed"].to_numpy()[chosen], rep[chosen]
    won = deals["outcome"].to_numpy()[chosen] == Outcome.WON
    planned = team.win_rate[chosen] / np.where(team.planted[rep - 1], truth.win_rate, 1.0)
    stretch = np.where(created > now - SLOW_SINCE, slower, 1.0)
    is_open, age = closed > now, now - created

    def log_chance(rate: Floats, stretch: Floats | float) -> Floats:
        to_win, to_loss = DAYS_TO_WIN * stretch, DAYS_TO_LOSS * stretch
        median = np.where(won, to_win, to_loss)
        took = closed - created
        on_day = _happened_by(took, median) - _happened_by(took - 1, median)
        still = 1 - rate * _happened_by(age, to_win) - (1 - rate) * _happened_by(age, to_loss)
        logs: Floats = np.where(
            is_open, np.log(still), np.log(np.where(won, rate, 1 - rate) * on_day)
        )
        return logs

    return _by_rep(rep, log_chance(planned * factor, stretch) - log_chance(planned, 1.0))


def weigh_amounts(team: MadeTeam, factor: float) -> Floats:
    """Return ln P(a year's amounts | sizes times a factor) − ln P(amounts | planned), by rep."""
    deals, truth, now = team.facts.opportunities, team.truth, to_day(team.truth.question.as_of)
    closed = deals["closed"].to_numpy()
    chosen = (closed > now - _YEAR) & (closed <= now)
    chosen &= deals["outcome"].to_numpy() == Outcome.WON
    rep = deals["rep"].to_numpy()[chosen]
    planned = team.mean_amount[chosen] / np.where(team.planted[rep - 1], truth.deal_size, 1.0)
    seen = np.log(np.maximum(deals["amount"].to_numpy()[chosen], 1))
    off = seen - np.log(planned) + SPREAD**2 / 2
    return _by_rep(rep, (off**2 - (off - np.log(factor)) ** 2) / (2 * SPREAD**2))


def _by_rep(rep: Ints, logs: Floats) -> Floats:
    total: Floats = np.bincount(rep - 1, logs, minlength=REPS).astype(np.float64)
    return total


def _happened_by(days: Ints | Floats, median: float | Floats) -> Floats:
    chance: Floats = 1.0 - np.exp2(-(np.maximum(days, -1) + 1.0) / median)
    return chance
