"""Checks that are about reps, sources and targets rather than about single records."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import Period, to_day
from cockpit.domain.quality import SILENT_DAYS
from cockpit.domain.records import NEVER, Outcome

Days = npt.NDArray[np.int64]
Named = tuple[tuple[str, int], ...]
"""Names with an amount in minor units or a count, the largest first."""

_YEAR = 365
_ALIKE = 90.0
"""Likeness, 0 to 100, of two names that are probably one; "Ben Lindqvist" and "Ben Lindquist"."""
_SHORTEST = 5
"""Letters from which a difference of one letter is more likely a slip than another name."""
_COMMON = 0.5
"""A rep is silent only where at least this share of the team is not."""
_SMALLEST_TEAM = 3


def find_reps_without_target(facts: Facts, period: Period) -> Named:
    """Return the reps with records in a period but no target that touches it.

    The amount is what they won in the period.
    """
    targeted = {
        target.rep for target in facts.plan.targets if _touches(facts, target.period, period)
    }
    leads, deals = facts.leads, facts.opportunities
    is_active = np.zeros(_width(facts), dtype=np.bool_)
    for frame, column in ((leads, "assigned"), (deals, "created"), (deals, "closed")):
        inside = _is_inside(frame[column].to_numpy(), period)
        is_active[frame["rep"].to_numpy()[inside]] = True
    is_won = (deals["outcome"].to_numpy() == Outcome.WON) & _is_inside(
        deals["closed"].to_numpy(), period
    )
    won = _sum_by_rep(facts, deals["rep"].to_numpy()[is_won], deals["amount"].to_numpy()[is_won])
    return _rank(
        (rep.name, int(won[rep.id]))
        for rep in facts.reps
        if is_active[rep.id] and rep.name not in targeted
    )


def find_idle_targets(facts: Facts, period: Period) -> Named:
    """Return the reps with a target in a period but no record in the year to its end.

    The amount is the targets.
    """
    revenue: dict[str, int] = {}
    for target in facts.plan.targets:
        if _touches(facts, target.period, period):
            revenue[target.rep] = revenue.get(target.rep, 0) + target.revenue
    last = _last_days(facts, to_day(period.end))
    idle = {rep.name for rep in facts.reps if last[rep.id] < to_day(period.end) - _YEAR}
    return _rank((name, amount) for name, amount in revenue.items() if name in idle)


def find_silent_reps(facts: Facts, today: int) -> Named:
    """Return the reps who had records within a year but none lately, though most others have.

    Lately is `SILENT_DAYS` up to the last day on which anything is recorded. Reps who have left
    are not silent. The amount is what their open opportunities come to.

    Args:
        facts: All records.
        today: Day number; what lies after it has not happened.
    """
    last = _last_days(facts, today)
    newest = int(last[:-1].max(initial=-1))
    active = [
        rep
        for rep in facts.reps
        if last[rep.id] >= newest - _YEAR
        and last[rep.id] >= 0
        and (rep.ends_on is None or to_day(rep.ends_on) >= newest)
    ]
    silent = [rep for rep in active if last[rep.id] < newest - SILENT_DAYS]
    if len(active) < _SMALLEST_TEAM or len(silent) > len(active) * _COMMON:
        return ()
    deals = facts.opportunities
    is_open = deals["outcome"].to_numpy() == Outcome.OPEN
    open_amount = _sum_by_rep(
        facts, deals["rep"].to_numpy()[is_open], deals["amount"].to_numpy()[is_open]
    )
    return _rank((rep.name, int(open_amount[rep.id])) for rep in silent)


def count_reps(facts: Facts, period: Period) -> int:
    """Return how many reps have a record in a period or a target that touches it."""
    first, last = to_day(period.start), to_day(period.end)
    named = {t.rep for t in facts.plan.targets if _touches(facts, t.period, period)}
    newest = _last_days(facts, last)
    return sum(rep.name in named or bool(newest[rep.id] >= first) for rep in facts.reps)


def find_alike(names: Sequence[str], weigh: Callable[[str], int]) -> tuple[tuple[str, str], ...]:
    """Return pairs of names that are probably one, the more used name first.

    Names are alike when nothing but case, accents, punctuation or the order of words tells them
    apart, when one gives an initial where the other has the name ("B. Lindqvist"), or when they
    differ by about one letter in ten.
    """
    spelt = {name: _spell(name) for name in names}
    pairs = [(a, b) for a, b in combinations(names, 2) if _is_alike(spelt[a], spelt[b])]
    ordered = [(a, b) if weigh(a) >= weigh(b) else (b, a) for a, b in pairs]
    return tuple(sorted(ordered, key=lambda pair: (-weigh(pair[1]), pair)))


def find_last_day(facts: Facts, today: int) -> int | None:
    """Return the last day up to today on which anything is recorded, `None` if there is none."""
    newest = int(_last_days(facts, today).max(initial=-1))
    return newest if newest >= 0 else None


def _touches(facts: Facts, label: str, period: Period) -> bool:
    other = facts.team.calendar.parse(label)
    return other.start <= period.end and period.start <= other.end


def _is_inside(days: npt.NDArray[np.int32], period: Period) -> npt.NDArray[np.bool_]:
    return np.asarray((days >= to_day(period.start)) & (days <= to_day(period.end)))


def _width(facts: Facts) -> int:
    """Return the length of an array by rep id, with a last place for nobody (index −1)."""
    return max((rep.id for rep in facts.reps), default=0) + 2


def _sum_by_rep(
    facts: Facts, reps: npt.NDArray[np.int32], amounts: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    sums = np.zeros(_width(facts), dtype=np.int64)
    np.add.at(sums, reps, amounts)
    return sums


def _last_days(facts: Facts, until: int) -> Days:
    """Return by rep id the last day of a record up to a day, −1 where there is none."""
    last = np.full(_width(facts), -1, dtype=np.int64)
    leads, deals = facts.leads, facts.opportunities
    for frame, column in ((leads, "assigned"), (deals, "created"), (deals, "closed")):
        days = frame[column].to_numpy()
        is_known = (days <= until) & (days < NEVER)
        np.maximum.at(last, frame["rep"].to_numpy()[is_known], days[is_known])
    return last


def _rank(named: Iterable[tuple[str, int]]) -> Named:
    return tuple(sorted(named, key=lambda each: (-each[1], each[0].casefold())))


def _spell(name: str) -> tuple[str, ...]:
    """Return the words of a name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return tuple("".join(kept).split())


def _is_alike(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    if sorted(first) == sorted(second) or "".join(first) == "".join(second):
        return True
    if len(first) == len(second) > 1 and first[-1] == second[-1]:
        pairs = list(zip(first[:-1], second[:-1], strict=True))
        is_short = any(len(a) == 1 or len(b) == 1 for a, b in pairs)
        if is_short and all(a.startswith(b) or b.startswith(a) for a, b in pairs):
            return True
    a, b = " ".join(sorted(first)), " ".join(sorted(second))
    has_same_digits = [c for c in a if c.isdigit()] == [c for c in b if c.isdigit()]
    return has_same_digits and min(len(a), len(b)) >= _SHORTEST and fuzz.ratio(a, b) >= _ALIKE
