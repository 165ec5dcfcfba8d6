"""A plan that says learned: which curve holds where, and what stays exact."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made_facts import build_facts
from tests.analysis.made_history import LAST, draw_facts

from cockpit.analysis.axes import build_axes
from cockpit.analysis.curves import MedianCurve, StageCurves, TableCurve
from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.learned_curves import learn_curves
from cockpit.analysis.plan_curves import LONGEST, find_standing, learn_delays, with_learned
from cockpit.analysis.rates import RateTable, build_rates
from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, Step
from cockpit.domain.plan import LEARNED, Assumption, Commitment, Plan, PlanLock, Target
from cockpit.domain.question import Basis, Question
from cockpit.domain.records import NEVER, Outcome
from cockpit.domain.team import Rep, Source
from cockpit.domain.verdicts import Effect

CALENDAR = FiscalCalendar()
QUARTER = CALENDAR.parse("2026-Q3")
START = to_day(QUARTER.start)
AUGUST, NOVEMBER = to_day(date(2026, 8, 15)), to_day(date(2026, 11, 15))
TEAM_LEADS = LearnedDelay(Step.LEAD_TO_OPP, None, 90, 40, 5, 0.0, (0.1, 1.0), (0.4, 1.0))
WEB_LEADS = replace(TEAM_LEADS, source="Web", happened_by=(0.7, 1.0))
DEALS = LearnedDelay(Step.OPP_TO_END, None, 40, 35, 5, 0.0, (0.0, 0.3, 1.0), (0.5, 0.9))
TOO_FEW = LearnedDelay(Step.OPP_TO_END, None, 40, 12, 5, 0.0)
AT = datetime.fromisoformat("2026-07-01T09:00:00")


def _curves(*delays: LearnedDelay) -> LearnedDelays:
    return LearnedDelays(date(2026, 6, 30), delays)


def _of(plan: Plan, source: str | None = None, day: int = AUGUST) -> StageCurves:
    axes = build_axes((Rep(5, "Ada"),), (Source(1, "Web"), Source(2, "Event")), plan, ())
    table: RateTable = build_rates(plan, axes, CALENDAR, (AUGUST - 200, NOVEMBER))
    at = np.array([axes.source_at[source]])
    (entry,) = table.entries(np.array([1]), at, np.array([day]))
    curves: StageCurves = table.curves[table.curve[entry]]
    return curves


def test_a_source_with_history_of_its_own_has_its_own_curve() -> None:
    row = Assumption(lead_to_opp_days=LEARNED, opp_to_win_days=30.0)
    plan = Plan(assumptions=(row,), learned=_curves(TEAM_LEADS, WEB_LEADS))
    assert _of(plan, "Web").to_opportunity == TableCurve((0.7, 1.0))
    assert _of(plan, "Event").to_opportunity == TableCurve((0.1, 1.0))
    assert _of(plan).to_opportunity == TableCurve((0.1, 1.0))
    assert _of(plan).to_win == MedianCurve(30.0)


def test_the_most_specific_row_wins_whether_it_says_learned_or_a_number() -> None:
    rows = (
        Assumption(opp_to_win_days=LEARNED),
        Assumption(source="Web", opp_to_win_days=12.0),
        Assumption("Ada", "Event", opp_to_win_days=LEARNED),
        Assumption(source="Event", opp_to_win_days=5.0),
    )
    plan = Plan(assumptions=rows, learned=_curves(DEALS))
    assert _of(plan).to_win == TableCurve((0.0, 0.3, 1.0))
    assert _of(plan, "Web").to_win == MedianCurve(12.0)
    assert _of(plan, "Event").to_win == TableCurve((0.0, 0.3, 1.0))


def test_days_to_loss_are_learned_where_days_to_win_are_and_nothing_else_is_said() -> None:
    plan = Plan(assumptions=(Assumption(opp_to_win_days=LEARNED),), learned=_curves(DEALS))
    assert _of(plan).to_loss == TableCurve((0.5, 0.9))
    stated = Assumption(opp_to_win_days=LEARNED, opp_to_loss_days=9.0)
    assert _of(replace(plan, assumptions=(stated,))).to_loss == MedianCurve(9.0)


@pytest.mark.parametrize("learned", [None, _curves(TOO_FEW), _curves(TEAM_LEADS)])
def test_without_enough_history_the_next_median_holds(learned: LearnedDelays | None) -> None:
    rows = (Assumption("Ada", opp_to_win_days=LEARNED), Assumption(opp_to_win_days=30.0))
    curves = _of(Plan(assumptions=rows, learned=learned))
    assert curves.to_win == curves.to_loss == MedianCurve(30.0)


def test_a_locked_period_keeps_its_rows_and_curves_and_others_follow_the_plan() -> None:
    rows = (Assumption(win_rate=0.2, opp_to_win_days=LEARNED),)
    lock = PlanLock("2026-Q3", AT, "ada", rows, _curves(DEALS))
    plan = Plan(assumptions=(Assumption(win_rate=0.9, opp_to_win_days=7.0),), locks=(lock,))
    assert _of(plan).to_win == TableCurve((0.0, 0.3, 1.0))
    assert _of(plan, day=NOVEMBER).to_win == MedianCurve(7.0)
    assert _of(plan, day=START - 1).to_win == MedianCurve(7.0)


def test_a_table_agrees_with_the_curve_it_was_made_from_and_ends() -> None:
    facts = draw_facts(3)
    learned = learn_curves(facts.leads, facts.opportunities, to_day(LAST))
    tables = learn_delays(facts, LAST)
    deals = tables.find(Step.OPP_TO_END, None)
    assert deals is not None
    days = len(deals.happened_by)
    assert days < LONGEST
    assert deals.happened_by == pytest.approx(learned.deals.curve.cumulative(days), abs=1.1e-4)
    assert TableCurve(deals.happened_by).cumulative(5 * days)[-1] == 1.0
    assert all(np.diff(deals.happened_by) >= 0)
    assert deals.otherwise_by[-1] == pytest.approx(learned.deals.otherwise.limit)
    assert deals.quantile(0.5) == learned.deals.quantile(0.5)
    assert {d.source for d in tables.delays if d.step is Step.LEAD_TO_OPP} == {None, "Web", "Event"}


def test_what_the_future_holds_changes_no_table() -> None:
    facts = draw_facts(3)
    until = date(2026, 3, 31)
    known = facts.leads["assigned"].to_numpy() <= to_day(until)
    opened = facts.opportunities["created"].to_numpy() <= to_day(until)
    cut = replace(facts, leads=facts.leads[known], opportunities=facts.opportunities[opened])
    assert learn_delays(cut, until) == learn_delays(facts, until)


def test_curves_are_learned_only_for_a_plan_that_says_so_and_only_from_before() -> None:
    facts = draw_facts(3)
    assert with_learned(facts, QUARTER, LAST) is facts
    row = replace(facts.plan.assumptions[0], opp_to_win_days=LEARNED)
    saying = replace(facts, plan=replace(facts.plan, assumptions=(row,)))
    for as_of, until in [(LAST, date(2026, 6, 30)), (date(2026, 5, 9), date(2026, 5, 9))]:
        plan = with_learned(saying, QUARTER, as_of).plan
        assert plan.learned == learn_delays(facts, until)
        standing = find_standing(replace(saying, plan=plan), QUARTER, as_of)
        assert (standing.locked_at, standing.learned) == (None, plan.learned)


def test_a_locked_answer_says_so() -> None:
    facts = draw_facts(3)
    row = replace(facts.plan.assumptions[0], opp_to_win_days=LEARNED)
    lock = PlanLock("2026-Q3", AT, "ada", (row,), _curves(DEALS))
    locked = replace(facts, plan=replace(facts.plan, locks=(lock,)))
    standing = find_standing(locked, QUARTER, LAST)
    assert (standing.locked_at, standing.learned) == (AT, lock.learned)
    before = find_standing(locked, CALENDAR.parse("2026-Q2"), LAST)
    assert (before.locked_at, before.learned) == (None, None)


@given(
    batches=st.integers(1, 3),
    target=st.integers(0, 100_000_000),
    days=st.lists(st.integers(0, 30), min_size=1, max_size=20),
    basis=st.sampled_from(list(Basis)),
    waits=st.tuples(st.integers(0, 9), st.integers(0, 20)),
)
@settings(max_examples=25, deadline=None)
def test_an_executed_learned_plan_leaves_nothing_but_what_was_never_funded(
    batches: int, target: int, days: list[int], basis: Basis, waits: tuple[int, int]
) -> None:
    """All July's leads convert after as many days as were learned, and are won as many later."""
    learned = _curves(
        _after(Step.LEAD_TO_OPP, waits[0]),
        replace(_after(Step.OPP_TO_END, waits[1]), otherwise_by=(1.0,)),
    )
    rates = Assumption(None, None, None, 0.5, 0.4, 100_000, LEARNED, LEARNED)
    plan = Plan(
        (Target("Ada", "2026-Q3", target),),
        (Commitment("Ada", "2026-07", None, 20.0 * batches),),
        locks=(PlanLock("2026-Q3", AT, "ada", (rates,), learned),),
    )
    leads: list[dict[str, Any]] = []
    deals: list[dict[str, Any]] = []
    for at in range(20 * batches):
        day = START + days[at % len(days)]
        leads.append({"rep": 4, "source": -1, "assigned": day, "disqualified": NEVER})
        if at % 2:
            won = at % 20 < 8
            opened = day + waits[0]
            deals.append(
                {"lead": at, "rep": 4, "source": -1, "created": opened,
                 "closed": opened + (waits[1] if won else 0),
                 "outcome": int(Outcome.WON if won else Outcome.LOST), "amount": 100_000}
            )  # fmt: skip
    facts = build_facts(plan, leads, deals)
    result = compute_diagnosis(facts, Question(QUARTER, date(2026, 9, 30), basis))
    (row,) = result.rows
    assert row.actual == 20 * batches * 100_000 // 5
    effects = dict(row.effects)
    assert effects.pop(Effect.UNFUNDED_PLAN) == row.gap
    assert set(effects.values()) == {0}


def _after(step: Step, days: int) -> LearnedDelay:
    """Everything happens on one day of age."""
    return LearnedDelay(step, None, 90, 40, 5, 0.0, (*(0.0,) * days, 1.0), (1.0,))


def test_a_rep_with_nothing_but_a_deal_that_cannot_be_won_yet_has_a_row() -> None:
    """By the table nothing is won on day 0, so all that the plan knows of the deal is to come."""
    rates = Assumption(None, None, None, 0.5, 0.4, 100_000, LEARNED, LEARNED)
    plan = Plan(assumptions=(rates,), learned=_curves(TEAM_LEADS, DEALS))
    day = to_day(QUARTER.end)
    deal = {"lead": -1, "rep": 4, "source": -1, "created": day, "closed": NEVER,
            "outcome": int(Outcome.OPEN), "amount": 0}  # fmt: skip
    result = compute_diagnosis(build_facts(plan, [], [deal]), Question(QUARTER, QUARTER.end))
    (row,) = result.rows
    assert row.effects[Effect.CYCLE] == -row.effects[Effect.WIN_RATE] < 0
