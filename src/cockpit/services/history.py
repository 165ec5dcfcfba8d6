"""Look back: past verdicts as they looked then, how cohorts matured, and reps among equals."""

from dataclasses import dataclass, replace

from cockpit.analysis.cohorts import CohortResult, CohortsResult, compute_cohorts
from cockpit.analysis.funnel_plot import (
    FunnelPlotResult,
    RatePoint,
    Stage,
    compute_funnel_plot,
)
from cockpit.domain.errors import MissingRateError
from cockpit.domain.fiscal import Period
from cockpit.domain.knowledge import EVERYTHING_KNOWN, Knowledge
from cockpit.domain.question import Grouping, Question
from cockpit.services.diagnosis import DiagnosisRow, diagnose, load_asked, load_facts
from cockpit.store.connection import Store
from cockpit.store.queries import load_knowledge

__all__ = [
    "CohortResult",
    "CohortsResult",
    "FunnelPlotResult",
    "HistoryResult",
    "PastResult",
    "RatePoint",
    "Stage",
    "describe_cohorts",
    "describe_funnel_plots",
    "describe_history",
]

PERIODS = 8
"""How many periods a look back covers."""


@dataclass(frozen=True, slots=True)
class PastResult:
    """A rep in one past period, with what was known on its last day.

    Args:
        period: The period.
        row: The rep's row of the diagnosis; `None` where it knows nothing of the rep.
        knowledge: What was known on that day.
        reason: Why there is no diagnosis of that period; empty where there is one.
    """

    period: Period
    row: DiagnosisRow | None
    knowledge: Knowledge = EVERYTHING_KNOWN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HistoryResult:
    """A rep's last periods before the one asked about, oldest first."""

    name: str
    currency: str
    periods: tuple[PastResult, ...]


def describe_history(store: Store, question: Question, name: str) -> HistoryResult:
    """Return a rep's row in each of the last eight periods of the same length.

    Each is asked as of its last day with what was known then, as far as imports reach back; before
    that later wins and leads are not known yet, but what the CRM has corrected since is.
    """
    facts = load_facts(store, question.known_on)
    periods = [facts.team.calendar.previous(question.period)]
    while len(periods) < PERIODS:
        periods.insert(0, facts.team.calendar.previous(periods[0]))
    past = (_look_back(store, question, period, name) for period in periods)
    return HistoryResult(name, facts.team.currency, tuple(past))


def describe_cohorts(store: Store, question: Question) -> CohortsResult:
    """Return how the leads of the last twelve months have converted by age, as of the as-of day."""
    facts = load_asked(store, question.period, question.as_of, question.known_on)
    return compute_cohorts(facts, question.as_of)


def describe_funnel_plots(store: Store, question: Question) -> tuple[FunnelPlotResult, ...]:
    """Return the reps among equals, for each stage, over the twelve months to the as-of day."""
    facts = load_asked(store, question.period, question.as_of, question.known_on)
    return tuple(compute_funnel_plot(facts, question.as_of, stage) for stage in Stage)


def _look_back(store: Store, question: Question, period: Period, name: str) -> PastResult:
    """Return a rep's row at the end of a period, or on the day that is looked back from."""
    day = min(period.end, question.known_on or period.end)
    then = replace(question, period=period, as_of=day, known_on=day, by=Grouping.REP, rep=None)
    knowledge = load_knowledge(store, day)
    try:
        result = diagnose(store, then)
    except MissingRateError as error:
        return PastResult(period, None, knowledge, str(error))
    row = next((row for row in result.rows if row.name == name), None)
    return PastResult(period, row, knowledge)
