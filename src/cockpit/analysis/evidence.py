"""Luck or signal (diagnosis.md §3): what twelve months say about team, sources and reps.

P(converted by now) = expit(logit(p*) + team + source + rep)·F(age) per stage, and the same three
terms on log amount. `evidence_counts` and `evidence_size` count; `evidence_likelihood`,
`evidence_laplace` and `evidence_posterior` fit; `evidence_rows` describes reps, sources and the
team; `evidence_split` splits the effects of the bridge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray
from cockpit.analysis.evidence_counts import (
    SURE_RATE,
    Span,
    StageCounts,
    build_span,
    count_deals,
    count_leads,
    find_pairs,
)
from cockpit.analysis.evidence_laplace import integrate
from cockpit.analysis.evidence_likelihood import Likelihood
from cockpit.analysis.evidence_posterior import Marginals, Posterior, build_prior
from cockpit.analysis.evidence_size import count_amounts
from cockpit.analysis.learned_curves import LearnedCurves
from cockpit.analysis.walk import Facts, Walk
from cockpit.domain.verdicts import Effect

MONTHS = 12
"""How far back the evidence reaches unless told otherwise."""


@dataclass(frozen=True)
class StageModel:
    """What is to be believed of one stage; shifts are in log-odds, for deal size in log amount.

    Args:
        stage: The effect of the bridge that it is about.
        counts: The records and the plan's rates, by rep and source position.
        posterior: Of the terms: team, then one per source position, then one per rep position.
        residual: For deal size, the variance of log amount within a rep and source; else 0.
    """

    stage: Effect
    counts: StageCounts
    posterior: Posterior
    residual: float = 0.0

    @property
    def tau_source(self) -> float:
        """Return how much sources differ: the τ of the largest marginal likelihood; may be 0."""
        return self.posterior.likeliest[0]

    @property
    def tau_rep(self) -> float:
        """Return how much reps differ: the τ of the largest marginal likelihood; may be 0."""
        return self.posterior.likeliest[1]

    @property
    def team(self) -> float:
        """Return the posterior mean of the team's term."""
        return float(self.posterior.mean[0])

    @property
    def by_source(self) -> FloatArray:
        """Return the posterior means of the sources' terms, by position."""
        return self.posterior.mean[1 : 1 + self.posterior.pairs.n_sources]

    @property
    def by_rep(self) -> FloatArray:
        """Return the posterior means of the reps' terms, by position."""
        return self.posterior.mean[1 + self.posterior.pairs.n_sources :]

    @property
    def is_rate(self) -> bool:
        """Return whether the stage has a rate, and shifts are in log-odds."""
        return self.stage is not Effect.DEAL_SIZE

    def move(self, planned: FloatArray, shift: FloatArray) -> FloatArray:
        """Return the plan's rates (or sizes) moved by shifts; a shift of 0 changes nothing."""
        if not self.is_rate:
            sizes: FloatArray = planned * np.exp(shift)
            return sizes
        sure = np.clip(planned, SURE_RATE, 1.0 - SURE_RATE)
        odds = sure / (1.0 - sure) * np.exp(shift)
        return np.where(shift == 0, planned, odds / (1.0 + odds))

    def slope(self, planned: FloatArray, shift: FloatArray) -> FloatArray:
        """Return by how much a moved rate (or size) changes per unit of shift."""
        moved = self.move(planned, shift)
        return moved * (1.0 - moved) if self.is_rate else moved

    def weigh_team(self) -> Marginals:
        """Return the team's term; arrays of shape (1,)."""
        return self.posterior.weigh(np.eye(1, self.posterior.pairs.size))

    def weigh_sources(self) -> Marginals:
        """Return the sources' terms by position."""
        pairs = self.posterior.pairs
        return self.posterior.weigh(np.eye(pairs.n_sources, pairs.size, 1))

    def weigh_reps(self) -> Marginals:
        """Return the reps' terms by position; position 0, nobody, is like a new rep."""
        pairs = self.posterior.pairs
        return self.posterior.weigh(np.eye(pairs.n_reps, pairs.size, 1 + pairs.n_sources))

    def draw(self, count: int, random: np.random.Generator) -> FloatArray:
        """Return joint draws of team + source + rep; shape (count, reps, sources)."""
        drawn, n_sources = self.posterior.draw(count, random), self.posterior.pairs.n_sources
        team, sources, reps = drawn[:, :1], drawn[:, 1 : 1 + n_sources], drawn[:, 1 + n_sources :]
        total: FloatArray = (team + reps)[:, :, None] + sources[:, None, :]
        return total


@dataclass(frozen=True)
class EvidenceModel:
    """What is to be believed of every stage.

    Args:
        span: The days whose records were weighed.
        stages: By effect: lead_to_opp, win_rate, deal_size, in this order.
    """

    span: Span
    stages: Mapping[Effect, StageModel]


def compute_evidence(
    facts: Facts, walk: Walk, months: int = MONTHS, learned: LearnedCurves | None = None
) -> EvidenceModel:
    """Weigh the records of the trailing months, ended by the period or the as-of day.

    Records without a rep, or without a planned rate, are left out. Never raises for want of data:
    a stage without records keeps the plan's rates, with a wide interval.

    Args:
        facts: What is known.
        walk: The chain of the question.
        months: How far back.
        learned: Delays in the place of the plan's, where the question is not about the plan.
    """
    axes, span = walk.axes, build_span(walk.window, months)
    leads, lead_likelihood = count_leads(facts, axes, span, learned)
    deals, deal_likelihood = count_deals(facts, axes, span, learned)
    amounts, size = count_amounts(facts, axes, span)
    stages = (
        StageModel(Effect.LEAD_TO_OPP, leads, fit_stage(axes, leads, lead_likelihood)),
        StageModel(Effect.WIN_RATE, deals, fit_stage(axes, deals, deal_likelihood)),
        StageModel(
            Effect.DEAL_SIZE,
            amounts,
            fit_stage(axes, amounts, *((size.likelihood, size.unsure_mean) if size else (None,))),
            size.likelihood.variance if size else 0.0,
        ),
    )
    return EvidenceModel(span, {model.stage: model for model in stages})


def fit_stage(
    axes: Axes, counts: StageCounts, likelihood: Likelihood | None, unsure_team: float = 0.0
) -> Posterior:
    """Return the posterior of one stage, with a term for every position of the axes.

    Args:
        axes: Positions.
        counts: The records by rep and source.
        likelihood: Theirs; `None` without any.
        unsure_team: Standard deviation of what is not known about the team's term besides.
    """
    n_reps, n_sources, _ = axes.shape
    if likelihood is None:
        return build_prior(n_sources, n_reps)
    _, reps, sources = find_pairs(counts.records)
    posterior = integrate(likelihood, unsure_team).centred()
    return posterior.spread_out(sources, reps, (n_reps, n_sources))
