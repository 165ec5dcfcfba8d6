"""The perfect analyst: asks the method's questions, but knows what is true of a simulated team.

She knows the true rates, so she knows which part of every effect is the rep's, a source's, the
team's, and luck's, and names the largest. What nobody could know she does not claim: a truth counts
for her only where the year's records are at least 19 times as likely under it as without it, for
those it is about. That is where anybody could be right.
"""

from functools import cached_property

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
from cockpit.analysis.evidence import EvidenceModel
from cockpit.analysis.evidence_split import RateChain
from cockpit.analysis.results import DiagnosisRow, VerdictResult
from cockpit.analysis.velocity import PACES, expect_cycle
from cockpit.analysis.verdict import NAMES, Cause, SalesEvidence, compute_verdict
from cockpit.analysis.walk import Walk
from cockpit.domain.fiscal import to_day
from cockpit.domain.records import Outcome
from cockpit.domain.verdicts import Effect, Verdict

_SURE = np.log(19.0)
_YEAR = 365
_ROTTEN = 0


class Analyst:
    """Knows a team.

    Args:
        team: The team.
        walk: The chain of its question.
        model: For its scales only: what it believes she does not look at.
    """

    def __init__(self, team: MadeTeam, walk: Walk, model: EvidenceModel) -> None:
        self._team, self._walk, self._model = team, walk, model

    def judge(self, row: DiagnosisRow, at: int, *, sure: bool = True) -> VerdictResult:
        """Return her verdict on the rep at a position.

        Args:
            row: The rep's row of the answer.
            at: The rep.
            sure: Whether she keeps to what the records tell; else she says what is true.
        """
        return compute_verdict(row.target, row.effects, 0.0, self.weigh(at, sure=sure))

    def weigh(self, at: int, *, sure: bool) -> SalesEvidence:
        """Return what she knows of a rep's sales effects; see `judge`."""
        found = {
            cause: part
            for cause, part in self._find_parts(at).items()
            if not sure or self._can_tell(cause.effect, at)
        }
        parts = np.array(list(found.values()), dtype=np.float64)
        return SalesEvidence(tuple(found), parts[None, :], parts)

    def _find_parts(self, at: int) -> dict[Cause, float]:
        """Return what of a rep's sales effects is not luck."""
        truth, found = self._team.truth, {}
        for stage, factors in self._factors.items():
            verdict, source = NAMES[stage], None
            if truth.planted == REPS:
                verdict = Verdict.TEAM_WIDE
            if truth.duplicates or truth.rotten != 1.0:
                verdict, source = Verdict.LEAD_QUALITY, "Webinar" if truth.rotten != 1 else None
            found[Cause(verdict, stage, source)] = float(self._expect(stage, factors)[at + 1])
        if truth.slower != 1.0 and self._team.planted[at]:
            expected = expect_cycle(self._team.facts, self._walk)[:, at + 1].sum(axis=(1, 2))
            part = float(np.interp(1 / truth.slower, PACES, expected))
            found[Cause(Verdict.SLOW_CYCLE, Effect.CYCLE)] = part
        return found

    @cached_property
    def _chain(self) -> RateChain:
        return RateChain(self._team.facts, self._walk)

    @cached_property
    def _factors(self) -> dict[Effect, Floats]:
        """Return the true rates over the plan's, by rep and source position, where they differ."""
        truth, shape = self._team.truth, self._walk.axes.shape[:2]
        planted = np.concatenate([[False], self._team.planted])[:, None]
        found = {}
        for stage, factor in (
            (Effect.LEAD_TO_OPP, truth.lead_to_opp),
            (Effect.WIN_RATE, truth.win_rate),
            (Effect.DEAL_SIZE, truth.deal_size),
        ):
            if factor != 1.0:
                found[stage] = np.where(planted, factor, np.ones(shape))
        if truth.rotten != 1.0:
            found[Effect.LEAD_TO_OPP] = np.ones(shape)
            found[Effect.LEAD_TO_OPP][:, 1 + _ROTTEN] = truth.rotten
        if truth.duplicates:
            leads = self._team.facts.leads["rep"].to_numpy() - 1
            mean = self._team.lead_rate[self._team.planted[leads]].mean()
            planned = self._model.stages[Effect.LEAD_TO_OPP].counts.planned
            found[Effect.LEAD_TO_OPP] = np.where(planted, mean / planned, 1.0)
        return found

    def _expect(self, stage: Effect, factors: Floats) -> Floats:
        """Return what the true rates change in a stage's effect, by rep position."""
        model = self._model.stages[stage]
        planned = np.nan_to_num(model.counts.planned, nan=0.5)
        shift = np.log(factors)
        if model.is_rate:
            shift = shift + np.log1p(-planned) - np.log1p(-np.minimum(planned * factors, 0.999))
        changed = self._chain.expect(model, shift) - self._chain.expect(model, np.zeros_like(shift))
        total: Floats = changed.sum(axis=(1, 2))
        return total

    def _can_tell(self, effect: Effect, at: int) -> bool:
        """Return whether the year's records tell a truth about an effect from luck."""
        team = self._team
        truth = team.truth
        if not team.planted[at]:
            return False
        reps = np.arange(REPS) if truth.planted == REPS else np.array([at])
        found = 0.0
        if effect is Effect.LEAD_TO_OPP:
            found = _weigh_leads(team, reps)
        elif effect is Effect.WIN_RATE:
            found = _weigh_deals(team, reps, truth.win_rate, 1.0)
        elif effect is Effect.DEAL_SIZE:
            found = _weigh_amounts(team, reps, truth.deal_size)
        elif effect is Effect.CYCLE:
            found = _weigh_deals(team, reps, 1.0, truth.slower)
        return bool(found > _SURE)


def _happened_by(days: Ints | Floats, median: float | Floats) -> Floats:
    chance: Floats = 1.0 - np.exp2(-(np.maximum(days, -1) + 1.0) / median)
    return chance


def _weigh_leads(team: MadeTeam, reps: Ints) -> float:
    """Return ln P(leads | truth) − ln P(leads | the plan's rates)."""
    leads, now = team.facts.leads, to_day(team.truth.question.as_of)
    assigned = leads["assigned"].to_numpy()
    chosen = np.isin(leads["rep"], reps + 1) & (assigned > now - _YEAR) & (assigned <= now)
    rate, age = team.lead_rate[chosen], now - assigned[chosen]
    planned = team.planned_rate[chosen]
    converted = leads["converted"].to_numpy()[chosen] <= now
    due = _happened_by(age, DAYS_TO_OPP)
    logs = [np.where(converted, np.log(r), np.log(1 - r * due)) for r in (rate, planned)]
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
