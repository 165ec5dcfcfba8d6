"""How likely the counts and amounts of a stage are, given what team, sources and reps add.

Parameters are θ = (team, source_1 … source_S, rep_1 … rep_R). A likelihood expands itself around
any number of them at once: value, gradient and information, all that Newton and Laplace need.

Counts. A lead or opportunity of age a has by now converted (been won) with probability π·F(a) and
ended otherwise (been lost) with (1 − π)·L(a); else it is open, with 1 − π·F(a) − (1 − π)·L(a);
logit π = logit p* + team + source + rep. That is the likelihood of competing events whose delays
are known; the day on which something happened adds nothing, because it does not depend on π. Its
derivative by the log-odds is, record by record, "won − π" for what is closed and "P(won later |
open) − π" for what is open: the bridge's `win_rate` effect. So evidence and effect ask the same
question, and slow deals count against a rep's pace and not against the rep's closing, as they would
if every open deal were just "not won by now". For leads L = 0: a plan does not say when leads are
disqualified, and P(converted by now) = π·F(a) holds whatever they do.

Amounts. log(amount / a*) = team + source + rep + residual, normal with a known variance.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from cockpit.analysis.axes import FloatArray, IntArray

_FAR = 30.0
_LEAST_CHANCE = 1e-12


@dataclass(frozen=True)
class Pairs:
    """Which reps and sources have records: every (rep, source) that occurs, numbered.

    Args:
        rep, source: Numbers of rep and source from 0, of each pair; sorted by rep, then source.
        n_reps, n_sources: How many there are.
    """

    rep: IntArray
    source: IntArray
    n_reps: int
    n_sources: int

    @property
    def size(self) -> int:
        """Return the number of parameters: team, sources, reps."""
        return 1 + self.n_sources + self.n_reps

    def shift(self, theta: FloatArray) -> FloatArray:
        """Return team + source + rep of each pair; (points, size) becomes (points, pairs)."""
        sources, reps = theta[:, 1 : 1 + self.n_sources], theta[:, 1 + self.n_sources :]
        total: FloatArray = theta[:, :1] + sources[:, self.source] + reps[:, self.rep]
        return total

    def gradient(self, scores: FloatArray) -> FloatArray:
        """Return Z'·scores: (points, pairs) becomes (points, size)."""
        table = self._table(scores)
        by_source, by_rep = table.sum(axis=1), table.sum(axis=2)
        return np.concatenate([by_rep.sum(axis=1, keepdims=True), by_source, by_rep], axis=1)

    def information(self, weights: FloatArray) -> FloatArray:
        """Return Z'·diag(weights)·Z: (points, pairs) becomes (points, size, size)."""
        table = self._table(weights)
        by_source, by_rep = table.sum(axis=1), table.sum(axis=2)
        first = slice(1, 1 + self.n_sources)
        rest = slice(1 + self.n_sources, None)
        full = np.zeros((weights.shape[0], self.size, self.size))
        full[:, 0, 0] = by_rep.sum(axis=1)
        full[:, 0, first] = full[:, first, 0] = by_source
        full[:, 0, rest] = full[:, rest, 0] = by_rep
        full[:, rest, first] = table
        full[:, first, rest] = table.transpose(0, 2, 1)
        inner = np.arange(1, self.size)
        full[:, inner, inner] = np.concatenate([by_source, by_rep], axis=1)
        return full

    def _table(self, values: FloatArray) -> FloatArray:
        table = np.zeros((values.shape[0], self.n_reps, self.n_sources))
        table[:, self.rep, self.source] = values
        return table


@dataclass(frozen=True)
class Expansion:
    """A log-likelihood to second order around points θ.

    Args:
        at: The points; shape (points, size).
        value: Log-likelihood there; shape (points,).
        gradient: Shape (points, size).
        information: Expected (Fisher) information, never indefinite; shape (points, size, size).
    """

    at: FloatArray
    value: FloatArray
    gradient: FloatArray
    information: FloatArray


