"""Evidence on counts: does a rep close, or prospect, less often than the team would?

observed_r ~ Poisson(expected_r · μ · θ_r), θ_r ~ Gamma(k, k): μ is common to all, 1/k is the
variance between reps and may be 0: then reps do not differ. Neither is known; all figures are of
the mixture over a grid of variances, weighed by marginal likelihood and a prior. Posterior:
θ_r ~ Gamma(k + observed_r, k + expected_r·μ). Source: Gelman et al., Bayesian Data Analysis, §2.6,
§5.
"""

from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import FloatArray

SPREADS = np.array([0.0, 0.1, 0.15, 0.2, 0.27, 0.35, 0.45, 0.6, 0.8, 1.0])
"""Standard deviations between reps that are tried."""
_USUAL = 0.3
_EQUAL = 0.1
"""Prior chance that reps do not differ."""
_FEW = 1e-9
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class CountEvidence:
    """How often something happened against what was expected of it; arrays of shape (reps,).

    Args:
        observed, expected: The counts.
        weights: Chance of each variance between reps; shape (grid,).
        team: μ, observed over expected of the whole team, at each variance.
        spread: Its standard deviation, likewise.
    """

    observed: FloatArray
    expected: FloatArray
    weights: FloatArray
    team: FloatArray
    spread: FloatArray

    @property
    def mean_team(self) -> float:
        """Return the posterior mean of μ."""
        return float(self.weights @ self.team)

    @property
    def p_team_below(self) -> float:
        """Return P(μ < 1)."""
        from scipy.special import ndtr

        known = self.spread > 0
        z = (1.0 - self.team) / np.where(known, self.spread, 1.0)
        return float(self.weights @ np.where(known, ndtr(z), 0.5))

    @property
    def rep(self) -> FloatArray:
        """Return the posterior mean of θ by rep."""
        total = np.full(self.observed.size, self.weights[0])
        for weight, k, mean in self._differing():
            total += weight * (k + self.observed) / (k + mean)
        return total

    @property
    def p_rep_below(self) -> FloatArray:
        """Return P(θ < 1) by rep, plus half of P(θ = 1)."""
        from scipy.special import gammainc

        total = np.full(self.observed.size, self.weights[0] / 2)
        for weight, k, mean in self._differing():
            total += weight * gammainc(k + self.observed, k + mean)
        return total

    def draw(self, count: int, random: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """Return joint draws of μ, shape (count,), and θ, shape (count, reps).

        μ is that of the typical rep: the median of all, with what would be on plan as one more.
        """
        at = random.choice(self.weights.size, size=count, p=self.weights)
        team = np.maximum(self.team[at] + self.spread[at] * random.standard_normal(count), _FEW)
        k = np.square(1.0 / np.where(at > 0, SPREADS[at], 1.0))[:, None]
        rep = random.gamma(k + self.observed) / (k + self.expected * team[:, None])
        rep = np.where((at > 0)[:, None], rep, 1.0)
        counted = np.concatenate([rep[:, self.expected > _FEW], 1.0 / team[:, None]], axis=1)
        typical = np.median(counted, axis=1) if counted.shape[1] > _FEWEST else np.ones(count)
        return team * typical, rep / typical[:, None]

    def _differing(self) -> "list[tuple[float, float, FloatArray]]":
        """Return weight, k and expected counts at each variance above 0."""
        return [
            (float(weight), float(spread**-2.0), self.expected * team)
            for weight, spread, team in zip(
                self.weights[1:], SPREADS[1:], self.team[1:], strict=True
            )
        ]


def compare_counts(observed: FloatArray, expected: FloatArray) -> CountEvidence:
    """Weigh counts by rep, arrays of shape (reps,), against what was expected of each."""
    points, due = SPREADS.size, float(expected.sum())
    first = np.eye(1, points)[0]
    if due <= _FEW:
        return CountEvidence(observed, expected, first, np.ones(points), np.zeros(points))
    variances = np.square(SPREADS)
    pooled = (float(observed.sum()) + 0.5) / (due + 0.5)
    weight = 1.0 / (pooled * (1.0 + variances[:, None] * expected * pooled))
    information = (weight * expected).sum(axis=1)
    team = (weight * (observed + 0.5 / observed.size)).sum(axis=1) / information
    prior = np.exp(-0.5 * np.square(SPREADS / _USUAL)) * np.gradient(SPREADS)
    prior[0] = 0.0
    prior *= (1.0 - _EQUAL) / prior.sum()
    prior[0] = _EQUAL
    log_likelihood = np.array(
        [_log_likelihood(observed, expected * mu, v) for mu, v in zip(team, variances, strict=True)]
    )
    weights = prior * np.exp(log_likelihood - log_likelihood.max())
    if np.count_nonzero(expected > _FEW) < 2:  # noqa: PLR2004 - one alone cannot differ
        weights = first
    return CountEvidence(observed, expected, weights / weights.sum(), team, information**-0.5)


def _log_likelihood(observed: FloatArray, mean: FloatArray, variance: float) -> float:
    """Return the log marginal likelihood, up to a constant of the counts."""
    from scipy.special import gammaln

    seen = mean > _FEW
    n, m = observed[seen], mean[seen]
    if not variance:
        return float((n * np.log(m) - m).sum())
    k = 1.0 / variance
    terms = gammaln(n + k) - gammaln(k) + k * np.log(k / (k + m)) + n * np.log(m / (k + m))
    return float(terms.sum())
