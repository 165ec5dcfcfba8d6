"""Counts against what was expected: recovered on simulated teams, checked by integration."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import gamma, poisson

from cockpit.analysis.count_evidence import compare_counts


def test_a_slow_rep_among_equals_is_found_and_equals_are_not() -> None:
    expected = np.full(10, 40.0)
    slow = compare_counts(np.array([18.0, *np.full(9, 41.0)]), expected)
    assert slow.p_rep_below[0] > 0.95
    assert (slow.p_rep_below[1:] < 0.6).all()
    equal = compare_counts(np.array([35.0, 38, 45, 40, 41, 36, 44, 39, 42, 40]), expected)
    assert (equal.p_rep_below == 0.5).all()
    assert (equal.rep == 1.0).all()


def test_equals_are_rarely_told_apart() -> None:
    random = np.random.default_rng(5)
    expected = random.uniform(5, 60, (200, 10))
    chances = [
        compare_counts(row, e).p_rep_below
        for row, e in zip(random.poisson(expected), expected, strict=True)
    ]
    assert (np.array(chances) >= 0.9).mean() < 0.04


def test_a_slow_team_is_the_team_s() -> None:
    result = compare_counts(np.full(8, 20.0), np.full(8, 40.0))
    assert result.team == pytest.approx(0.5, abs=0.01)
    assert result.p_team_below > 0.999
    assert (result.p_rep_below == 0.5).all()


def test_the_posterior_is_that_of_numeric_integration() -> None:
    observed, expected = np.array([3.0, 30, 55, 12]), np.array([20.0, 25, 30, 24])
    result = compare_counts(observed, expected)
    mean = expected[0] * result.team
    k = next(
        k
        for k in (1 / v for v in (0.01, 0.02, 0.04, 0.07, 0.12, 0.2, 0.35, 0.6, 1.0))
        if (k + 3) / (k + mean) == pytest.approx(result.rep[0])
    )

    def joint(factor: float) -> float:
        return float(gamma.pdf(factor, k, scale=1 / k) * poisson.pmf(3, mean * factor))

    below, whole = quad(joint, 0, 1)[0], quad(joint, 0, np.inf)[0]
    assert result.p_rep_below[0] == pytest.approx(below / whole, abs=1e-6)


def test_nothing_expected_says_nothing() -> None:
    result = compare_counts(np.zeros(3), np.zeros(3))
    assert (result.p_rep_below == 0.5).all()
    assert (result.team, result.p_team_below) == (1.0, 0.5)
