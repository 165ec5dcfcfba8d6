import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.presenters.axes import find_ticks


@pytest.mark.parametrize(
    ("least", "most", "count", "ticks"),
    [
        (0, 100, 4, [0, 25, 50, 75, 100]),
        (0, 108, 5, [0, 25, 50, 75, 100]),
        (0, 0.33, 4, [0, 0.1, 0.2, 0.3]),
        (420, 1150, 4, [600, 800, 1000]),
        (5, 5, 4, []),
    ],
)
def test_ticks_are_round(least: float, most: float, count: int, ticks: list[float]) -> None:
    assert list(find_ticks(least, most, count)) == pytest.approx(ticks)


@given(st.floats(0, 1e12), st.floats(1e-3, 1e12), st.integers(2, 8))
def test_there_are_about_as_many_as_asked_for(least: float, width: float, count: int) -> None:
    width = max(width, least * 1e-6)  # below that floats themselves are the ticks
    most = least + width
    ticks = list(find_ticks(least, most, count))
    assert len(ticks) <= count + 1
    assert all(least - width * 1e-6 <= tick <= most + width * 1e-6 for tick in ticks)
