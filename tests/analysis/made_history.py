"""A made-up team with years of history that follows known rates and delays."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import FiscalCalendar, Grain, to_day
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.records import NEVER, Outcome
from cockpit.domain.team import Rep, Source, Team

CALENDAR = FiscalCalendar()
FIRST, LAST = date(2025, 1, 1), date(2026, 9, 30)
LEAD_TO_OPP, WIN_RATE, DEAL_SIZE = 0.4, 0.3, 1_000_000
LEAD_DAYS, WIN_DAYS, LOSS_DAYS = 8.0, 30.0, 20.0
NO_LEAD = -2


def draw_delays(random: np.random.Generator, median: float, count: int) -> np.ndarray:
    """Whole days with P(≤ d) = 1 − 2^(−(d+1)/median), as a plan says."""
    return (-np.log2(1.0 - random.random(count)) * median).astype(np.int64)


def draw_facts(
    seed: int, *, reps: int = 6, a_month: int = 24, delivered: float = 1.0, never: float = 0.3
) -> Facts:
    """Leads of two sources and what became of them up to `LAST`, all at the plan's rates.

    Args:
        seed: Of the draws.
        reps: Number of reps.
        a_month: Leads promised to each a month.
        delivered: Share of them that arrives.
        never: Share of the unconverted leads that nobody ever disqualifies.
    """
    random = np.random.default_rng(seed)
    months = CALENDAR.months(CALENDAR.parse("2025")) + CALENDAR.months(CALENDAR.parse("2026"))
    months = tuple(month for month in months if month.start <= LAST)
    columns = []
    for rep in range(1, reps + 1):
        for month in months:
            count = random.poisson(a_month * delivered)
            day = to_day(month.start) + random.integers(0, month.days, count)
            columns.append(np.stack([np.full(count, rep), random.integers(1, 3, count), day]))
    rep, source, assigned = np.concatenate(columns, axis=1)
    converts = random.random(rep.size) < LEAD_TO_OPP
    opened = assigned + draw_delays(random, LEAD_DAYS, rep.size)
    unfit = ~converts & (random.random(rep.size) >= never)
    leads = pd.DataFrame(
        {
            "key": np.arange(rep.size),
            "rep": rep.astype(np.int32),
            "source": source.astype(np.int32),
            "assigned": assigned.astype(np.int32),
            "converted": np.where(converts, opened, NEVER).astype(np.int32),
            "disqualified": np.where(
                unfit, assigned + draw_delays(random, 20.0, rep.size), NEVER
            ).astype(np.int32),
        }
    )
    plan = Plan(
        targets=tuple(
            Target(f"Rep {at}", quarter.label, 8_000_000)
            for at in range(1, reps + 1)
            for quarter in dict.fromkeys(CALENDAR.period_of(m.start, Grain.QUARTER) for m in months)
        ),
        commitments=tuple(
            Commitment(f"Rep {at}", month.label, None, a_month)
            for at in range(1, reps + 1)
            for month in months
        ),
        assumptions=(
            Assumption(
                None, None, None, LEAD_TO_OPP, WIN_RATE, DEAL_SIZE, LEAD_DAYS, WIN_DAYS, LOSS_DAYS
            ),
        ),
    )
    facts = Facts(
        team=Team(),
        reps=tuple(Rep(at, f"Rep {at}") for at in range(1, reps + 1)),
        sources=(Source(1, "Web"), Source(2, "Event")),
        plan=plan,
        leads=leads,
        opportunities=_draw_deals(random, leads[converts]),
    )
    return cut_at(facts, LAST)


def _draw_deals(random: np.random.Generator, leads: pd.DataFrame) -> pd.DataFrame:
    count = len(leads)
    won = random.random(count) < WIN_RATE
    delay = np.where(
        won, draw_delays(random, WIN_DAYS, count), draw_delays(random, LOSS_DAYS, count)
    )
    spread = 0.4
    sizes = DEAL_SIZE * random.lognormal(-(spread**2) / 2, spread, count)
    return pd.DataFrame(
        {
            "key": np.arange(count),
            "rep": leads["rep"].to_numpy(),
            "source": leads["source"].to_numpy(),
            "lead_key": leads["key"].to_numpy(),
            "lead_rep": leads["rep"].to_numpy(),
            "lead_assigned": leads["assigned"].to_numpy(),
            "created": leads["converted"].to_numpy(),
            "closed": (leads["converted"].to_numpy() + delay).astype(np.int32),
            "outcome": np.where(won, Outcome.WON, Outcome.LOST).astype(np.int8),
            "amount": sizes.astype(np.int64),
        }
    )


def cut_at(facts: Facts, day: date) -> Facts:
    """Return the facts as a store would hold them that was filled on a day."""
    known = to_day(day)
    leads, deals = facts.leads, facts.opportunities
    leads = leads[leads["assigned"] <= known]
    deals = deals[deals["created"] <= known]
    is_open = deals["closed"].to_numpy() > known
    return replace(
        facts,
        leads=leads.assign(
            converted=leads["converted"].where(leads["converted"] <= known, NEVER),
            disqualified=leads["disqualified"].where(leads["disqualified"] <= known, NEVER),
        ),
        opportunities=deals.assign(
            closed=deals["closed"].where(~is_open, NEVER),
            outcome=deals["outcome"].where(~is_open, np.int8(Outcome.OPEN)),
        ),
    )
