"""The simulated remainder of a period against sums that can be done by hand."""

import numpy as np
import pytest

from cockpit.analysis.forecast_arrivals import DeliveryRecord
from cockpit.analysis.forecast_remainder import Chances
from cockpit.analysis.forecast_simulation import Pending, simulate

DRAWS = 40_000
SPREAD = 0.5


def _chances(
    rep: list[int], count: list[float], chance: list[float], size: float, amount: float = 0.0
) -> Chances:
    n = len(rep)
    return Chances(
        np.array(rep, dtype=np.int64),
        np.array(count),
        np.array([chance]),
        np.full((1, n), size),
        np.full(n, amount),
    )


NONE = _chances([], [], [], 0.0)
AS_PROMISED = DeliveryRecord(np.full(2, 1e9), np.full(2, 1e9), 0.0, 1.0)


def _simulate(deals: Chances = NONE, leads: Chances = NONE, promised: Chances = NONE) -> np.ndarray:
    pending = Pending(deals, leads, (promised, AS_PROMISED), (NONE, AS_PROMISED))
    return simulate(pending, 2, DRAWS, SPREAD, np.random.default_rng(5))


def test_deals_of_known_amount_are_won_as_often_as_their_chances_say() -> None:
    revenue = _simulate(deals=_chances([0, 0], [1, 1], [0.3, 0.6], 999.0, amount=1000.0))
    share = np.bincount((revenue[0] / 1000).astype(int), minlength=3) / DRAWS
    assert share == pytest.approx([0.7 * 0.4, 0.3 * 0.4 + 0.7 * 0.6, 0.3 * 0.6], abs=0.006)
    assert not revenue[1].any()


def test_leads_bring_a_binomial_number_of_log_normal_amounts() -> None:
    revenue = _simulate(leads=_chances([1], [40.0], [0.1], 1000.0))[1]
    assert revenue.mean() == pytest.approx(40 * 0.1 * 1000, rel=0.01)
    second = np.exp(SPREAD**2)
    variance = 40 * 0.1 * second - 40 * 0.1**2
    assert revenue.std() == pytest.approx(1000 * np.sqrt(variance), rel=0.03)
    assert (revenue == 0).mean() == pytest.approx(0.9**40, abs=0.002)


def test_how_many_promised_leads_are_won_is_poisson() -> None:
    revenue = _simulate(promised=_chances([0], [30.0], [0.1], 1000.0))[0]
    assert (revenue == 0).mean() == pytest.approx(np.exp(-3.0), abs=0.002)
    assert revenue.std() == pytest.approx(1000 * np.sqrt(3 * np.exp(SPREAD**2)), rel=0.03)


def test_hundreds_of_wins_are_neither_lost_nor_rounded_away() -> None:
    revenue = _simulate(leads=_chances([0], [9000.0], [0.2], 10.0))[0]
    assert revenue.mean() == pytest.approx(18_000, rel=0.002)
    assert revenue.min() > 15_000


def test_what_is_certain_is_certain() -> None:
    certain = _chances([0], [3.0], [1.0], 100.0)
    pending = Pending(NONE, certain, (NONE, AS_PROMISED), (NONE, AS_PROMISED))
    revenue = simulate(pending, 2, 4_000, 0.0, np.random.default_rng(1))
    assert revenue[0] == pytest.approx(300.0)


def test_the_luck_of_one_rep_says_nothing_about_that_of_another() -> None:
    revenue = _simulate(
        deals=_chances([0, 0, 0, 1, 1], [1] * 5, [0.5] * 5, 1.0, amount=1000.0),
        leads=_chances([0, 1], [20.0, 20.0], [0.2, 0.2], 1000.0),
    )
    assert abs(np.corrcoef(revenue)[0, 1]) < 0.015
