"""Answer a question about the store: why is revenue short of target, and which records say so?"""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from cockpit.analysis.axes import IntArray
from cockpit.analysis.contributions import compute_contributions
from cockpit.analysis.diagnosis import compute_diagnosis
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
from cockpit.analysis.walk import Facts, walk_chain
from cockpit.domain.fiscal import FiscalCalendar, Grain, Period, to_date
from cockpit.domain.question import Question
from cockpit.domain.records import NEVER
from cockpit.domain.verdicts import Effect
from cockpit.store.connection import Store
from cockpit.store.queries import (
    load_funnel,
    load_plan,
    load_reps,
    load_sources,
    load_team,
)

__all__ = [
    "ChainResult",
    "DiagnosisResult",
    "DiagnosisRow",
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
    "load_beliefs",
    "load_facts",
]


_ANSWERS_KEPT = 64


def diagnose(store: Store, question: Question) -> DiagnosisResult:
    """Answer a question: effects that add up to the gap, and what of them is to be believed.

    Raises:
        MissingRateError: The plan gives no rate for a promise or record that counts.
        UsageError: No rep has the name asked for.
    """
    facts = load_facts(store)
    answers: dict[Question, DiagnosisResult] = _kept(store, "answers")
    if question not in answers:
        while len(answers) >= _ANSWERS_KEPT:
            answers.pop(next(iter(answers)))
        beliefs = load_beliefs(store, facts, question)
        answers[question] = compute_diagnosis(facts, question, beliefs)
    return replace(answers[question])  # one of its own for each that asks


def load_beliefs(store: Store, facts: Facts, question: Question) -> Beliefs:
    """Return what the records of twelve months say of the rates behind a question.

    Kept in memory until something changes, for every day that was asked about: it is the same for
    both bases, every grouping and every rep.
    """
    known: dict[tuple[date, date], Beliefs] = _kept(store, "beliefs")
    about = (question.period.end, question.as_of)
    if about not in known:
        known[about] = weigh_beliefs(facts, walk_chain(facts, question))
    return known[about]


def _kept(store: Store, name: str) -> dict[Any, Any]:
    """Return what is kept in memory under a name until something changes; nothing while writing."""
    if store.is_writing:
        return {}
    count = store.change_count()
    kept = store.cache.get(name)
    if kept is None or kept[0] != count:
        kept = (count, {})
        store.cache[name] = kept
    known: dict[Any, Any] = kept[1]
    return known


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
    return compute_contributions(load_facts(store), question, row, effect)


def choose_question(store: Store, today: date) -> Question:
    """Return the question to begin with: the quarter of today, as of today.

    A quarter without targets gives way to the last period that has any. Nothing is known after
    the last day that is recorded.
    """
    facts = load_facts(store)
    calendar = facts.team.calendar
    quarter = calendar.period_of(today, Grain.QUARTER)
    targeted = _targeted(facts)
    within = [p for p in targeted if quarter.start <= p.start and p.end <= quarter.end]
    period = quarter if within or not targeted else max(targeted, key=lambda p: (p.end, p.days))
    return Question(period=period, as_of=min(today, _last_day(facts) or today))


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


def load_facts(store: Store) -> Facts:
    """Return all that a diagnosis starts from; kept in memory until something changes."""
    if store.is_writing:
        return _load_facts(store)
    count = store.change_count()
    kept = store.cache.get("facts")
    if kept is None or kept[0] != count:
        kept = (count, _load_facts(store))
        store.cache["facts"] = kept
    facts: Facts = kept[1]
    return facts


def _load_facts(store: Store) -> Facts:
    funnel = load_funnel(store)
    return Facts(
        team=load_team(store),
        reps=load_reps(store),
        sources=load_sources(store),
        plan=load_plan(store),
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