class Likelihood(Protocol):
    """What the records of a stage say."""

    @property
    def pairs(self) -> Pairs:
        """Return the pairs that have records."""
        ...

    def expand(self, theta: FloatArray) -> Expansion:
        """Return the log-likelihood around points of shape (points, size)."""
        ...


@dataclass(frozen=True)
class CountCells:
    """Records counted by pair, planned rate and age; each array has the shape (cells,).

    Args:
        pair: Number of the cell's pair; sorted, and every pair has a cell.
        planned: logit p*.
        records, converted, ended: Records, those that converted by now, those that ended otherwise.
        reached: F, mean over the cell's records.
        closed: L, likewise.
    """

    pair: IntArray
    planned: FloatArray
    records: FloatArray
    converted: FloatArray
    ended: FloatArray
    reached: FloatArray
    closed: FloatArray


class CountLikelihood:
    """The likelihood of counted records; its cost does not depend on how many there are.

    Args:
        pairs: The pairs.
        cells: The counts. Within a cell the mean of F stands for all of them: the score's
            expectation at the truth stays exactly 0.
    """

    def __init__(self, pairs: Pairs, cells: CountCells) -> None:
        self._pairs, self._cells = pairs, cells
        self._starts = np.searchsorted(cells.pair, np.arange(pairs.rep.size))

    @property
    def pairs(self) -> Pairs:
        """Return the pairs that have records."""
        return self._pairs

    def expand(self, theta: FloatArray) -> Expansion:
        """Return the log-likelihood around points of shape (points, size)."""
        cells = self._cells
        shift = self._pairs.shift(theta)[:, cells.pair]
        log_odds = np.clip(cells.planned + shift, -_FAR, _FAR)
        odds = np.exp(-log_odds)
        chance = 1.0 / (1.0 + odds)
        spread = chance * (1.0 - chance)
        gap = cells.closed - cells.reached
        still_open = np.maximum(1.0 - cells.closed + chance * gap, _LEAST_CHANCE)
        slope = spread * gap / still_open
        waiting = cells.records - cells.converted - cells.ended
        log_chance = -np.log1p(odds)
        value = (
            (cells.converted + cells.ended) * log_chance
            - cells.ended * log_odds
            + waiting * np.log(still_open)
        )
        score = cells.converted - (cells.converted + cells.ended) * chance + waiting * slope
        due = (1.0 - chance) * cells.reached + chance * cells.closed
        weight = cells.records * (spread * due + slope * slope * still_open)
        return Expansion(
            at=theta,
            value=value.sum(axis=1),
            gradient=self._pairs.gradient(self._by_pair(score)),
            information=self._pairs.information(self._by_pair(weight)),
        )

    def _by_pair(self, values: FloatArray) -> FloatArray:
        total: FloatArray = np.add.reduceat(values, self._starts, axis=1)
        return total


class AmountLikelihood:
    """The likelihood of log amounts with a known residual variance: exactly quadratic.

    Args:
        pairs: The pairs.
        count: Won deals by pair; shape (pairs,).
        total: Their log(amount / a*) summed.
        variance: Of the residual.
    """

    def __init__(self, pairs: Pairs, count: FloatArray, total: FloatArray, variance: float) -> None:
        self._pairs = pairs
        self._count, self._total, self.variance = count, total, variance

    @property
    def pairs(self) -> Pairs:
        """Return the pairs that have records."""
        return self._pairs

    def expand(self, theta: FloatArray) -> Expansion:
        """Return the log-likelihood, up to a constant, around points of shape (points, size)."""
        shift = self._pairs.shift(theta)
        weight = np.broadcast_to(self._count / self.variance, shift.shape)
        value = shift * (self._total - 0.5 * self._count * shift) / self.variance
        score = (self._total - self._count * shift) / self.variance
        return Expansion(
            at=theta,
            value=value.sum(axis=1),
            gradient=self._pairs.gradient(score),
            information=self._pairs.information(weight),
        )
