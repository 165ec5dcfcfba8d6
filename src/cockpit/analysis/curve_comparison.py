"""Learned delay curves beside the plan's, with the data that they were learned from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from cockpit.analysis.axes import FloatArray, IntArray, build_axes
from cockpit.analysis.curves import DelayCurve, StageCurves
from cockpit.analysis.learned_curves import LearnedCurves, LearnedStage, learn_curves
from cockpit.analysis.rates import build_rates
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import to_day
from cockpit.domain.records import NOBODY

_Z80 = 1.2815515655446004
"""Standard normal quantile of 90 %: both bounds of an 80 % interval."""


@dataclass(frozen=True)
class CurvesResult:
    """What was learned and what the plan says, as of a day.

    Args:
        as_of: The last day that is known.
        learned: The team's curves, and those of sources with enough history.
        planned: The plan's curves by source id; `None` stands for the team as a whole.
        names: Source names by id; without a source there is none.
    """

    as_of: date
    learned: LearnedCurves
    planned: Mapping[int | None, StageCurves]
    names: Mapping[int, str]


def compare_curves(facts: Facts, as_of: date) -> CurvesResult:
    """Learn the curves of everything known on a day and look up those of the plan on that day."""
    day = to_day(as_of)
    axes = build_axes(facts.reps, facts.sources, facts.plan, ())
    rates = build_rates(facts.plan, axes, facts.team.calendar, (day, day))
    names = {source.id: source.name for source in facts.sources}
    places: dict[int | None, int] = {None: 0, NOBODY: 0}
    places |= {key: axes.source_at[name] for key, name in names.items()}
    at = np.array(list(places.values()))
    entries = rates.entries(np.zeros_like(at), at, np.full_like(at, day))
    planned = (rates.curves[number] for number in rates.curve[entries])
    learned = learn_curves(facts.leads, facts.opportunities, day)
    return CurvesResult(as_of, learned, dict(zip(places, planned, strict=True)), names)


@dataclass(frozen=True)
class StageTable:
    """One step's curve by whole days of age, arrays of shape (days,).

    Args:
        learned: P(by the end of day d | it happens at all).
        low, high: Its 80 % band (Wilson's interval of so many conversions).
        counted: The share as counted, where records of that age were still watched: what the
            curve smooths; shorter than the others where none grew that old.
        at_risk: Records that were watched at each of these ages.
        planned: The plan's curve.
    """

    learned: FloatArray
    low: FloatArray
    high: FloatArray
    counted: FloatArray
    at_risk: IntArray
    planned: FloatArray


def tabulate_stage(stage: LearnedStage, planned: DelayCurve, days: int) -> StageTable:
    """Return a step's curve, its data and the plan's curve for ages of 0 to `days` − 1."""
    learned = stage.curve.cumulative(days)
    low, high = compute_band(learned, stage.happened)
    happens = stage.happens or 1.0
    return StageTable(
        learned=learned,
        low=low,
        high=high,
        counted=np.minimum(stage.seen.happened[:days] / happens, 1.0),
        at_risk=stage.seen.at_risk[:days],
        planned=planned.cumulative(days),
    )


def compute_band(shares: FloatArray, events: int) -> tuple[FloatArray, FloatArray]:
    """Return the 80 % interval of shares of so many events (Wilson 1927).

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n); without events, all from 0 to 1.
    """
    if events <= 0:
        return np.zeros_like(shares), np.ones_like(shares)
    part = _Z80**2 / events
    middle = shares + part / 2
    reach = _Z80 * np.sqrt(shares * (1 - shares) / events + part / (4 * events))
    return (middle - reach) / (1 + part), (middle + reach) / (1 + part)


def find_quantile(curve: DelayCurve, share: float, most: int) -> int:
    """Return the first day of age by which a share has happened, or `most` where it has not."""
    reached = np.flatnonzero(curve.cumulative(most) >= share - 1e-12)
    return int(reached[0]) if reached.size else most
