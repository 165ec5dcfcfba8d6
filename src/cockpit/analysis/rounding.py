"""Whole minor units that add up to what they should, to the last one."""

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray


def round_to_sum(values: FloatArray, totals: IntArray | np.int64) -> IntArray:
    """Round along the last axis by largest remainder, so that each line sums to its total.

    Each value is rounded down, and the units still missing go to the largest fractions; a tie
    goes to the first.

    Args:
        values: Shape (…, n).
        totals: Shape (…), what each line of n values must sum to; off the float sum by rounding.

    Returns:
        Shape (…, n); each within 1 of its value whenever the total is within 1 of the sum.
    """
    n = values.shape[-1]
    floors = np.floor(values)
    fractions = values - floors
    rounded: IntArray = floors.astype(np.int64)
    missing = np.asarray(totals) - rounded.sum(axis=-1)
    each, more = np.divmod(missing[..., None], n)
    # Sorting the fractions themselves is ten times as fast as sorting where they are.
    least = np.take_along_axis(np.sort(fractions), np.minimum(n - more, n - 1), axis=-1)
    gets_more = fractions >= least
    tied = gets_more.sum(axis=-1) > more[..., 0]
    if tied.any():
        gets_more[tied] = _choose_first(fractions[tied], least[tied], more[tied])
    rounded += each
    rounded += gets_more
    return rounded


def _choose_first(fractions: FloatArray, least: FloatArray, more: IntArray) -> BoolArray:
    """Return, line by line, the `more` largest fractions, of the least of them the first."""
    above, ties = fractions > least, fractions == least
    left = more - above.sum(axis=-1, keepdims=True)
    chosen: BoolArray = above | (ties & (np.cumsum(ties, axis=-1) <= left))
    return chosen
