"""What is to be believed of team, source and rep terms: a mixture of normal distributions."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.evidence_likelihood import Pairs

TEAM_SPREAD = 1.5
"""Prior standard deviation of the team-wide shift, in log-odds or log amount: wide."""

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

    def centred(self) -> "Posterior":
        """Return the posterior with the team's term standing for the typical source and rep.

        Adding c to the team's term and taking it from every source's changes no rate, so the
        records do not say what c is; only the normal prior does, and it would spread one rotten
        source over the team: the team "below plan", all other sources "good". The c that explains
        most with least is the median of the sources' terms, with what would put the team on plan
        as one more of them; a term counts as far as its records decide it. c² is added to the
        variance along c. Likewise for reps.
        """
        first_rep = 1 + self.pairs.n_sources
        moved = _centre(self, slice(1, first_rep), self.tau_sources)
        return _centre(moved, slice(first_rep, self.pairs.size), self.tau_reps)

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


def _centre(posterior: Posterior, part: slice, tau: FloatArray) -> Posterior:
    """Move the team's term to the median of the terms of one kind; see `Posterior.centred`."""
    means, roots = posterior.means, posterior.roots
    scale = np.where(tau > 0, tau, 1.0)[:, None]
    left = np.square(roots[:, part]).sum(axis=2) / np.square(scale)
    trust = np.where(tau[:, None] > 0, np.clip(1.0 - left, 0.0, 1.0), 0.0)
    points = np.concatenate([means[:, part], -means[:, :1]], axis=1)
    weights = np.concatenate([trust, trust.mean(axis=1, keepdims=True)], axis=1)
    order = np.argsort(points, axis=1)
    running = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    middle = (running < running[:, -1:] / 2.0).sum(axis=1, keepdims=True)
    centre = np.take_along_axis(np.take_along_axis(points, order, axis=1), middle, axis=1)
    step = np.zeros_like(means)
    step[:, 0] = 1.0
    step[:, part] = -1.0
    step *= np.where(running[:, -1:] > 0, centre, 0.0)
    return replace(
        posterior, means=means + step, roots=np.concatenate([roots, step[:, :, None]], axis=2)
    )


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
