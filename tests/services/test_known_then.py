"""What is known on a day in the past is what was answered on that day, whatever came later."""

from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.knowledge_builders import (
    FIRST,
    Q3,
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

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.plan import Plan, Target
from cockpit.domain.question import Basis, Grouping, Question
from cockpit.domain.records import NOBODY, FileKind, Outcome
from cockpit.domain.verdicts import Effect
from cockpit.services.curves import describe_curves
from cockpit.services.diagnosis import diagnose, load_facts
from cockpit.services.forecast import forecast
from cockpit.services.history import describe_cohorts, describe_funnel_plots, describe_history
from cockpit.services.knowledge import load_knowledge
from cockpit.services.plan import load_plan_state
from cockpit.services.records import list_records, load_page
from cockpit.services.reps import describe_rep
from cockpit.store.opening import Store, open_store
from cockpit.store.queries import load_reps

_days = st.integers(0, 45)
_leads = st.builds(
    LeadRow,
    number=st.integers(0, 9),
    rep=st.integers(-1, 2),
    source=st.integers(-1, 1),
    assigned=_days,
    answered=st.none() | _days,
    disqualified=st.none() | _days,
    deals=st.sampled_from((None, None, "O0", "O1; O3")),
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
    gone_leads=st.sampled_from(((), (), (0,), (1, 7))),
    gone_deals=st.sampled_from(((), (), (2,))),
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


@given(st.lists(_deliveries, min_size=1, max_size=3))
@settings(max_examples=8, deadline=None)
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


def test_the_forecast_is_the_one_of_that_day(store: Store) -> None:
    deliver(store, _FIRST, FIRST)
    then = forecast(store, ask(FIRST).period, FIRST)
    later = Delivery(
        leads=(LeadRow(0, 2, 1, 3), LeadRow(9, 0, 0, 12)),
        deals=(DealRow(0, 1, 0, 5, 15, Outcome.WON, 2_000_000),),
        plan=plan_of(0, 9_000_000, 40),
    )
    deliver(store, later, FIRST + timedelta(days=3))
    assert _plain(forecast(store, ask(FIRST).period, FIRST)) != _plain(then)
    again = forecast(store, ask(FIRST).period, FIRST, known_on=FIRST)
    assert _plain(again) == _plain(then)


def test_an_import_that_was_undone_was_never_known(store: Store) -> None:
    deliver(store, _FIRST, FIRST)
    then = _answer(store, ask(FIRST))
    day = FIRST + timedelta(days=3)
    deliver(store, Delivery(leads=(LeadRow(0, 2, 1, 3), LeadRow(9))), day)
    with store.unit_of_work() as work:
        work.undo_import()
    knowledge = load_knowledge(store, day)
    assert knowledge.batch == 1
    assert knowledge.is_latest
    assert _plain(load_facts(store, day).leads) == _plain(then["leads"])


def test_what_nobody_had_imported_is_taken_from_today_by_its_dates(store: Store) -> None:
    leads, deals = _FIRST.leads, _FIRST.deals
    deliver(store, Delivery(leads=leads, plan=_FIRST.plan), FIRST)
    later = FIRST + timedelta(days=9)
    moved = tuple(replace(lead, rep=2) for lead in leads)
    deliver(store, Delivery(leads=moved, deals=deals), later)
    facts = load_facts(store, FIRST)
    assert load_knowledge(store, FIRST).by_dates == {FileKind.OPPORTUNITIES}
    assert len(facts.opportunities) == len(deals)
    assert facts.leads["rep"].tolist() != load_facts(store).leads["rep"].tolist()
    before = FIRST - timedelta(days=1)
    assert load_facts(store, before) is load_facts(store, before)
    assert _plain(diagnose(store, ask_then(before))) == _plain(diagnose(store, ask(before)))


def test_a_record_that_came_later_links_nothing_in_the_past(store: Store) -> None:
    first = Delivery(leads=(LeadRow(1),), deals=(DealRow(1, 0, 5), DealRow(2, 0, 1)))
    deliver(store, first, FIRST)
    deliver(store, Delivery(leads=(LeadRow(5, deals="O2"),)), FIRST + timedelta(days=1))
    assert load_facts(store).opportunities["lead_key"].tolist() == [2, 1]
    assert load_facts(store, FIRST).opportunities["lead_key"].tolist() == [NOBODY, 1]


def test_a_gone_record_counts_until_it_was_marked(store: Store) -> None:
    deliver(store, _FIRST, FIRST)
    day = FIRST + timedelta(days=1)
    deliver(store, Delivery(gone_leads=(0,), gone_deals=(1,)), day)
    for known_on, leads, deals in ((FIRST, 6, 3), (day, 5, 2), (None, 5, 2)):
        facts = load_facts(store, known_on)
        assert (len(facts.leads), len(facts.opportunities)) == (leads, deals)
    orphan = load_facts(store).opportunities.iloc[0]
    assert (orphan["lead_key"], orphan["lead_rep"]) == (NOBODY, -2)


def test_the_promise_to_a_rep_who_was_joined_is_kept(store: Store) -> None:
    days = date(2001, 1, 1), date(2001, 1, 2)
    deliver(store, Delivery(plan=plan_of(1, 6_000_000, 20)), days[0])
    deliver(store, Delivery(plan=plan_of(1, 7_000_000, 20), leads=(LeadRow(1, 0),)), days[1])
    ana = next(rep for rep in load_reps(store) if rep.name == REPS[0])
    with store.unit_of_work() as work:
        work.save_rep(replace(ana, aliases=(REPS[1],)))
    targets = [load_facts(store, day).plan.targets for day in days]
    assert targets == [(Target(REPS[0], "2026-Q3", amount),) for amount in (6_000_000, 7_000_000)]


def test_a_period_before_is_looked_back_at_with_what_was_known_at_its_end(store: Store) -> None:
    deliver(store, _FIRST, Q3.end)
    later = Delivery(deals=(DealRow(1, 1, 1, 6, 20, Outcome.LOST),))
    deliver(store, later, Q3.end + timedelta(days=9))
    q4 = Question(FiscalCalendar().parse("2026-Q4"), date(2026, 11, 15))
    past = describe_history(store, q4, REPS[1]).periods[-1]
    assert past.row is not None
    assert past.row.actual == 800_000
    assert not past.knowledge.by_dates


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
