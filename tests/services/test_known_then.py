"""What is known on a day in the past is what was answered on that day, whatever came later."""

from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.knowledge_builders import (
    REPS,
    DealRow,
    Delivery,
    LeadRow,
    ask,
    ask_then,
    deliver,
    find_days,
    plan_of,
)

from cockpit.domain.plan import Plan, Target
from cockpit.domain.question import Basis, Grouping, Question
from cockpit.domain.records import Outcome
from cockpit.domain.verdicts import Effect
from cockpit.services.curves import describe_curves
from cockpit.services.diagnosis import diagnose, load_facts
from cockpit.services.history import describe_cohorts, describe_funnel_plots
from cockpit.services.plan import load_plan_state
from cockpit.services.records import list_records, load_page
from cockpit.services.reps import describe_rep
from cockpit.store.opening import Store, open_store

_days = st.integers(0, 45)
_leads = st.builds(
    LeadRow,
    number=st.integers(0, 9),
    rep=st.integers(-1, 2),
    source=st.integers(-1, 1),
    assigned=_days,
    answered=st.none() | _days,
    disqualified=st.none() | _days,
)
_deals = st.builds(
    DealRow,
    number=st.integers(0, 6),
    rep=st.integers(-1, 2),
    lead=st.none() | st.integers(0, 9),
    created=_days,
    closed=st.none() | st.integers(10, 60),
    outcome=st.sampled_from(Outcome),
    amount=st.sampled_from((500_000, 900_000)),
    reason=st.sampled_from((None, "Price", "Timing")),
)
_plans = st.just(Plan()) | st.builds(
    plan_of, st.integers(0, 2), st.sampled_from((5_000_000, 7_000_000)), st.sampled_from((20, 30))
)
_deliveries = st.builds(
    Delivery,
    days=st.integers(0, 20),
    leads=st.lists(_leads, max_size=8, unique_by=lambda row: row.number).map(tuple),
    deals=st.lists(_deals, max_size=5, unique_by=lambda row: row.number).map(tuple),
    plan=_plans,
    removed=st.just(Plan()) | st.just(Plan((Target(REPS[1], "2026-Q3", 0),))),
)
_FIRST = Delivery(
    leads=tuple(LeadRow(number, number % 3, number % 2, number) for number in range(6)),
    deals=(DealRow(0, 0, 0), DealRow(1, 1, 1, 6, 20, Outcome.WON), DealRow(2, 2, None, 7)),
    plan=replace(
        plan_of(0, 6_000_000, 20),
        targets=tuple(Target(rep, "2026-Q3", 4_000_000) for rep in REPS),
    ),
)
"""So that every rep, and every kind of record, is there from the first day."""


@given(st.lists(_deliveries, min_size=1, max_size=4))
@settings(max_examples=10, deadline=None)
def test_what_was_known_is_what_was_answered_then(later: list[Delivery]) -> None:
    deliveries = [_FIRST, *later]
    with TemporaryDirectory() as folder, closing(open_store(Path(folder) / "a.sqlite")) as store:
        days = find_days(deliveries)
        answers = {}
        for delivery, day in zip(deliveries, days, strict=True):
            deliver(store, delivery, day)
            answers[day] = _answer(store, ask(day))
        for day, then in answers.items():
            now = _answer(store, ask_then(day))
            for screen, answer in then.items():
                assert _plain(now[screen]) == _plain(answer), (screen, day)


def _answer(store: Store, question: Question) -> dict[str, Any]:
    """Return what every screen says to a question."""
    facts = load_facts(store, question.known_on)
    rep = describe_rep(store, question, REPS[0])
    assert rep is not None
    lists = list_records(store, question, None, (Effect.LEAD_TO_OPP, Effect.WIN_RATE)).lists
    return {
        "leads": facts.leads,
        "opportunities": facts.opportunities,
        "plan": facts.plan,
        "funding": load_plan_state(store, question.period, question.known_on).frame.carried,
        "bookings": diagnose(store, question),
        "cohort": diagnose(store, replace(question, basis=Basis.COHORT)),
        "sources": diagnose(store, replace(question, by=Grouping.SOURCE)),
        "rep": [rep.pace, rep.losses, rep.follow_up, rep.team_follow_up, rep.deals, rep.records],
        "records": [load_page(store, part, 0) for part in lists],
        "cohorts": describe_cohorts(store, question),
        "plots": describe_funnel_plots(store, question),
        "curves": describe_curves(store, question.as_of, question.known_on),
    }


def _plain(value: Any) -> Any:
    """Return a result as plain values that can be compared, without the day that was asked for."""
    if isinstance(value, pd.DataFrame):
        return {name: _plain(value[name].to_numpy()) for name in value.columns}
    if isinstance(value, np.ndarray):
        value = value.ravel().tolist()
    if isinstance(value, Question):
        return str(replace(value, known_on=None))
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else str(value)
