"""Whole minor units that add up to what they should, to the last one."""

import numpy as np

from cockpit.analysis.axes import FloatArray, IntArray


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
    floors = np.floor(values)
    missing = np.asarray(totals - floors.sum(axis=-1).astype(np.int64))
    order = np.argsort(floors - values, axis=-1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(values.shape[-1]), axis=-1)
    each, more = np.divmod(missing[..., None], values.shape[-1])
    rounded: IntArray = floors.astype(np.int64) + each + (rank < more)
    return rounded
