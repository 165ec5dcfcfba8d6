"""Could it be chance? Control limits of a rate, and how bad the worst of many equals looks.

All reps are taken to convert at the team's rate; what one of them then shows is a binomial count.
The limits follow Spiegelhalter (2005), "Funnel plots for comparing institutional performance":
exact binomial tails, interpolated so that they are smooth in the number of records.
"""

from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import FloatArray

LEVELS = (0.80, 0.95)
"""Share of equals that lie between each pair of limits."""

_HALVINGS = 40


@dataclass(frozen=True, slots=True)
class ControlLimits:
    """Where the rates of equals lie.

    Args:
        sizes: Numbers of records, shape (sizes,).
        low, high: For each of `LEVELS`, the rates between which that share of equals lies; shape
            (levels, sizes).
    """

    sizes: FloatArray
    low: FloatArray
    high: FloatArray


def compute_limits(rate: float, sizes: FloatArray) -> ControlLimits:
    """Return control limits around a rate.

    Args:
        rate: The common rate, 0 to 1.
        sizes: Numbers of records, above 0; they need not be whole, because a young record counts
            with the chance that it has had its time.
    """
    tails = [(1 - level) / 2 for level in LEVELS]
    low = np.stack([_quantile(tail, rate, sizes) for tail in tails])
    high = np.stack([_quantile(1 - tail, rate, sizes) for tail in tails])
    return ControlLimits(sizes, low / sizes, high / sizes)


def compute_tail(count: float, size: float, rate: float) -> tuple[float, float]:
    """Return P(at most so many) and P(at least so many) of so many records at a rate."""
    if size <= 0:
        return 1.0, 1.0
    at_most = _cumulate(np.array([float(count)]), rate, np.array([size]))[0]
    below = _cumulate(np.array([float(count) - 1]), rate, np.array([size]))[0]
    return float(at_most), float(1 - below)


def compute_chance_of_one(chance: float, reps: int) -> float:
    """Return the chance that at least one of so many equals looks as bad as `chance` of one.

    1 − (1 − p)^N: what is rare for one rep is not rare for the worst of many.
    """
    return float(-np.expm1(reps * np.log1p(-min(chance, 1.0)))) if chance < 1 else 1.0


def _quantile(share: float, rate: float, sizes: FloatArray) -> FloatArray:
    """Return the count below which a share lies, interpolated; half of a count's own chance counts
    as below it, so that both sides are treated alike.
    """  # noqa: D205 - one sentence, too long for a line
    below, above = np.full(sizes.shape, -0.5), sizes + 0.5
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        mid_p = (_cumulate(middle, rate, sizes) + _cumulate(middle - 1, rate, sizes)) / 2
        is_low = mid_p < share
        below, above = np.where(is_low, middle, below), np.where(is_low, above, middle)
    return np.clip((below + above) / 2, 0, sizes)


def _cumulate(counts: FloatArray, rate: float, sizes: FloatArray) -> FloatArray:
    """Return P(X ≤ count) = I_{1−p}(n − count, count + 1), for counts and sizes of any fraction."""
    from scipy.special import betainc

    inside = (counts > -1) & (counts < sizes)
    safe = np.where(inside, counts, 0.0)
    tail = betainc(np.maximum(sizes - safe, 1e-12), safe + 1, 1 - rate)
    return np.where(inside, tail, (counts >= sizes).astype(np.float64))
