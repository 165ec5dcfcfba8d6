import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.analysis.pipeline import compute_chances

shares = st.floats(0, 1)


def chances(w: float, won: float, lost: float, end: float) -> tuple[float, float, bool]:
    result = compute_chances(*(np.array([value]) for value in (w, won, lost, end)))
    return float(result.ever[0]), float(result.by_end[0]), bool(result.is_stale[0])


def test_a_new_deal_has_the_planned_win_rate() -> None:
    assert chances(0.26, 0.0, 0.0, 0.5) == (0.26, 0.13, False)


def test_age_alone_changes_nothing_when_wins_and_losses_take_equally_long() -> None:
    assert chances(0.26, 0.75, 0.75, 1.0)[0] == pytest.approx(0.26)


def test_a_deal_that_most_losses_would_have_left_by_now_is_worth_more() -> None:
    ever, by_end, _ = chances(0.5, 0.5, 0.9, 0.75)
    assert ever == pytest.approx(0.5 * 0.5 / (1 - 0.25 - 0.45))
    assert by_end == pytest.approx(ever / 2)


def test_a_deal_that_outlived_every_curve_is_stale_and_worth_nothing() -> None:
    assert chances(0.26, 1.0, 1.0, 1.0) == (0.0, 0.0, True)


@given(shares, shares, shares, shares)
def test_chances_are_shares_and_no_more_can_come_by_the_end(
    w: float, won: float, lost: float, end: float
) -> None:
    ever, by_end, _ = chances(w, won, lost, max(won, end))
    assert 0 <= by_end <= ever + 1e-12
    assert ever <= 1 + 1e-6
