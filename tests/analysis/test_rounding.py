import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cockpit.analysis.rounding import round_to_sum


def test_missing_units_go_to_the_largest_fractions() -> None:
    values = np.array([[1.2, 2.7, -3.6, 0.7], [0.5, 0.5, 0.0, 0.0]])
    assert round_to_sum(values, np.array([1, 1])).tolist() == [[1, 3, -4, 1], [1, 0, 0, 0]]


def test_float_noise_around_whole_numbers_does_no_harm() -> None:
    values = np.array([5 - 1e-12, -1e-13, 3 + 1e-12])
    assert round_to_sum(values, np.int64(8)).tolist() == [5, 0, 3]


@given(arrays(np.float64, (3, 7), elements=st.floats(-1e12, 1e12)), st.integers(-40, 40))
def test_lines_always_sum_to_their_totals(
    values: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", off: int
) -> None:
    totals = np.rint(values.sum(axis=-1)).astype(np.int64) + off
    rounded = round_to_sum(values, totals)
    assert rounded.sum(axis=-1).tolist() == totals.tolist()
    assert np.abs(rounded - values).max() <= 2 + abs(off) / 7 + 1e-3
