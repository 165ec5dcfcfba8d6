"""From what is known of rates, pace and prospecting to what is to be believed of a row's sales."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.count_evidence import compare_counts
from cockpit.analysis.drift import Drift, find_drifts
from cockpit.analysis.evidence import EvidenceModel, StageModel, compute_evidence
from cockpit.analysis.evidence_rows import (
    RowRates,
    count_more_records,
    describe_rows,
    find_weights,
)
from cockpit.analysis.evidence_split import PARTS, EffectSplit, round_split, split_effects
from cockpit.analysis.promises import build_self_sourced
from cockpit.analysis.results import EvidenceParts, RepCause, StageEvidence
from cockpit.analysis.sales_draws import StageDraws, cost_paces, draw_paces, draw_stages
from cockpit.analysis.velocity import PACES, count_closings, expect_cycle
from cockpit.analysis.verdict import (
    MATTERS,
    NAMES,
    SURE_OF_A_PERSON,
    Cause,
    SalesEvidence,
)
from cockpit.analysis.walk import Facts, Walk
from cockpit.domain.question import Grouping, Question
from cockpit.domain.verdicts import Effect, Verdict

SOURCES, TEAM, REP = (PARTS.index(name) for name in ("source_quality", "team_wide", "rep"))

_Weighed = tuple[Cause, FloatArray, float]

_OWN_SHARE = 0.5
"""From this share of records on that nobody else gets the like of, rep and source are one."""
_ENOUGH = 30
"""Records that should show something in a year if there is anything."""
_LEADS_BEFORE = {
    Effect.LEAD_TO_OPP: (),
    Effect.WIN_RATE: (Effect.LEAD_TO_OPP,),
    Effect.DEAL_SIZE: (Effect.LEAD_TO_OPP, Effect.WIN_RATE),
}


@dataclass(frozen=True)
class Known:
    """The answer that evidence is weighed for.

    Args:
        facts, question, walk: What was asked of what.
        exact: The effects before rounding; arrays (rep, source, month), minor units.
        rounded: And after it.
    """

    facts: Facts
    question: Question
    walk: Walk
    exact: Mapping[Effect, FloatArray]
    rounded: Mapping[Effect, IntArray]


class Beliefs:
    """What the trailing months say, and what follows from it for every question about them.

    Args:
        model: The stages' posteriors.
        drifts: The rates that are not what they were.
    """

    def __init__(self, model: EvidenceModel, drifts: tuple[Drift, ...] = ()) -> None:
        self.model = model
        self.drifts = drifts

    @cached_property
    def p_rep_below(self) -> dict[Effect, FloatArray]:
        """Return P(a rep's term < 0) by stage and rep position."""
        return {name: stage.weigh_reps().p_below for name, stage in self.model.stages.items()}

    @cached_property
    def drawn(self) -> dict[Effect, StageDraws]:
        """Return draws of what the stages' rates may really be."""
        return draw_stages(self.model)


def weigh_beliefs(facts: Facts, walk: Walk) -> Beliefs:
    """Return what is to be believed of the rates behind a question."""
    return Beliefs(compute_evidence(facts, walk), find_drifts(facts, walk.window.until))


class RowEvidence:
    """What is to be believed of the rows of an answer.

    Args:
        known: The answer.
        beliefs: What the trailing months say.
    """

    def __init__(self, known: Known, beliefs: Beliefs) -> None:
        self._known, self._models = known, beliefs.model.stages
        self._p_rep_below = beliefs.p_rep_below
        self._drawn = beliefs.drawn
        self._splits: dict[Effect, EffectSplit] = split_effects(
            known.facts, known.walk, beliefs.model, known.exact
        )
        self._parts = {
            stage: round_split(split, known.rounded[stage]) for stage, split in self._splits.items()
        }
        self._more: dict[Effect, list[int | None]] = {}
        self._rates: dict[Grouping, dict[Effect, RowRates]] = {}

    def describe(self, by: Grouping, at: int, cells: BoolArray) -> dict[Effect, StageEvidence]:
        """Return the evidence of a row by stage; a stage for which no rate is planned is left out.

        Args:
            by: What the row stands for.
            at: Its position; that of the rep when the question is about one.
            cells: Which (rep, source, month) it holds.
        """
        found = {}
        for stage, rates in self._rates_of(by).items():
            if np.isnan(rates.plan[at]):
                continue
            below = self._p_rep_below[stage][at] if by is Grouping.REP and at else 0.5
            parts = (self._parts[stage] * cells).sum(axis=(1, 2, 3))
            found[stage] = StageEvidence(
                plan=float(rates.plan[at]),
                rate=float(rates.rate[at]),
                low=float(rates.low[at]),
                high=float(rates.high[at]),
                team=float(rates.team[at]),
                records=int(rates.records[at]),
                p_rep_below_team=float(below),
                parts=EvidenceParts(*(int(part) for part in parts)),
            )
        return found

    def weigh(self, cells: BoolArray, stages: Mapping[Effect, StageEvidence]) -> SalesEvidence:
        """Return what the sales effects of a row may really come to, in every draw."""
        causes = [found for stage in stages for found in self._weigh_stage(stage, cells)]
        causes += [found for effect in self._paces for found in self._weigh_counts(effect, cells)]
        return SalesEvidence(
            causes=tuple(cause for cause, _, _ in causes),
            parts=np.stack([parts for _, parts, _ in causes], axis=1),
            expected=np.array([expected for _, _, expected in causes]),
            missing_leads=self._value_missing(cells),
        )

    def find_whose(self, targets: IntArray) -> tuple[RepCause, ...]:
        """Return which reps' own doing is sure to matter, the largest loss first.

        Args:
            targets: By rep position, minor units.
        """
        lost: dict[Effect, FloatArray] = {}
        for stage, split in self._splits.items():
            worth = split.per_rate.sum(axis=2) * ~self._alone[stage][:, None]
            lost[stage] = -(self._drawn[stage].rep * worth).sum(axis=2)
        for effect, paces in self._paces.items():
            lost[effect] = -cost_paces(paces, self._at_paces[effect].sum(axis=(2, 3)))[1]
        found = []
        for effect, losses in lost.items():
            chance = (losses >= np.maximum(MATTERS * targets, 1.0)).mean(axis=0)
            found += [
                RepCause(name, NAMES[effect], effect, round(float(losses[:, at].mean())))
                for at, name in enumerate(self._known.walk.axes.reps, start=1)
                if chance[at] >= SURE_OF_A_PERSON
            ]
        return tuple(sorted(found, key=lambda cause: -cause.loss))

    @cached_property
    def _paces(self) -> dict[Effect, tuple[FloatArray, FloatArray]]:
        facts, walk = self._known.facts, self._known.walk
        counted = {
            Effect.CYCLE: count_closings(facts, walk),
            Effect.SELF_SOURCED: _count_own(self._known),
        }
        return {effect: draw_paces(compare_counts(*each)) for effect, each in counted.items()}

    @cached_property
    def _at_paces(self) -> dict[Effect, FloatArray]:
        """Return what pace and prospecting would have cost at each pace, by rep, source, month."""
        known = self._known
        planned = known.walk.steps.plan.self_sourced
        return {
            Effect.CYCLE: expect_cycle(known.facts, known.walk),
            Effect.SELF_SOURCED: (PACES - 1.0)[:, None, None, None] * planned,
        }

    @cached_property
    def _alone(self) -> dict[Effect, BoolArray]:
        return {stage: _find_alone(model.counts.records) for stage, model in self._models.items()}

    def _rates_of(self, by: Grouping) -> dict[Effect, RowRates]:
        if by not in self._rates:
            self._rates[by] = {
                stage: describe_rows(model, find_weights(model, self._known.walk, by))
                for stage, model in self._models.items()
            }
        return self._rates[by]

    def _weigh_stage(self, stage: Effect, cells: BoolArray) -> Iterator[_Weighed]:
        """Yield the reps', the sources' and the team's share in a stage's effect.

        What a rep alone gets is the source's, and so is how the rep does with it.
        """
        drawn, alone = self._drawn[stage], self._alone[stage][:, None]
        per_rate = (self._splits[stage].per_rate * cells).sum(axis=2)
        parts = (self._parts[stage] * cells).sum(axis=3).astype(np.float64)
        here = np.flatnonzero(per_rate.any(axis=1))

        def weigh(cause: Cause, shifts: FloatArray, held: BoolArray, part: FloatArray) -> _Weighed:
            worth = (per_rate * held)[here].ravel()
            changed = shifts[:, here].reshape(shifts.shape[0], -1) @ worth
            return cause, changed, float((part * held).sum())

        yield weigh(Cause(NAMES[stage], stage), drawn.rep, ~alone, parts[REP])
        everywhere = np.ones_like(alone)
        yield weigh(Cause(Verdict.TEAM_WIDE, stage), drawn.team, everywhere, parts[TEAM])
        names, held = ("unsourced", *self._known.walk.axes.sources), per_rate * ~alone
        by_source = np.einsum("drs,rs->sd", drawn.sources[:, here], held[here])
        at_mean = (parts[SOURCES] * ~alone).sum(axis=0)
        for at in np.flatnonzero(held.any(axis=0)):
            cause = Cause(Verdict.LEAD_QUALITY, stage, names[at])
            yield cause, by_source[at], float(at_mean[at])
        if alone[here].any():
            own = parts[SOURCES] + parts[REP]
            cause = Cause(Verdict.LEAD_QUALITY, stage)
            yield weigh(cause, drawn.sources + drawn.rep, alone, own)

    def _weigh_counts(self, effect: Effect, cells: BoolArray) -> Iterator[_Weighed]:
        """Yield the reps' and the team's share in an effect that has counts for evidence."""
        here = np.flatnonzero(cells.any(axis=(1, 2)))
        expected = (self._at_paces[effect][:, here] * cells[here]).sum(axis=(2, 3))
        team, rep = self._paces[effect]
        of_team, of_rep = cost_paces((team, rep[:, here]), expected)
        for verdict, parts in ((NAMES[effect], of_rep), (Verdict.TEAM_WIDE, of_team)):
            drawn = parts.sum(axis=1)
            yield Cause(verdict, effect), drawn, float(drawn.mean())

    def count_more_leads(self, at: int, stages: Mapping[Effect, StageEvidence]) -> int | None:
        """Return the leads that would tell about the stage that cost a rep most.

        0 where a year's records do not point that way; `None` where there are too few to say.
        """
        known = self._known.rounded
        losses = {stage: int(known[stage][at].sum()) for stage in stages}
        if not losses:
            return None
        stage = min(losses, key=lambda s: losses[s])
        model = self._models[stage]
        more = self._more_records(stage)[at]
        leads_to = [stages[s].rate for s in _LEADS_BEFORE[stage] if s in stages]
        share = float(np.prod(leads_to))
        if more is not None and model.by_rep[at] < 0 and share > 0:
            return round(more / share)
        return 0 if stages[stage].records >= _ENOUGH else None

    def _more_records(self, stage: Effect) -> list[int | None]:
        if stage not in self._more:
            self._more[stage] = count_more_records(self._models[stage], self._known.walk)
        return self._more[stage]

    @cached_property
    def _lead_value(self) -> FloatArray:
        """Return what a lead brings on average, by rep and source, minor units."""
        means = [_posterior_mean(model) for model in self._models.values()]
        value: FloatArray = np.prod(means, axis=0)
        return value

    def _value_missing(self, cells: BoolArray) -> float | None:
        """Return what the missing leads would bring in all, at each rep's posterior rates."""
        plan, leads = self._known.walk.steps.plan.n * cells, self._known.walk.steps.leads.n * cells
        promised = plan.sum(axis=2)
        mean = (promised * self._lead_value).sum(axis=1) / np.maximum(promised.sum(axis=1), 1e-9)
        missing = promised.sum(axis=1) - leads.sum(axis=(1, 2))
        worth = float((missing * mean).sum())
        return worth if np.isfinite(worth) else None


def _posterior_mean(model: StageModel) -> FloatArray:
    """Return each rep's rate on each source, or deal size; shape (reps, sources)."""
    shift = model.team + model.by_source[None, :] + model.by_rep[:, None]
    return model.move(np.nan_to_num(model.counts.planned), shift)


def _find_alone(records: FloatArray) -> BoolArray:
    """Return the reps most of whose records are of sources of which all others have fewer.

    Args:
        records: Shape (reps, sources).
    """
    others = records.sum(axis=0) - records
    own = np.where(others < records, records, 0.0).sum(axis=1)
    alone: BoolArray = own > _OWN_SHARE * records.sum(axis=1)
    return alone


def _count_own(known: Known) -> tuple[FloatArray, FloatArray]:
    """Return the self-sourced opportunities opened and those promised by now, by rep position."""
    walk, facts = known.walk, known.facts
    axes, window, deals = walk.axes, walk.window, walk.deals[0]
    size = axes.shape[0]
    if window.is_cohort:
        return np.zeros(size), np.zeros(size)
    promised = build_self_sourced(facts.plan, axes, facts.team.calendar, known.question.period)
    due: FloatArray = np.bincount(promised.rep, promised.due(window.until), size).astype(np.float64)
    opened = (deals.lead_rep < 0) & ~deals.is_carried
    seen = np.bincount(deals.rep, opened.astype(np.float64), size).astype(np.float64)
    seen[due <= 0] = 0.0
    return seen, due
