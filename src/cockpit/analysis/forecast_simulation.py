"""Draws ends of the period: every draw is one way in which the remainder may turn out."""

from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.forecast_arrivals import DeliveryRecord
from cockpit.analysis.forecast_remainder import Chances

_AT_ONCE = 4_000_000
"""Deals × draws that are thrown in one go: a few dozen megabytes."""


@dataclass(frozen=True)
class Pending:
    """All that may still be won, each with the chances of its records.

    Args:
        deals: Open deals.
        leads: Leads in hand.
        promised: Leads to come, with marketing's record of delivering.
        self_sourced: Self-sourced opportunities to come, with the reps' own record.
    """

    deals: Chances
    leads: Chances
    promised: tuple[Chances, DeliveryRecord]
    self_sourced: tuple[Chances, DeliveryRecord]


def simulate(
    pending: Pending, n_reps: int, draws: int, spread: float, random: np.random.Generator
) -> FloatArray:
    """Return what the rest of the period brings in each draw, in minor units.

    Per draw: the rates (one draw of them, the same for all reps, so that reps move together);
    the shares that marketing delivers; which of the deals with a known amount are won, one by
    one; how many other wins there are (of open records binomial, matched to mean and variance of
    the sum of their unequal chances; Poisson of those to come); and what these bring: a sum of
    log-normal amounts, by one matched in mean and variance (Fenton and Wilkinson).

    Args:
        pending: What may be won.
        n_reps: Number of rep positions.
        draws: Least number of draws; rounded up to a multiple of the draws of the rates.
        spread: Standard deviation of the log of an amount that is not known.
        random: Source of randomness.

    Returns:
        Shape (rep positions, draws).
    """
    rate_draws = pending.deals.chance.shape[0]
    shape = (n_reps, rate_draws, -(-draws // rate_draws))
    is_known = pending.deals.amount > 0
    pool = _moments(pending.deals, ~is_known, n_reps, spread)
    pool += _moments(pending.leads, np.ones(pending.leads.rep.size, np.bool_), n_reps, spread)
    wins = _draw_open(pool, shape, random)
    for chances, record in (pending.promised, pending.self_sourced):
        new = _moments(chances, np.ones(chances.rep.size, np.bool_), n_reps, spread)
        if new.any():
            delivered = _draw_delivered(record, shape, random)
            wins += random.poisson(delivered * new[0][:, :, None])
            pool += record.mean[:, None] * new
    revenue = _draw_amounts(wins, pool, random)
    _add_known_deals(revenue, pending.deals, np.flatnonzero(is_known), random)
    return revenue.reshape(n_reps, -1)


def total_by_rep(chances: Chances, values: FloatArray, n_reps: int) -> FloatArray:
    """Return the sums by rep of values of shape (rate draws, n); shape (reps, rate draws)."""
    draws = values.shape[0]
    cells = chances.rep + n_reps * np.arange(draws)[:, None]
    sums = np.bincount(cells.ravel(), values.ravel(), minlength=n_reps * draws)
    return sums.astype(np.float64).reshape(draws, n_reps).T


def _moments(chances: Chances, chosen: BoolArray, n_reps: int, spread: float) -> FloatArray:
    """Return by rep and rate draw: expected wins, Σ p², worth and Σ of squared amounts.

    Shape (4, reps, rate draws). E[amount²] = mean²·e^(σ²) for a log-normal amount.
    """
    wins = chances.wins() * chosen
    worth = wins * chances.size
    values = (wins, wins * chances.chance, worth, worth * chances.size * np.exp(spread**2))
    return np.stack([total_by_rep(chances, value, n_reps) for value in values])


def _draw_open(
    pool: FloatArray, shape: tuple[int, int, int], random: np.random.Generator
) -> IntArray:
    """Return wins of open records: binomial with n = (Σp)²/Σp², rounded, and the mean Σp."""
    expected, squares = pool[0], pool[1]
    exact = np.divide(expected**2, squares, out=np.zeros_like(squares), where=squares > 0)
    trials = np.maximum(np.rint(exact), 1.0).astype(np.int64)
    chance = np.minimum(expected / trials, 1.0)
    return random.binomial(trials[:, :, None], chance[:, :, None], size=shape)


def _draw_delivered(
    record: DeliveryRecord, shape: tuple[int, int, int], random: np.random.Generator
) -> FloatArray:
    """Return the share of a promise that arrives, per rep and draw."""
    own = random.standard_gamma(np.broadcast_to(record.shape[:, None, None], shape))
    share = own / record.rate[:, None, None]
    if record.shared > 0:
        share *= random.gamma(1.0 / record.shared, record.shared, size=shape[1:])
    return share


def _draw_amounts(wins: IntArray, pool: FloatArray, random: np.random.Generator) -> FloatArray:
    """Return the sum of the amounts of so many wins, per rep and draw."""
    expected, _, worth, squares = pool
    some = expected > 0
    mean = np.divide(worth, expected, out=np.zeros_like(worth), where=some)
    second = np.divide(squares, expected, out=np.zeros_like(worth), where=some)
    variance = np.maximum(second - mean**2, 0.0)
    relative = np.divide(variance, mean**2, out=np.zeros_like(mean), where=mean > 0)
    logs = np.log1p(relative[:, :, None] / np.maximum(wins, 1))
    drawn = random.standard_normal(wins.shape)
    drawn *= np.sqrt(logs)
    drawn -= logs / 2
    revenue: FloatArray = np.exp(drawn, out=drawn)
    revenue *= wins
    revenue *= mean[:, :, None]
    return revenue


def _add_known_deals(
    revenue: FloatArray, deals: Chances, rows: IntArray, random: np.random.Generator
) -> None:
    """Throw for every deal whose amount is known, and add the amounts of those that are won."""
    _, rate_draws, each = revenue.shape
    step = max(_AT_ONCE // (rate_draws * each), 1)
    for rep in np.unique(deals.rep[rows]):
        own = rows[deals.rep[rows] == rep]
        for at in range(0, own.size, step):
            part = own[at : at + step]
            thrown = random.random((part.size, rate_draws, each), dtype=np.float32)
            is_won = thrown < deals.chance.T[part][:, :, None]
            revenue[rep] += np.einsum("i,ijk->jk", deals.amount[part], is_won)
