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
from cockpit.domain.question import Grouping, Question
from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow, diagnose, load_facts
from cockpit.store.connection import Store

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
        reason: Why there is no diagnosis of that period; empty where there is one.
    """

    period: Period
    row: DiagnosisRow | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HistoryResult:
    """A rep's last periods before the one asked about, oldest first."""

    name: str
    currency: str
    periods: tuple[PastResult, ...]


def describe_history(store: Store, question: Question, name: str) -> HistoryResult:
    """Return a rep's row in each of the last eight periods of the same length.

    Each is asked as of its last day, so later wins and leads are not known yet; what the CRM has
    corrected since is.
    """
    facts = load_facts(store)
    periods = [facts.team.calendar.previous(question.period)]
    while len(periods) < PERIODS:
        periods.insert(0, facts.team.calendar.previous(periods[0]))
    past = (_look_back(store, question, period, name) for period in periods)
    return HistoryResult(name, facts.team.currency, tuple(past))


def describe_cohorts(store: Store, question: Question) -> CohortsResult:
    """Return how the leads of the last twelve months have converted by age, as of the as-of day."""
    return compute_cohorts(load_facts(store), question.as_of)


def describe_funnel_plots(store: Store, question: Question) -> tuple[FunnelPlotResult, ...]:
    """Return the reps among equals, for each stage, over the twelve months to the as-of day."""
    facts = load_facts(store)
    return tuple(compute_funnel_plot(facts, question.as_of, stage) for stage in Stage)


def _look_back(store: Store, question: Question, period: Period, name: str) -> PastResult:
    then = replace(question, period=period, as_of=period.end, by=Grouping.REP, rep=None)
    try:
        result = _diagnose_once(store, then)
    except MissingRateError as error:
        return PastResult(period, None, str(error))
    return PastResult(period, next((row for row in result.rows if row.name == name), None))


def _diagnose_once(store: Store, question: Question) -> DiagnosisResult:
    """Return an answer, kept until something changes: every rep's history asks for the same."""
    count = store.change_count()
    kept = store.cache.get("history")
    if kept is None or kept[0] != count:
        kept = (count, {})
        store.cache["history"] = kept
    answers: dict[Question, DiagnosisResult] = kept[1]
    if question not in answers:
        answers[question] = diagnose(store, question)
    return answers[question]
