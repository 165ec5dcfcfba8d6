"""Do rates drift? The latest months against those before, at equal age and on like records.

A lead is judged by whether it had converted by an age that most conversions have reached, a deal
by whether it was won, if it was decided by then: so that young records are not taken for poor ones,
and no curve has to be right. What began before anything was seen to end is left out: where
recording began late, what ended quickly is missing. For every month at which a rate may have
changed, records before and after are compared within rep and source (Mantel and Haenszel 1959), so
that a new mix of reps or sources is no drift. The largest of these differences counts, at a level
divided by their number (Bonferroni) and by the three stages: in a team whose rates stand still,
fewer than one in twenty is told of any drift.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.delay_counts import recorded_from
from cockpit.analysis.walk import Facts
from cockpit.domain.records import Outcome
from cockpit.domain.verdicts import Effect

LEVEL = 0.05
"""Chance that a team whose rates stand still is told of a drift in any of the three stages."""

_STAGES = 3
_LOOK_BACK = 730
_STEP = 30
_LEAST_DAYS = 60
_LEAST_RECORDS = 40
_MOST_SEEN = 0.8
_LONGEST = 120
_SURE_STRATA = 1


@dataclass(frozen=True, slots=True)
class Drift:
    """A rate that is not what it was.

    Args:
        stage: lead_to_opp, win_rate or deal_size.
        since: Day number from which records are different.
        before, after: The rate before, and what it has become since on like records; for deal
            size the mean log amount in minor units.
        reps, down: Reps with records on both sides, and how many of them have fallen.
        chance: Of a difference like this where nothing drifts, all comparisons counted.
    """

    stage: Effect
    since: int
    before: float
    after: float
    reps: int
    down: int
    chance: float


@dataclass(frozen=True)
class _Records:
    """What is compared: one entry a record; arrays of shape (records,).

    Args:
        day: When it began.
        rep, stratum: Whose it is; rep and source in one number.
        value: 1 or 0 for a rate, the log amount for a size.
    """

    day: IntArray
    rep: IntArray
    stratum: IntArray
    value: FloatArray


def find_drifts(facts: Facts, known: int) -> tuple[Drift, ...]:
    """Return the stages whose rate has changed within two years, by what was known on a day."""
    found = (_find(stage, records, known) for stage, records in _gather(facts, known))
    return tuple(drift for drift in found if drift is not None)


def _gather(facts: Facts, known: int) -> Iterator[tuple[Effect, _Records]]:
    leads, deals = facts.leads, facts.opportunities
    assigned = leads["assigned"].to_numpy().astype(np.int64)
    converted = leads["converted"].to_numpy().astype(np.int64)
    took = np.where(converted <= known, converted - assigned, -1)
    age = _find_age(took[(took >= 0) & (assigned > known - _LOOK_BACK)])
    place = leads["rep"].to_numpy(), leads["source"].to_numpy()
    by_then = ((took >= 0) & (took <= age)).astype(np.float64)
    ends = np.minimum(converted, leads["disqualified"].to_numpy())
    chosen = _is_old(assigned, age, known) & (assigned >= recorded_from(ends, known))
    yield Effect.LEAD_TO_OPP, _keep(assigned, place, by_then, chosen)
    created = deals["created"].to_numpy().astype(np.int64)
    closed, outcome = deals["closed"].to_numpy().astype(np.int64), deals["outcome"].to_numpy()
    place = deals["rep"].to_numpy(), deals["source"].to_numpy()
    is_decided = (outcome != Outcome.OPEN) & (closed <= known)
    took = np.where(is_decided, closed - created, -1)
    age = _find_age(took[is_decided & (created > known - _LOOK_BACK)])
    won = (outcome == Outcome.WON).astype(np.float64)
    by_age = is_decided & (took <= age) & _is_old(created, age, known)
    by_age &= created >= recorded_from(closed, known)
    yield Effect.WIN_RATE, _keep(created, place, won, by_age)
    amount = deals["amount"].to_numpy()
    logs = np.log(np.maximum(amount, 1)).astype(np.float64)
    is_sold = is_decided & (won > 0) & (amount > 0) & (closed > known - _LOOK_BACK)
    yield Effect.DEAL_SIZE, _keep(closed, place, logs, is_sold)


def _find_age(took: IntArray) -> int:
    """Return the age by which most of what happens has happened."""
    return min(int(np.quantile(took, _MOST_SEEN)), _LONGEST) if took.size else 0


def _is_old(day: IntArray, age: int, known: int) -> BoolArray:
    chosen: BoolArray = (day > known - _LOOK_BACK) & (day + age <= known)
    return chosen


def _keep(
    day: IntArray, place: tuple[IntArray, IntArray], value: FloatArray, chosen: BoolArray
) -> _Records:
    rep, source = (each[chosen].astype(np.int64) for each in place)
    sources = int(source.max(initial=0)) + 2  # NOBODY, −1, among them
    return _Records(day[chosen], rep, (rep + 1) * sources + source + 1, value[chosen])


def _find(stage: Effect, records: _Records, known: int) -> Drift | None:
    """Return the change that stands out most, if it does so enough."""
    from scipy.special import ndtr

    if not records.day.size:
        return None
    first, last = int(records.day.min()), int(records.day.max())
    days = [day for day in range(known, first, -_STEP) if day <= last - _LEAST_DAYS + 1]
    days = [day for day in days if day >= first + _LEAST_DAYS]
    tests = zip(days, _compare(records, days), strict=True)
    compared = [(day, z) for day, z in tests if z is not None]
    if not compared:
        return None
    since, most = max(compared, key=lambda test: abs(test[1]))
    chance = min(1.0, 2.0 * float(ndtr(-abs(most))) * len(compared))
    if chance > LEVEL / _STAGES:
        return None
    return _describe(stage, records, since, chance)


def _compare(records: _Records, days: list[int]) -> list[float | None]:
    """Return the standardised difference within strata from each of some days on.

    `None` where there is too little on a side. The days fall, so that what is late from one of them
    on is so from the next on too: every record is looked at once.
    """
    width = len(days) + 1
    since = len(days) - np.searchsorted(days[::-1], records.day, side="right")
    cell = records.stratum * width + since
    count, total, squares = (
        np.bincount(cell, weights, (int(records.stratum.max()) + 1) * width).reshape(-1, width)
        for weights in (None, records.value, np.square(records.value))
    )
    many = count.sum(axis=1) > _SURE_STRATA
    late = np.cumsum(count, axis=1)[:, :-1].sum(axis=0)
    enough = np.minimum(late, records.day.size - late) >= _LEAST_RECORDS
    count, total, squares = (each[many] for each in (count, total, squares))
    after, value = (np.cumsum(each, axis=1)[:, :-1].astype(np.float64) for each in (count, total))
    count, total, squares = (
        each.sum(axis=1, keepdims=True).astype(np.float64) for each in (count, total, squares)
    )
    spread = squares / count - np.square(total / count)
    variance = (after * (count - after) * spread / (count - 1.0)).sum(axis=0)
    difference = (value - after * total / count).sum(axis=0)
    return [
        float(d / np.sqrt(v)) if is_enough and v > 0 else None
        for d, v, is_enough in zip(difference, variance, enough, strict=True)
    ]


def _describe(stage: Effect, records: _Records, since: int, chance: float) -> Drift:
    """Return the change: before, and what the same records make of it since."""
    is_late = records.day >= since
    before = float(records.value[~is_late].mean())
    early = np.bincount(records.stratum, ~is_late).astype(np.float64)
    late = np.bincount(records.stratum, is_late).astype(np.float64)
    sums = [np.bincount(records.stratum, records.value * chosen) for chosen in (~is_late, is_late)]
    weight = early * late / np.maximum(early + late, 1.0)
    means = [
        total / np.maximum(count, 1.0) for total, count in zip(sums, (early, late), strict=True)
    ]
    change = float((weight * (means[1] - means[0])).sum() / weight.sum())
    reps, down = 0, 0
    for rep in np.unique(records.rep):
        own = records.rep == rep
        if (own & is_late).any() and (own & ~is_late).any():
            fell = records.value[own & is_late].mean() < records.value[own & ~is_late].mean()
            reps, down = reps + 1, down + int(fell)
    return Drift(stage, since, before, before + change, reps, down, chance)
