from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made_facts import facts
from tests.golden_cases import EXPECTED, read_expected, read_facts

from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.funding import (
    FundingFrame,
    FundingResult,
    MissingRate,
    compute_funding,
    find_pipeline,
)
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import FiscalCalendar, Period
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.question import Basis, Question
from cockpit.domain.team import Rep, Source
from cockpit.domain.verdicts import Effect

CALENDAR = FiscalCalendar()
Q3 = CALENDAR.parse("2026-Q3")
ROUNDING = 13
"""Minor units: the diagnosis rounds thirteen figures to sums that close."""


def fund(known: Facts, period: Period) -> FundingResult:
    plan = known.plan
    frame = FundingFrame(
        known.reps,
        known.sources,
        known.team.calendar,
        period,
        locks=plan.locks,
        learned=plan.learned,
    )
    axes = frame.axes(known.plan)
    carried = find_pipeline(known.leads, known.opportunities, axes, period)
    return compute_funding(known.plan, replace(frame, carried=carried))


def fund_plan(plan: Plan) -> FundingResult:
    return compute_funding(plan, FundingFrame((Rep(1, "Ada"),), (Source(1, "Web"),), CALENDAR, Q3))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_agrees_with_every_golden_case(path: Path) -> None:
    question, want = read_expected(path)
    if question.basis is Basis.COHORT:
        question = replace(question, basis=Basis.BOOKINGS)
        return_value = compute_diagnosis(read_facts(path.parent), question)
        wanted = {r.name: r.effects[Effect.UNFUNDED_PLAN] / 100 for r in return_value.rows}
    else:
        wanted = {row["rep"]: row["effects"]["unfunded_plan"] for row in want["reps"]}
    got = {row.rep: row.unfunded / 100 for row in fund(read_facts(path.parent), Q3).rows}
    assert {rep: got[rep] for rep in wanted if rep} == pytest.approx(
        {rep: amount for rep, amount in wanted.items() if rep}, abs=0.06
    )


@given(known=facts(), label=st.sampled_from(["2026-Q3", "2026-08", "2026"]))
def test_equals_the_unfunded_plan_of_the_diagnosis_at_the_start(known: Facts, label: str) -> None:
    period = CALENDAR.parse(label)
    question = Question(period, period.start - timedelta(days=1))
    diagnosed = {
        r.name: r.effects[Effect.UNFUNDED_PLAN] for r in compute_diagnosis(known, question).rows
    }
    funded = {row.rep: row.unfunded for row in fund(known, period).rows}
    assert {name: funded[name] for name in diagnosed} == pytest.approx(diagnosed, abs=ROUNDING)


@given(known=facts(), as_of=st.dates(date(2026, 7, 1), date(2026, 12, 31)))
def test_does_not_depend_on_the_day_for_reps_with_a_promise(known: Facts, as_of: date) -> None:
    diagnosis = compute_diagnosis(known, Question(Q3, as_of))
    diagnosed = {
        r.name: r.effects[Effect.UNFUNDED_PLAN] for r in diagnosis.rows if r.has_commitment
    }
    funded = {row.rep: row.unfunded for row in fund(known, Q3).rows}
    assert {name: funded[name] for name in diagnosed} == pytest.approx(diagnosed, abs=ROUNDING)


def test_adds_up_leads_earlier_leads_and_self_sourced_opportunities() -> None:
    plan = Plan(
        (Target("Ada", "2026-Q3", 1_000_000),),
        (Commitment("Ada", "2026-Q3", "Web", 40.0), Commitment("Ada", "2026-Q2", "Web", 10.0)),
        (Assumption(lead_to_opp=0.5, win_rate=0.5, deal_size=100_000, self_sourced_opps=4.0),),
    )
    (row,) = fund_plan(plan).rows
    assert (row.from_leads, row.carried_in, row.self_sourced) == pytest.approx((1e6, 0.0, 2e5))
    assert (row.leads, row.adds_up_to, row.unfunded) == (40.0, 1_200_000, 200_000)
    assert not row.is_carried_real


def test_lists_every_missing_rate_and_counts_it_as_nothing() -> None:
    plan = Plan(
        (Target("Ada", "2026-Q3", 500),),
        (Commitment("Ada", "2026-Q3", "Web", 40.0), Commitment("Ada", "2026-Q3", None, 10.0)),
        (Assumption(source="Web", lead_to_opp=0.5), Assumption(rep="Ada", deal_size=100)),
    )
    result = fund_plan(plan)
    assert result.unfunded == -500
    assert set(result.missing) == {
        MissingRate("Ada", "Web", "win_rate"),
        MissingRate("Ada", None, "lead_to_opp"),
        MissingRate("Ada", None, "win_rate"),
    }


def test_a_promise_of_no_leads_needs_no_rate() -> None:
    result = fund_plan(Plan(commitments=(Commitment("Ada", "2026-Q3", "Web", 0.0),)))
    assert result.missing == ()
    assert result.adds_up_to == 0
