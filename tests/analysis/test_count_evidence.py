"""Counts against what was expected: recovered on simulated teams, checked by integration."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import gamma, poisson

from cockpit.analysis.count_evidence import SPREADS, compare_counts


def test_a_slow_rep_among_equals_is_found_and_equals_are_not() -> None:
    expected = np.full(10, 40.0)
    slow = compare_counts(np.array([18.0, *np.full(9, 41.0)]), expected)
    assert slow.p_rep_below[0] > 0.85
    assert (slow.p_rep_below[1:] < 0.6).all()
    equal = compare_counts(np.array([35.0, 38, 45, 40, 41, 36, 44, 39, 42, 40]), expected)
    assert (abs(equal.p_rep_below - 0.5) < 0.15).all()
    assert equal.rep == pytest.approx(1.0, abs=0.05)


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
    assert result.mean_team == pytest.approx(0.5, abs=0.01)
    assert result.p_team_below > 0.999
    assert result.p_rep_below == pytest.approx(0.5, abs=0.05)


def test_the_posterior_is_that_of_numeric_integration() -> None:
    observed, expected = np.array([3.0, 30, 55, 12]), np.array([20.0, 25, 30, 24])
    result = compare_counts(observed, expected)
    below = result.weights[0] / 2
    for spread, weight, team in zip(SPREADS[1:], result.weights[1:], result.team[1:], strict=True):
        k, mean = spread**-2, expected[0] * team

        def joint(factor: float, k: float = k, mean: float = mean) -> float:
            return float(gamma.pdf(factor, k, scale=1 / k) * poisson.pmf(3, mean * factor))

        below += weight * quad(joint, 0, 1)[0] / (quad(joint, 0, 1)[0] + quad(joint, 1, np.inf)[0])
    assert result.p_rep_below[0] == pytest.approx(below, abs=1e-5)


def test_draws_are_of_the_posterior_with_the_typical_rep_at_one() -> None:
    observed, expected = np.array([8.0, 40, 43, 37, 41]), np.full(5, 40.0)
    result = compare_counts(observed, expected)
    team, rep = result.draw(4_000, np.random.default_rng(1))
    whole = (team[:, None] * rep).mean(axis=0)
    assert whole == pytest.approx(result.weights @ result.team * result.rep, rel=0.05)
    assert np.median(rep[:, 1:]) == pytest.approx(1.0, abs=0.05)
    assert (rep[:, 0] < 0.6).mean() > 0.9


def test_nothing_expected_says_nothing() -> None:
    result = compare_counts(np.zeros(3), np.zeros(3))
    assert (result.p_rep_below == 0.5).all()
    assert (result.mean_team, result.p_team_below) == (1.0, 0.5)
