"""Evidence on deal size: log(amount / a*) by rep and source.

Reps and sources are compared on the log scale, where one very large deal does not decide; but a
plan promises a mean amount, and the mean of logs is not the log of the mean. What lies between them
is estimated once for the team, by the mean of exp(residual) (Duan 1983, smearing), and what is not
known about it widens the team's term.
"""

from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray
from cockpit.analysis.evidence_counts import PlannedRates, Span, StageCounts, find_pairs
from cockpit.analysis.evidence_laplace import find_roots, solve
from cockpit.analysis.evidence_likelihood import AmountLikelihood, Pairs
from cockpit.analysis.walk import Facts
from cockpit.domain.records import Outcome

_USUAL_VARIANCE = 0.25
_USUAL_COUNT = 4.0
_USUAL_SPREAD = 0.5
_WIDE = 5.0
_FARTHEST = 12.0
_ROUNDS = 3


@dataclass(frozen=True)
class SizeLikelihood:
    """The likelihood of log amounts, moved to the scale of mean amounts.

    Args:
        likelihood: Of log(amount / a*) plus the log of what the mean is over the mean log.
        unsure_mean: Standard deviation of that log, beyond what the spread of the logs explains.
    """

    likelihood: AmountLikelihood
    unsure_mean: float


@dataclass(frozen=True)
class _Logs:
    """Sums over the won deals of each pair; arrays of shape (pairs,).

    Args:
        count: Deals.
        total, squares: Σ y and Σ y², y = log(amount / a*).
        ratios, ratio_squares: Σ e^y and Σ e^2y.
    """

    count: FloatArray
    total: FloatArray
    squares: FloatArray
    ratios: FloatArray
    ratio_squares: FloatArray


def count_amounts(
    facts: Facts, axes: Axes, span: Span
) -> tuple[StageCounts, SizeLikelihood | None]:
    """Sum up the deals won in the span that have an amount."""
    deals = facts.opportunities
    closed, amount = deals["closed"].to_numpy(), deals["amount"].to_numpy()
    won = (deals["outcome"].to_numpy() == Outcome.WON) & (amount > 0)
    rows = np.flatnonzero(won & (closed >= span.first) & (closed <= span.known))
    reps = axes.reps_of(deals["rep"].to_numpy()[rows])
    rows, reps = rows[reps > 0], reps[reps > 0]
    sources = axes.sources_of(deals["source"].to_numpy()[rows])
    days = np.minimum(deals["created"].to_numpy()[rows].astype(np.int64), span.last)
    first = min(span.first, int(days.min(initial=span.first)))
    planned = PlannedRates(facts, axes, (first, span.last), 0)
    entries = planned.entries("deal_size", reps, sources, days)
    sizes = planned.table.rates["deal_size"]
    known = sizes[entries] > 0
    entries, amounts = entries[known], amount[rows][known].astype(np.float64)
    pair = entries % planned.latest.size
    logs = np.clip(np.log(amounts / sizes[entries]), -_FARTHEST, _FARTHEST)
    stage = planned.summarise("deal_size", pair, np.ones(pair.size), sizes[entries])
    if not pair.size:
        return stage, None
    pairs = find_pairs(stage.records)[0]
    held = np.flatnonzero(stage.records)
    sums = (
        np.bincount(pair, values)[held].astype(np.float64)
        for values in (np.ones(pair.size), logs, logs**2, np.exp(logs), np.exp(2.0 * logs))
    )
    return stage, _build_likelihood(pairs, _Logs(*sums))


def _build_likelihood(pairs: Pairs, logs: _Logs) -> SizeLikelihood:
    variance, fitted = _fit(pairs, logs)
    count = float(logs.count.sum())
    mean = float((np.exp(-fitted) * logs.ratios).sum()) / count
    mean_square = float((np.exp(-2.0 * fitted) * logs.ratio_squares).sum()) / count
    uneven = mean_square / mean**2 - 1.0
    return SizeLikelihood(
        likelihood=AmountLikelihood(
            pairs, logs.count, logs.total + logs.count * np.log(mean), variance
        ),
        unsure_mean=float(np.sqrt(max(uneven - variance, 0.0) / count)),
    )


def _fit(pairs: Pairs, logs: _Logs) -> tuple[float, FloatArray]:
    """Return the variance of the residuals and the fitted log ratio of each pair.

    Residual sum of squares over the records left after fitting (n − trace of the hat matrix), with
    as much weight as four records have on a usual 0.25.
    """
    scales = np.concatenate([[_WIDE], np.full(pairs.size - 1, _USUAL_SPREAD)])[None, :]
    variance = _USUAL_VARIANCE
    for _ in range(_ROUNDS):
        likelihood = AmountLikelihood(pairs, logs.count, logs.total, variance)
        expansion = likelihood.expand(np.zeros((1, pairs.size)))
        at, _ = solve(pairs, expansion, scales)
        roots = find_roots(expansion, scales)[0]
        used = float(np.trace(roots.T @ expansion.information[0] @ roots))
        fitted = pairs.shift(at)[0]
        squares = float((logs.squares + fitted * (logs.count * fitted - 2.0 * logs.total)).sum())
        left = max(float(logs.count.sum()) - used, 0.0)
        variance = (_USUAL_COUNT * _USUAL_VARIANCE + max(squares, 0.0)) / (_USUAL_COUNT + left)
    return variance, fitted
