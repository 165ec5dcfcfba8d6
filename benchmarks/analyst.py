"""The perfect analyst: asks the method's questions, but knows what is true of a simulated team.

Luck she cannot foresee: a truth counts for her only where the year's records are at least 19 times
as likely under it as without it, for that very rep. That is where anybody could be right.
"""

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
from cockpit.analysis.results import DiagnosisRow, VerdictResult
from cockpit.analysis.verdict import Reason, SalesEvidence, compute_verdict
from cockpit.domain.fiscal import to_day
from cockpit.domain.records import Outcome
from cockpit.domain.verdicts import Effect, Verdict

_SURE = np.log(19.0)
_YEAR = 365


def judge(team: MadeTeam, row: DiagnosisRow, at: int) -> VerdictResult:
    """Return the analyst's verdict on the rep at a position."""
    reasons = tuple(
        Reason(verdict, effect, float(row.effects[effect]), 1.0)
        for effect, verdict in _find_reasons(team, at).items()
    )
    return compute_verdict(row.target, row.effects, 0.0, SalesEvidence(reasons))


def _find_reasons(team: MadeTeam, at: int) -> dict[Effect, Verdict]:
    """Return what the analyst believes about a rep's sales effects."""
    truth = team.truth
    if not team.planted[at]:
        return {}
    whole_team = truth.planted == REPS
    reps = np.arange(REPS) if whole_team else np.array([at])
    found = {}
    if truth.lead_to_opp != 1.0 and _weigh_leads(team, reps, truth.lead_to_opp) > _SURE:
        found[Effect.LEAD_TO_OPP] = Verdict.COACH_QUALIFYING
    if truth.win_rate != 1.0 and _weigh_deals(team, reps, truth.win_rate, 1.0) > _SURE:
        found[Effect.WIN_RATE] = Verdict.COACH_CLOSING
    if truth.deal_size != 1.0 and _weigh_amounts(team, reps, truth.deal_size) > _SURE:
        found[Effect.DEAL_SIZE] = Verdict.COACH_PRICING
    if truth.slower != 1.0 and _weigh_deals(team, reps, 1.0, truth.slower) > _SURE:
        found[Effect.CYCLE] = Verdict.SLOW_CYCLE
    if whole_team:
        found = dict.fromkeys(found, Verdict.TEAM_WIDE)
    if truth.duplicates or truth.rotten != 1.0:
        found[Effect.LEAD_TO_OPP] = Verdict.LEAD_QUALITY
    return found


def _happened_by(days: Ints | Floats, median: float | Floats) -> Floats:
    chance: Floats = 1.0 - np.exp2(-(np.maximum(days, -1) + 1.0) / median)
    return chance


def _weigh_leads(team: MadeTeam, reps: Ints, factor: float) -> float:
    """Return ln P(leads | truth) − ln P(leads | without it)."""
    leads, now = team.facts.leads, to_day(team.truth.question.as_of)
    assigned = leads["assigned"].to_numpy()
    chosen = np.isin(leads["rep"], reps + 1) & (assigned > now - _YEAR) & (assigned <= now)
    rate, age = team.lead_rate[chosen], now - assigned[chosen]
    converted = leads["converted"].to_numpy()[chosen] <= now
    due = _happened_by(age, DAYS_TO_OPP)
    logs = [np.where(converted, np.log(r), np.log(1 - r * due)) for r in (rate, rate / factor)]
    return float((logs[0] - logs[1]).sum())


def _weigh_deals(team: MadeTeam, reps: Ints, factor: float, slower: float) -> float:
    """Return ln P(deals | truth) − ln P(deals | without it), for win rate and pace."""
    deals, now = team.facts.opportunities, to_day(team.truth.question.as_of)
    created = deals["created"].to_numpy()
    chosen = np.isin(deals["rep"], reps + 1) & (created > now - _YEAR) & (created <= now)
    created, closed = created[chosen], deals["closed"].to_numpy()[chosen]
    won = deals["outcome"].to_numpy()[chosen] == Outcome.WON
    stretch = np.where(created > now - SLOW_SINCE, slower, 1.0)
    is_open, age, rate = closed > now, now - created, team.win_rate[chosen]

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

    return float((log_chance(rate, stretch) - log_chance(rate / factor, 1.0)).sum())


def _weigh_amounts(team: MadeTeam, reps: Ints, factor: float) -> float:
    """Return ln P(amounts | truth) − ln P(amounts | without it)."""
    deals, now = team.facts.opportunities, to_day(team.truth.question.as_of)
    closed = deals["closed"].to_numpy()
    chosen = np.isin(deals["rep"], reps + 1) & (closed > now - _YEAR) & (closed <= now)
    chosen &= deals["outcome"].to_numpy() == Outcome.WON
    mean = np.log(team.mean_amount[chosen]) - SPREAD**2 / 2
    seen = np.log(np.maximum(deals["amount"].to_numpy()[chosen], 1))
    return float(((seen - mean + np.log(factor)) ** 2 - (seen - mean) ** 2).sum() / (2 * SPREAD**2))
