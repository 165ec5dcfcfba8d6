"""Draws ends of the period: every draw is one way in which the remainder may turn out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.special import ndtri
from scipy.stats import poisson

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.forecast_arrivals import DeliveryRecord
from cockpit.analysis.forecast_remainder import Chances

SHARED_DRAWS = 400
"""Least number of draws of what reps share."""

_SQUARES = 1
"""Place of Σ p² among the moments."""

_MORE_THAN_ANY = 1e-7
"""Chance of so many wins that nobody will see them in a simulation."""

_TINY = 1e-12

_NORMAL = ndtri((np.arange(4096) + 0.5) / 4096).astype(np.float32)
"""Quantiles of the standard normal distribution, to look them up."""


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
    variance (Fenton and Wilkinson). Luck is drawn by Latin hypercube (McKay, Beckman and Conover
    1979): for each shared draw every quantile of every number comes once, in an order of its own.

    Args:
        pending: What may be won.
        n_reps: Number of rep positions.
        draws: Least number of draws; rounded up to a multiple of the shared ones.
        spread: Standard deviation of the log of an amount that is not known.
        random: Source of randomness.

    Returns:
        Shape (rep positions, draws), float32: luck has no seventh digit.
    """
    rate_draws = pending.deals.chance.shape[0]
    shared = np.arange(max(rate_draws, SHARED_DRAWS)) % rate_draws
    is_known = pending.deals.amount > 0
    pool = _moments(pending.deals, ~is_known, n_reps, spread)
    pool += _moments(pending.leads, slice(None), n_reps, spread)
    pool = pool[:, :, shared]
    for chances, record in (pending.promised, pending.self_sourced):
        new = _moments(chances, slice(None), n_reps, spread)
        new[_SQUARES] = 0.0  # how many come is Poisson, and so is how many of them are won
        pool += new[:, :, shared] * _draw_delivered(record, shared.size, random)
    quantiles = _Quantiles(shared.size, -(-draws // shared.size), random)
    revenue = np.zeros((n_reps, shared.size, quantiles.each), dtype=np.float32)
    for rep in np.flatnonzero(pool[0].any(axis=1)).tolist():
        revenue[rep] = _draw_others(pool[:, rep], quantiles)
    deals = pending.deals
    for row in np.flatnonzero(is_known).tolist():
        chance = deals.chance[shared, row].astype(np.float32)
        is_won = quantiles.draw() < chance[:, None]
        revenue[deals.rep[row]] += np.float32(deals.amount[row]) * is_won
    return revenue.reshape(n_reps, -1)


def total_by_rep(rep: IntArray, values: FloatArray, n_reps: int) -> FloatArray:
    """Return the sums by rep of values of shape (rate draws, n); shape (reps, rate draws)."""
    sums = np.zeros((n_reps, values.shape[0]))
    if rep.size:
        if (np.diff(rep) < 0).any():
            order = np.argsort(rep, kind="stable")
            rep, values = rep[order], values[:, order]
        own, first = np.unique(rep, return_index=True)
        sums[own] = np.add.reduceat(values, first, axis=1).T
    return sums


class _Quantiles:
    """Draws by Latin hypercube: for each shared draw, every one of `each` strata comes once.

    The order is one random permutation per variable, begun at another place for each shared draw,
    so that two variables are as little related as independent ones.
    """

    def __init__(self, shared: int, each: int, random: np.random.Generator) -> None:
        self.each = each
        self._shared, self._random = shared, random
        self._steps = np.arange(each, dtype=np.float32) / np.float32(each)

    def draw(self) -> FloatArray:
        """Return numbers between 0 and 1; shape (shared draws, each)."""
        places = self._random.random((self._shared, 1), dtype=np.float32) / np.float32(self.each)
        draws: FloatArray = self._turn(self._steps) + places
        return draws

    def share_out(self, until: FloatArray) -> IntArray:
        """Return how many of the strata fall to each column; they sum to `each`.

        Args:
            until: Cumulative probabilities up to 1; shape (shared draws, columns).
        """
        places = self._random.random((self._shared, 1))
        below = np.clip(np.floor(self.each * until - places) + 1, 0, self.each).astype(np.int64)
        below[:, -1] = self.each
        counts: IntArray = np.diff(below, axis=1, prepend=0)
        return counts

    def shuffle(self, values: FloatArray) -> FloatArray:
        """Return each shared draw's values in an order of its own."""
        ranks = self._turn(np.arange(self.each))
        shuffled: FloatArray = values.ravel()[ranks + self.each * np.arange(self._shared)[:, None]]
        return shuffled

    def _turn(self, strata: Any) -> Any:
        turns = sliding_window_view(np.tile(self._random.permutation(strata), 2), self.each)
        return turns[self._random.integers(self.each, size=self._shared)]


def _moments(chances: Chances, chosen: BoolArray | slice, n_reps: int, spread: float) -> FloatArray:
    """Return by rep and rate draw: expected wins, Σ p², worth and Σ of squared amounts.

    Shape (4, reps, rate draws). E[amount²] = mean²·e^(σ²) for a log-normal amount.
    """
    rep, count, chance = chances.rep[chosen], chances.count[chosen], chances.chance[:, chosen]
    size = chances.size[:, chosen]
    wins = count * chance
    worth = wins * size
    values = (wins, wins * chance, worth, worth * size * np.exp(spread**2))
    return np.stack([total_by_rep(rep, value, n_reps) for value in values])


def _draw_delivered(record: DeliveryRecord, draws: int, random: np.random.Generator) -> FloatArray:
    """Return shares of a promise that arrive; shape (reps, draws)."""
    shape = (record.shape.size, draws)
    own = random.standard_gamma(np.broadcast_to(record.shape[:, None], shape))
    share: FloatArray = own / record.rate[:, None]
    if record.shared > 0:
        share *= random.gamma(1.0 / record.shared, record.shared, size=draws)
    return share


def _draw_others(pool: FloatArray, quantiles: _Quantiles) -> FloatArray:
    """Return what a rep's wins of unknown amount bring; shape (shared draws, each).

    Args:
        pool: The rep's moments, shape (4, shared draws).
        quantiles: Where the draws come from.
    """
    expected, squares, worth, second = pool
    draws = quantiles.share_out(_tabulate_wins(expected, squares))
    wins = np.arange(draws.shape[1])
    mean = worth / np.maximum(expected, _TINY)
    relative = second / np.maximum(expected * mean**2, _TINY) - 1.0
    logs = np.log1p(np.maximum(relative, 0.0)[:, None] / np.maximum(wins, 1))
    level = mean[:, None] * wins * np.exp(-logs / 2)
    each_level, each_deviation = (
        np.repeat(values.astype(np.float32).ravel(), draws.ravel()).reshape(mean.size, -1)
        for values in (level, np.sqrt(logs))
    )
    normal = _NORMAL.take((quantiles.draw() * _NORMAL.size).astype(np.int64), mode="clip")
    return quantiles.shuffle(each_level * np.exp(each_deviation * normal))


def _tabulate_wins(expected: FloatArray, squares: FloatArray) -> FloatArray:
    """Return P(at most so many wins) for 0, 1, 2, … of them; shape (shared draws, numbers).

    The sum of many unequal chances has the mean Σp and the variance Σp − Σp² (the squares of
    open records only): so has a binomial number with (Σp)²/Σp² trials, or, with a variance as
    large as the mean, a Poisson number.
    """
    trials = np.maximum(np.rint(expected**2 / np.maximum(squares, _TINY)), 1.0)
    chance = np.minimum(expected / trials, 1.0 - _TINY)
    most = max(int(poisson.isf(_MORE_THAN_ANY, expected.max())), 1)
    number = np.arange(1, most + 1)
    ratio = np.maximum(trials[:, None] - number + 1, 0.0) / number
    with np.errstate(divide="ignore"):  # no more wins than trials: log 0
        logs = np.cumsum(np.log(ratio * (chance / (1.0 - chance))[:, None]), axis=1)
    weights = np.exp(np.pad(logs, ((0, 0), (1, 0))) - np.maximum(logs.max(axis=1), 0.0)[:, None])
    until = np.cumsum(weights, axis=1)
    shares: FloatArray = until / until[:, -1:]
    return shares
