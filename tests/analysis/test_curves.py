import numpy as np
import pytest

from cockpit.analysis.axes import FloatArray
from cockpit.analysis.curves import CurveTables, MedianCurve, StageCurves, accumulate, look_up


def _at(table: FloatArray, *ages: int) -> list[float]:
    curve = np.zeros(len(ages), dtype=np.int64)
    return [float(value) for value in look_up(table, curve, np.array(ages))]


def _tables(to_opportunity: float, to_win: float, days: int = 60) -> CurveTables:
    curves = (MedianCurve(to_opportunity), MedianCurve(to_win), MedianCurve(to_win))
    return CurveTables((StageCurves(*curves),), days)


def test_half_is_done_on_the_day_before_the_median() -> None:
    assert MedianCurve(10.0).cumulative(20)[[9, 19]].tolist() == pytest.approx([0.5, 0.75])


def test_nothing_happens_before_day_zero_and_the_oldest_age_stands_for_older_ones() -> None:
    tables = _tables(5.0, 5.0, days=10)
    last = 1 - 2 ** (-10 / 5)
    assert _at(tables.to_win, -7, -1, 9, 400) == pytest.approx([0, 0, last, last])


def test_two_delays_in_a_row_are_their_convolution() -> None:
    tables = _tables(3.0, 8.0)
    first = np.diff(MedianCurve(3.0).cumulative(60), prepend=0.0)
    second = MedianCurve(8.0).cumulative(60)
    expected = [sum(first[k] * second[d - k] for k in range(d + 1)) for d in (0, 1, 17, 59)]
    assert _at(tables.lead_to_win, 0, 1, 17, 59) == pytest.approx(expected)
    assert _at(tables.lead_to_win, -1) == [0]


def test_at_once_then_slowly_is_just_slowly() -> None:
    tables = _tables(0.0, 8.0)
    assert _at(tables.lead_to_win, 0, 30) == pytest.approx(_at(tables.to_win, 0, 30))


def test_what_lands_from_an_age_on() -> None:
    tables = _tables(3.0, 8.0)
    first = np.diff(MedianCurve(3.0).cumulative(60), prepend=0.0)
    second = MedianCurve(8.0).cumulative(60)
    expected = [sum(first[a + j] * second[20 - j] for j in range(21)) for a in (0, 1, 15)]
    assert _at(tables.lead_to_win_from(20), 0, 1, 15) == pytest.approx(expected)
    assert _at(tables.lead_to_win_from(20), 0) == pytest.approx(_at(tables.lead_to_win, 20))
    assert _at(tables.lead_to_win_from(-1), 0, 15) == [0, 0]


def test_running_sums_over_days() -> None:
    tables = _tables(3.0, 8.0)
    sums = accumulate(tables.to_win)
    assert _at(sums, -1, 0, 2) == pytest.approx(
        [0, _at(tables.to_win, 0)[0], sum(_at(tables.to_win, 0, 1, 2))]
    )
