"""A smooth curve with a share that never ends: two Weibull delays fitted to counts by day.

Larson and Dinse (1985): a record converts with chance p₁, after a delay with the curve W₁; ends
otherwise with chance p₂, after W₂; and does neither, ever, with chance 1 − p₁ − p₂.
"""

from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import FloatArray
from cockpit.analysis.delay_counts import DelayCounts

_TINY = 1e-300
_SHAPE_BOUNDS = (np.log(0.2), np.log(8.0))
_SHARE_BOUNDS = (-12.0, 12.0)
_MOST_STEPS = 400
_LONGEST = 10.0
"""A scale beyond ten times the longest age cannot be told from never."""


@dataclass(frozen=True, slots=True)
class WeibullCurve:
    """F(d) = 1 − exp(−((d+1)/scale)^shape) on whole days d; shape 1 is the plan's kind of curve."""

    scale: float
    shape: float

    def cumulative(self, days: int) -> FloatArray:
        """Return F(0), F(1), …, F(days − 1)."""
        return -np.expm1(-((np.arange(1, days + 1) / self.scale) ** self.shape))


@dataclass(frozen=True, slots=True)
class CureFit:
    """The fitted model; `never` = 1 − `happens` − `competes` is the cure fraction."""

    happens: float
    competes: float
    to_happened: WeibullCurve
    to_competing: WeibullCurve


def fit_cure(counts: DelayCounts) -> CureFit:
    """Fit by maximum likelihood on the counts: the cost does not depend on the records' number.

    log L = Σ_d n₁(d)·log(p₁·w₁(d)) + n₂(d)·log(p₂·w₂(d)) + c(d)·log S(d) − e(d)·log S(d−1), with
    w(d) = W(d) − W(d−1), S = 1 − p₁W₁ − p₂W₂, c the censored and e those first seen at age d.

    Args:
        counts: Of one curve, arrays of shape (ages,).
    """
    from scipy.optimize import minimize

    ages = counts.happened.size
    logs = np.log(np.arange(1, ages + 1))
    scales = (np.log(0.05), np.log(_LONGEST * ages))
    begin = np.concatenate(
        [_begin_shares(counts), *(_begin_delay(n) for n in (counts.happened, counts.competing))]
    )
    bounds = [_SHARE_BOUNDS] * 2 + [scales, _SHAPE_BOUNDS] * 2
    begin = np.clip(begin, [low for low, _ in bounds], [high for _, high in bounds])
    late = np.append(counts.entered[1:], 0)  # first seen at age d: open at the end of age d − 1

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        return _loss(parameters, counts, late, logs)

    # Truncated Newton: L-BFGS-B's linear algebra waits for threads on a busy machine.
    options = {"maxfun": _MOST_STEPS}
    best = minimize(loss, begin, jac=True, bounds=bounds, method="TNC", options=options).x
    shares = _shares(best[:2])
    return CureFit(
        happens=float(shares[0]) if counts.happened.any() else 0.0,
        competes=float(shares[1]) if counts.competing.any() else 0.0,
        to_happened=WeibullCurve(float(np.exp(best[2])), float(np.exp(best[3]))),
        to_competing=WeibullCurve(float(np.exp(best[4])), float(np.exp(best[5]))),
    )


def _shares(logits: FloatArray) -> FloatArray:
    """Return p₁ and p₂ from their log-odds against "never"."""
    odds = np.exp(logits)
    shares: FloatArray = odds / (1.0 + odds.sum())
    return shares


def _begin_shares(counts: DelayCounts) -> FloatArray:
    ends = np.array([counts.happened.sum(), counts.competing.sum()], dtype=np.float64)
    odds: FloatArray = np.log((ends + 0.5) / (counts.censored.sum() + 0.5))
    return odds


def _begin_delay(ended: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> FloatArray:
    """Return log scale and log shape to begin with: the mean delay, and an exponential."""
    days = np.arange(1, ended.size + 1)
    return np.array([np.log(((ended * days).sum() + 1.0) / (ended.sum() + 1.0)), 0.0])


def _loss(
    parameters: FloatArray, counts: DelayCounts, late: FloatArray, logs: FloatArray
) -> tuple[float, FloatArray]:
    """Return −log L per record and its gradient, shape (6,)."""
    shares = _shares(parameters[:2])
    curves, slopes = zip(
        *(_weibull(parameters[at], parameters[at + 1], logs) for at in (2, 4)), strict=True
    )
    still_open = np.maximum(1.0 - shares[0] * curves[0] - shares[1] * curves[1], _TINY)
    open_weight = (counts.censored - late) / still_open
    value = float(((counts.censored - late) * np.log(still_open)).sum())
    by_share, by_delay = np.zeros(2), []
    for at, ended in enumerate((counts.happened, counts.competing)):
        on_day = np.maximum(np.diff(curves[at], prepend=0.0), _TINY)
        value += float((ended * np.log(np.maximum(shares[at], _TINY) * on_day)).sum())
        by_share[at] = ended.sum() / max(shares[at], _TINY) - (open_weight * curves[at]).sum()
        ended_weight = ended / on_day
        by_delay += [
            (ended_weight * np.diff(slope, prepend=0.0)).sum()
            - shares[at] * (open_weight * slope).sum()
            for slope in slopes[at]
        ]
    by_logit = shares * (by_share - (shares * by_share).sum())
    records = max(float(counts.entered.sum()), 1.0)
    return -value / records, -np.array([*by_logit, *by_delay]) / records


def _weibull(
    log_scale: float, log_shape: float, logs: FloatArray
) -> tuple[FloatArray, tuple[FloatArray, FloatArray]]:
    """Return W at each age, and its derivatives by log scale and log shape."""
    shape = np.exp(log_shape)
    exponent = np.minimum(shape * (logs - log_scale), 100.0)
    hazard = np.exp(exponent)
    density = hazard * np.exp(-hazard)
    return -np.expm1(-hazard), (-shape * density, exponent * density)
