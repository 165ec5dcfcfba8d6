"""Leads so old that they are worth nothing are left out, and nothing else changes."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from cockpit.analysis.axes import build_axes
from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.expectation import find_spent_age
from cockpit.analysis.rates import build_rates
from cockpit.analysis.walk import Facts, walk_chain
from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.question import Question
from cockpit.domain.records import NEVER
from cockpit.domain.team import Rep, Source, Team

CALENDAR = FiscalCalendar()
QUESTION = Question(CALENDAR.parse("2026-Q3"), date(2026, 9, 14))
START = to_day(QUESTION.period.start)
AGES = (3, 40, 200, 430, 700, 2_000)


def _facts(ages: tuple[int, ...], rate: float = 0.25) -> Facts:
    """One rep with leads carried in at some ages; half of what converts has by day 9."""
    assigned = np.array([START - age for age in ages], dtype=np.int32)
    never = np.full(assigned.size, NEVER, dtype=np.int32)
    leads = pd.DataFrame(
        {
            "key": np.arange(1, assigned.size + 1),
            "rep": np.full(assigned.size, 1, dtype=np.int32),
            "source": np.full(assigned.size, 1, dtype=np.int32),
            "assigned": assigned,
            "converted": never,
            "disqualified": never,
        }
    )
    names = ("key", "lead_key", "amount", "rep", "source", "lead_rep", "lead_assigned", "created")
    deals = pd.DataFrame({name: np.zeros(0, dtype=np.int64) for name in (*names, "closed")})
    plan = Plan(
        (Target("Ada", "2026-Q3", 9_000_000),),
        (Commitment("Ada", "2026-Q3", "Web", 60),),
        (Assumption(None, None, None, rate, 0.25, 900_000, 9, 26, 20),),
    )
    return Facts(
        team=Team(),
        reps=(Rep(1, "Ada"),),
        sources=(Source(1, "Web"),),
        plan=plan,
        leads=leads,
        opportunities=deals.assign(outcome=np.zeros(0, dtype=np.int8)),
    )


def test_old_leads_change_no_figure() -> None:
    young, all_of_them = (compute_diagnosis(_facts(ages), QUESTION) for ages in (AGES[:3], AGES))
    assert all_of_them.team.effects == young.team.effects
    walk = walk_chain(_facts(AGES), QUESTION, single=True)
    assert (START - walk.carried[0].assigned).tolist() == [3, 40, 200, 430]
    assert walk.carried_rows.tolist() == [0, 1, 2, 3]


def test_a_lead_that_is_sure_to_convert_is_never_too_old() -> None:
    walk = walk_chain(_facts(AGES, rate=1.0), QUESTION)
    assert walk.carried[0].count.sum() == len(AGES)


@pytest.mark.parametrize("rate", [0.01, 0.25, 0.9, 0.999])
def test_the_chance_that_is_left_out_is_smaller_than_any_sum_shows(rate: float) -> None:
    facts = _facts(AGES, rate)
    axes = build_axes(facts.reps, facts.sources, facts.plan, ())
    rates = build_rates(facts.plan, axes, CALENDAR, (START - 3_000, START))
    age = find_spent_age(rates, rates.tabulate(3_002))
    left = np.exp2(-age / 9)
    told_apart = np.finfo(np.float64).eps * rate / (1 - rate)  # by the tables, near 100 %
    assert rate * left / (1 - rate * (1 - left)) < max(1.1e-15, told_apart)
    sooner = np.exp2(-(age - 9) / 9)
    assert rate * sooner / (1 - rate * (1 - sooner)) > 0.9e-15


def test_without_a_rate_all_that_count_are_asked_for_one() -> None:
    facts = _facts(())
    bare = replace(facts, plan=replace(facts.plan, assumptions=()))
    axes = build_axes(bare.reps, bare.sources, bare.plan, ())
    rates = build_rates(bare.plan, axes, CALENDAR, (START - 10, START))
    assert find_spent_age(rates, rates.tabulate(12)) == 0
