"""The fit against dense numerical integration and against linear algebra written another way."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from scipy.optimize import minimize

from cockpit.analysis.axes import FloatArray
from cockpit.analysis.evidence_laplace import EQUAL, SPREADS, find_roots, integrate, solve
from cockpit.analysis.evidence_likelihood import (
    AmountLikelihood,
    CountCells,
    CountLikelihood,
    Pairs,
)
from cockpit.analysis.evidence_posterior import TEAM_SPREAD, build_prior

LOGIT_30 = np.log(0.3 / 0.7)

# rep, source, planned log-odds, records, won, lost, F, L
TWO_REPS = [
    (0, 0, LOGIT_30, 60, 22, 33, 0.97, 0.9),
    (0, 0, LOGIT_30, 25, 4, 9, 0.45, 0.5),
    (1, 0, LOGIT_30, 55, 8, 40, 0.97, 0.9),
    (1, 0, LOGIT_30, 20, 1, 7, 0.45, 0.5),
]
TWO_BY_TWO = [
    (0, 0, LOGIT_30, 40, 14, 24, 1.0, 0.95),
    (0, 1, 0.2, 12, 4, 3, 0.5, 0.4),
    (1, 0, LOGIT_30, 30, 5, 0, 0.8, 0.0),
    (1, 1, 0.2, 35, 20, 13, 1.0, 0.95),
    (1, 1, LOGIT_30, 9, 0, 1, 0.2, 0.2),
]
Cells = Sequence[tuple[float, ...]]


def build_counts(cells: Cells) -> CountLikelihood:
    rows = np.array(sorted(cells, key=lambda cell: cell[:2]))
    keys, pair = np.unique(rows[:, :2], axis=0, return_inverse=True)
    reps, sources = keys.T.astype(int)
    pairs = Pairs(reps, sources, int(reps.max()) + 1, int(sources.max()) + 1)
    return CountLikelihood(pairs, CountCells(pair.ravel(), *rows[:, 2:].T))


def log_chance_of(cell: tuple[float, ...], shift: FloatArray) -> FloatArray:
    """The log-likelihood of a cell, written from the three chances."""
    _, _, planned, records, won, lost, reached, closed = cell
    rate = 1 / (1 + np.exp(-(planned + shift)))
    p_won, p_lost = rate * reached, (1 - rate) * closed
    value: FloatArray = won * np.log(p_won) + (lost * np.log(p_lost) if lost else 0.0)
    if records > won + lost:
        value = value + (records - won - lost) * np.log(1 - p_won - p_lost)
    return value


def describe(weights: FloatArray, values: FloatArray) -> tuple[float, float, float, float]:
    """Mean, 10 % and 90 % quantile, and P(below 0) with half of P(= 0), of weighted values."""
    order = np.argsort(values.ravel())
    sorted_values, running = values.ravel()[order], np.cumsum(weights.ravel()[order])
    low, high = (sorted_values[np.searchsorted(running, share)] for share in (0.1, 0.9))
    below = weights[values < 0].sum() + 0.5 * weights[values == 0].sum()
    return float((weights * values).sum()), float(low), float(high), float(below)


def test_two_reps_agree_with_dense_integration_over_all_terms_and_spreads() -> None:
    team, rep = np.linspace(-2.6, 2.6, 131), np.linspace(-3.2, 3.2, 321)
    by_rep = []  # log likelihood by rep, on the grid (team, rep)
    for at in (0, 1):
        shift = team[:, None] + rep[None, :]
        by_rep.append(sum(log_chance_of(c, shift) for c in TWO_REPS if c[0] == at))
    prior_team = np.exp(-0.5 * (team / TEAM_SPREAD) ** 2)
    prior_team /= prior_team.sum()
    density = np.exp(-0.5 * (SPREADS[1:] / 0.5) ** 2) * np.gradient(SPREADS)[1:]
    prior_tau = np.concatenate([[EQUAL], (1 - EQUAL) * density / density.sum()])
    top = max(float(np.max(part)) for part in by_rep)
    joint = np.zeros((team.size, rep.size, rep.size))
    at_zero = int(np.argmin(np.abs(rep)))
    rep[at_zero] = 0.0
    for tau, chance in zip(SPREADS, prior_tau, strict=True):
        prior = np.zeros(rep.size)
        prior[at_zero] = 1.0
        if tau:
            prior = np.exp(-0.5 * (rep / tau) ** 2)
            prior /= prior.sum()
        each = [np.exp(part - top) * prior for part in by_rep]
        joint += chance * prior_team[:, None, None] * each[0][:, :, None] * each[1][:, None, :]
    joint /= joint.sum()
    posterior = integrate(build_counts(TWO_REPS))
    ours = posterior.weigh(np.array([[1.0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 1, 0]]))
    expected = [
        describe(joint.sum(axis=(1, 2)), team),
        describe(joint.sum(axis=(0, 2)), rep),
        describe(joint.sum(axis=(0, 1)), rep),
        describe(joint.sum(axis=2), team[:, None] + rep[None, :]),
    ]
    for at, (mean, low, high, below) in enumerate(expected):
        assert ours.mean[at] == pytest.approx(mean, abs=0.03)
        assert ours.low[at] == pytest.approx(low, abs=0.05)
        assert ours.high[at] == pytest.approx(high, abs=0.05)
        assert ours.p_below[at] == pytest.approx(below, abs=0.02)


@pytest.mark.parametrize("taus", list(product((0.0, 0.2, 0.9), repeat=2)))
def test_mode_and_marginal_agree_with_a_general_optimiser(taus: tuple[float, float]) -> None:
    scales = np.array([TEAM_SPREAD, taus[0], taus[0], taus[1], taus[1]])

    def loss(u: FloatArray) -> float:
        team, *others = scales * u
        total = 0.5 * float(u @ u)
        for cell in TWO_BY_TWO:
            shift = team + others[int(cell[1])] + others[2 + int(cell[0])]
            total -= float(log_chance_of(cell, np.asarray(shift)))
        return total

    best = minimize(loss, np.zeros(5), method="BFGS", options={"gtol": 1e-7})
    steps = 1e-3 * np.eye(5)
    hessian = np.array(
        [
            [
                (loss(best.x + i + j) - loss(best.x + i - j) - loss(best.x - i + j)
                 + loss(best.x - i - j)) / 4e-6
                for j in steps
            ]
            for i in steps
        ]
    )  # fmt: skip
    marginal = -best.fun - 0.5 * np.linalg.slogdet(hessian)[1]
    likelihood, at = build_counts(TWO_BY_TWO), np.zeros((1, 5))
    for _ in range(8):
        expansion = likelihood.expand(at)
        at, ours = solve(likelihood.pairs, expansion, scales[None])
    closed = sum(
        c[4] * np.log(c[6]) + (c[5] * np.log(c[7]) if c[5] else 0.0) for c in TWO_BY_TWO
    )  # what the delays add, whatever the rates
    np.testing.assert_allclose(at[0], scales * best.x, atol=2e-4)
    assert ours[0] + closed == pytest.approx(marginal, abs=0.05)
    spread = np.sqrt(np.diagonal(np.linalg.inv(hessian))) * scales
    root = find_roots(expansion, scales[None])[0]
    np.testing.assert_allclose(np.sqrt((root**2).sum(axis=1)), spread, rtol=0.04, atol=1e-9)


def test_amounts_agree_with_the_normal_distribution_of_every_single_deal() -> None:
    random = np.random.default_rng(5)
    rep, source = random.integers(0, 3, 40), random.integers(0, 2, 40)
    logs, variance = random.normal(0.1 * rep, 0.4), 0.16
    pair = rep * 2 + source
    held = np.unique(pair)
    likelihood = AmountLikelihood(
        Pairs(held // 2, held % 2, 3, 2),
        np.bincount(pair)[held].astype(float),
        np.bincount(pair, logs)[held].astype(float),
        variance,
    )
    design = np.column_stack([np.ones(40), source == 0, source == 1, *(rep == r for r in range(3))])
    marginals, by_hand = [], []
    for tau_source, tau_rep in ((0.3, 0.2), (0.0, 0.5), (0.8, 0.0)):
        scales = np.array([TEAM_SPREAD, tau_source, tau_source, tau_rep, tau_rep, tau_rep])
        expansion = likelihood.expand(np.zeros((1, 6)))
        at, marginal = solve(likelihood.pairs, expansion, scales[None])
        cross = design * scales**2
        whole = cross @ design.T + variance * np.eye(40)
        np.testing.assert_allclose(at[0], cross.T @ np.linalg.solve(whole, logs), atol=1e-9)
        covariance = np.diag(scales**2) - cross.T @ np.linalg.solve(whole, cross)
        root = find_roots(expansion, scales[None])[0]
        np.testing.assert_allclose(root @ root.T, covariance, atol=1e-9)
        marginals.append(marginal[0])
        by_hand.append(-0.5 * (logs @ np.linalg.solve(whole, logs) + np.linalg.slogdet(whole)[1]))
    np.testing.assert_allclose(np.diff(marginals), np.diff(by_hand), atol=1e-9)


@pytest.mark.parametrize("cells", [TWO_REPS, TWO_BY_TWO])
def test_the_gradient_is_that_of_the_value(cells: Cells) -> None:
    likelihood = build_counts(cells)
    at = np.random.default_rng(2).normal(0, 0.4, likelihood.pairs.size)
    step = 1e-5 * np.eye(at.size)
    above, below = (likelihood.expand(at + sign * step).value for sign in (1, -1))
    np.testing.assert_allclose(
        likelihood.expand(at[None]).gradient[0], (above - below) / 2e-5, rtol=1e-5, atol=1e-5
    )


def test_a_closed_deal_counts_for_what_it_is_and_a_young_open_one_for_nothing() -> None:
    even = [(0, 0, LOGIT_30, 1.0, 0.0, 0.0, 0.4, 0.4)]
    won = [(0, 0, LOGIT_30, 1.0, 1.0, 0.0, 0.4, 0.4)]
    lost = [(0, 0, LOGIT_30, 1.0, 0.0, 1.0, 0.4, 0.4)]
    scores = [
        build_counts(cells).expand(np.zeros((1, 3))).gradient[0, 0] for cells in (even, won, lost)
    ]
    assert scores == pytest.approx([0.0, 0.7, -0.3])


@pytest.mark.parametrize("rate", [0.0, 1.0])
@pytest.mark.parametrize("planned", [-6.9, 0.0, 6.9])
def test_all_lost_or_all_won_stays_finite_and_moves_the_right_way(
    rate: float, planned: float
) -> None:
    cells: Cells = [
        (r, s, planned, 500.0, 500 * rate, 500 * (1 - rate), 1.0, 0.95)
        for r in range(3)
        for s in range(2)
    ]
    posterior = integrate(build_counts(cells)).centred()
    team = posterior.weigh(np.eye(1, posterior.pairs.size))
    assert np.isfinite([team.mean, team.low, team.high, team.spread]).all()
    chance = 1 / (1 + np.exp(-planned - team.mean[0]))
    assert chance == pytest.approx(rate, abs=0.02)
    assert (team.low <= team.mean).all()
    assert (team.mean <= team.high).all()


def test_one_rep_and_one_source_cannot_differ_from_themselves() -> None:
    posterior = integrate(build_counts([(0, 0, LOGIT_30, 300, 30, 260, 1.0, 0.95)])).centred()
    assert posterior.likeliest == (0.0, 0.0)
    terms = posterior.weigh(np.eye(3))
    assert terms.mean[0] < -0.5
    assert terms.mean[1:].tolist() == [0.0, 0.0]
    assert terms.p_below[1:].tolist() == [0.5, 0.5]


def test_one_rotten_source_is_not_spread_over_the_team() -> None:
    cells: Cells = [
        (r, s, LOGIT_30, 100, 100 * (0.08 if s == 0 else 0.3), 0, 1.0, 0.0)
        for r in range(6)
        for s in range(5)
    ]
    likelihood = build_counts(cells)
    smeared, posterior = integrate(likelihood), integrate(likelihood).centred()
    assert smeared.mean[0] < -0.25
    assert posterior.mean[0] == pytest.approx(0.0, abs=0.02)
    assert posterior.mean[1] == pytest.approx(-1.6, abs=0.15)
    assert posterior.mean[2:6] == pytest.approx(np.zeros(4), abs=0.02)
    rates = np.array([[1.0, 0, 1, *np.zeros(3), 0, 1, *np.zeros(4)]])
    assert posterior.weigh(rates).low == pytest.approx(smeared.weigh(rates).low)


def test_draws_have_the_moments_of_the_posterior() -> None:
    posterior = integrate(build_counts(TWO_BY_TWO)).centred()
    draws = posterior.draw(40_000, np.random.default_rng(3))
    np.testing.assert_allclose(draws.mean(axis=0), posterior.mean, atol=0.03)
    covariance = posterior.covariance(np.eye(posterior.pairs.size))
    np.testing.assert_allclose(np.cov(draws.T), covariance, atol=0.05)
    np.testing.assert_allclose(
        posterior.weigh(np.eye(posterior.pairs.size)).spread, np.sqrt(np.diagonal(covariance))
    )


def test_a_rep_without_records_is_one_like_the_others() -> None:
    posterior = integrate(build_counts(TWO_BY_TWO))
    wide = posterior.spread_out(np.array([1, 2]), np.array([1, 3]), (5, 3))
    terms = wide.weigh(np.eye(wide.pairs.size))
    before = posterior.weigh(np.eye(posterior.pairs.size))
    np.testing.assert_allclose(terms.mean[[0, 2, 3, 5, 7]], before.mean)
    np.testing.assert_allclose(terms.low[[0, 2, 3, 5, 7]], before.low)
    assert terms.mean[[1, 4, 6, 8]].tolist() == [0.0] * 4
    assert terms.spread[6] == pytest.approx(np.sqrt(posterior.weights @ posterior.tau_reps**2))
    assert terms.spread[1] == pytest.approx(np.sqrt(posterior.weights @ posterior.tau_sources**2))


def test_without_records_the_team_is_wide_open_and_nobody_differs() -> None:
    prior = build_prior(2, 3)
    terms = prior.weigh(np.eye(6))
    assert terms.mean.tolist() == [0.0] * 6
    assert terms.high[0] == pytest.approx(1.2816 * TEAM_SPREAD, abs=1e-3)
    assert terms.spread[1:].tolist() == [0.0] * 5


def test_a_plan_and_a_curve_that_are_far_off_do_not_lead_astray() -> None:
    random = np.random.default_rng(5)
    for _ in range(40):
        n = int(random.integers(2, 9))
        records = np.ceil(10 ** random.uniform(0, 4, n))
        cells = [
            (at // 2, at % 2, planned, number, np.floor(number * share), 0.0, reached, 0.0)
            for at, (planned, number, share, reached) in enumerate(
                zip(
                    random.uniform(-6.9, 6.9, n),
                    records,
                    random.random(n),
                    random.choice([0.1, 0.5, 1.0], n),
                    strict=True,
                )
            )
        ]
        posterior = integrate(build_counts(cells)).centred()
        terms = posterior.weigh(np.eye(posterior.pairs.size))
        assert np.abs([terms.mean, terms.low, terms.high]).max() < 30
        rates = np.zeros((n, posterior.pairs.size))
        for at in range(n):
            rates[at, [0, 1 + at % 2, 1 + posterior.pairs.n_sources + at // 2]] = 1.0
        log_odds = np.array([cell[2] for cell in cells]) + posterior.weigh(rates).mean
        mature = [at for at, cell in enumerate(cells) if cell[6] == 1.0 and cell[3] > 500]
        for at in mature:
            share = cells[at][4] / cells[at][3]
            assert 1 / (1 + np.exp(-log_odds[at])) == pytest.approx(share, abs=0.1)
