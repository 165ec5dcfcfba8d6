"""What is still to arrive: promised leads, discounted by marketing's record of delivering them."""

from dataclasses import astuple, dataclass

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray, IntArray
from cockpit.analysis.promises import Promises

RECORD_DAYS = 182
"""How far back the record of delivering goes."""

PACE_DAYS = 91
"""How far back the pace is taken of what nobody has promised."""

_MONTH = 30
_LEAST_SPREAD = 1e-6
_SURE = 1e6


@dataclass(frozen=True)
class DeliveryRecord:
    """How much of what is promised arrives: a Gamma distribution per rep, and a shared factor.

    Args:
        shape, rate: Of each rep's share delivered, by rep position; its mean is shape/rate.
        shared: Variance of the factor, with mean 1, that all reps share in one period.
        overall: Share delivered to all reps together; `None` when nothing was promised yet.
    """

    shape: FloatArray
    rate: FloatArray
    shared: float
    overall: float | None

    @property
    def mean(self) -> FloatArray:
        """Return the expected share delivered, by rep position."""
        return self.shape / self.rate


def measure_delivery(
    promises: Promises, rep: IntArray, day: IntArray, known: int, n_reps: int
) -> DeliveryRecord:
    """Weigh what arrived lately against what was promised for the same days.

    Arrivals of a rep are Poisson at promised × share; the shares follow a Gamma distribution over
    reps, whose mean and variance are taken from the moments; each rep's own record then moves
    the rep's share away from the mean (Gamma–Poisson). Without any record, promises are taken at
    their word. A rep who was promised nothing goes on at the recent pace: a share of 1, as unsure
    as the count that the pace is taken from. How much all shares move together, from month to
    month, is a variance of its own.

    Args:
        promises: Of all periods.
        rep: Position of the rep of each record that arrived.
        day: Day number of each, up to `known`.
        known: The last day that is known.
        n_reps: Number of rep positions.
    """
    first = max(known - RECORD_DAYS + 1, int(day.min(initial=known + 1)))
    promised = _promised(promises, first, known, n_reps)
    has_record = promised > 0
    recent = np.bincount(rep[day > known - PACE_DAYS], minlength=n_reps)
    paced = np.where(recent > 0, recent, _SURE)
    if not has_record.any():
        return DeliveryRecord(paced, paced, _pace_spread(day, (first, known)), None)
    arrived = np.where(has_record, np.bincount(rep[day >= first], minlength=n_reps), 0.0)
    overall = max(float(arrived.sum() / promised.sum()), _LEAST_SPREAD)
    prior = overall**2 / _spread(arrived[has_record], promised[has_record])
    is_paced = ~has_record & (recent > 0)
    return DeliveryRecord(
        shape=np.where(is_paced, paced, prior + arrived),
        rate=np.where(is_paced, paced, prior / overall + promised),
        shared=_shared_spread(promises, (rep, day), (first, known), n_reps) / overall**2,
        overall=overall,
    )


def add_pace(
    promises: Promises,
    arrived: tuple[IntArray, IntArray, IntArray],
    days: tuple[int, int],
    record: DeliveryRecord,
    axes: Axes,
) -> tuple[Promises, float]:
    """Return what is promised from now on; after a rep's last promise, the recent pace goes on.

    A promise of 0 is a promise. The pace is divided by the share that is delivered, which the
    forecast multiplies it with.

    Args:
        promises: Of all periods.
        arrived: Rep position, source position and day number of what arrived up to now.
        days: The last day that is known, and the last one that counts.
        record: Shares delivered.
        axes: Positions.

    Returns:
        The stretches after the last known day, and how many records the pace stands for.
    """
    known, until = days
    rep, source, day = arrived
    n_reps, n_sources, _ = axes.shape
    ahead = cut(promises, known + 1, until)
    start = np.full(n_reps, known + 1)
    np.maximum.at(start, ahead.rep, ahead.end + 1)
    ahead = ahead[ahead.per_day > 0]
    first = max(known - PACE_DAYS + 1, int(day.min(initial=known + 1)))
    recent = (day >= first) & (start[rep] <= until)
    counts = np.bincount(rep[recent] * n_sources + source[recent], minlength=n_reps * n_sources)
    cells = np.flatnonzero(counts)
    if until <= known or not cells.size:
        return ahead, 0.0
    reps = cells // n_sources
    pace = counts[cells] / (known - first + 1)
    added = (reps, cells % n_sources, start[reps], np.full(reps.size, until))
    each = pace / np.maximum(record.mean[reps], _LEAST_SPREAD)
    both = (np.concatenate(pair) for pair in zip(astuple(ahead), (*added, each), strict=True))
    return Promises(*both), float((pace * (until - start[reps] + 1)).sum())


def cut(promises: Promises, first: int, last: int) -> Promises:
    """Return the part of the promises that lies on days from `first` to `last`."""
    chosen = promises[(promises.end >= first) & (promises.start <= last)]
    return Promises(
        rep=chosen.rep,
        source=chosen.source,
        start=np.maximum(chosen.start, first),
        end=np.minimum(chosen.end, last),
        per_day=chosen.per_day,
    )


def _promised(promises: Promises, first: int, last: int, n_reps: int) -> FloatArray:
    within = cut(promises, first, last)
    return np.bincount(within.rep, within.due(last), minlength=n_reps).astype(np.float64)


def _spread(arrived: FloatArray, promised: FloatArray) -> float:
    """Return the variance of the shares beyond that of counting (by moments), at least a little.

    E Σ m(n/m − g)² = g·(R − 1) + τ²·(Σm − Σm²/Σm), with n arrived of m promised.
    """
    total = promised.sum()
    overall = arrived.sum() / total
    squares = (promised * (arrived / promised - overall) ** 2).sum()
    weight = total - (promised**2).sum() / total
    if weight <= 0:
        return _LEAST_SPREAD
    return max(float((squares - overall * (promised.size - 1)) / weight), _LEAST_SPREAD)


def _pace_spread(day: IntArray, days: tuple[int, int]) -> float:
    """Return the variance of a month's arrivals over their mean, beyond that of counting."""
    first, last = days
    starts = np.arange(last - _MONTH + 1, first - 1, -_MONTH)
    came = [float(np.count_nonzero((day >= at) & (day < at + _MONTH))) for at in starts]
    if len(came) <= 1 or not any(came):
        return 0.0
    return _spread(np.array(came), np.full(len(came), np.mean(came)))


def _shared_spread(
    promises: Promises, arrived: tuple[IntArray, IntArray], days: tuple[int, int], n_reps: int
) -> float:
    """Return the variance of the team's share delivered from one month of the record to another."""
    rep, day = arrived
    first, last = days
    starts = range(last - _MONTH + 1, first - 1, -_MONTH)
    promised = [_promised(promises, at, at + _MONTH - 1, n_reps) for at in starts]
    came = [
        np.count_nonzero((day >= at) & (day < at + _MONTH) & (month[rep] > 0))
        for at, month in zip(starts, promised, strict=True)
    ]
    sums = np.array([month.sum() for month in promised])
    some = sums > 0
    return (
        _spread(np.array(came, dtype=np.float64)[some], sums[some])
        if np.count_nonzero(some) > 1
        else 0.0
    )
