"""Answer a question about the store: why is revenue short of target, and which records say so?"""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from cockpit.analysis.axes import IntArray
from cockpit.analysis.contributions import compute_contributions
from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.drift import Drift
from cockpit.analysis.plan_curves import find_eve, find_standing, with_learned
from cockpit.analysis.plan_editions import says_learned
from cockpit.analysis.results import (
    ChainResult,
    DiagnosisResult,
    DiagnosisRow,
    EffectExplanation,
    EvidenceParts,
    FunnelResult,
    RecordContributions,
    StageEvidence,
    VerdictResult,
)
from cockpit.analysis.sales_evidence import Beliefs, weigh_beliefs
from cockpit.analysis.walk import Facts, Walk, walk_chain
from cockpit.domain.fiscal import FiscalCalendar, Grain, Period, to_date
from cockpit.domain.knowledge import Knowledge
from cockpit.domain.question import Question
from cockpit.domain.records import NEVER
from cockpit.domain.verdicts import Effect
from cockpit.store.connection import Store
from cockpit.store.funnel import PAST_KEPT
from cockpit.store.queries import (
    load_funnel,
    load_knowledge,
    load_plan,
    load_reps,
    load_sources,
    load_team,
)

__all__ = [
    "ChainResult",
    "DiagnosisResult",
    "DiagnosisRow",
    "Drift",
    "EffectExplanation",
    "EvidenceParts",
    "FunnelResult",
    "RecordContributions",
    "StageEvidence",
    "VerdictResult",
    "choose_question",
    "diagnose",
    "explain_effect",
    "list_periods",
    "load_asked",
    "load_beliefs",
    "load_facts",
]


_ANSWERS_KEPT = 64
_LEARNED_KEPT = 12


def diagnose(store: Store, question: Question) -> DiagnosisResult:
    """Answer a question: effects that add up to the gap, and what of them is to be believed.

    Raises:
        MissingRateError: The plan gives no rate for a promise or record that counts.
        UsageError: No rep has the name asked for.
    """

    def answer() -> DiagnosisResult:
        facts = load_asked(store, question.period, question.as_of, question.known_on)
        walk = walk_chain(facts, question)
        beliefs = load_beliefs(store, facts, question, walk)
        result = compute_diagnosis(facts, question, beliefs, walk)
        return replace(result, standing=find_standing(facts, question.period, question.as_of))

    kept = store.remember("answers", question, answer, _ANSWERS_KEPT)
    return replace(kept)  # one of its own for each that asks


def load_beliefs(
    store: Store, facts: Facts, question: Question, walk: Walk | None = None
) -> Beliefs:
    """Return what the records of twelve months say of the rates behind a question.

    Kept in memory until something changes, for every day that was asked about: it is the same for
    both bases, every grouping and every rep.

    Args:
        store: The store.
        facts: What is known.
        question: What is asked.
        walk: The chain of the question, where somebody has walked it already.
    """
    about = (question.period.end, question.as_of, question.known_on)

    def weigh() -> Beliefs:
        return weigh_beliefs(facts, walk or walk_chain(facts, question))

    return store.remember("beliefs", about, weigh, _ANSWERS_KEPT)


def explain_effect(
    store: Store, question: Question, row: str | None, effect: Effect
) -> EffectExplanation:
    """Take an effect apart into the plan's terms and every record's share; they sum to it.

    Args:
        store: The store.
        question: The question that was asked.
        row: Name of a row of its answer; `None` is the team.
        effect: The effect.

    Raises:
        MissingRateError: As for the diagnosis.
        UsageError: There is no such row.
    """
    facts = load_asked(store, question.period, question.as_of, question.known_on)
    return compute_contributions(facts, question, row, effect)


def choose_question(store: Store, today: date, known_on: date | None = None) -> Question:
    """Return the question to begin with: the quarter of today, as of today.

    A quarter without targets gives way to the last period that has any. Nothing is known after
    the last day that is recorded.

    Args:
        store: The store.
        today: The day to take for today.
        known_on: As in the question; the periods are those that had targets by then.
    """
    facts = load_facts(store, known_on)
    calendar = facts.team.calendar
    quarter = calendar.period_of(today, Grain.QUARTER)
    targeted = _targeted(facts)
    within = [p for p in targeted if quarter.start <= p.start and p.end <= quarter.end]
    period = quarter if within or not targeted else max(targeted, key=lambda p: (p.end, p.days))
    as_of = min(today, _last_day(facts) or today)
    return Question(period=period, as_of=as_of, known_on=known_on)


def list_periods(store: Store) -> tuple[Period, ...]:
    """Return the periods that can be asked about, in order.

    These are all that have targets, with the quarters and years they lie in; without any, the
    quarters in which leads or opportunities are recorded.
    """
    facts = load_facts(store)
    calendar = facts.team.calendar
    targeted = _targeted(facts)
    whole = {
        calendar.period_of(period.start, grain)
        for period in targeted
        for grain in (Grain.QUARTER, Grain.YEAR)
        if calendar.period_of(period.start, grain).days >= period.days
    }
    return tuple(sorted({*targeted, *whole} or _recorded_quarters(facts, calendar)))


def load_facts(store: Store, known_on: date | None = None) -> Facts:
    """Return all that a diagnosis starts from; kept in memory until something changes.

    Args:
        store: The store.
        known_on: The day whose knowledge counts; `None` for all that is known now. Reps, sources
            and the team's settings are today's in any case.
    """
    knowledge = load_knowledge(store, known_on)
    if knowledge.is_latest:
        return store.remember("facts", (), lambda: _load_facts(store, knowledge))
    about = knowledge.batch, knowledge.by_dates
    return store.remember("past facts", about, lambda: _load_facts(store, knowledge), PAST_KEPT)


def load_asked(store: Store, period: Period, as_of: date, known_on: date | None = None) -> Facts:
    """Return the facts with the curves of a plan that says learned and is not locked.

    Args:
        store: The store.
        period: The period that is asked about; such curves are learned from before it.
        as_of: The last day that is known.
        known_on: As in the question.
    """
    facts = load_facts(store, known_on)
    if not says_learned(facts.plan.assumptions):
        return facts
    about = find_eve(period, as_of), known_on
    return store.remember(
        "learned", about, lambda: with_learned(facts, period, as_of), _LEARNED_KEPT
    )


def _load_facts(store: Store, knowledge: Knowledge) -> Facts:
    funnel = load_funnel(store, knowledge)
    return Facts(
        team=load_team(store),
        reps=load_reps(store),
        sources=load_sources(store),
        plan=load_plan(store, knowledge),
        leads=funnel.leads,
        opportunities=funnel.opportunities,
    )


def _targeted(facts: Facts) -> list[Period]:
    """Return the periods for which there are targets."""
    labels = {target.period for target in facts.plan.targets}
    return [facts.team.calendar.parse(label) for label in labels]


def _last_day(facts: Facts) -> date | None:
    """Return the last day on which anything is recorded to have happened."""
    days = np.concatenate([_known(column) for column in _columns(facts)])
    return to_date(int(days.max())) if days.size else None


def _recorded_quarters(facts: Facts, calendar: FiscalCalendar) -> set[Period]:
    return {
        calendar.period_of(to_date(int(day)), Grain.QUARTER)
        for column in _columns(facts)
        for day in np.unique(_known(column))
    }


def _columns(facts: Facts) -> "tuple[pd.Series[int], ...]":
    deals = facts.opportunities
    return facts.leads["assigned"], deals["created"], deals["closed"]


def _known(column: "pd.Series[int]") -> IntArray:
    days = column.to_numpy().astype(np.int64)
    return days[days < NEVER]
