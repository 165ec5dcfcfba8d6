"""Draws ends of the period: every draw is one way in which the remainder may turn out."""

from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.forecast_arrivals import DeliveryRecord
from cockpit.analysis.forecast_remainder import Chances

SHARED_DRAWS = 400
"""Least number of draws of what reps share."""

_SQUARES = 1
"""Place of Σ p² among the moments."""

_POISSON = 1e6
"""So many trials stand for a Poisson number."""

_TINY = 1e-12


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

    First what is not known and shared: a few hundred draws of the rates and of the shares that
    marketing delivers, the same for all reps, so that reps move together. Then luck, many times
    for each: which of the deals with a known amount are won, one by one; how many other wins
    there are; and what these bring: a sum of log-normal amounts, by one matched in mean and
    variance (Fenton and Wilkinson).

    Args:
        pending: What may be won.
        n_reps: Number of rep positions.
        draws: Least number of draws; rounded up to a multiple of the shared ones.
        spread: Standard deviation of the log of an amount that is not known.
        random: Source of randomness.

    Returns:
        Shape (rep positions, draws).
    """
    rate_draws = pending.deals.chance.shape[0]
    shared = np.arange(max(rate_draws, SHARED_DRAWS)) % rate_draws
    is_known = pending.deals.amount > 0
    pool = _moments(pending.deals, ~is_known, n_reps, spread)
    pool += _moments(pending.leads, np.ones(pending.leads.rep.size, np.bool_), n_reps, spread)
    pool = pool[:, :, shared]
    for chances, record in (pending.promised, pending.self_sourced):
        new = _moments(chances, np.ones(chances.rep.size, np.bool_), n_reps, spread)
        new[_SQUARES] = 0.0  # how many come is Poisson, and so is how many of them are won
        pool += new[:, :, shared] * _draw_delivered(record, shared.size, random)
    wins = _draw_wins(pool, -(-draws // shared.size), random)
    revenue = _draw_amounts(wins, pool, random)
    _add_known_deals(revenue, pending.deals, (np.flatnonzero(is_known), shared), random)
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


def _draw_delivered(record: DeliveryRecord, draws: int, random: np.random.Generator) -> FloatArray:
    """Return shares of a promise that arrive; shape (reps, draws)."""
    shape = (record.shape.size, draws)
    own = random.standard_gamma(np.broadcast_to(record.shape[:, None], shape))
    share: FloatArray = own / record.rate[:, None]
    if record.shared > 0:
        share *= random.gamma(1.0 / record.shared, record.shared, size=draws)
    return share


def _draw_wins(pool: FloatArray, each: int, random: np.random.Generator) -> IntArray:
    """Return numbers of wins; shape (reps, shared draws, each).

    The sum of so many unequal chances has the mean Σp and the variance Σp − Σp² (the squares of
    open records only): so has a binomial number with (Σp)²/Σp² trials, rounded.
    """
    expected, squares = pool[0], pool[_SQUARES]
    exact = expected**2 / np.maximum(squares, expected**2 / _POISSON + _TINY)
    trials = np.maximum(np.rint(exact), 1.0).astype(np.int64)
    chance = np.minimum(expected / trials, 1.0)
    return random.binomial(trials[:, :, None], chance[:, :, None], size=(*expected.shape, each))


def _draw_amounts(wins: IntArray, pool: FloatArray, random: np.random.Generator) -> FloatArray:
    """Return the sum of the amounts of so many wins, per rep and draw."""
    expected, _, worth, squares = pool
    mean = worth / np.maximum(expected, _TINY)
    second = squares / np.maximum(expected, _TINY)
    relative = np.maximum(second / np.maximum(mean**2, _TINY) - 1.0, 0.0) * (mean > 0)
    count = wins.astype(np.float32)
    logs = np.log1p(relative.astype(np.float32)[:, :, None] / np.maximum(count, 1.0))
    drawn = random.standard_normal(wins.shape, dtype=np.float32)
    drawn *= np.sqrt(logs)
    drawn -= logs / 2
    revenue: FloatArray = np.exp(drawn) * count * mean[:, :, None]
    return revenue


def _add_known_deals(
    revenue: FloatArray,
    deals: Chances,
    chosen: tuple[IntArray, IntArray],
    random: np.random.Generator,
) -> None:
    """Throw for every deal whose amount is known, and add the amounts of those that are won."""
    rows, shared = chosen
    chances = deals.chance[:, rows].T.astype(np.float32)[:, shared]
    for at, row in enumerate(rows):
        is_won = random.random(revenue.shape[1:], dtype=np.float32) < chances[at, :, None]
        revenue[deals.rep[row]] += deals.amount[row] * is_won
