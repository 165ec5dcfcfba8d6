"""Learned curves as tables for a plan: they stay what they are when more is imported."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from cockpit.analysis.learned_curves import (
    LearnedCurve,
    LearnedCurves,
    LearnedStage,
    learn_curves,
)
from cockpit.analysis.plan_editions import says_learned
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import Period, to_day
from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, PlanStanding, Step
from cockpit.domain.team import Source

LONGEST = 1_826
"""Days of age that a table goes to at most: five years."""

_ALL_BUT = 1e-4
_DIGITS = 9


def learn_delays(facts: Facts, until: date) -> LearnedDelays:
    """Learn the delays from everything that was known at the end of a day, as tables."""
    learned = learn_curves(facts.leads, facts.opportunities, to_day(until))
    return freeze_curves(learned, facts.sources, until)


def freeze_curves(
    learned: LearnedCurves, sources: tuple[Source, ...], until: date
) -> LearnedDelays:
    """Return learned curves as tables: of all sources together, and of each that has enough.

    A table ends where all but a ten-thousandth has happened, or after five years; the rest is taken
    to happen on its last day, so that what outlives it is not waited for any longer.
    """
    names = {source.id: source.name for source in sources}
    return LearnedDelays(
        until,
        (
            _freeze(Step.LEAD_TO_OPP, None, learned.leads),
            _freeze(Step.OPP_TO_END, None, learned.deals),
            *_by_source(Step.LEAD_TO_OPP, learned.leads_by_source, names),
            *_by_source(Step.OPP_TO_END, learned.deals_by_source, names),
        ),
    )


def find_eve(period: Period, known: date) -> date:
    """Return the last day from which a period's plan may learn: before it begins, and known."""
    return min(period.start - timedelta(days=1), known)


def with_learned(facts: Facts, period: Period, as_of: date) -> Facts:
    """Return the facts with the curves behind a plan that says learned and is not locked.

    They are provisional: learned from what was known on the day before the period begins, or on
    the as-of day where that is earlier.
    """
    if not says_learned(facts.plan.assumptions):
        return facts
    learned = learn_delays(facts, find_eve(period, as_of))
    return replace(facts, plan=replace(facts.plan, learned=learned))


def find_standing(facts: Facts, period: Period, as_of: date) -> PlanStanding:
    """Return whether the plan that holds at the end of a period, as far as known, is locked."""
    day = max(min(period.end, as_of), period.start)
    for lock in facts.plan.locks:
        if day in facts.team.calendar.parse(lock.period):
            learned = lock.learned if says_learned(lock.assumptions) else None
            return PlanStanding(period.label, lock.at, len(lock.amendments), learned)
    return PlanStanding(period.label, learned=facts.plan.learned)


def _by_source(
    step: Step, stages: Mapping[int, LearnedStage], names: Mapping[int, str]
) -> Iterator[LearnedDelay]:
    for name, key in sorted((names[key], key) for key in stages if key in names):
        yield _freeze(step, name, stages[key])


def _freeze(step: Step, source: str | None, stage: LearnedStage) -> LearnedDelay:
    is_enough = stage.is_enough
    return LearnedDelay(
        step=step,
        source=source,
        records=stage.records,
        happened=stage.happened,
        competing=stage.competing,
        beyond=round(stage.beyond, _DIGITS),
        happened_by=_tabulate(stage.curve) if is_enough else (),
        otherwise_by=_tabulate(stage.otherwise) if is_enough else (),
    )


def _tabulate(curve: LearnedCurve) -> tuple[float, ...]:
    shares = np.minimum(curve.cumulative(LONGEST), curve.limit)
    almost = np.flatnonzero(curve.limit - shares <= _ALL_BUT)
    table = shares[: int(almost[0]) + 1 if almost.size else LONGEST].round(_DIGITS)
    table[-1] = curve.limit
    return tuple(table.tolist())
