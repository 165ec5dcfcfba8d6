"""The conversion effects and deal size, split exactly: source quality, team-wide, rep, luck.

The chain is walked again with the plan's rates moved by the posterior means, one term after the
other: sources first, then the team, then the rep. What each changes is its part; what the effect
would still be if the plan had stated the posterior's rates is luck. So every part is a sum over the
same records as the effect, and the four are the effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray, IntArray
from cockpit.analysis.evidence import EvidenceModel, StageModel
from cockpit.analysis.expectation import Expectation
from cockpit.analysis.rates import RateTable, build_rates
from cockpit.analysis.rounding import round_to_sum
from cockpit.analysis.walk import Facts, Walk
from cockpit.domain.verdicts import Effect

PARTS = ("source_quality", "team_wide", "rep", "luck")
"""The parts of an effect, in the order of the first axis of a split."""

_NUDGE = 1e-4


@dataclass(frozen=True)
class EffectSplit:
    """An effect taken apart, by rep, source and month, in minor units.

    Args:
        parts: In the order of `PARTS`; shape (4, reps, sources, months); they sum to the effect.
        per_rate: What is expected at the posterior's rates changes by per unit of rate (or per
            minor unit of deal size); shape (reps, sources, months).
    """

    parts: FloatArray
    per_rate: FloatArray


def split_effects(
    facts: Facts, walk: Walk, evidence: EvidenceModel, effects: Mapping[Effect, FloatArray]
) -> dict[Effect, EffectSplit]:
    """Split lead_to_opp, win_rate and deal_size.

    Records without a rep have no rep's part; what is theirs alone is in luck.

    Args:
        facts: What is known.
        walk: The chain of the question.
        evidence: What is to be believed.
        effects: Before rounding, as `compute_effects` gives them; shape (reps, sources, months).
    """
    chain = RateChain(facts, walk)
    return {stage: _split(chain, model, effects[stage]) for stage, model in evidence.stages.items()}


def round_split(split: EffectSplit, effect: IntArray) -> IntArray:
    """Round the parts of every cell to minor units that sum to the rounded effect, exactly.

    Each rep's parts are rounded by largest remainder to the rep's effect, and then each over the
    rep's cells; luck closes every cell. So all groupings show the same figures, and add up.

    Args:
        split: The exact parts.
        effect: The rounded effect; shape (reps, sources, months).

    Returns:
        Shape (4, reps, sources, months).
    """
    shape = effect.shape
    exact = split.parts.reshape(len(PARTS), shape[0], -1)
    by_rep = round_to_sum(exact.sum(axis=-1).T, effect.reshape(shape[0], -1).sum(axis=-1)).T
    cells = round_to_sum(exact, by_rep).reshape(len(PARTS), *shape)
    cells[-1] = effect - cells[:-1].sum(axis=0)
    return cells


class RateChain:
    """The steps that the split effects take their expectations from, under other rates."""

    def __init__(self, facts: Facts, walk: Walk) -> None:
        self._walk = walk
        received, carried, deals = walk.received[0], walk.carried[0], walk.deals[0]
        days = (received.assigned, carried.assigned, deals.created)
        first = min([walk.window.start - 1, *(int(d.min()) for d in days if d.size)])
        last = max(walk.window.end, walk.window.until)
        self._rates: RateTable = build_rates(
            facts.plan, walk.axes, facts.team.calendar, (first, last)
        )
        self._curves = self._rates.tabulate(last - first + 2)
        self._of = {
            Effect.LEAD_TO_OPP: ("lead_to_opp", self._from_leads),
            Effect.WIN_RATE: ("win_rate", self._from_deals),
            Effect.DEAL_SIZE: ("deal_size", self._from_wins),
        }

    def expect(self, model: StageModel, shift: FloatArray) -> FloatArray:
        """Return what a stage's effect is measured against, under shifted rates.

        Args:
            model: The stage.
            shift: Shape (reps, sources).

        Returns:
            Minor units; shape (reps, sources, months).
        """
        field, total = self._of[model.stage]
        planned = self._rates.rates[field]
        moved = model.move(planned, np.tile(shift.ravel(), planned.size // shift.size))
        rates = replace(self._rates, rates=self._rates.rates | {field: moved})
        return total(rates)

    def _from_leads(self, rates: RateTable) -> FloatArray:
        """Return A1 and the lead part of C1."""
        expectation = self._expectation(rates)
        axes: Axes = self._walk.axes
        received, carried = self._walk.received[0], self._walk.carried[0]
        total = np.zeros(axes.shape)
        for cells, values in (
            (received, expectation.of_received(received)),
            (carried, expectation.of_carried(carried)),
        ):
            months = axes.months_of(cells.assigned)
            total += axes.total(axes.cells_of(cells.rep, cells.source, months), values.by_now)
        return total

    def _from_deals(self, rates: RateTable) -> FloatArray:
        """Return step 2 and the cycle."""
        values = self._expectation(rates).of_deals(self._walk.deals[0])
        return self._total(values.by_now + values.to_come_plan - values.to_come)

    def _from_wins(self, rates: RateTable) -> FloatArray:
        """Return step 3."""
        deals = self._walk.deals[0]
        entries = rates.entries(deals.rep, deals.source, deals.created)
        return self._total(rates.give("deal_size", entries) * deals.is_won)

    def _expectation(self, rates: RateTable) -> Expectation:
        return Expectation(rates, self._walk.window, self._curves)

    def _total(self, values: FloatArray) -> FloatArray:
        axes, deals = self._walk.axes, self._walk.deals[0]
        months = axes.months_of(deals.born)
        return axes.total(axes.cells_of(deals.rep, deals.source, months), values)


def _split(chain: RateChain, model: StageModel, effect: FloatArray) -> EffectSplit:
    reps = model.by_rep.copy()
    reps[0] = 0.0
    sources = np.zeros((reps.size, model.by_source.size)) + model.by_source
    common = sources + model.team
    whole = common + reps[:, None]
    plan, by_source, by_team, by_rep = (
        chain.expect(model, shift) for shift in (np.zeros_like(whole), sources, common, whole)
    )
    parts = [by_source - plan, by_team - by_source, by_rep - by_team]
    planned = np.nan_to_num(model.counts.planned)
    step = model.move(planned, whole + _NUDGE) - model.move(planned, whole)
    nudged = chain.expect(model, whole + _NUDGE) - by_rep
    return EffectSplit(
        parts=np.stack([*parts, effect - sum(parts)]),
        per_rate=nudged / np.where(step > 0, step, np.inf)[:, :, None],
    )
