"""The perfect analyst: asks the method's questions, but knows what is true of a simulated team.

She knows the true rates, so she knows which part of every effect is the rep's, a source's, the
team's, and luck's, and names the largest. What nobody could know she does not claim: a truth counts
for her only where the year's records are at least 19 times as likely under it as without it, for
those it is about. That is where anybody could be right.
"""

from functools import cached_property

import numpy as np

from benchmarks.likelihood import weigh_amounts, weigh_deals, weigh_leads
from benchmarks.teams import REPS, Floats, MadeTeam
from cockpit.analysis.evidence import EvidenceModel
from cockpit.analysis.evidence_split import RateChain
from cockpit.analysis.results import DiagnosisRow, VerdictResult
from cockpit.analysis.velocity import PACES, expect_cycle
from cockpit.analysis.verdict import NAMES, Cause, SalesEvidence, compute_verdict
from cockpit.analysis.walk import Walk
from cockpit.domain.verdicts import Effect, Verdict

_SURE = np.log(19.0)
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
        found = np.zeros(REPS)
        if effect is Effect.LEAD_TO_OPP:
            found = weigh_leads(team, team.lead_rate)
        elif effect is Effect.WIN_RATE:
            found = weigh_deals(team, truth.win_rate, 1.0)
        elif effect is Effect.DEAL_SIZE:
            found = weigh_amounts(team, truth.deal_size)
        elif effect is Effect.CYCLE:
            found = weigh_deals(team, 1.0, truth.slower)
        return bool(found[reps].sum() > _SURE)
