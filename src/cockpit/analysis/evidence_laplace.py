"""Which team, source and rep terms the records of a stage speak for: Laplace on a grid of τ.

team ~ N(0, 1.5²), source ~ N(0, τ_s²), rep ~ N(0, τ_r²). For each (τ_s, τ_r) on a grid the mode of
the terms is found by Newton's method and their posterior taken as normal around it (Laplace); the
grid points are weighed by the marginal likelihood times a prior, and all that is reported is of
the mixture. So that τ is not known is part of every interval: plugging in its likeliest value
covers too little (Rue, Martino and Chopin 2009, nested Laplace). τ = 0 is a point of the grid with
a chance of its own: nobody differs.
"""

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.evidence_likelihood import Expansion, Likelihood, Pairs
from cockpit.analysis.evidence_posterior import TEAM_SPREAD, Posterior

SPREADS = np.array([0.0, 0.06, 0.12, 0.19, 0.27, 0.37, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0])
"""The values of τ that are tried."""

EQUAL = 0.05
"""Prior chance that sources, or reps, do not differ at all.

Small, because the least τ of the grid hardly differs from none: at 0.05 the 80 % intervals cover
75 to 85 % for τ from 0.15 to 0.8, and of reps who do not differ 1 in 200 has a term that is below
0 with a chance of 0.9.
"""

_USUAL_SPREAD = 0.5
_START = 0.3
_LARGEST_STEP = 2.0
_CLOSE = 1e-2
_MOST_STEPS = 60
_NEGLIGIBLE = 6.0


def integrate(likelihood: Likelihood, unsure_team: float = 0.0) -> Posterior:
    """Return the posterior of the terms of a likelihood.

    With one source (rep) only, its term could not be told from the team's: τ is 0 then.

    Args:
        likelihood: What the records say.
        unsure_team: Standard deviation of what is not known about the team's term besides.
    """
    pairs = likelihood.pairs
    tau_sources, tau_reps, log_prior = _grid(pairs)
    first = _scales(pairs, *_start(pairs))
    start = _climb(likelihood, np.zeros_like(first), first)
    scales = _scales(pairs, tau_sources, tau_reps)
    guess, log_marginal = solve(pairs, _repeat(start, scales.shape[0]), scales)
    kept = _worth_keeping(log_marginal + log_prior)
    scales, log_prior = scales[kept], log_prior[kept]
    step = np.clip(guess[kept] - start.at, -_LARGEST_STEP, _LARGEST_STEP)
    expansion = _climb(likelihood, np.where(scales > 0, start.at + step, 0.0), scales)
    found, log_marginal = solve(pairs, expansion, scales)
    at = expansion.at + np.clip(found - expansion.at, -_CLOSE, _CLOSE)
    best = int(np.argmax(log_marginal))
    unsure = np.zeros((*at.shape, 1))
    unsure[:, 0] = unsure_team
    roots = np.concatenate([find_roots(expansion, scales), unsure], axis=2)
    weights = np.exp(log_marginal + log_prior - (log_marginal + log_prior).max())
    tau_sources, tau_reps = tau_sources[kept], tau_reps[kept]
    return Posterior(
        pairs=pairs,
        weights=weights / weights.sum(),
        means=at,
        roots=roots,
        tau_sources=tau_sources,
        tau_reps=tau_reps,
        likeliest=(float(tau_sources[best]), float(tau_reps[best])),
    )


