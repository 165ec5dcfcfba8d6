"""Thirty agents of equal skill, over a year without lead commitments: nobody is to be coached."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.sales_evidence import weigh_beliefs
from cockpit.analysis.verdict import COACHED
from cockpit.analysis.walk import Facts, walk_chain
from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.plan import Assumption, Plan, Target
from cockpit.domain.question import Question
from cockpit.domain.records import NEVER, NOBODY, Outcome
from cockpit.domain.team import Rep, Team
from cockpit.domain.verdicts import Verdict

AGENTS, DEALS = 30, 8_800
WIN_RATE, DEAL_SIZE = 0.63, 236_000
PERIOD = FiscalCalendar().parse("2026-Q4")


def make_equals(seed: int) -> Facts:
    """Return deals of a CRM without leads: no two agents alike in volume, all alike in skill.

    Delays have two humps, as in a CRM in which much is closed within days and the rest after
    months; the plan's medians fit neither.
    """
    random = np.random.default_rng(seed)
    last = to_day(PERIOD.end)
    volume = random.dirichlet(np.full(AGENTS, 8.0))
    rep = random.choice(AGENTS, DEALS, p=volume)
    created = last - 430 + random.integers(0, 430, DEALS)
    quick, slow = random.geometric(0.12, DEALS), random.integers(40, 130, DEALS)
    closed = created + np.where(random.random(DEALS) < 0.45, quick, slow)
    won, is_open = random.random(DEALS) < WIN_RATE, closed > last
    amount = np.rint(DEAL_SIZE * random.lognormal(-0.5, 1.0, DEALS)).astype(np.int64)
    outcome = np.where(is_open, Outcome.OPEN, np.where(won, Outcome.WON, Outcome.LOST))
    opportunities = pd.DataFrame(
        {
            "key": np.arange(DEALS, dtype=np.int64),
            "rep": (rep + 1).astype(np.int32),
            "source": np.full(DEALS, NOBODY, dtype=np.int32),
            "lead_key": np.full(DEALS, NOBODY, dtype=np.int64),
            "lead_rep": (rep + 1).astype(np.int32),
            "lead_assigned": created.astype(np.int32),
            "created": created.astype(np.int32),
            "closed": np.where(is_open, NEVER, closed).astype(np.int32),
            "outcome": outcome.astype(np.int8),
            "amount": amount,
        }
    )
    leads = pd.DataFrame(
        {
            "key": np.arange(DEALS, dtype=np.int64),
            "rep": (rep + 1).astype(np.int32),
            "source": np.full(DEALS, NOBODY, dtype=np.int32),
            "assigned": created.astype(np.int32),
            "converted": created.astype(np.int32),
            "disqualified": np.full(DEALS, NEVER, dtype=np.int32),
        }
    )
    names = [f"Agent {at:02}" for at in range(1, AGENTS + 1)]
    expected = volume * DEALS * WIN_RATE * DEAL_SIZE / 430 * PERIOD.days
    rates = Assumption(
        lead_to_opp=1.0,
        win_rate=WIN_RATE,
        deal_size=DEAL_SIZE,
        opp_to_win_days=57.0,
        opp_to_loss_days=14.0,
    )
    targets = [
        Target(name, PERIOD.label, round(float(value)))
        for name, value in zip(names, expected, strict=True)
    ]
    plan = Plan(assumptions=(rates,), targets=tuple(targets))
    reps = tuple(Rep(at, name) for at, name in enumerate(names, start=1))
    return Facts(Team(), reps, (), plan, leads, opportunities)


@pytest.mark.parametrize(
    ("seed", "day"), [(1, PERIOD.end), (2, PERIOD.end), (3, date(2026, 11, 15))]
)
def test_no_agent_is_told_to_be_coached_for_closing(seed: int, day: date) -> None:
    facts = make_equals(seed)
    deals = facts.opportunities
    closed = deals[deals["outcome"] != Outcome.OPEN]
    table = pd.crosstab(closed["rep"], closed["outcome"]).to_numpy()
    assert chi2_contingency(table)[1] > 0.01
    question = Question(PERIOD, day)
    answer = compute_diagnosis(facts, question, weigh_beliefs(facts, walk_chain(facts, question)))
    named = [cause for row in answer.rows for cause in row.verdict.causes]
    assert Verdict.COACH_CLOSING not in named
    assert sum(cause in COACHED for cause in named) <= 1
    assert not set(answer.team.verdict.causes) & COACHED
