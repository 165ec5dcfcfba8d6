"""Evidence on counts: does a rep close, or prospect, less often than the team would?

observed_r ~ Poisson(expected_r · μ · θ_r), θ_r ~ Gamma(k, k): μ is common to all, 1/k is the
variance between reps, found by marginal likelihood and allowed to be 0. Posterior: θ_r ~
Gamma(k + observed_r, k + expected_r·μ). Source: Gelman et al., Bayesian Data Analysis, §2.6, §5.
"""

from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import FloatArray

_VARIANCES = (0.0, 0.01, 0.02, 0.04, 0.07, 0.12, 0.2, 0.35, 0.6, 1.0)
_FEW = 1e-9


@dataclass(frozen=True, slots=True)
class CountEvidence:
    """How often something happened against what was expected of it.

    Args:
        team: μ, observed over expected of the whole team.
        p_team_below: Probability that μ < 1.
        rep: Posterior mean of θ by rep.
        p_rep_below: Probability that θ < 1 by rep; 0.5 where reps do not differ.
    """

    team: float
    p_team_below: float
    rep: FloatArray
    p_rep_below: FloatArray


def compare_counts(observed: FloatArray, expected: FloatArray) -> CountEvidence:
    """Weigh counts by rep, arrays of shape (reps,), against what was expected of each."""
    from scipy.special import gammainc, ndtr

    due = float(expected.sum())
    same = np.ones(observed.size)
    if due <= _FEW:
        return CountEvidence(1.0, 0.5, same, same / 2)
    pooled = (float(observed.sum()) + 0.5) / (due + 0.5)
    variance = max(_VARIANCES, key=lambda v: _log_likelihood(observed, expected * pooled, v))
    weight = 1.0 / (pooled * (1.0 + variance * expected * pooled))
    team = float((weight * (observed + 0.5 / same.size)).sum() / (weight * expected).sum())
    spread = float((weight * expected).sum() ** -0.5)
    p_team = float(ndtr((1.0 - team) / spread))
    if not variance:
        return CountEvidence(team, p_team, same, same / 2)
    k, mean = 1.0 / variance, expected * team
    rep = (k + observed) / (k + mean)
    return CountEvidence(team, p_team, rep, np.asarray(gammainc(k + observed, k + mean)))


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
