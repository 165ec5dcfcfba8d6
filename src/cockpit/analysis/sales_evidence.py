"""From what is known of rates, pace and prospecting to what is to be believed of a row's sales."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.count_evidence import CountEvidence, compare_counts
from cockpit.analysis.evidence import EvidenceModel, StageModel, compute_evidence
from cockpit.analysis.evidence_posterior import Marginals
from cockpit.analysis.evidence_rows import (
    RowRates,
    count_more_records,
    describe_rows,
    find_weights,
)
from cockpit.analysis.evidence_split import PARTS, EffectSplit, round_split, split_effects
from cockpit.analysis.promises import build_self_sourced
from cockpit.analysis.results import EvidenceParts, StageEvidence
from cockpit.analysis.velocity import count_closings
from cockpit.analysis.verdict import NAMES, SURE, Reason, SalesEvidence
from cockpit.analysis.walk import Facts, Walk
from cockpit.domain.question import Grouping, Question
from cockpit.domain.verdicts import Effect, Verdict

SOURCES, TEAM, REP = (PARTS.index(name) for name in ("source_quality", "team_wide", "rep"))

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


@dataclass(frozen=True)
class StageTerms:
    """The terms of a stage, weighed once for all rows: by rep, by source, and the team's."""

    reps: Marginals
    sources: Marginals
    team: float


class Beliefs:
    """What the trailing months say, and what follows from it for every question about them.

    Args:
        model: The stages' posteriors.
    """

    def __init__(self, model: EvidenceModel) -> None:
        self.model = model

    @cached_property
    def terms(self) -> dict[Effect, StageTerms]:
        """Return each stage's terms; `team` is P(the team's term < 0)."""
        return {
            name: StageTerms(
                stage.weigh_reps(), stage.weigh_sources(), float(stage.weigh_team().p_below[0])
            )
            for name, stage in self.model.stages.items()
        }


def weigh_beliefs(facts: Facts, walk: Walk) -> Beliefs:
    """Return what is to be believed of the rates behind a question."""
    return Beliefs(compute_evidence(facts, walk))


class RowEvidence:
    """What is to be believed of the rows of an answer.

    Args:
        known: The answer.
        beliefs: What the trailing months say.
    """

    def __init__(self, known: Known, beliefs: Beliefs) -> None:
        self._known, self._models, self._terms = known, beliefs.model.stages, beliefs.terms
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
            below = self._terms[stage].reps.p_below[at] if by is Grouping.REP and at else 0.5
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
        """Return what is to be believed of a row's sales effects, and what missing leads are worth.

        Over several reps, a rep's part counts as believed where that rep's term is.
        """
        reasons = [reason for stage in stages for reason in self._weigh_stage(stage, cells)]
        counted = [
            *self._weigh_counts(self._pace, Effect.CYCLE, cells),
            *self._weigh_counts(self._prospecting, Effect.SELF_SOURCED, cells),
        ]
        real = float(sum((self._parts[stage][:-1] * cells).sum() for stage in stages))
        for effect in (Effect.CYCLE, Effect.SELF_SOURCED):
            sure = [r.part for r in counted if r.effect is effect and r.chance >= SURE]
            real += min(sure, default=0.0)
        rows = np.asarray(cells.any(axis=2), dtype=np.float64)[None]
        spreads = [
            float(split.spread(self._models[stage], rows)[0])
            for stage, split in self._splits.items()
        ]
        return SalesEvidence(
            reasons=(*reasons, *counted),
            real=real,
            spread=float(np.hypot.reduce(spreads)),
            missing_leads=self._value_missing(cells),
        )

    @cached_property
    def _pace(self) -> CountEvidence:
        return compare_counts(*count_closings(self._known.facts, self._known.walk))

    @cached_property
    def _prospecting(self) -> CountEvidence:
        return compare_counts(*_count_own(self._known))

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

    def _weigh_stage(self, stage: Effect, cells: BoolArray) -> Iterator[Reason]:
        """Yield the reps', the sources' and the team's share in a stage's effect."""
        model, parts = self._models[stage], self._parts[stage] * cells
        by_rep = parts[REP].sum(axis=(1, 2)).astype(np.float64)
        terms, alone = self._terms[stage], self._alone[stage]
        chances, below = terms.reps.p_below, terms.sources.p_below
        yield _weigh_reps(by_rep, np.where(alone, 0.0, chances), NAMES[stage], stage)
        by_source = parts[SOURCES].sum(axis=(0, 2)).astype(np.float64)
        names = ("unsourced", *self._known.walk.axes.sources)
        for at in np.flatnonzero(by_source):
            part, chance = float(by_source[at]), float(below[at])
            yield Reason(Verdict.LEAD_QUALITY, stage, part, chance, names[at])
        for at in np.flatnonzero(alone & (by_rep != 0)):
            part = float(by_rep[at] + parts[SOURCES, at].sum())
            yield Reason(Verdict.LEAD_QUALITY, stage, part, _chance_alone(model, int(at)))
        team = float(parts[TEAM].sum())
        yield Reason(Verdict.TEAM_WIDE, stage, team, terms.team)

    def _weigh_counts(
        self, counts: CountEvidence, effect: Effect, cells: BoolArray
    ) -> Iterator[Reason]:
        """Yield the reps' and the team's share in an effect that has counts for evidence."""
        by_rep = (self._known.exact[effect] * cells).sum(axis=(1, 2))
        slower = np.where(counts.rep < 1, np.minimum(by_rep, 0.0), 0.0)
        yield _weigh_reps(slower, counts.p_rep_below, NAMES[effect], effect)
        below = float(by_rep.sum()) if counts.team < 1 else 0.0
        yield Reason(Verdict.TEAM_WIDE, effect, below, counts.p_team_below)

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

    def _value_missing(self, cells: BoolArray) -> float | None:
        """Return what the missing leads would bring in all, at each rep's posterior rates."""
        plan, leads = self._known.walk.steps.plan.n * cells, self._known.walk.steps.leads.n * cells
        value = np.prod([_posterior_mean(model) for model in self._models.values()], axis=0)
        promised = plan.sum(axis=2)
        mean = (promised * value).sum(axis=1) / np.maximum(promised.sum(axis=1), 1e-9)
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


def _chance_alone(model: StageModel, at: int) -> float:
    """Return P(a rep's term and those of the rep's sources are together below 0)."""
    records = model.counts.records[at]
    combination = np.zeros((1, 1 + records.size + model.by_rep.size))
    combination[0, 1 : 1 + records.size] = records / max(records.sum(), 1.0)
    combination[0, 1 + records.size + at] = 1.0
    return float(model.posterior.weigh(combination).p_below[0])


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


def _weigh_reps(
    by_rep: FloatArray, chances: FloatArray, verdict: Verdict, effect: Effect
) -> Reason:
    """Return the reps' share: of several, only the losses of those whose term is believed."""
    several = np.count_nonzero(by_rep) > 1
    counted = np.where(chances >= SURE, np.minimum(by_rep, 0.0), 0.0) if several else by_rep
    if not counted.any():
        return Reason(verdict, effect, 0.0, 0.5)
    main = int(np.argmax(np.abs(counted)))
    return Reason(verdict, effect, float(counted.sum()), float(chances[main]))
