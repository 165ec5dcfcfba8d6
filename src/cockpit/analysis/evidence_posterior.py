"""The posterior of team, source and rep terms, with how much sources and reps differ left open.

team ~ N(0, 1.5²), source ~ N(0, τ_s²), rep ~ N(0, τ_r²). For each (τ_s, τ_r) on a grid the mode of
the terms is found by Newton's method and their posterior taken as normal around it (Laplace); the
grid points are weighed by the marginal likelihood times a prior, and all that is reported is of
the mixture. So that τ is not known is part of every interval: plugging in its likeliest value
covers too little (Rue, Martino and Chopin 2009, nested Laplace). τ = 0 is a point of the grid with
a chance of its own: nobody differs.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.evidence_likelihood import Expansion, Likelihood, Pairs

TEAM_SPREAD = 1.5
"""Prior standard deviation of the team-wide shift, in log-odds or log amount: wide."""

SPREADS = np.array([0.0, 0.06, 0.12, 0.19, 0.27, 0.37, 0.5, 0.7, 1.0, 1.4])
"""The values of τ that are tried."""

EQUAL = 0.3
"""Prior chance that sources, or reps, do not differ at all."""

_USUAL_SPREAD = 0.5
_START = 0.3
_LARGEST_STEP = 2.0
_CONVERGED = 1e-4
_MOST_STEPS = 60
_REFINEMENTS = 4
_NEGLIGIBLE = 6.0
_INTERVAL = 0.8
_BISECTIONS = 40


@dataclass(frozen=True)
class Marginals:
    """What is to be believed of some linear combinations of the terms; arrays of shape (n,).

    Args:
        mean: Posterior mean.
        spread: Posterior standard deviation.
        low, high: Ends of the 80 % interval, between the 10 % and the 90 % quantile.
        p_below: P(below 0), plus half of P(exactly 0): 0.5 where nothing differs.
    """

    mean: FloatArray
    spread: FloatArray
    low: FloatArray
    high: FloatArray
    p_below: FloatArray


@dataclass(frozen=True)
class Posterior:
    """A mixture of normal posteriors, one for each (τ_s, τ_r) that is at all likely.

    Args:
        pairs: Which parameter is which.
        weights: Of the mixture; shape (points,).
        means: Shape (points, size).
        roots: Their covariances are root·root'; shape (points, size, at least size).
        tau_sources, tau_reps: The grid points; shape (points,).
        likeliest: The (τ_s, τ_r) of the grid at which the marginal likelihood is largest.
    """

    pairs: Pairs
    weights: FloatArray
    means: FloatArray
    roots: FloatArray
    tau_sources: FloatArray
    tau_reps: FloatArray
    likeliest: tuple[float, float]

    @cached_property
    def mean(self) -> FloatArray:
        """Return the posterior mean of the terms; shape (size,)."""
        mean: FloatArray = self.weights @ self.means
        return mean

    def weigh(self, combinations: FloatArray) -> Marginals:
        """Return what is to be believed of linear combinations of the terms.

        Args:
            combinations: Shape (n, size).
        """
        means = self.means @ combinations.T
        variances = np.square(combinations @ self.roots).sum(axis=2)
        return _mix(self.weights, means, np.sqrt(variances))

    def covariance(self, combinations: FloatArray) -> FloatArray:
        """Return the posterior covariance of linear combinations, shape (n, n)."""
        parts = combinations @ self.roots
        off = (self.means - self.mean) @ combinations.T
        within = np.einsum("k,kia,kja->ij", self.weights, parts, parts)
        between = np.einsum("k,ki,kj->ij", self.weights, off, off)
        covariance: FloatArray = within + between
        return covariance

    def spread_out(self, sources: IntArray, reps: IntArray, shape: tuple[int, int]) -> "Posterior":
        """Return the posterior with a term for every position, not only for those with records.

        One without records is a new one of its kind: N(0, τ²).

        Args:
            sources: Source positions of the terms that there are.
            reps: Rep positions, likewise.
            shape: Number of rep and of source positions.
        """
        n_reps, n_sources = shape
        held = np.concatenate([[0], 1 + sources, 1 + n_sources + reps])
        size = 1 + n_sources + n_reps
        new = np.setdiff1d(np.arange(size), held)
        points = self.weights.size
        means, columns = np.zeros((points, size)), self.roots.shape[2]
        roots = np.zeros((points, size, columns + new.size))
        means[:, held] = self.means
        roots[:, held, :columns] = self.roots
        taus = np.where(
            new[None, :] <= n_sources, self.tau_sources[:, None], self.tau_reps[:, None]
        )
        roots[:, new, columns + np.arange(new.size)] = taus
        pairs = Pairs(reps[self.pairs.rep], sources[self.pairs.source], n_reps, n_sources)
        return replace(self, pairs=pairs, means=means, roots=roots)

    def draw(self, count: int, random: np.random.Generator) -> FloatArray:
        """Return joint draws of the terms; shape (count, size)."""
        points = random.choice(self.weights.size, size=count, p=self.weights)
        normal = random.standard_normal((count, self.roots.shape[2]))
        draws: FloatArray = self.means[points] + np.einsum("kij,kj->ki", self.roots[points], normal)
        return draws


def build_prior(n_sources: int, n_reps: int) -> Posterior:
    """Return what is to be believed without any record: nobody differs, the team may be off."""
    size = 1 + n_sources + n_reps
    pairs = Pairs(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), n_reps, n_sources)
    roots = np.zeros((1, size, size))
    roots[0, 0, 0] = TEAM_SPREAD
    nothing = np.zeros(1)
    return Posterior(pairs, np.ones(1), np.zeros((1, size)), roots, nothing, nothing, (0.0, 0.0))


def integrate(likelihood: Likelihood, unsure_team: float = 0.0) -> Posterior:
    """Return the posterior of the terms of a likelihood.

    With one source (rep) only, its term could not be told from the team's: τ is 0 then.

    Args:
        likelihood: What the records say.
        unsure_team: Standard deviation of what is not known about the team's term besides.
    """
    pairs = likelihood.pairs
    tau_sources, tau_reps, log_prior = _grid(pairs)
    scales = _scales(pairs, tau_sources, tau_reps)
    start = _climb(likelihood, _scales(pairs, *_start(pairs)))
    _, log_marginal = solve(_repeat(start, scales.shape[0]), scales)
    kept = _worth_keeping(log_marginal + log_prior)
    scales, log_prior = scales[kept], log_prior[kept]
    at, _ = solve(_repeat(start, scales.shape[0]), scales)
    for _ in range(_REFINEMENTS):
        expansion = likelihood.expand(at)
        at, log_marginal = solve(expansion, scales)
        if np.abs(at - expansion.at).max() < _CONVERGED**0.5:
            break
    best = int(np.argmax(log_marginal))
    roots = find_roots(expansion, scales)
    more = np.zeros((*roots.shape[:2], 1))
    more[:, 0] = unsure_team
    weights = np.exp(log_marginal + log_prior - (log_marginal + log_prior).max())
    tau_sources, tau_reps = tau_sources[kept], tau_reps[kept]
    return Posterior(
        pairs=pairs,
        weights=weights / weights.sum(),
        means=at,
        roots=np.concatenate([roots, more], axis=2),
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


def _climb(likelihood: Likelihood, scales: FloatArray) -> Expansion:
    """Return the expansion at the mode of the terms for one (τ_s, τ_r)."""
    at = np.zeros_like(scales)
    for _ in range(_MOST_STEPS):
        expansion = likelihood.expand(at)
        found, _ = solve(expansion, scales)
        step = found - at
        longest = float(np.abs(step).max())
        at = at + step * min(1.0, _LARGEST_STEP / max(longest, _CONVERGED))
        if longest < _CONVERGED:
            break
    return expansion


def solve(expansion: Expansion, scales: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the mode and the log marginal likelihood, to second order, at every point.

    In θ = D·u with u ~ N(0, I): the mode is u = (I + D·H·D)⁻¹·D·b with b = g + H·c around the
    point c; it needs no 1/τ, so τ = 0 is nothing special. Log marginal = ℓ(c) − g'c − ½c'Hc +
    ½(D·b)'u − ½·log|I + D·H·D|.
    """
    at, gradient, information = expansion.at, expansion.gradient, expansion.information
    curved = np.einsum("kij,kj->ki", information, at)
    pull = scales * (gradient + curved)
    precision = _precision(information, scales)
    mode = np.linalg.solve(precision, pull[:, :, None])[:, :, 0]
    log_det = 2.0 * np.log(np.diagonal(np.linalg.cholesky(precision), axis1=1, axis2=2)).sum(-1)
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


