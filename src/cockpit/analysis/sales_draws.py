"""What the sales effects would come to if the rates were what they may really be: joint draws.

A stage's part of an effect is what the posterior's rate changes in the chain of expectations. That
is so nearly proportional to the rate that a draw of the terms needs no walk of its own: the change
of the rate, times what one unit of it is worth (`EffectSplit.per_rate`).
"""

from dataclasses import dataclass, replace

import numpy as np

from cockpit.analysis.axes import FloatArray, IntArray
from cockpit.analysis.count_evidence import CountEvidence
from cockpit.analysis.evidence import EvidenceModel, StageModel
from cockpit.analysis.evidence_laplace import EQUAL
from cockpit.analysis.evidence_posterior import TEAM_SPREAD, Posterior
from cockpit.analysis.velocity import PACES
from cockpit.domain.verdicts import Effect

DRAWS = 400
_MORE = 4
_EQUAL_REPS = 0.3
_SLOWEST = 1e-3
_PLAN_SPREADS = (0.07, 0.5)
_SEED = 20_26
_FEW_RECORDS = 20.0
_FEWEST = 2


@dataclass(frozen=True)
class StageDraws:
    """By how much a stage's rates would be off plan, in every draw: (draws, reps, sources).

    The three follow one another, as in `evidence_split`: sources, then the team, then the rep.
    """

    sources: FloatArray
    team: FloatArray
    rep: FloatArray


def draw_stages(model: EvidenceModel) -> dict[Effect, StageDraws]:
    """Return joint draws of the posterior; the same for the same records."""
    random = np.random.default_rng(_SEED)
    return {stage: _draw(each, random) for stage, each in model.stages.items()}


def _draw(model: StageModel, random: np.random.Generator) -> StageDraws:
    posterior, records = _doubt(model.posterior), model.counts.records
    drawn, n_sources = posterior.draw(_MORE * DRAWS, random), posterior.pairs.n_sources
    team, sources, reps = drawn[:, 0], drawn[:, 1 : 1 + n_sources], drawn[:, 1 + n_sources :]
    team, sources = _centre(team, sources, records.sum(axis=0))
    team, reps = _centre(team, reps, records.sum(axis=1))
    kept = _resample(team, np.exp(-0.5 * np.square(team / TEAM_SPREAD)), random)
    team, sources, reps = team[kept], sources[kept], reps[kept]
    reps[:, 0] = 0.0
    common = sources[:, None, :] + team[:, None, None]
    planned = np.nan_to_num(model.counts.planned)
    by_source, by_team, by_rep = (
        model.move(planned, np.broadcast_to(shift, (DRAWS, *planned.shape)))
        for shift in (sources[:, None, :], common, common + reps[:, :, None])
    )
    return StageDraws(by_source - planned, by_team - by_source, by_rep - by_team)


def _doubt(posterior: Posterior) -> Posterior:
    """Return the posterior with a prior chance of `_EQUAL_REPS` that reps do not differ at all.

    The evidence gives it less, so that intervals hold where reps do differ; to tell one of them so
    takes more.
    """
    odds = _EQUAL_REPS / (1.0 - _EQUAL_REPS) * (1.0 - EQUAL) / EQUAL
    weights = posterior.weights * np.where(posterior.tau_reps > 0, 1.0, odds)
    return replace(posterior, weights=weights / weights.sum())


def _resample(team: FloatArray, was: FloatArray, random: np.random.Generator) -> IntArray:
    """Return which draws to keep, so that the team's shift has the prior that verdicts start from.

    The evidence lets the team be far off plan (N(0, 1.5²)), so that the rates follow the records.
    To be told that the whole team is off plan takes more: a plan is as likely about right as not,
    and when it is not, it is rarely off by a factor of two. Systematic resampling adds no noise.
    """
    ratio = sum(np.exp(-0.5 * np.square(team / each)) / each for each in _PLAN_SPREADS) / was
    steps = np.cumsum(ratio / ratio.sum())
    at: IntArray = np.searchsorted(steps, (np.arange(DRAWS) + 0.5) / DRAWS * steps[-1])
    return random.permutation(at)


def _centre(
    team: FloatArray, terms: FloatArray, records: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the team's term as that of the typical rep (or source), and theirs beside it.

    Which shift is the team's and which the reps' (or sources') the records do not say: adding c to
    the one and taking it from all others changes no rate. It is a matter of definition: the team's
    is that of its typical rep and source, so that one who is far off is far off, and not everybody
    a little. What would put the team on plan counts as one more of them.

    It is the weighted median; terms with few records hardly count.

    Args:
        team: Shape (draws,).
        terms: Shape (draws, positions).
        records: Shape (positions,).
    """
    trust = records / (records + _FEW_RECORDS)
    held = np.count_nonzero(records)
    if held < _FEWEST:
        return team, terms
    points = np.concatenate([terms, -team[:, None]], axis=1)
    weights = np.append(trust, trust.sum() / held)
    order = np.argsort(points, axis=1)
    running = np.cumsum(weights[order], axis=1)
    middle = (running < running[:, -1:] / 2.0).sum(axis=1, keepdims=True)
    typical = np.take_along_axis(np.take_along_axis(points, order, 1), middle, 1)
    return team + typical[:, 0], terms - typical


def draw_paces(counts: CountEvidence) -> tuple[FloatArray, FloatArray]:
    """Return joint draws of the team's pace, (draws,), and each rep's beside it, (draws, reps)."""
    random = np.random.default_rng(_SEED)
    team, rep = counts.draw(_MORE * DRAWS, random)
    kept = _resample(np.log(np.maximum(team, _SLOWEST)), np.ones(team.size), random)
    return team[kept], rep[kept]


def cost_paces(
    paces: tuple[FloatArray, FloatArray], expected: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return what an effect that has counts for evidence would be: the team's part, the rep's.

    Args:
        paces: As `draw_paces` gives them, of some reps.
        expected: The effect at each of `PACES`, minor units; shape (paces, reps).

    Returns:
        Two arrays of shape (draws, reps).
    """
    team, rep = paces
    by_team = _interpolate(expected, np.broadcast_to(team[:, None], rep.shape))
    return by_team, _interpolate(expected, team[:, None] * rep) - by_team


def _interpolate(table: FloatArray, pace: FloatArray) -> FloatArray:
    """Return the table at each rep's pace, (draws, reps); beyond its ends the last value."""
    step = PACES[1] - PACES[0]
    place = np.clip(pace / step, 0.0, PACES.size - 1.0)
    low = np.minimum(place.astype(np.int64), PACES.size - 2)
    reps = np.arange(table.shape[1])
    between: FloatArray = table[low, reps]
    between += (table[low + 1, reps] - between) * (place - low)
    return between
