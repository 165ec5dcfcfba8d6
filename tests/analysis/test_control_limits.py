"""Control limits and the chance of the worst of many, against exact binomial sums."""

from math import comb

import numpy as np
import pytest

from cockpit.analysis.control_limits import (
    LEVELS,
    compute_chance_of_one,
    compute_limits,
    compute_tail,
)


def _at_most(count: int, size: int, rate: float) -> float:
    return sum(comb(size, k) * rate**k * (1 - rate) ** (size - k) for k in range(count + 1))


@pytest.mark.parametrize(("count", "size", "rate"), [(0, 4, 0.4), (4, 29, 0.25), (60, 60, 0.9)])
def test_tails_are_the_binomial_ones(count: int, size: int, rate: float) -> None:
    low, high = compute_tail(count, size, rate)
    assert low == pytest.approx(_at_most(count, size, rate))
    assert high == pytest.approx(1 - _at_most(count - 1, size, rate) if count else 1.0)


def test_nothing_seen_is_never_unlikely() -> None:
    assert compute_tail(0, 0.0, 0.4) == (1.0, 1.0)


def test_limits_hold_the_share_of_equals_that_they_name() -> None:
    rng = np.random.default_rng(1)
    sizes = np.array([20.0, 60.0, 300.0])
    limits = compute_limits(0.3, sizes)
    seen = rng.binomial(sizes.astype(int), 0.3, size=(20_000, 3)) / sizes
    for level, low, high in zip(LEVELS, limits.low, limits.high, strict=True):
        inside = ((seen >= low) & (seen <= high)).mean(axis=0)
        # Counts are whole, so a limit falls between two of them: near the level, not on it.
        assert np.abs(inside - level).max() < 0.08


def test_limits_narrow_with_size_and_keep_within_what_a_rate_can_be() -> None:
    limits = compute_limits(0.02, np.array([1.0, 10.0, 100.0, 1000.0]))
    width = limits.high - limits.low
    assert (np.diff(width, axis=1) < 0).all()
    assert limits.low.min() >= 0
    assert limits.high.max() <= 1
    assert (limits.low[1] <= limits.low[0]).all()


def test_the_worst_of_many_is_likelier_than_one() -> None:
    assert compute_chance_of_one(0.05, 1) == pytest.approx(0.05)
    assert compute_chance_of_one(0.05, 30) == pytest.approx(1 - 0.95**30)
    assert compute_chance_of_one(1.0, 3) == 1.0


def test_chance_of_one_is_how_often_the_worst_of_a_team_of_equals_is_that_low() -> None:
    rng = np.random.default_rng(2)
    teams = rng.binomial(50, 0.3, size=(20_000, 12)).min(axis=1)
    one = compute_tail(8, 50, 0.3)[0]
    assert compute_chance_of_one(one, 12) == pytest.approx((teams <= 8).mean(), abs=0.015)