def _mix(weights: FloatArray, means: FloatArray, spreads: FloatArray) -> Marginals:
    """Return the marginals of mixtures of normals; `means` and `spreads` are (points, n)."""
    mean = weights @ means
    variance = weights @ (np.square(spreads) + np.square(means - mean))
    is_fixed = spreads <= 0
    tail = (1.0 - _INTERVAL) / 2.0
    return Marginals(
        mean=mean,
        spread=np.sqrt(variance),
        low=_quantile(tail, weights, means, spreads),
        high=_quantile(1.0 - tail, weights, means, spreads),
        p_below=weights @ np.where(is_fixed, 0.5, _below(np.zeros(mean.size), means, spreads)),
    )


def _quantile(
    share: float, weights: FloatArray, means: FloatArray, spreads: FloatArray
) -> FloatArray:
    low = (means - 4.0 * spreads).min(axis=0)
    high = (means + 4.0 * spreads).max(axis=0)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2.0
        is_under = weights @ _below(middle, means, spreads) < share
        low, high = np.where(is_under, middle, low), np.where(is_under, high, middle)
    quantile: FloatArray = (low + high) / 2.0
    return quantile


def _below(value: FloatArray, means: FloatArray, spreads: FloatArray) -> FloatArray:
    """Return P(at most a value) of every component; shape (points, n)."""
    from scipy.special import ndtr

    fixed: BoolArray = spreads <= 0
    standard = (value - means) / np.where(fixed, 1.0, spreads)
    below: FloatArray = np.where(fixed, (value >= means).astype(np.float64), ndtr(standard))
    return below