def _grid(pairs: Pairs) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return τ_s, τ_r and the log prior weight of every grid point."""
    sources, source_prior = _axis(pairs.n_sources)
    reps, rep_prior = _axis(pairs.n_reps)
    log_prior = np.log(source_prior)[:, None] + np.log(rep_prior)[None, :]
    return np.repeat(sources, reps.size), np.tile(reps, sources.size), log_prior.ravel()


def _axis(levels: int) -> tuple[FloatArray, FloatArray]:
    """Return the values of one τ and their prior: a chance of 0, else half-normal."""
    if levels <= 1:
        return np.zeros(1), np.ones(1)
    density = np.exp(-0.5 * np.square(SPREADS[1:] / _USUAL_SPREAD)) * np.gradient(SPREADS)[1:]
    prior = np.concatenate([[EQUAL], (1.0 - EQUAL) * density / density.sum()])
    return SPREADS, prior


def _start(pairs: Pairs) -> tuple[FloatArray, FloatArray]:
    """Return moderate τ to begin with."""
    return np.array([_START * (pairs.n_sources > 1)]), np.array([_START * (pairs.n_reps > 1)])


def _scales(pairs: Pairs, tau_sources: FloatArray, tau_reps: FloatArray) -> FloatArray:
    """Return the prior standard deviation of each term; shape (points, size)."""
    counts = [1, pairs.n_sources, pairs.n_reps]
    spreads = np.stack([np.full_like(tau_reps, TEAM_SPREAD), tau_sources, tau_reps], axis=1)
    return np.repeat(spreads, counts, axis=1)


def _climb(likelihood: Likelihood, at: FloatArray, scales: FloatArray) -> Expansion:
    """Return the expansion next to the mode of the terms at every point.

    Newton's method with the expected information, from points of shape (points, size). A step
    that leads downhill is taken back and the next one is shorter: with a plan of 99 % where half
    convert, a full step goes far astray.
    """
    expansion, reach = likelihood.expand(at), np.full(at.shape[0], _LARGEST_STEP)
    for _ in range(_MOST_STEPS):
        found, _ = solve(likelihood.pairs, expansion, scales)
        step = found - expansion.at
        longest = np.abs(step).max(axis=1)
        if longest.max() < _CLOSE:
            break
        step *= np.minimum(1.0, reach / np.maximum(longest, _CLOSE))[:, None]
        tried = likelihood.expand(expansion.at + step)
        is_higher = _height(tried, scales) >= _height(expansion, scales)
        expansion = _choose(is_higher, tried, expansion)
        shorter = np.minimum(reach, longest) / 4.0
        reach = np.where(is_higher, np.minimum(2.0 * reach, _LARGEST_STEP), shorter)
    return expansion


def _height(expansion: Expansion, scales: FloatArray) -> FloatArray:
    """Return log-likelihood plus log prior, up to a constant, at every point."""
    terms = np.divide(expansion.at, scales, out=np.zeros_like(scales), where=scales > 0)
    height: FloatArray = expansion.value - 0.5 * np.square(terms).sum(axis=1)
    return height


def _choose(is_first: BoolArray, first: Expansion, second: Expansion) -> Expansion:
    """Return one of two expansions for each point."""
    if is_first.all():
        return first
    rows = is_first[:, None]
    return Expansion(
        np.where(rows, first.at, second.at),
        np.where(is_first, first.value, second.value),
        np.where(rows, first.gradient, second.gradient),
        np.where(rows[:, :, None], first.information, second.information),
    )


def solve(pairs: Pairs, expansion: Expansion, scales: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the mode and the log marginal likelihood, to second order, at every point.

    In θ = D·u with u ~ N(0, I): the mode is u = (I + D·H·D)⁻¹·D·b with b = g + H·c around the
    point c; it needs no 1/τ, so τ = 0 is nothing special. Log marginal = ℓ(c) − g'c − ½c'Hc +
    ½(D·b)'u − ½·log|I + D·H·D|. No record has two reps, so their block of I + D·H·D is diagonal
    and is eliminated first: what is left has the size of team and sources.
    """
    at, gradient, information = expansion.at, expansion.gradient, expansion.information
    curved = (information @ at[:, :, None])[:, :, 0]
    pull = scales * (gradient + curved)
    front, rest = slice(0, 1 + pairs.n_sources), slice(1 + pairs.n_sources, None)
    own = 1.0 + np.square(scales[:, rest]) * np.diagonal(information, axis1=1, axis2=2)[:, rest]
    root = np.sqrt(own)
    cross = scales[:, front, None] * information[:, front, rest]
    cross = cross * (scales[:, rest] / root)[:, None, :]
    reduced = _precision(information[:, front, front], scales[:, front])
    reduced -= cross @ cross.transpose(0, 2, 1)
    pulled = pull[:, rest] / root
    first = np.linalg.solve(reduced, pull[:, front, None] - cross @ pulled[:, :, None])
    second = (pulled - (cross.transpose(0, 2, 1) @ first)[:, :, 0]) / root
    mode = np.concatenate([first[:, :, 0], second], axis=1)
    log_det = np.linalg.slogdet(reduced)[1] + np.log(own).sum(axis=1)
    level = expansion.value - (at * (gradient + 0.5 * curved)).sum(axis=1)
    return scales * mode, level + 0.5 * ((pull * mode).sum(axis=1) - log_det)


def _precision(information: FloatArray, scales: FloatArray) -> FloatArray:
    """Return I + D·H·D."""
    scaled: FloatArray = information * scales[:, :, None] * scales[:, None, :]
    return scaled + np.eye(scales.shape[1])


def find_roots(expansion: Expansion, scales: FloatArray) -> FloatArray:
    """Return roots of the covariances D·(I + D·H·D)⁻¹·D."""
    lower = np.linalg.cholesky(_precision(expansion.information, scales))
    roots: FloatArray = scales[:, :, None] * np.linalg.inv(lower).transpose(0, 2, 1)
    return roots


def _repeat(expansion: Expansion, points: int) -> Expansion:
    """Return an expansion around one point as that of several."""
    arrays = (expansion.at, expansion.value, expansion.gradient, expansion.information)
    return Expansion(*(np.broadcast_to(a, (points, *a.shape[1:])) for a in arrays))


def _worth_keeping(log_weights: FloatArray) -> IntArray:
    return np.flatnonzero(log_weights > log_weights.max() - _NEGLIGIBLE)
